import type { Tx } from '../../../db/database.ts'
import { observedFields } from '../observed-fields.ts'
import { type CompanySource, companySearchRow } from './company-row.ts'
import { observedOf } from './observed-sql.ts'

/**
 * Makes the search rows of these companies what core says now; those that core has no more lose theirs. Where something
 * changed that the rows of their people repeat, these people are noted to be made again.
 */
export async function refreshCompanies(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const sources = await tx.query<CompanySource>(SOURCES, [ids])
  const rows = sources.map(companySearchRow)
  tx.send(
    'delete from core.company_search s where s.company_id = any($1::uuid[]) and not s.company_id = any($2::uuid[])',
    [ids, rows.map(({ company_id }) => company_id)],
  )
  const values = rows.map(({ terms, prefixes, observed, ...row }) => ({
    ...row,
    terms: `{${terms.join()}}`,
    prefixes: `{${prefixes.join()}}`,
    observed: `{${observed.join()}}`,
  }))
  const changed = await tx.query<{ company_id: string }>(UPSERT, [JSON.stringify(values)])
  const touched = [...changed.map(({ company_id }) => company_id), ...missing(ids, rows)]
  if (touched.length === 0) return
  tx.send(
    `insert into core.person_search_changes (id)
     select person_id from core.person_search where company_id = any($1::uuid[])`,
    [touched],
  )
}

function missing(ids: readonly string[], rows: readonly { company_id: string }[]): string[] {
  const there = new Set(rows.map(({ company_id }) => company_id))
  return ids.filter((id) => !there.has(id))
}

const SOURCES = `select c.id, c.domain, c.name, c.cleaned_name, c.industry, c.employee_count, c.size_range, c.city, c.state,
    c.country, c.company_type, c.founded_year, c.revenue_range, c.funding_total, c.tags,
    left(c.description, 1) as description, c.linkedin_url, b.is_b2b, b.is_b2c, p.ticker,
    tech.names as technologies, vc.names as investors, posting.day as hiring_on, hire.day as new_hire_on,
    news.day as funded_on, seen.observed
  from unnest($1::uuid[]) with ordinality asked(id, n)
  join core.companies c on c.id = asked.id
  left join core.company_business_model b on b.domain = c.domain
  left join core.company_public p on p.domain = c.domain
  left join lateral (
    select array_agg(name) as names from (
      select t.name from core.company_technologies ct join reference.technologies t on t.id = ct.technology_id
      where ct.domain = c.domain
      union
      select t.title from core.company_predictleads_technologies ct
      join reference.predictleads_technologies t on t.id = ct.technology_id where ct.domain = c.domain
    ) used
  ) tech on true
  left join lateral (
    select array_agg(distinct v.name) as names
    from core.company_vc_investors i,
      lateral (values (i.vc_name), (i.vc_domain), (i.resolved_domain)) v(name)
    where i.company_domain = c.domain and v.name is not null
  ) vc on true
  left join lateral (
    select greatest(
      (select max(coalesce(j.posted_at, j.observed_at))::date from core.company_job_postings j where j.domain = c.domain),
      (select max(coalesce(s.posted_at, s.signal_detected_at))::date from extracted.signal_job_posting s
       where s.company_domain = c.domain and s.is_initial_check is not true)) as day
  ) posting on true
  left join lateral (
    select max(own.signal_detected_at)::date as day from (
      select s.signal_detected_at from extracted.signal_new_hire s
      where s.company_domain = c.domain and s.is_initial_check is not true offset 0
    ) own
  ) hire on true
  left join lateral (
    select max(coalesce(s.published_at, s.signal_detected_at))::date as day from extracted.signal_news s
    where s.company_domain = c.domain and s.is_initial_check is not true
  ) news on true
  left join lateral ${observedOf('company', observedFields.company, 'c.id')} seen on true
  order by asked.n`

const COPIED = [
  'terms',
  'employees_min',
  'employees_max',
  'founded_year',
  'hiring_on',
  'new_hire_on',
  'funded_on',
  'observed',
]
const OWN = ['domain', 'sort_name', 'prefixes']
const COLUMNS = [...OWN, ...COPIED]
const list = (columns: string[], prefix = '') => columns.map((column) => prefix + column).join(', ')

const UPSERT = `with r as (
    select company_id, ${list(COLUMNS)} from json_to_recordset($1::json) as x(company_id uuid, domain text, sort_name text,
      prefixes bigint[], terms bigint[], employees_min integer, employees_max integer, founded_year integer,
      hiring_on date, new_hire_on date, funded_on date, observed integer[])
  ), before as (
    select s.company_id, ${list(COPIED, 's.')} from core.company_search s join r using (company_id)
  ), written as (
    insert into core.company_search as s (company_id, ${list(COLUMNS)}) select company_id, ${list(COLUMNS)} from r
    on conflict (company_id) do update set ${COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}
    where (${list(COLUMNS, 's.')}) is distinct from (${list(COLUMNS, 'excluded.')})
  )
  select r.company_id from r left join before b using (company_id)
  where (${list(COPIED, 'r.')}) is distinct from (${list(COPIED, 'b.')})`
