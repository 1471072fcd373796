import { Type } from 'typebox'
import { refused } from '../../errors.ts'
import { companyDomain } from '../identity/canonical-domain.ts'
import { companyLinkedIn } from '../identity/canonical-linkedin.ts'
import { json, text } from '../ingest/read-values.ts'
import { keyId } from '../ingest/tables.ts'
import { aboutCompany, companySubject } from './about-company.ts'
import { defineWorkflow, type ExtractedRow } from './define.ts'
import { naturalKey } from './natural-key.ts'
import { answerText, textField } from './request-fields.ts'
import { companyKey, requireDomain, requireText } from './subject.ts'
import { portfolioExtraction } from './vc-portfolio.ts'

/** The upload that a line came with. */
export const uploadId = Type.String({ pattern: '^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$' })

/** What workflows of lines of a file have in common. */
export const fileShared = { platform: 'file', payloadType: 'file', entityType: 'company' } as const

/** One line of a list of venture firms. */
export const vcFirmsFile = defineWorkflow({
  ...fileShared,
  slug: 'vc-firms-file',
  provider: 'manual',
  description: 'Venture firms from a file',
  request: Type.Object({
    name: Type.String({ minLength: 1 }),
    domain: Type.String({ minLength: 1 }),
    upload_id: Type.Optional(uploadId),
  }),
  raw: { table: 'raw.payloads' },
  entityKey: (row) => companyKey(requireDomain(row.domain, 'domain')),
  extract: (row) => ({
    rows: [firmRow(requireText(row.name, 'name'), requireDomain(row.domain, 'domain'))],
    observations: aboutCompany(
      { domain: requireDomain(row.domain, 'domain') },
      { name: requireText(row.name, 'name') },
    ),
    warnings: [],
  }),
  answer: (row, settled) => {
    const domain = requireDomain(row.domain, 'domain')
    return { vc_firm_id: vcFirmId(domain), domain, company_id: settled.entityId(companyKey(domain)) }
  },
  answerSchema: Type.Object({ vc_firm_id: Type.String(), domain: Type.String(), company_id: answerText }),
})

/** One line of a list of portfolio companies. It names its firm, which is added to the list of firms when it is new. */
export const vcPortfolioFile = defineWorkflow({
  ...fileShared,
  slug: 'vc-portfolio-file',
  provider: 'manual',
  description: 'Portfolio companies of venture firms from a file',
  request: Type.Object({
    upload_id: uploadId,
    vc_name: Type.String({ minLength: 1 }),
    vc_domain: Type.String({ minLength: 1 }),
    company_name: textField,
    website_domain: textField,
    crunchbase_url: textField,
    logo_url: textField,
    status: textField,
    founded_date: textField,
    description_long: textField,
    description_short: textField,
    city: textField,
    state: textField,
    country: textField,
    employee_count: textField,
    linkedin_url: textField,
    revenue_range: textField,
    funding_total: textField,
    equity_funding: textField,
    categories: Type.Optional(Type.Unknown()),
    investors: Type.Optional(Type.Unknown()),
  }),
  raw: {
    table: 'raw.vc_portfolio_companies',
    columns: (row) => ({
      upload_id: row.upload_id,
      vc_firm_id: vcFirmId(requireDomain(row.vc_domain, 'vc_domain')),
      company_name: text(row.company_name),
      website_domain: companyDomain(row.website_domain) ?? text(row.website_domain),
      crunchbase_url: text(row.crunchbase_url),
      logo_url: text(row.logo_url),
      status: text(row.status),
      founded_date: text(row.founded_date),
      description_long: text(row.description_long),
      description_short: text(row.description_short),
      city: text(row.city),
      state: text(row.state),
      country: text(row.country),
      employee_count: text(row.employee_count),
      linkedin_url: companyLinkedIn(row.linkedin_url)?.url ?? text(row.linkedin_url),
      revenue_range: text(row.revenue_range),
      funding_total: text(row.funding_total),
      equity_funding: text(row.equity_funding),
      categories: jsonText(row.categories),
      investors: jsonText(row.investors),
    }),
    parents: (row) => [firmRow(requireText(row.vc_name, 'vc_name'), requireDomain(row.vc_domain, 'vc_domain'))],
  },
  entityKey: (row) => lineKey(row.company_name, row.website_domain, row.linkedin_url, row.vc_domain, row.city),
  extract(row, { warn }) {
    const listed = {
      company_name: row.company_name,
      vc_name: row.vc_name,
      domain: row.website_domain,
      linkedin_url: row.linkedin_url,
      short_description: row.description_short,
      long_description: row.description_long,
      city: row.city,
      state: row.state,
      country: row.country,
      employee_range: row.employee_count,
      founded_date: row.founded_date,
      operating_status: row.status,
    }
    const vcDomain = requireDomain(row.vc_domain, 'vc_domain')
    const found = portfolioExtraction('vc-portfolio-file', listed, warn, vcDomain)
    const more = {
      logo_url: text(row.logo_url),
      revenue_range: text(row.revenue_range),
      funding_total: text(row.funding_total),
    }
    return {
      ...found,
      observations: [
        ...found.observations.map((observation) => ({ ...observation, fields: { ...observation.fields, ...more } })),
        ...aboutCompany({ domain: vcDomain }, { name: text(row.vc_name) }),
      ],
    }
  },
  answer: (row, settled) => ({
    vc_firm_id: vcFirmId(requireDomain(row.vc_domain, 'vc_domain')),
    extracted_id: settled.rowId('extracted.vc_portfolio'),
  }),
  answerSchema: Type.Object({ vc_firm_id: Type.String(), extracted_id: answerText }),
})

function firmRow(name: string, domain: string): ExtractedRow {
  return { table: 'raw.vc_firms', row: { name, domain } }
}

/** The id of a firm, which follows from its domain: lines that name it can point there before it is stored. */
export function vcFirmId(domain: string): string {
  return keyId('raw.vc_firms', [domain])
}

/**
 * Company and firm. 422 `columns_shifted` for a line whose city is an address of the web, which is how lines with a
 * column too many look: nothing in them stands where it belongs.
 */
export function lineKey(
  name: unknown,
  website: unknown,
  linkedinUrl: unknown,
  vc: unknown,
  city: unknown,
): string | null {
  if (/^https?:\/\//i.test(text(city) ?? '')) {
    throw refused('columns_shifted', 'city is a web address: the columns of this line are shifted', {
      errors: [{ pointer: '/city', code: 'columns_shifted', message: 'is a web address' }],
    })
  }
  const names = { domain: companyDomain(website), linkedin: companyLinkedIn(linkedinUrl) }
  const company = companySubject(names) ?? text(name)
  return company === null ? null : naturalKey([company, companyDomain(vc) ?? text(vc)])
}

/** A cell for a jsonb column: JSON as it is, any other text as one string, never cut at commas. */
function jsonText(value: unknown): string | null {
  const cell = typeof value === 'string' ? text(value) : json(value)
  if (cell === null) return null
  if (typeof cell !== 'string') return JSON.stringify(cell)
  try {
    return JSON.stringify(JSON.parse(cell))
  } catch {
    return JSON.stringify(cell)
  }
}
