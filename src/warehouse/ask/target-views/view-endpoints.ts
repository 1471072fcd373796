import type { SearchKind } from '../filter/condition.ts'
import type { Filter } from './read-view-filters.ts'

/** How a parameter of a list becomes a member of the search language. */
export interface ViewParam {
  field: string
  as: 'values' | 'from_day' | 'to_day' | 'within_days' | 'flag'
}

export interface ViewEndpoint {
  kind: SearchKind
  params: Record<string, ViewParam>
  /** Parameters that must be there. */
  required?: readonly string[]
  /** What the list asks for by itself, where the view does not say otherwise. */
  implied?: Filter
}

const values = (field: string): ViewParam => ({ field, as: 'values' })
const same = (...names: string[]) => Object.fromEntries(names.map((name) => [name, values(name)]))

const job = same('job_function', 'seniority')
const person: Record<string, ViewParam> = {
  ...job,
  ...same('person_city', 'person_state', 'person_country', 'full_name'),
  job_title: values('title'),
  job_start_date_gte: { field: 'job_start_date', as: 'from_day' },
  job_start_date_lte: { field: 'job_start_date', as: 'to_day' },
}
/** What old dashboards make of a prospect's customers and ICP. */
const made = {
  customer_domains: values('past_employer'),
  icp_industries: values('industry'),
  icp_job_titles: values('title'),
}
const lead: Record<string, ViewParam> = {
  ...person,
  ...same('industry', 'employee_range', 'company_city', 'company_state', 'company_country', 'company_domain'),
  ...same('company_name', 'business_model'),
  complete: { field: 'complete', as: 'flag' },
}

/** The lists that a view can be of, with the parameters that its filters may have. */
export const viewEndpoints: Readonly<Record<string, ViewEndpoint>> = {
  '/api/leads': { kind: 'leads', params: { ...lead, ...made } },
  '/api/leads/quick': { kind: 'leads', params: { ...lead, ...made } },
  '/api/leads/new-in-role': {
    kind: 'leads',
    params: {
      started_within_days: { field: 'job_start_date', as: 'within_days' },
      ...job,
      industry: values('industry'),
    },
    implied: { job_start_date: { within_days: 90 } },
  },
  '/api/leads/recently-promoted': {
    kind: 'leads',
    params: {
      promoted_within_days: { field: 'promotion_date', as: 'within_days' },
      ...job,
      industry: values('industry'),
    },
    implied: { promotion_date: { within_days: 180 } },
  },
  '/api/leads/at-vc-portfolio': {
    kind: 'leads',
    params: { vc_name: values('vc'), ...job },
    implied: { vc_backed: true },
  },
  '/api/leads/by-past-employer': {
    kind: 'leads',
    params: { domains: values('past_employer') },
    required: ['domains'],
  },
  '/api/leads/by-company-customers': {
    kind: 'leads',
    params: { company_domain: values('worked_at_customer_of') },
    required: ['company_domain'],
  },
  '/api/people': { kind: 'people', params: { ...person, linkedin_url: values('linkedin_url') } },
  '/api/companies': {
    kind: 'companies',
    params: same('industry', 'employee_range', 'city', 'state', 'country', 'name', 'domain', 'business_model'),
  },
}
