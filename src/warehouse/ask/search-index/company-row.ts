import { canonicalEmployeeRange, rangeOfCount } from '../../reference/lists/canonical-employee-range.ts'
import { dayTerms, employeeTerms, foundedTerms } from '../range-terms.ts'
import { beginnings, term, valueKey, wordsOf } from '../terms.ts'

/** What the search row of a company is made of, as `refreshCompanies` reads it. */
export interface CompanySource {
  id: string
  domain: string
  name: string | null
  cleaned_name: string | null
  industry: string | null
  employee_count: number | null
  size_range: string | null
  city: string | null
  state: string | null
  country: string | null
  company_type: string | null
  founded_year: number | null
  revenue_range: string | null
  funding_total: string | null
  tags: string[] | null
  description: string | null
  linkedin_url: string | null
  is_b2b: boolean | null
  is_b2c: boolean | null
  ticker: string | null
  technologies: string[] | null
  investors: string[] | null
  hiring_on: string | null
  new_hire_on: string | null
  funded_on: string | null
  observed: (number | null)[] | null
}

/** A row of core.company_search. */
export interface CompanySearchRow {
  company_id: string
  domain: string
  sort_name: string
  terms: number[]
  prefixes: number[]
  employees_min: number | null
  employees_max: number | null
  founded_year: number | null
  hiring_on: string | null
  new_hire_on: string | null
  funded_on: string | null
  observed: number[]
}

/** The search row of a company. All its terms are also those of the people who work there. */
export function companySearchRow(source: CompanySource): CompanySearchRow {
  const terms = new Set<number>()
  const add = (field: string, value: string | null | undefined) => {
    if (value) terms.add(term(field, valueKey(value)))
  }
  add('company_domain', source.domain)
  for (const name of [source.name, source.cleaned_name]) {
    for (const word of wordsOf(name ?? '')) terms.add(term('company_name', word))
  }
  add('industry', source.industry)
  add('company_country', source.country)
  add('company_state', source.state)
  add('company_city', source.city)
  add('company_type', source.company_type)
  add('revenue_range', source.revenue_range)
  add('ticker', source.ticker)
  if (source.is_b2b) add('business_model', 'B2B')
  if (source.is_b2c) add('business_model', 'B2C')
  if (source.is_b2b && source.is_b2c) add('business_model', 'BOTH')
  add('employee_range', rangeOf(source))
  for (const tag of source.tags ?? []) add('tag', tag)
  for (const technology of source.technologies ?? []) add('technology', technology)
  for (const investor of source.investors ?? []) add('vc', investor)
  if ((source.investors ?? []).length > 0) add('vc_backed', 'true')
  for (const field of KNOWN) if (source[field] !== null) add('has', HAS[field])
  const [employees_min, employees_max] = employeeBounds(source)
  if (employees_min !== null) add('has', 'employees')
  const steps = [
    ...employeeTerms(employees_min),
    ...foundedTerms(source.founded_year),
    ...dayTerms('hiring_on', source.hiring_on),
    ...dayTerms('new_hire_on', source.new_hire_on),
    ...dayTerms('funded_on', source.funded_on),
  ]
  for (const step of steps) terms.add(step)
  const names = [source.name, source.cleaned_name, source.domain.replace(/\.[a-z.]+$/, '')]
  return {
    company_id: source.id,
    domain: source.domain,
    sort_name: wordsOf(source.cleaned_name ?? source.name ?? source.domain).join(' '),
    terms: [...terms].sort((a, b) => a - b),
    prefixes: prefixesOf(names),
    employees_min,
    employees_max,
    founded_year: source.founded_year,
    hiring_on: source.hiring_on,
    new_hire_on: source.new_hire_on,
    funded_on: source.funded_on,
    observed: (source.observed ?? []).map((minutes) => minutes ?? 0),
  }
}

/** Columns whose presence can be asked for, with the name they have in `has` and `lacks`. */
const HAS = {
  name: 'company_name',
  industry: 'industry',
  country: 'company_country',
  state: 'company_state',
  city: 'company_city',
  company_type: 'company_type',
  founded_year: 'founded_year',
  revenue_range: 'revenue_range',
  funding_total: 'funding',
  employee_count: 'employee_count',
  size_range: 'employee_range',
  description: 'description',
  linkedin_url: 'company_linkedin_url',
  tags: 'tag',
} as const
const KNOWN = Object.keys(HAS) as (keyof typeof HAS)[]

function prefixesOf(names: readonly (string | null)[]): number[] {
  const words = new Set(names.flatMap((name) => (name === null ? [] : wordsOf(name))))
  return [...new Set([...words].flatMap(beginnings).map((letters) => term('prefix', letters)))].sort((a, b) => a - b)
}

/** The stated range, else the one its head count lies in. */
function rangeOf({ size_range, employee_count }: CompanySource): string | null {
  if (size_range !== null) return canonicalEmployeeRange(size_range) ?? size_range
  return employee_count === null ? null : rangeOfCount(employee_count)
}

/** The head count twice, or where none is stated the ends of the range; nulls when neither is known. */
export function employeeBounds({
  employee_count,
  size_range,
}: Pick<CompanySource, 'employee_count' | 'size_range'>): [number | null, number | null] {
  if (employee_count !== null) return [employee_count, employee_count]
  const range = size_range === null ? null : canonicalEmployeeRange(size_range)
  const [from, to] = range?.match(/\d+/g)?.map(Number) ?? []
  if (from === undefined) return [null, null]
  return [from, to ?? mostEmployees]
}

/** The upper end of "10,001+": no company of the world has more. */
export const mostEmployees = 10_000_000
