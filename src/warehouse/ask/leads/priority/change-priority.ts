import type { Tx } from '../../../../db/database.ts'
import { notFound, refused } from '../../../../errors.ts'
import { readPastEmployer } from '../past-employers/read-past-employer.ts'
import type { Watched } from './count-alumni.ts'

/** Companies that one list may have: each is counted whenever the list is read. */
const MOST_WATCHED = 500

/** The watched companies of the operator, by name. */
export function listPriorityCompanies(tx: Tx): Promise<Watched[]> {
  return tx.query<Watched>(
    `select id, company_name, domain from core.priority_companies
     where client_id is null order by lower(company_name) collate "C", id limit ${MOST_WATCHED}`,
  )
}

/**
 * Watches a company. Watched already under the same name in any case, it stays the same one, with the domain that its name
 * has today. Throws 422 `too_many_priority_companies`.
 */
export async function addPriorityCompany(tx: Tx, name: string): Promise<Watched> {
  const employer = await readPastEmployer(tx, name)
  const [company] = await tx.query<Watched>(
    `insert into core.priority_companies as p (company_name, domain)
     select $1, $2
     where (select count(*) from core.priority_companies where client_id is null) < ${MOST_WATCHED}
       or exists (select from core.priority_companies where client_id is null and lower(company_name) = lower($1))
     on conflict (client_id, lower(company_name)) do update
       set domain = coalesce(excluded.domain, p.domain), updated_at = now()
     returning id, company_name, domain`,
    [employer.name, employer.domain],
  )
  if (company !== undefined) return company
  throw refused('too_many_priority_companies', `${MOST_WATCHED} companies are watched already: remove one first`)
}

/** Stops watching a company, by its name in any case. Throws 404 `priority_company_not_found`. */
export async function removePriorityCompany(tx: Tx, name: string): Promise<Watched> {
  const [company] = await tx.query<Watched>(
    `delete from core.priority_companies where client_id is null and lower(company_name) = lower($1)
     returning id, company_name, domain`,
    [name.trim()],
  )
  if (company === undefined) throw notFound('priority_company', name.slice(0, 100))
  return company
}
