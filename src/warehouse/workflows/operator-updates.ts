import { Type } from 'typebox'
import { companyLinkedIn } from '../identity/canonical-linkedin.ts'
import { text } from '../ingest/read-values.ts'
import { aboutCompany } from './about-company.ts'
import { defineWorkflow } from './define.ts'
import { slugField, textField } from './request-fields.ts'
import { companyKey, requireDomain, requireText } from './subject.ts'

const shared = {
  provider: 'internal',
  platform: 'direct',
  payloadType: 'update',
  entityType: 'company',
  raw: { table: 'raw.payloads' },
  entityKey: (request: { domain: string }) => companyKey(requireDomain(request.domain, 'domain')),
} as const

/** LinkedIn page and short description of a company, as the operator knows them. What is left out stays as it is. */
export const companyLinkedinUpdate = defineWorkflow({
  ...shared,
  slug: 'company-linkedin-update',
  description: 'LinkedIn page and short description of a company, as the operator knows them',
  route: '/run/companies/db/company-linkedin/update',
  request: Type.Object({
    domain: Type.String({ minLength: 1 }),
    company_linkedin_url: textField,
    short_description: textField,
    workflow_slug: slugField('company-linkedin-update'),
  }),
  extract(request, { warn }) {
    const domain = requireDomain(request.domain, 'domain')
    const linkedin = companyLinkedIn(request.company_linkedin_url)
    if (linkedin === null && text(request.company_linkedin_url) !== null) {
      warn('linkedin_url_invalid', 'company_linkedin_url', request.company_linkedin_url)
    }
    const description = text(request.short_description)
    return { rows: [], observations: aboutCompany({ domain, linkedin }, { description }), warnings: [] }
  },
  answer: (request) => ({
    domain: requireDomain(request.domain, 'domain'),
    updated_count: saysAnything(request) ? 1 : 0,
  }),
  answerSchema: Type.Object({
    domain: Type.String(),
    updated_count: Type.Integer({ description: '0 when neither of the two could be read' }),
  }),
})

/** Ticker symbol of a company that is known to be public, as the operator knows it. */
export const publicTickerBackfill = defineWorkflow({
  ...shared,
  slug: 'public-ticker-backfill',
  description: 'Ticker symbol of a company that is known to be public, as the operator knows it',
  request: Type.Object({ domain: Type.String({ minLength: 1 }), ticker: Type.String({ minLength: 1 }) }),
  extract(request) {
    const domain = requireDomain(request.domain, 'domain')
    const ticker = tickerOf(request)
    return {
      rows: [
        { table: 'extracted.company_ticker', row: { domain, ticker } },
        { table: 'core.company_public', row: { domain, ticker } },
      ],
      observations: aboutCompany({ domain }, {}),
      warnings: [],
    }
  },
  answer: (request) => ({ domain: requireDomain(request.domain, 'domain'), ticker: tickerOf(request) }),
  answerSchema: Type.Object({ domain: Type.String(), ticker: Type.String() }),
})

function saysAnything(request: { company_linkedin_url?: unknown; short_description?: unknown }): boolean {
  return companyLinkedIn(request.company_linkedin_url) !== null || text(request.short_description) !== null
}

function tickerOf({ ticker }: { ticker: string }): string {
  return requireText(ticker, 'ticker').toUpperCase()
}
