import { EMPLOYEE_RANGES } from '../../reference/lists/canonical-employee-range.ts'

/**
 * The columns of leads, people and companies as they are told: name, and SQL on the tables of `joins`. One definition for
 * pages and exports. Names and order are the founding ones; what follows `employee_range` and `updated_at` is added.
 */
export interface Column {
  name: string
  sql: string
  type: 'text' | 'date' | 'timestamp' | 'integer' | 'uuid' | 'texts'
}

const text = (name: string, sql: string): Column => ({ name, sql, type: 'text' })

const seniority = 'coalesce(j.matched_seniority, p.seniority, s.inferred_seniority)'
const jobFunction = 'coalesce(j.matched_job_function, p.department, s.inferred_function)'
const cleanedTitle = 'coalesce(j.matched_cleaned_job_title, s.inferred_title)'
/** The stated size range of a company `c`, else the one its head count lies in. */
export const employeeRange = `coalesce(c.size_range, case when c.employee_count < 0 then null ${EMPLOYEE_RANGES.map(
  (range) => {
    const most = range.split('-')[1]
    return most === undefined
      ? `when c.employee_count is not null then '${range}'`
      : `when c.employee_count <= ${most} then '${range}'`
  },
).join(' ')} end)`
const inferred = (name: string, stored: string, column: string) =>
  `case when ${stored} is null and s.${column} is not null then '${name}' end`

const person: Column[] = [
  text('linkedin_url', 'p.linkedin_url'),
  text('linkedin_slug', 'p.linkedin_slug'),
  text('full_name', 'p.full_name'),
  text('linkedin_url_type', 'p.linkedin_url_type'),
  text('linkedin_user_profile_urn', 'p.linkedin_user_profile_urn'),
  text('person_city', 'coalesce(p.city, s.inferred_city)'),
  text('person_state', 'coalesce(p.state, s.inferred_state)'),
  text('person_country', 'coalesce(p.country, s.inferred_country)'),
  text('matched_cleaned_job_title', cleanedTitle),
  text('matched_job_function', jobFunction),
  text('matched_seniority', seniority),
  { name: 'job_start_date', sql: 'p.job_start_date', type: 'date' },
]

const inferredColumns: Column = {
  name: 'inferred',
  sql: `array_remove(array[
      ${inferred('matched_cleaned_job_title', 'j.matched_cleaned_job_title', 'inferred_title')},
      ${inferred('matched_job_function', 'coalesce(j.matched_job_function, p.department)', 'inferred_function')},
      ${inferred('matched_seniority', 'coalesce(j.matched_seniority, p.seniority)', 'inferred_seniority')},
      ${inferred('person_country', 'p.country', 'inferred_country')}], null)`,
  type: 'texts',
}

export const columnsOf = {
  leads: [
    { name: 'person_id', sql: 'p.id', type: 'uuid' },
    ...person,
    { name: 'company_id', sql: 's.company_id', type: 'uuid' },
    text('company_domain', 'coalesce(c.domain, p.company_domain)'),
    text('company_name', 'coalesce(c.cleaned_name, c.name, p.company_name)'),
    text('company_linkedin_url', 'coalesce(c.linkedin_url, p.company_linkedin_url)'),
    text('company_city', 'c.city'),
    text('company_state', 'c.state'),
    text('company_country', 'c.country'),
    text('matched_industry', 'c.industry'),
    text('employee_range', employeeRange),
    { name: 'employee_count', sql: 'c.employee_count', type: 'integer' },
    text('title', 'p.title'),
    text('work_email', 'p.work_email'),
    { name: 'promotion_date', sql: 's.promotion_date', type: 'date' },
    inferredColumns,
  ],
  people: [
    { name: 'id', sql: 'p.id', type: 'uuid' },
    ...person.slice(0, 3),
    { name: 'core_company_id', sql: 's.company_id', type: 'uuid' },
    ...person.slice(3),
    text('title', 'p.title'),
    text('work_email', 'p.work_email'),
    { name: 'created_at', sql: 'p.created_at', type: 'timestamp' },
    { name: 'updated_at', sql: 'p.updated_at', type: 'timestamp' },
    inferredColumns,
  ],
  companies: [
    { name: 'id', sql: 'c.id', type: 'uuid' },
    text('domain', 'c.domain'),
    text('name', 'coalesce(c.cleaned_name, c.name)'),
    text('linkedin_url', 'c.linkedin_url'),
    text('company_city', 'c.city'),
    text('company_state', 'c.state'),
    text('company_country', 'c.country'),
    text('matched_industry', 'c.industry'),
    text('employee_range', employeeRange),
    text('description', 'c.description'),
    text('tagline', 'c.one_liner'),
    { name: 'employee_count', sql: 'c.employee_count', type: 'integer' },
    { name: 'founded_year', sql: 'c.founded_year', type: 'integer' },
    text('revenue_range', 'c.revenue_range'),
    text('company_type', 'c.company_type'),
    { name: 'people_count', sql: 's.people_count', type: 'integer' },
  ],
} as const satisfies Record<string, readonly Column[]>

const ofPeople = `left join core.person_job_titles j on j.linkedin_url = p.linkedin_url
  left join core.companies c on c.id = s.company_id`

/** What the columns stand on: `s` is the search row. */
export const joins = {
  leads: `join core.people p on p.id = s.person_id ${ofPeople}`,
  people: `join core.people p on p.id = s.person_id ${ofPeople}`,
  companies: 'join core.companies c on c.id = s.company_id',
} as const

/** The select list of these columns, each under its name. */
export function selectList(columns: readonly Column[]): string {
  return columns.map(({ name, sql, type }) => `${type === 'timestamp' ? isoTime(sql) : sql} as ${name}`).join(', ')
}

function isoTime(sql: string): string {
  return `to_char(${sql} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}
