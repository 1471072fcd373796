import type pg from 'pg'

/**
 * The reference: leads as one view over the tables of core, as a project would write it that has an API made of views.
 * Only indexes that core has; everything one row per lead, so that filters are conditions on columns.
 */
export async function createView(client: pg.Client): Promise<void> {
  await client.query(
    `create schema if not exists view_api;
     drop view if exists view_api.leads;
     create view view_api.leads as
     select p.id as person_id, p.linkedin_url, p.linkedin_slug, p.full_name, p.linkedin_url_type, p.city as person_city,
       p.state as person_state, p.country as person_country, j.matched_cleaned_job_title, p.title, p.work_email,
       coalesce(j.matched_job_function, p.department) as matched_job_function,
       coalesce(j.matched_seniority, p.seniority) as matched_seniority, p.job_start_date, p.updated_at,
       c.id as company_id, p.company_domain, coalesce(c.name, p.company_name) as company_name,
       coalesce(c.linkedin_url, p.company_linkedin_url) as company_linkedin_url, c.city as company_city,
       c.state as company_state, c.country as company_country, c.industry as matched_industry, c.employee_count,
       case when c.size_range is not null then c.size_range
         when c.employee_count <= 10 then '1-10' when c.employee_count <= 50 then '11-50'
         when c.employee_count <= 200 then '51-200' when c.employee_count <= 500 then '201-500'
         when c.employee_count <= 1000 then '501-1000' when c.employee_count <= 5000 then '1001-5000'
         when c.employee_count <= 10000 then '5001-10000' when c.employee_count > 10000 then '10001+' end as employee_range,
       coalesce(c.employee_count, r.min_employees) as employees_min,
       coalesce(c.employee_count, r.max_employees, case when r.name is not null then 10000000 end) as employees_max,
       c.founded_year, c.revenue_range, c.company_type, c.tags, b.is_b2b, b.is_b2c,
       (select max(o.promotion_date) from core.person_promotions o where o.linkedin_url = p.linkedin_url) as promotion_date
     from core.people p
     left join core.person_job_titles j on j.linkedin_url = p.linkedin_url
     left join core.companies c on c.domain = p.company_domain
     left join core.company_business_model b on b.domain = c.domain
     left join reference.employee_ranges r on r.name = c.size_range`,
  )
}

/** What a client of such an API asks for: a page of rows as one JSON text. The key is the cheapest order there is. */
export function viewPage(where: string, sort = 'newest'): string {
  return `with source as (
      select * from view_api.leads l where ${where} order by ${orders[sort] ?? orders.newest} limit 50
    )
    select count(t) as page_total, coalesce(json_agg(t), '[]') as body from (select * from source) t`
}

export function viewCount(where: string): string {
  return `select count(*)::int as total from view_api.leads l where ${where}`
}

const orders: Record<string, string> = {
  newest: 'person_id',
  job_start_date: 'job_start_date desc nulls last',
  promotion_date: 'promotion_date desc nulls last',
  employee_count: 'employees_max desc nulls last',
  full_name: 'full_name',
}

type Params = unknown[]
type Column = (value: unknown, params: Params) => string

/** A filter of the search as conditions on the view's columns, and on tables beside it where a lead has several. */
export function viewWhere(filter: Record<string, unknown>, params: Params): string {
  const parts = Object.entries(filter).map(([name, value]) => member(name, value, params))
  return parts.join(' and ') || 'true'
}

function member(name: string, value: unknown, params: Params): string {
  const filters = (list: unknown) => (list as Record<string, unknown>[]).map((part) => `(${viewWhere(part, params)})`)
  if (name === 'or') return `(${filters(value).join(' or ')})`
  if (name === 'and') return `(${filters(value).join(' and ')})`
  if (name === 'not') return `((${viewWhere(value as Record<string, unknown>, params)}) is not true)`
  if (name === 'has')
    return list(value)
      .map((field) => `${columnOf(field)} is not null`)
      .join(' and ')
  if (name === 'lacks')
    return list(value)
      .map((field) => `${columnOf(field)} is null`)
      .join(' and ')
  if (typeof value !== 'object' || Array.isArray(value)) return equals(name, value, params)
  return Object.entries(value ?? {})
    .map(([operator, operand]) => operation(name, operator, operand, params))
    .join(' and ')
}

function operation(name: string, operator: string, operand: unknown, params: Params): string {
  if (operator === 'any') return equals(name, operand, params)
  if (operator === 'none') return `((${equals(name, operand, params)}) is not true)`
  if (operator === 'known') return `${columnOf(name)} is not null`
  if (operator === 'observed_within_days')
    return `updated_at >= now() - ${add(params, operand)}::int * interval '1 day'`
  const bound = add(params, operand)
  if (operator === 'min') return `${name === 'employee_count' ? 'employees_min' : name} >= ${bound}::int`
  if (operator === 'max') return `${name === 'employee_count' ? 'employees_max' : name} <= ${bound}::int`
  const day = operator === 'within_days' ? `current_date - ${bound}::int` : `${bound}::date`
  return dated[name]?.(`>= ${day}`) ?? `${columnOf(name)} >= ${day}`
}

function equals(name: string, value: unknown, params: Params): string {
  const special = columns[name]
  if (special !== undefined) return special(value, params)
  return `${columnOf(name)} = any(${add(params, list(value))}::text[])`
}

const renamed: Record<string, string> = {
  seniority: 'matched_seniority',
  job_function: 'matched_job_function',
  industry: 'matched_industry',
}
function columnOf(name: string): string {
  return renamed[name] ?? name
}

function list(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(String)
}

function add(params: Params, value: unknown): string {
  params.push(value)
  return `$${params.length}`
}

const words =
  (...of: string[]): Column =>
  (value, params) => {
    const patterns = `${add(
      params,
      list(value).map((word) => `%${word}%`),
    )}::text[]`
    return `(${of.map((column) => `${column} ilike any(${patterns})`).join(' or ')})`
  }

const beside =
  (from: (values: string) => string): Column =>
  (value, params) =>
    `exists (select from ${from(`any(${add(params, list(value))}::text[])`)})`

const columns: Record<string, Column> = {
  title: words('title', 'matched_cleaned_job_title'),
  full_name: words('full_name'),
  company_name: words('company_name'),
  complete: () =>
    `company_name is not null and company_country is not null and person_country is not null and matched_job_function
     is not null and matched_seniority is not null and matched_cleaned_job_title is not null and matched_industry is not null`,
  tag: (value, params) => `tags && ${add(params, list(value))}::text[]`,
  business_model: (value) =>
    `(${list(value)
      .map((model) => models[model])
      .join(' or ')})`,
  vc: beside((vc) => `core.company_vc_investors i where i.company_domain = l.company_domain and i.vc_name = ${vc}`),
  vc_backed: beside(
    (flag) => `core.company_vc_investors i where i.company_domain = l.company_domain and 'true' = ${flag}`,
  ),
  technology: beside(
    (name) => `core.company_technologies u join reference.technologies t on t.id = u.technology_id
      where u.domain = l.company_domain and t.name = ${name}`,
  ),
  customer_of: beside(
    (of) => `reference.company_customers k where k.customer_domain = l.company_domain and k.domain = ${of}`,
  ),
  past_employer: (value, params) => {
    const column = list(value).every((employer) => employer.includes('.')) ? 'past_company_domain' : 'past_company_name'
    return beside(
      (any) => `core.person_past_employer e where e.linkedin_url = l.linkedin_url and e.${column} = ${any}`,
    )(value, params)
  },
  worked_at_customer_of: beside(
    (of) => `core.person_past_employer e join reference.company_customers k on k.customer_domain = e.past_company_domain
      where e.linkedin_url = l.linkedin_url and k.domain = ${of}`,
  ),
}

const models: Record<string, string> = { B2B: 'is_b2b', B2C: 'is_b2c', BOTH: '(is_b2b and is_b2c)' }

/** Facts of which a lead has several: one on such a day is enough. */
const dated: Record<string, (since: string) => string> = {
  promotion_date: (since) =>
    `exists (select from core.person_promotions o where o.linkedin_url = l.linkedin_url and o.promotion_date ${since})`,
  job_change_date: (since) =>
    `exists (select from extracted.signal_job_change g where g.person_linkedin_url = l.linkedin_url
      and g.new_job_start_date ${since})`,
  job_posting_date: (since) =>
    `exists (select from core.company_job_postings g where g.domain = l.company_domain and g.posted_at::date ${since})`,
  new_hire_date: (since) =>
    `exists (select from extracted.signal_new_hire g where g.company_domain = l.company_domain
      and g.signal_detected_at::date ${since})`,
  funding_date: (since) =>
    `exists (select from extracted.signal_news g where g.company_domain = l.company_domain and g.published_at::date ${since})`,
}
