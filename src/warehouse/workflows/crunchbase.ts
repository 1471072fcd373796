import { Type } from 'typebox'
import { companyDomain } from '../identity/canonical-domain.ts'
import { companyLinkedIn } from '../identity/canonical-linkedin.ts'
import { text } from '../ingest/read-values.ts'
import { aboutCompany, foundingYear, place, sizeRange } from './about-company.ts'
import { defineWorkflow, type ExtractContext } from './define.ts'
import { naturalKey } from './natural-key.ts'
import { slugField, textField } from './request-fields.ts'
import { distinctBy, keyText } from './row-keys.ts'
import { requireText } from './subject.ts'
import { investedCompanyKey, investor } from './vc-portfolio.ts'

type Row = Record<string, unknown>

const twelve = Array.from({ length: 12 }, (_, i) => i + 1)

/** A portfolio company as Crunchbase describes it, with the VCs that hold it. */
export const cbVcPortfolio = defineWorkflow({
  slug: 'cb-vc-portfolio',
  provider: 'crunchbase',
  platform: 'clay',
  payloadType: 'enrichment',
  entityType: 'company',
  description: 'A company from Crunchbase with its funding and its VCs',
  route: '/run/companies/cb/vc-portfolio/ingest',
  request: Type.Object({
    company_name: Type.String({ minLength: 1 }),
    domain: textField,
    city: textField,
    state: textField,
    country: textField,
    short_description: textField,
    employee_range: textField,
    last_funding_date: textField,
    last_funding_type: textField,
    last_funding_amount: textField,
    last_equity_funding_type: textField,
    last_leadership_hiring_date: textField,
    founded_date: textField,
    estimated_revenue_range: textField,
    funding_status: textField,
    total_funding_amount: textField,
    total_equity_funding_amount: textField,
    operating_status: textField,
    company_linkedin_url: textField,
    ...numbered(['vc', ...twelve.map((n) => `vc${n}`)]),
  }),
  raw: { table: 'raw.payloads' },
  entityKey: (request) => investedCompanyKey(request.company_name, request.domain, request.company_linkedin_url),
  extract(request, { warn }) {
    const name = requireText(request.company_name, 'company_name')
    const domain = companyDomain(request.domain)
    const linkedin = companyLinkedIn(request.company_linkedin_url)
    const row = {
      company_name: name,
      domain,
      city: text(request.city),
      state: text(request.state),
      country: text(request.country),
      short_description: text(request.short_description),
      employee_range: text(request.employee_range),
      last_funding_date: text(request.last_funding_date),
      last_funding_type: text(request.last_funding_type),
      last_funding_amount: text(request.last_funding_amount),
      last_equity_funding_type: text(request.last_equity_funding_type),
      last_leadership_hiring_date: text(request.last_leadership_hiring_date),
      founded_date: text(request.founded_date),
      estimated_revenue_range: text(request.estimated_revenue_range),
      funding_status: text(request.funding_status),
      total_funding_amount: text(request.total_funding_amount),
      total_equity_funding_amount: text(request.total_equity_funding_amount),
      operating_status: text(request.operating_status),
      company_linkedin_url: linkedin?.url ?? text(request.company_linkedin_url),
    }
    return {
      rows: vcNames(request, ['vc', ...twelve.map((n) => `vc${n}`)], warn).flatMap((vc) => [
        {
          table: 'extracted.cb_vc_portfolio' as const,
          row: { ...row, vc_name: vc, natural_key: naturalKey([domain ?? name, vc]) },
        },
        investor('cb-vc-portfolio', { name, domain, vc }),
      ]),
      observations: aboutCompany(
        { domain, linkedin },
        {
          name,
          one_liner: row.short_description,
          status: row.operating_status,
          founded_year: foundingYear(row.founded_date),
          size_range: sizeRange(row.employee_range),
          revenue_range: row.estimated_revenue_range,
          funding_total: row.total_funding_amount,
          location: place({ city: row.city, state: row.state, country: row.country }),
        },
      ),
      warnings: [],
    }
  },
  answer: (_request, settled) => ({ vc_count: settled.rowCount('extracted.cb_vc_portfolio') }),
  answerSchema: Type.Object({ vc_count: Type.Integer() }),
})

/** A company with its co-investors. `vc_og`, whose portfolio led here, is context and no investor of its own. */
export const companyVcInvestors = defineWorkflow({
  slug: 'clay-company-vc-investors',
  provider: 'clay',
  platform: 'clay',
  payloadType: 'enrichment',
  entityType: 'company',
  description: 'A company with up to twelve co-investors',
  route: '/run/companies/cb/company-investors/ingest',
  request: Type.Object({
    company_name: Type.String({ minLength: 1 }),
    company_domain: textField,
    company_linkedin_url: textField,
    vc_og: textField,
    ...numbered(twelve.map((n) => `vc_${n}`)),
    workflow_slug: slugField('clay-company-vc-investors'),
  }),
  raw: { table: 'raw.payloads' },
  entityKey: (request) =>
    investedCompanyKey(request.company_name, request.company_domain, request.company_linkedin_url),
  extract(request, { warn }) {
    const name = requireText(request.company_name, 'company_name')
    const domain = companyDomain(request.company_domain)
    const linkedin = companyLinkedIn(request.company_linkedin_url)
    return {
      rows: vcNames(
        request,
        twelve.map((n) => `vc_${n}`),
        warn,
      ).flatMap((vc) => [
        {
          table: 'extracted.company_vc_investors' as const,
          row: {
            company_name: name,
            company_domain: domain,
            company_linkedin_url: linkedin?.url ?? text(request.company_linkedin_url),
            vc_og: text(request.vc_og),
            vc_name: vc,
            natural_key: naturalKey([domain ?? name, vc]),
          },
        },
        investor('clay-company-vc-investors', { name, domain, vc }),
      ]),
      observations: aboutCompany({ domain, linkedin }, { name }),
      warnings: [],
    }
  },
  answer: (request, settled) => ({
    vc_count: settled.rowCount('extracted.company_vc_investors'),
    company_name: requireText(request.company_name, 'company_name'),
  }),
  answerSchema: Type.Object({ vc_count: Type.Integer(), company_name: Type.String() }),
})

function numbered(names: string[]): Record<string, typeof textField> {
  return Object.fromEntries(names.map((name) => [name, textField]))
}

/** The VCs of numbered columns, each once. */
function vcNames(request: Row, columns: string[], warn: ExtractContext['warn']): string[] {
  const names = columns.flatMap((column) => keyText(request[column], column, warn) ?? [])
  return distinctBy(names, (name) => naturalKey([name]))
}
