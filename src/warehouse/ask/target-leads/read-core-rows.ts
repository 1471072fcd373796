import type { Tx } from '../../../db/database.ts'
import type { EnrichedCompany, EnrichedPerson } from './schema.ts'

/** A person of core as a lead shows it, with what a lead made of it takes over. */
export interface PersonRow extends EnrichedPerson {
  first_name: string | null
  last_name: string | null
  work_email: string | null
  core_company_id: string | null
}

/** Rows of core.people by id; ids without one are absent. */
export async function readPersonRows(tx: Tx, ids: readonly (string | null)[]): Promise<Map<string, PersonRow>> {
  const wanted = known(ids)
  if (wanted.length === 0) return new Map()
  const rows = await tx.query<PersonRow>(
    `select p.id, p.full_name, p.linkedin_url, p.title, p.seniority, p.department, p.first_name, p.last_name,
       p.work_email, c.id as core_company_id
     from core.people p left join core.companies c on c.domain = p.company_domain
     where p.id = any($1::uuid[])`,
    [wanted],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Rows of core.companies by id; ids without one are absent. */
export async function readCompanyRows(tx: Tx, ids: readonly (string | null)[]): Promise<Map<string, EnrichedCompany>> {
  const wanted = known(ids)
  if (wanted.length === 0) return new Map()
  const rows = await tx.query<EnrichedCompany>(
    `select id, domain, coalesce(cleaned_name, name) as name, linkedin_url, industry, employee_count, city, state, country
     from core.companies where id = any($1::uuid[])`,
    [wanted],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

function known(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids)].filter((id) => id !== null)
}
