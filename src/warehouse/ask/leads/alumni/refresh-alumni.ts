import type { Tx } from '../../../../db/database.ts'

/**
 * Makes the rows of core.alumni_search of these people what their history says now: one per former employer, with the last
 * day there. Rows that are right already stay untouched. Called wherever search rows of people are made.
 */
export function refreshAlumni(tx: Tx, ids: readonly string[]): void {
  if (ids.length > 0) tx.send(REFRESH, [ids])
}

// `offset 0` keeps the planner to the indexes: without statistics it reads the whole history for a few people.
const REFRESH = `with past as materialized (
    select j.domain, max(j.ended_on) as ended_on, p.id as person_id
    from core.people p
    cross join lateral (
      select h.company_domain collate "C" as domain, coalesce(h.end_date, '-infinity') as ended_on
      from core.person_work_history h
      where h.linkedin_url = p.linkedin_url and h.is_current is not true
      union all
      select e.past_company_domain collate "C", '-infinity' from core.person_past_employer e
      where e.linkedin_url = p.linkedin_url
      offset 0
    ) j
    where p.id = any($1::uuid[]) and length(j.domain) between 1 and 253
    group by j.domain, p.id
  ), gone as (
    delete from core.alumni_search a where a.person_id = any($1::uuid[]) and not exists (
      select from past where past.domain = a.domain and past.ended_on = a.ended_on and past.person_id = a.person_id)
  )
  insert into core.alumni_search (domain, ended_on, person_id) select domain, ended_on, person_id from past
  on conflict do nothing`
