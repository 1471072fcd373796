import type { SearchKind } from '../filter/condition.ts'
import type { Filter } from '../target-views/read-view-filters.ts'

/** How the rows of a gap are found. */
export type Gap =
  /** Companies or people by a filter of the search language. */
  | { by: 'filter'; kind: Exclude<SearchKind, 'leads'>; filter: Filter }
  /** Companies by a filter and one more condition on `s` of core.company_search or `c` of core.companies. */
  | { by: 'companies'; filter: Filter; where: string }
  /** Companies or people that are known by keys, and have no row in core. */
  | { by: 'identities'; kind: 'company' | 'person' }
  /** Customers of whose companies none is found by this filter. */
  | { by: 'customers'; without: Filter }

/** Something that is missing, and would be worth getting. */
export interface GapRecipe {
  id: string
  label: string
  description: string
  source_table: string
  target_table: string
  join_column: string
  comparison: string
  priority: 'P0' | 'P1' | 'P2' | 'P3'
  /** The column by which `country` restricts; absent where no country can be known. */
  country_join?: string
  gap: Gap
}

const ofCompanies = { source_table: 'core.companies', join_column: 'domain', country_join: 'core.companies.country' }
const ofPeople = { source_table: 'core.people', join_column: 'linkedin_url', country_join: 'core.people.country' }
const lacking = (kind: 'companies' | 'people', ...fields: string[]): Gap => ({
  by: 'filter',
  kind,
  filter: { lacks: fields },
})

/** What is known to be missing, the most urgent first. */
export const gapRecipes: readonly GapRecipe[] = [
  {
    id: 'companies-stuck-in-extraction',
    label: 'Companies stuck in extraction',
    description: 'Payloads name them, but no domain of theirs is known: they have no row in core until one is',
    source_table: 'core.identities',
    target_table: 'core.companies',
    join_column: 'id',
    comparison: 'in identities and not in companies',
    priority: 'P0',
    gap: { by: 'identities', kind: 'company' },
  },
  {
    id: 'people-stuck-in-extraction',
    label: 'People stuck in extraction',
    description:
      'Payloads name them, but no LinkedIn profile of theirs is known: they have no row in core until one is',
    source_table: 'core.identities',
    target_table: 'core.people',
    join_column: 'id',
    comparison: 'in identities and not in people',
    priority: 'P0',
    gap: { by: 'identities', kind: 'person' },
  },
  {
    ...ofCompanies,
    id: 'companies-missing-industry',
    label: 'Companies missing industry',
    description: 'No source says in which industry they are',
    target_table: 'core.company_industries',
    comparison: 'industry is unknown',
    priority: 'P1',
    gap: lacking('companies', 'industry'),
  },
  {
    ...ofCompanies,
    id: 'companies-missing-location',
    label: 'Companies missing location',
    description: 'No source says in which country, state or city they are',
    target_table: 'core.company_locations',
    comparison: 'country, state and city are unknown',
    priority: 'P1',
    gap: lacking('companies', 'country', 'state', 'city'),
  },
  {
    ...ofPeople,
    id: 'people-missing-title',
    label: 'People missing title',
    description: 'No source says what they do',
    target_table: 'core.person_job_titles',
    comparison: 'title is unknown',
    priority: 'P1',
    gap: lacking('people', 'title'),
  },
  {
    ...ofPeople,
    id: 'people-missing-location',
    label: 'People missing location',
    description: 'No source says in which country, state or city they are',
    target_table: 'core.person_locations',
    comparison: 'country, state and city are unknown',
    priority: 'P1',
    gap: lacking('people', 'person_country', 'person_state', 'person_city'),
  },
  {
    ...ofCompanies,
    id: 'companies-missing-description',
    label: 'Companies missing description',
    description: 'No source says what they do',
    target_table: 'core.company_descriptions',
    comparison: 'description and one-liner are unknown',
    priority: 'P2',
    gap: { by: 'companies', filter: {}, where: 'c.description is null and c.one_liner is null' },
  },
  {
    ...ofCompanies,
    id: 'companies-missing-size',
    label: 'Companies missing size',
    description: 'Neither head count nor size range is known',
    target_table: 'core.company_employee_ranges',
    comparison: 'head count and size range are unknown',
    priority: 'P2',
    gap: lacking('companies', 'employee_count', 'employee_range'),
  },
  {
    ...ofPeople,
    id: 'people-missing-tenure',
    label: 'People missing tenure',
    description: 'No source says since when they have their job',
    target_table: 'core.person_tenure',
    comparison: 'start of the job is unknown',
    priority: 'P2',
    gap: lacking('people', 'job_start_date'),
  },
  {
    id: 'customers-without-similar-companies',
    label: 'Customers without similar companies',
    description: 'Customers of somebody of whom nothing is known by which similar companies could be found',
    source_table: 'core.company_customers',
    target_table: 'core.companies',
    join_column: 'customer_domain',
    comparison: 'no company, or one without industry, tags, investors, and size with country',
    priority: 'P2',
    gap: {
      by: 'customers',
      without: {
        or: [{ has: 'industry' }, { has: 'tag' }, { vc_backed: true }, { has: ['employee_range', 'country'] }],
      },
    },
  },
  {
    ...ofCompanies,
    id: 'vc-backed-without-customers',
    label: 'VC-backed companies without customers',
    description: 'An investor is known and no customer is',
    source_table: 'core.company_vc_investors',
    target_table: 'core.company_customers',
    comparison: 'in investors and not in customers',
    priority: 'P3',
    gap: {
      by: 'companies',
      filter: { vc_backed: true },
      where: `not exists (select from core.company_customers k where k.origin_company_domain = s.domain)
        and not exists (select from reference.company_customers r where r.domain = s.domain)`,
    },
  },
]
