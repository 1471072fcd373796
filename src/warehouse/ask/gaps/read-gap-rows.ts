import type { Tx } from '../../../db/database.ts'

/** Companies as a sample shows them, in the order of the ids. */
export function readGapCompanies(tx: Tx, ids: readonly string[]): Promise<Record<string, unknown>[]> {
  return tx.query(
    `select c.id, c.domain, coalesce(c.cleaned_name, c.name) as name, c.linkedin_url, c.industry, c.size_range,
       c.country, s.people_count, c.updated_at
     from unnest($1::uuid[]) with ordinality a (id, n)
     join core.companies c on c.id = a.id left join core.company_search s on s.company_id = c.id
     order by a.n`,
    [ids],
  )
}

/** People as a sample shows them, in the order of the ids. */
export function readGapPeople(tx: Tx, ids: readonly string[]): Promise<Record<string, unknown>[]> {
  return tx.query(
    `select p.id, p.linkedin_url, p.full_name, p.title, p.company_name, p.company_domain, p.country, p.updated_at
     from unnest($1::uuid[]) with ordinality a (id, n) join core.people p on p.id = a.id
     order by a.n`,
    [ids],
  )
}
