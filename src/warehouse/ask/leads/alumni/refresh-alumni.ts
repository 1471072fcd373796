import type { Tx } from '../../../../db/database.ts'

interface Person {
  id: string
  /** "domain day" of each former employer, as history says now and as the rows say. */
  past: string[] | null
  stored: string[] | null
}

/**
 * Makes the rows of core.alumni_search of these people what their history says now: one per former employer, with the last
 * day there. People whose rows are right already are left alone. Called wherever search rows of people are made.
 */
export async function refreshAlumni(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const people = await tx.query<Person>(READ, [ids])
  const stale = people.filter(({ past, stored }) => !sameTexts(past ?? [], stored ?? []))
  if (stale.length === 0) return
  tx.send('delete from core.alumni_search where person_id = any($1::uuid[])', [stale.map(({ id }) => id)])
  const rows = stale.flatMap(({ id, past }) => (past ?? []).map((entry) => [id, ...entry.split(' ')] as const))
  tx.send(
    `insert into core.alumni_search (person_id, domain, ended_on)
     select * from unnest($1::uuid[], $2::text[], $3::date[])`,
    [rows.map(([id]) => id), rows.map(([, domain]) => domain), rows.map(([, , day]) => day)],
  )
}

function sameTexts(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, i) => text === other[i])
}

// A domain holds no space. People who are no more have no past, so that their rows go.
const READ = `select asked.id, history.past, rows.stored
  from unnest($1::uuid[]) asked(id)
  left join core.people p on p.id = asked.id
  left join lateral (
    select array_agg(j.domain || ' ' || j.ended_on order by j.domain collate "C") as past
    from (
      select domain, max(ended_on) as ended_on
      from (
        select h.company_domain as domain, coalesce(h.end_date, '-infinity') as ended_on
        from core.person_work_history h where h.linkedin_url = p.linkedin_url and h.is_current is not true
        union all
        select e.past_company_domain, '-infinity' from core.person_past_employer e where e.linkedin_url = p.linkedin_url
      ) every
      where length(domain) between 1 and 253 and strpos(domain, ' ') = 0 group by domain
    ) j
  ) history on true
  left join lateral (
    select array_agg(a.domain || ' ' || a.ended_on order by a.domain) as stored
    from core.alumni_search a where a.person_id = asked.id
  ) rows on true`
