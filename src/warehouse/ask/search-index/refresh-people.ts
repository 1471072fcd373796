import type { Tx } from '../../../db/database.ts'
import { observedFields } from '../observed-fields.ts'
import { observedOf } from './observed-sql.ts'
import { type PersonSource, personSearchRow } from './person-row.ts'

/**
 * Makes the search rows of these people what core says now; those that core has no more lose theirs. The rows of their
 * employers must be up to date before (`refreshCompanies`).
 */
export async function refreshPeople(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const sources = await tx.query<PersonSource>(SOURCES, [ids])
  const rows = sources.map((source) => {
    const { terms, observed, company_observed, ...row } = personSearchRow(source)
    return {
      ...row,
      terms: `{${terms.join()}}`,
      observed: `{${observed.join()}}`,
      company_observed: `{${company_observed.join()}}`,
    }
  })
  tx.send(
    'delete from core.person_search s where s.person_id = any($1::uuid[]) and not s.person_id = any($2::uuid[])',
    [ids, rows.map(({ person_id }) => person_id)],
  )
  tx.send(UPSERT, [JSON.stringify(rows)])
}

// `offset 0`: without statistics the planner would look for the latest promotion of anybody until it meets the person's.
// A company whose domain belongs to another since (they were merged) is found by who owns the domain now.
const SOURCES = `select p.id, p.linkedin_url, p.full_name, p.title, j.matched_cleaned_job_title as cleaned_title,
    coalesce(j.matched_seniority, p.seniority) as seniority, coalesce(j.matched_job_function, p.department) as job_function,
    p.city, p.state, p.country, p.location_name, p.work_email, p.job_start_date, p.company_domain, p.company_name, p.company_linkedin_url,
    past.domains as past_domains, past.names as past_names, promoted.day as promotion_date, moved.day as job_changed_on,
    seen.observed,
    case when s.company_id is not null then json_build_object('company_id', s.company_id, 'terms', s.terms,
      'employees_min', s.employees_min, 'employees_max', s.employees_max, 'founded_year', s.founded_year,
      'hiring_on', s.hiring_on, 'new_hire_on', s.new_hire_on, 'funded_on', s.funded_on, 'observed', s.observed)
    end as company
  from unnest($1::uuid[]) with ordinality asked(id, n)
  join core.people p on p.id = asked.id
  left join core.person_job_titles j on j.linkedin_url = p.linkedin_url
  left join lateral (
    select c.id from core.companies c where c.domain = p.company_domain
    union all
    select i.id from core.identifiers k join core.identifiers r on r.key = k.owner
    join core.identities i on i.root = r.owner
    where k.key = 'domain:' || p.company_domain
    limit 1
  ) employer on true
  left join core.company_search s on s.company_id = employer.id
  left join lateral (
    select array_agg(e.past_company_domain) filter (where e.past_company_domain is not null) as domains,
      array_agg(e.past_company_name) filter (where e.past_company_name is not null) as names
    from core.person_past_employer e where e.linkedin_url = p.linkedin_url
  ) past on true
  left join lateral (
    select max(own.promotion_date) as day from (
      select o.promotion_date from core.person_promotions o where o.linkedin_url = p.linkedin_url offset 0
    ) own
  ) promoted on true
  left join lateral (
    select max(coalesce(c.new_job_start_date, c.signal_detected_at::date)) as day from extracted.signal_job_change c
    where c.person_linkedin_url = p.linkedin_url and c.is_initial_check is not true
  ) moved on true
  left join lateral ${observedOf('person', observedFields.person, 'p.id')} seen on true
  order by asked.n`

const COLUMNS = [
  'company_id',
  'sort_name',
  'title_words',
  'inferred_title',
  'inferred_seniority',
  'inferred_function',
  'inferred_city',
  'inferred_state',
  'inferred_country',
  'terms',
  'job_start_date',
  'promotion_date',
  'job_changed_on',
  'employees_min',
  'employees_max',
  'founded_year',
  'hiring_on',
  'new_hire_on',
  'funded_on',
  'observed',
  'company_observed',
]
const list = (prefix = '') => COLUMNS.map((column) => prefix + column).join(', ')

const UPSERT = `insert into core.person_search as s (person_id, ${list()})
  select person_id, ${list()} from json_to_recordset($1::json) as x(person_id uuid, company_id uuid, sort_name text,
    title_words text, inferred_title text, inferred_seniority text, inferred_function text, inferred_city text,
    inferred_state text, inferred_country text, terms bigint[], job_start_date date, promotion_date date, job_changed_on date,
    employees_min integer, employees_max integer, founded_year integer, hiring_on date, new_hire_on date,
    funded_on date, observed integer[], company_observed integer[])
  on conflict (person_id) do update set ${COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}
  where (${list('s.')}) is distinct from (${list('excluded.')})`
