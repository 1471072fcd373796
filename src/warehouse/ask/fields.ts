import { canonicalDomain } from '../identity/canonical-domain.ts'
import { canonicalEmail } from '../identity/canonical-email.ts'
import { personLinkedIn } from '../identity/canonical-linkedin.ts'
import { normalizeCompanyName } from '../identity/company-name.ts'
import { canonicalCountry } from '../reference/lists/canonical-country.ts'
import { canonicalEmployeeRange, EMPLOYEE_RANGES } from '../reference/lists/canonical-employee-range.ts'
import { canonicalIndustry, industries } from '../reference/lists/canonical-industry.ts'
import { COUNTRIES } from '../reference/lists/countries.ts'
import { JOB_FUNCTIONS, SENIORITIES } from '../reference/titles/title-vocabulary.ts'
import type { DateColumn, NumberColumn } from './filter/condition.ts'
import { term, valueKey } from './terms.ts'

/** One field that searches can filter by. */
export type Field = { description: string; presence?: string; seen?: string } & (
  | { type: 'value'; term: (value: string) => number; vocabulary?: () => readonly string[] }
  | { type: 'words'; word: string }
  | { type: 'number'; low: NumberColumn; high: NumberColumn }
  | { type: 'date'; column: DateColumn }
  | { type: 'flag'; term: number }
  | { type: 'customers'; of: 'company_domain' | 'past_employer' }
)

const exact = (field: string) => (value: string) => term(field, valueKey(value))
const as = (field: string, canonical: (value: string) => string | null | undefined) => (value: string) =>
  term(field, valueKey(canonical(value) ?? value))

const country = (field: string) => as(field, (value) => canonicalCountry(value)?.name)
const countries = () => COUNTRIES.map(([, , name]) => name)

/** Stored under its domain and under its name, so either finds it. */
function pastEmployer(value: string): number {
  const domain = value.includes('.') && !value.trim().includes(' ') ? canonicalDomain(value) : null
  return domain === null ? term('past_name', normalizeCompanyName(value)) : term('past_employer', valueKey(domain))
}

const employer: Record<string, Field> = {
  industry: {
    type: 'value',
    description: 'Industry of LinkedIn, in any usual spelling',
    presence: 'industry',
    seen: 'industry',
    term: as('industry', canonicalIndustry),
    vocabulary: () => industries().map(({ name }) => name),
  },
  employee_range: {
    type: 'value',
    description: 'Size range of LinkedIn',
    presence: 'employee_range',
    seen: 'employee_range',
    term: as('employee_range', canonicalEmployeeRange),
    vocabulary: () => EMPLOYEE_RANGES,
  },
  employee_count: {
    type: 'number',
    description: 'Head count; where none is stated, the whole size range must lie within the bounds',
    low: 'employees_min',
    high: 'employees_max',
    presence: 'employees',
    seen: 'employee_count',
  },
  founded_year: {
    type: 'number',
    description: 'Year of foundation',
    low: 'founded_year',
    high: 'founded_year',
    presence: 'founded_year',
  },
  revenue_range: {
    type: 'value',
    description: 'Revenue range as stated',
    term: exact('revenue_range'),
    presence: 'revenue_range',
    seen: 'revenue_range',
  },
  company_type: {
    type: 'value',
    description: 'Such as "Privately Held"',
    term: exact('company_type'),
    presence: 'company_type',
  },
  business_model: {
    type: 'value',
    description: 'B2B, B2C, or BOTH: both at once',
    term: exact('business_model'),
    vocabulary: () => ['B2B', 'B2C', 'BOTH'],
  },
  technology: { type: 'value', description: 'A technology it uses, by name', term: exact('technology') },
  vc: { type: 'value', description: "An investor's name or domain", term: exact('vc') },
  vc_backed: { type: 'flag', description: 'Whether any investor is known', term: term('vc_backed', 'true') },
  customer_of: { type: 'customers', of: 'company_domain', description: 'It is a known customer of this domain' },
  job_posting_date: { type: 'date', column: 'hiring_on', description: 'Its latest job posting' },
  new_hire_date: { type: 'date', column: 'new_hire_on', description: 'Its latest known hire' },
  funding_date: { type: 'date', column: 'funded_on', description: 'Its latest news of funding' },
  tag: { type: 'value', description: 'A tag it carries', term: exact('tag'), presence: 'tag' },
}

const companyName: Field = {
  type: 'words',
  word: 'company_name',
  description: "Words of the company's name",
  presence: 'company_name',
  seen: 'company_name',
}
const companyDomain: Field = {
  type: 'value',
  description: 'Domain in any form',
  term: as('company_domain', canonicalDomain),
  presence: 'company_domain',
}
const place = (of: 'company' | 'person', part: 'state' | 'city'): Field => ({
  type: 'value',
  description: `The ${part}, whole`,
  term: exact(`${of}_${part}`),
  presence: `${of}_${part}`,
})
const inCountry = (of: 'company' | 'person'): Field => ({
  type: 'value',
  description: 'Country in any usual spelling',
  term: country(`${of}_country`),
  vocabulary: countries,
  presence: `${of}_country`,
  seen: `${of}_location`,
})

const people: Record<string, Field> = {
  title: {
    type: 'words',
    word: 'title',
    description: 'Whole words of the title or its cleaned form; several are a phrase',
    presence: 'title',
    seen: 'title',
  },
  full_name: {
    type: 'words',
    word: 'full_name',
    description: 'Words of the name',
    presence: 'full_name',
    seen: 'full_name',
  },
  seniority: {
    type: 'value',
    description: 'Level',
    term: exact('seniority'),
    presence: 'seniority',
    seen: 'title',
    vocabulary: () => SENIORITIES,
  },
  job_function: {
    type: 'value',
    description: 'Function',
    term: exact('job_function'),
    presence: 'job_function',
    seen: 'title',
    vocabulary: () => JOB_FUNCTIONS,
  },
  person_country: inCountry('person'),
  person_state: place('person', 'state'),
  person_city: place('person', 'city'),
  linkedin_url: {
    type: 'value',
    description: 'Profile in any form',
    term: as('linkedin_url', (value) => personLinkedIn(value)?.url),
  },
  work_email: {
    type: 'value',
    description: 'Work address',
    term: as('work_email', canonicalEmail),
    presence: 'work_email',
    seen: 'work_email',
  },
  job_start_date: {
    type: 'date',
    column: 'job_start_date',
    description: 'First day in the current job',
    presence: 'job_start_date',
  },
  promotion_date: {
    type: 'date',
    column: 'promotion_date',
    description: 'Latest promotion',
    presence: 'promotion_date',
  },
  job_change_date: { type: 'date', column: 'job_changed_on', description: 'Latest job change that a signal told' },
  past_employer: {
    type: 'value',
    description: 'A former employer, by domain or name',
    term: pastEmployer,
    presence: 'past_employer',
  },
  worked_at_customer_of: {
    type: 'customers',
    of: 'past_employer',
    description: 'A former employer is a known customer of this domain',
  },
  complete: {
    type: 'flag',
    description: 'Has every value the founding search demanded',
    term: term('complete', 'true'),
  },
  company_name: companyName,
  company_domain: companyDomain,
  company_country: inCountry('company'),
  company_state: place('company', 'state'),
  company_city: place('company', 'city'),
}

const ofPeople: Record<string, Field> = { ...people, ...employer }
const ofCompanies: Record<string, Field> = {
  domain: companyDomain,
  name: companyName,
  country: inCountry('company'),
  state: place('company', 'state'),
  city: place('company', 'city'),
  ...employer,
}

/** The fields a search of this kind can filter by, by name. */
export const fieldsOf = { leads: ofPeople, people: ofPeople, companies: ofCompanies } as const
