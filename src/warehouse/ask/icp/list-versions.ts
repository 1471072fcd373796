import type { Reader } from '../../../db/database.ts'
import { icpNotFound } from './stored-icp.ts'

export interface IcpVersion {
  version: number
  company_criteria: unknown
  person_criteria: unknown
  notes: string | null
  deleted: boolean
  changed_by: string
  changed_at: string
}

/** How an ICP was, the newest first, at most 500; also of one that was deleted. Throws 404 `icp_not_found`. */
export async function listVersions(db: Reader, domain: string, slug: string | null): Promise<IcpVersion[]> {
  const versions = await db.query<IcpVersion>(
    `select version, company_criteria, person_criteria, notes, deleted, changed_by,
       to_char(changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as changed_at
     from reference.company_icp_versions
     where client_id is null and domain = $1 and slug is not distinct from $2
     order by company_icp_versions.changed_at desc, version desc limit 500`,
    [domain, slug],
  )
  if (versions.length === 0) throw icpNotFound(domain, slug)
  return versions
}
