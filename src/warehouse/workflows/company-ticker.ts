import { Type } from 'typebox'
import { object, text } from '../ingest/read-values.ts'
import { aboutCompany } from './about-company.ts'
import { defineWorkflow, type ExtractContext, type Extraction } from './define.ts'
import { answerText, textField } from './request-fields.ts'
import { keyText } from './row-keys.ts'
import { companyKey, requireDomain } from './subject.ts'

interface Request {
  ticker_payload?: unknown
  sec_cik?: unknown
  cik?: unknown
  sec_company_name?: unknown
}

/**
 * The ticker symbol of a company: a text, or an object with `ticker`. The original asked the SEC for the registrant's
 * number and name: pending until a request brings `sec_cik` (or `cik`) and `sec_company_name`, beside the payload or in it.
 */
export const companyTicker = defineWorkflow({
  slug: 'company-ticker',
  provider: 'clay',
  platform: 'clay',
  payloadType: 'enrichment',
  entityType: 'company',
  description: 'Ticker symbol of a company, with its SEC registration',
  route: '/run/companies/ticker/ingest',
  request: Type.Object({
    domain: Type.String({ minLength: 1 }),
    ticker_payload: Type.Unknown(),
    clay_table_url: textField,
    sec_cik: textField,
    cik: textField,
    sec_company_name: textField,
  }),
  payload: ['ticker_payload'],
  raw: { table: 'raw.payloads' },
  entityKey: (request) => companyKey(requireDomain(request.domain, 'domain')),
  extract(request, { warn }) {
    const domain = requireDomain(request.domain, 'domain')
    const observations = aboutCompany({ domain }, {})
    const ticker = tickerOf(request, warn)
    if (ticker === null) return { rows: [], observations, warnings: [] }
    const { cik, name } = registrationOf(request, warn)
    const rows: Extraction['rows'] = [
      { table: 'extracted.company_ticker', row: { domain, ticker } },
      { table: 'core.company_public', row: { domain, ticker } },
    ]
    if (cik === null || name === null) return { rows, observations, status: 'pending', warnings: [] }
    rows.push({ table: 'reference.sec_company_info', row: { ticker, cik, sec_company_name: name } })
    return { rows, observations, warnings: [] }
  },
  answer: (request, settled) => ({
    domain: requireDomain(request.domain, 'domain'),
    ticker: tickerOf(request),
    raw_payload_id: settled.rawId,
  }),
  answerSchema: Type.Object({ domain: Type.String(), ticker: answerText, raw_payload_id: Type.String() }),
})

/** In capitals, without the exchange before it ("NASDAQ: ABC") or the dollar sign that people put there. */
function tickerOf(request: Request, warn: ExtractContext['warn'] = () => {}): string | null {
  const written = text(object(request.ticker_payload)?.ticker ?? request.ticker_payload)
  if (written === null) return null
  const symbol = written
    .slice(written.lastIndexOf(':') + 1)
    .replace(/^[\s$]+/, '')
    .toUpperCase()
  if (/^[A-Z0-9]{1,10}(?:[.\-/ ][A-Z0-9]{1,4})?$/.test(symbol)) return symbol
  warn('invalid_ticker', 'ticker_payload', written)
  return null
}

/** The SEC writes its numbers with ten digits. */
function registrationOf(request: Request, warn: ExtractContext['warn']) {
  const payload = object(request.ticker_payload) ?? {}
  const number = text(request.sec_cik) ?? text(request.cik) ?? text(payload.sec_cik) ?? text(payload.cik)
  const cik =
    number !== null && /^(?:CIK)?0*\d{1,10}$/i.test(number)
      ? number.replace(/\D/g, '').slice(-10).padStart(10, '0')
      : null
  if (number !== null && cik === null) warn('invalid_cik', 'sec_cik', number)
  const name = keyText(request.sec_company_name ?? payload.sec_company_name, 'sec_company_name', warn)
  return { cik, name }
}
