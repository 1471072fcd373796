import { normalizeCompanyName } from '../../identity/company-name.ts'
import { inferLocation, LOCATION_ANSWER_CONFIDENCE } from '../../reference/places/infer-location.ts'
import { inferTitle, TITLE_ANSWER_CONFIDENCE } from '../../reference/titles/infer-title.ts'
import { dayTerms } from '../range-terms.ts'
import { term, valueKey, wordsOf } from '../terms.ts'

/** What the search row of a person is made of, as `refreshPeople` reads it. */
export interface PersonSource {
  id: string
  linkedin_url: string
  full_name: string | null
  title: string | null
  cleaned_title: string | null
  seniority: string | null
  job_function: string | null
  city: string | null
  state: string | null
  country: string | null
  location_name: string | null
  work_email: string | null
  job_start_date: string | null
  company_domain: string | null
  company_name: string | null
  company_linkedin_url: string | null
  past_domains: string[] | null
  past_names: string[] | null
  promotion_date: string | null
  job_changed_on: string | null
  observed: (number | null)[] | null
  company: EmployerPart | null
}

/** What a person's row takes over from the row of the current employer. */
export interface EmployerPart {
  company_id: string
  terms: number[]
  employees_min: number | null
  employees_max: number | null
  founded_year: number | null
  hiring_on: string | null
  new_hire_on: string | null
  funded_on: string | null
  observed: number[]
}

/** A row of core.person_search. */
export interface PersonSearchRow extends Omit<EmployerPart, 'company_id' | 'observed'> {
  person_id: string
  company_id: string | null
  sort_name: string
  title_words: string
  inferred_title: string | null
  inferred_seniority: string | null
  inferred_function: string | null
  inferred_city: string | null
  inferred_state: string | null
  inferred_country: string | null
  job_start_date: string | null
  promotion_date: string | null
  job_changed_on: string | null
  observed: number[]
  company_observed: number[]
}

/** The search row of a person: own values, those of the past, and everything the current employer's row says. */
export function personSearchRow(stored: PersonSource): PersonSearchRow {
  const inferred = infer(stored)
  const source = { ...stored, ...withoutNulls(inferred) }
  const { company } = source
  const terms = new Set<number>(company?.terms)
  const add = (field: string, value: string | null | undefined) => {
    if (value) terms.add(term(field, valueKey(value)))
  }
  const names = wordsOf(source.full_name ?? '')
  const titles = [source.title, source.cleaned_title].map((title) => wordsOf(title ?? ''))
  for (const word of names) terms.add(term('full_name', word))
  for (const word of titles.flat()) terms.add(term('title', word))
  add('linkedin_url', source.linkedin_url)
  add('seniority', source.seniority)
  add('job_function', source.job_function)
  add('person_city', source.city)
  add('person_state', source.state)
  add('person_country', source.country)
  add('work_email', source.work_email)
  if (company === null) {
    add('company_domain', source.company_domain)
    for (const word of wordsOf(source.company_name ?? '')) terms.add(term('company_name', word))
    if (source.company_name !== null) add('has', 'company_name')
  }
  for (const domain of source.past_domains ?? []) add('past_employer', domain)
  for (const name of source.past_names ?? []) terms.add(term('past_name', normalizeCompanyName(name)))
  for (const field of KNOWN) if (source[field] !== null) add('has', HAS[field])
  if (isComplete(source)) add('complete', 'true')
  for (const column of ['job_start_date', 'promotion_date', 'job_changed_on'] as const) {
    for (const step of dayTerms(column, source[column])) terms.add(step)
  }
  return {
    person_id: source.id,
    company_id: company?.company_id ?? null,
    sort_name: names.join(' '),
    ...{ inferred_title: inferred.cleaned_title, inferred_seniority: inferred.seniority },
    ...{ inferred_function: inferred.job_function, inferred_city: inferred.city },
    ...{ inferred_state: inferred.state, inferred_country: inferred.country },
    title_words: titles.map((words) => ` ${words.join(' ')} `).join('|'),
    terms: [...terms].sort((a, b) => a - b),
    job_start_date: source.job_start_date,
    promotion_date: source.promotion_date,
    job_changed_on: source.job_changed_on,
    employees_min: company?.employees_min ?? null,
    employees_max: company?.employees_max ?? null,
    founded_year: company?.founded_year ?? null,
    hiring_on: company?.hiring_on ?? null,
    new_hire_on: company?.new_hire_on ?? null,
    funded_on: company?.funded_on ?? null,
    observed: (source.observed ?? []).map((minutes) => minutes ?? 0),
    company_observed: company?.observed ?? [],
  }
}

type Inferred = Pick<PersonSource, 'cleaned_title' | 'seniority' | 'job_function' | 'city' | 'state' | 'country'>

const nothing: Inferred = {
  cleaned_title: null,
  seniority: null,
  job_function: null,
  city: null,
  state: null,
  country: null,
}

/** What lookups do not say, by inference, where that is sure enough to be an answer of a lookup. */
function infer({ title, cleaned_title, seniority, job_function, ...place }: PersonSource): Inferred {
  const found = { ...nothing }
  if (title !== null && (seniority === null || job_function === null)) {
    const said = inferTitle(title)
    if (said !== null && said.confidence >= TITLE_ANSWER_CONFIDENCE) {
      if (cleaned_title === null) found.cleaned_title = said.cleaned_job_title
      if (seniority === null) found.seniority = said.seniority_level
      if (job_function === null) found.job_function = said.job_function
    }
  }
  if (place.location_name !== null && place.country === null && place.city === null && place.state === null) {
    const said = inferLocation(place.location_name)
    if (said !== null && said.confidence >= LOCATION_ANSWER_CONFIDENCE) {
      Object.assign(found, { city: said.city, state: said.state, country: said.country })
    }
  }
  return found
}

function withoutNulls(values: Inferred): Partial<Inferred> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}

/** Columns whose presence can be asked for, with the name they have in `has` and `lacks`. */
const HAS = {
  full_name: 'full_name',
  title: 'title',
  cleaned_title: 'cleaned_title',
  seniority: 'seniority',
  job_function: 'job_function',
  city: 'person_city',
  state: 'person_state',
  country: 'person_country',
  work_email: 'work_email',
  job_start_date: 'job_start_date',
  company_domain: 'company_domain',
  past_domains: 'past_employer',
  promotion_date: 'promotion_date',
} as const
const KNOWN = Object.keys(HAS) as (keyof typeof HAS)[]

/**
 * Whether the founding search showed the lead at all: it hid, without saying so, whoever lacked one of seven values or
 * worked in "Miscellaneous".
 */
function isComplete({ company, company_name, country, job_function, seniority, cleaned_title }: PersonSource): boolean {
  const employer = company?.terms ?? []
  return (
    (company_name !== null || employer.includes(HAS_NAME)) &&
    employer.includes(HAS_COUNTRY) &&
    employer.includes(HAS_INDUSTRY) &&
    country !== null &&
    job_function !== null &&
    job_function !== 'Miscellaneous' &&
    seniority !== null &&
    cleaned_title !== null
  )
}

const HAS_NAME = term('has', 'company_name')
const HAS_COUNTRY = term('has', 'company_country')
const HAS_INDUSTRY = term('has', 'industry')
