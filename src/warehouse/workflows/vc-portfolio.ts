import { Type } from 'typebox'
import { companyDomain } from '../identity/canonical-domain.ts'
import { companyLinkedIn } from '../identity/canonical-linkedin.ts'
import { text } from '../ingest/read-values.ts'
import { aboutCompany, companySubject, foundingYear, place, sizeRange } from './about-company.ts'
import { defineWorkflow, type ExtractContext } from './define.ts'
import { naturalKey } from './natural-key.ts'
import { answerText, slugField, textField } from './request-fields.ts'
import { keyText } from './row-keys.ts'
import { requireText } from './subject.ts'

type Row = Record<string, unknown>

/** A company in the portfolio of one VC. */
export const vcPortfolio = defineWorkflow({
  slug: 'vc-portfolio',
  provider: 'clay',
  platform: 'clay',
  payloadType: 'enrichment',
  entityType: 'company',
  description: 'A company in the portfolio of a VC',
  request: Type.Object({
    company_name: Type.String({ minLength: 1 }),
    vc_name: textField,
    domain: textField,
    linkedin_url: textField,
    short_description: textField,
    long_description: textField,
    city: textField,
    state: textField,
    country: textField,
    employee_range: textField,
    founded_date: textField,
    operating_status: textField,
    workflow_slug: slugField('vc-portfolio'),
  }),
  raw: { table: 'raw.payloads' },
  entityKey: (request) =>
    naturalKey([investedCompanyKey(request.company_name, request.domain, request.linkedin_url), text(request.vc_name)]),
  extract: (request, { warn }) => portfolioExtraction('vc-portfolio', request, warn),
  answer: (_request, settled) => ({ extracted_id: settled.rowId('extracted.vc_portfolio') }),
  answerSchema: Type.Object({ extracted_id: answerText }),
})

/** What one row of a portfolio list yields, whichever way it came. */
export function portfolioExtraction(
  source: string,
  request: Row,
  warn: ExtractContext['warn'],
  vcDomain: string | null = null,
) {
  const name = text(request.company_name)
  const domain = companyDomain(request.domain)
  const linkedin = companyLinkedIn(request.linkedin_url)
  const vc = keyText(request.vc_name, 'vc_name', warn)
  const row = {
    vc_name: vc,
    company_name: name,
    domain,
    linkedin_url: linkedin?.url ?? text(request.linkedin_url),
    short_description: text(request.short_description),
    long_description: text(request.long_description),
    city: text(request.city),
    state: text(request.state),
    country: text(request.country),
    employee_range: text(request.employee_range),
    founded_date: text(request.founded_date),
    operating_status: text(request.operating_status),
    natural_key: naturalKey([domain ?? name, vc]),
  }
  const observations = aboutCompany(
    { domain, linkedin },
    {
      name,
      description: row.long_description,
      one_liner: row.short_description,
      status: row.operating_status,
      founded_year: foundingYear(row.founded_date),
      size_range: sizeRange(row.employee_range),
      location: place({ city: row.city, state: row.state, country: row.country }),
    },
  )
  return {
    rows: [
      { table: 'extracted.vc_portfolio' as const, row },
      ...(vc === null ? [] : [investor(source, { name, domain, vc, vcDomain })]),
    ],
    observations,
    warnings: [],
  }
}

/** One line of who invested in whom. */
export function investor(
  source: string,
  pair: { name: string | null; domain: string | null; vc: string; vcDomain?: string | null },
) {
  return {
    table: 'core.company_vc_investors' as const,
    row: {
      company_domain: pair.domain,
      company_name: pair.name,
      vc_name: pair.vc,
      vc_domain: pair.vcDomain ?? null,
      source,
      natural_key: naturalKey([pair.domain ?? pair.name, pair.vc]),
    },
  }
}

/** The company's strongest key, else its name. */
export function investedCompanyKey(name: string, domain: unknown, linkedinUrl: unknown): string {
  const known = requireText(name, 'company_name')
  const names = { domain: companyDomain(domain), linkedin: companyLinkedIn(linkedinUrl) }
  return companySubject(names) ?? naturalKey(['name', known])
}
