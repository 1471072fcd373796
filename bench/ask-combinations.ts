import { companyNumber, vendor } from './ask-companies.ts'
import { investorNumber, technologyNumber } from './ask-facts.ts'

/** A search of leads: what it is for, and its filter in the language of `POST /v1/leads/search`. */
export interface Combination {
  name: string
  filter: Record<string, unknown>
  sort?: string
}

/** Lists as people bring them along. */
export interface Lists {
  profiles: readonly string[]
  addresses: readonly string[]
}

const tech = ['Software Development', 'IT Services and IT Consulting', 'Technology, Information and Internet']
const leaders = ['VP', 'Head', 'Director', 'C-Suite']
const largest = [1, 2, 3, 4].map((i) => companyNumber(i).domain)
const mid = { min: 51, max: 500 }
const days = (within_days: number) => ({ within_days })

/** The forty: every filter at least twice, each with at least a hundred leads among a million. */
export function combinations({ profiles, addresses }: Lists): Combination[] {
  return [
    { name: 'everybody', filter: {} },
    { name: 'complete', filter: { complete: true } },
    { name: 'one country', filter: { person_country: 'United States' } },
    {
      name: 'leaders of a function',
      filter: { seniority: leaders, job_function: 'Sales', full_name: { none: ['Priya'] } },
    },
    {
      name: 'new marketing leaders in tech',
      filter: {
        seniority: [...leaders, 'Manager'],
        title: ['marketing', 'growth'],
        industry: tech,
        person_country: 'United States',
        job_start_date: days(365),
      },
    },
    {
      name: 'mid-sized software',
      filter: { industry: 'Software Development', employee_count: mid, seniority: leaders, complete: true },
    },
    { name: 'a word of titles', filter: { title: 'procurement', company_domain: { none: largest } } },
    {
      name: 'a phrase of titles',
      filter: { title: 'product marketing', person_country: ['Germany', 'France', 'Spain'] },
    },
    {
      name: 'titles but not others',
      filter: { title: { any: ['engineering', 'platform'], none: ['intern', 'junior'] }, seniority: 'Lead' },
    },
    { name: 'in a city', filter: { person_city: ['Berlin', 'Hamburg', 'Munich'], job_function: 'Engineering' } },
    { name: 'in a state', filter: { person_state: 'Texas', person_country: 'United States', seniority: 'Owner' } },
    {
      name: 'company in a city',
      filter: { company_country: 'United Kingdom', company_city: 'London', job_function: ['Finance', 'Accounting'] },
    },
    {
      name: 'company in states, person elsewhere',
      filter: { company_state: ['California', 'Washington'], not: { person_state: ['California', 'Washington'] } },
    },
    {
      name: 'abroad',
      filter: {
        company_country: 'United States',
        company_state: ['California', 'New York'],
        person_country: 'India',
        job_function: ['Information Technology', 'Engineering'],
      },
    },
    {
      name: 'new in role, newest job first',
      filter: { job_start_date: days(90), job_function: 'Human Resources', complete: true },
      sort: 'job_start_date',
    },
    {
      name: 'promoted, latest first',
      filter: { promotion_date: days(180), seniority: ['Manager', 'Director'] },
      sort: 'promotion_date',
    },
    {
      name: 'promoted at small ones',
      filter: { promotion_date: days(365), employee_range: ['1-10', '11-50'], lacks: 'work_email' },
    },
    {
      name: 'changed jobs',
      filter: { job_change_date: days(120), seniority: { any: leaders, observed_within_days: 200 } },
    },
    { name: 'changed jobs, in tech', filter: { job_change_date: days(365), industry: tech } },
    { name: 'worked at', filter: { past_employer: [companyNumber(12).domain, companyNumber(40).domain] } },
    {
      name: 'worked at, by name',
      filter: { past_employer: companyNumber(2).name, job_function: 'Sales', person_country: 'United States' },
    },
    { name: 'worked at a customer', filter: { worked_at_customer_of: vendor, seniority: leaders } },
    {
      name: 'worked at a customer of another',
      filter: { worked_at_customer_of: companyNumber(107).domain, job_function: ['Marketing', 'Sales'] },
    },
    { name: 'at customers', filter: { customer_of: vendor, job_function: 'Engineering' } },
    { name: 'at customers, large first', filter: { customer_of: companyNumber(207).domain }, sort: 'employee_count' },
    ...more(profiles, addresses),
  ]
}

function more(profiles: readonly string[], addresses: readonly string[]): Combination[] {
  return [
    { name: 'backed', filter: { vc_backed: true, seniority: ['Founder', 'C-Suite'] } },
    { name: 'backed, in tech, young', filter: { vc_backed: true, industry: tech, founded_year: { min: 2015 } } },
    {
      name: 'backed by',
      filter: { vc: [investorNumber(1), investorNumber(2)], person_city: ['London', 'Manchester'] },
    },
    {
      name: 'backed by a small one',
      filter: {
        vc: investorNumber(60),
        job_function: ['Engineering', 'Operations'],
        has: ['industry', 'founded_year'],
      },
    },
    {
      name: 'uses a technology',
      filter: {
        technology: technologyNumber(5),
        job_function: 'Information Technology',
        seniority: ['Manager', 'Head'],
      },
    },
    {
      name: 'uses both, sells to businesses',
      filter: {
        and: [{ technology: technologyNumber(1) }, { technology: technologyNumber(2) }],
        business_model: 'B2B',
      },
    },
    {
      name: 'consumer brands with revenue',
      filter: { business_model: ['B2C', 'BOTH'], revenue_range: ['$10M-$50M', '$50M-$100M'], tag: ['saas', 'ai'] },
    },
    {
      name: 'type, revenue, age',
      filter: {
        and: [{ company_type: 'Privately Held' }, { revenue_range: '$1M-$10M' }],
        founded_year: { min: 1990, max: 2000 },
      },
    },
    {
      name: 'public or non-profit',
      filter: { company_type: ['Public Company', 'Nonprofit'], employee_count: { min: 200 }, job_function: 'Legal' },
    },
    {
      name: 'hiring',
      filter: { job_posting_date: days(30), new_hire_date: days(100), seniority: leaders },
    },
    {
      name: 'funded and hiring',
      filter: { funding_date: days(500), job_posting_date: { after: '2020-01-01' }, tag: ['b2b', 'saas'] },
    },
    {
      name: 'either of two reasons',
      filter: {
        or: [{ new_hire_date: days(60) }, { funding_date: days(90) }],
        seniority: 'C-Suite',
        employee_range: ['11-50', '51-200', '201-500'],
      },
    },
    {
      name: 'by name',
      filter: { full_name: 'Saoirse', company_name: { any: ['Fenwick', 'Silverpilot'] }, work_email: { known: true } },
      sort: 'full_name',
    },
    {
      name: 'a list of profiles or addresses',
      filter: { or: [{ linkedin_url: profiles }, { work_email: addresses }], company_name: { known: true } },
    },
    {
      name: 'all but a list, fresh, with and without',
      filter: {
        not: { or: [{ linkedin_url: profiles }, { company_domain: largest }] },
        title: { any: ['clinical', 'nursing'], observed_within_days: 60 },
        company_city: { none: ['New York'], known: true },
        has: ['work_email', 'job_start_date'],
        lacks: ['promotion_date'],
      },
    },
  ]
}

/** Throws unless every field that leads can be searched by is asked for at least twice. */
export function requireEveryField(all: readonly Combination[], fields: readonly string[]): void {
  const asked = new Map<string, number>()
  const walk = (filter: object): void => {
    for (const [name, value] of Object.entries(filter)) {
      asked.set(name, (asked.get(name) ?? 0) + 1)
      if (name === 'not') walk(value)
      if (name === 'and' || name === 'or') for (const part of value) walk(part)
    }
  }
  for (const { filter } of all) walk(filter)
  const rare = [...fields, 'and', 'or', 'not', 'has', 'lacks'].filter((field) => (asked.get(field) ?? 0) < 2)
  if (all.length !== 40 || rare.length > 0)
    throw new Error(`${all.length} combinations, too rarely: ${rare.join(', ')}`)
}
