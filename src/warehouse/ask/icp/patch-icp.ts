import type { Tx } from '../../../db/database.ts'
import { changeCriteria } from './change-criteria.ts'
import { putIcp } from './put-icp.ts'
import { readCriteria } from './read-criteria.ts'
import { holdIcp, type StoredIcp } from './stored-icp.ts'

export interface IcpPatch {
  domain: string
  slug: string | null
  company_criteria?: unknown
  person_criteria?: unknown
  notes?: string | null | undefined
  by: string
}

/** Changes the criteria that are named, and no other; null takes one away. Throws 404 `icp_not_found`, 400 `icp_invalid`. */
export async function patchIcp(tx: Tx, patch: IcpPatch): Promise<StoredIcp> {
  const { domain, slug, by } = patch
  const before = await holdIcp(tx, domain, slug)
  const criteria = await changeCriteria(tx, readCriteria(before).criteria, patch)
  const notes = patch.notes === undefined ? before.notes : patch.notes
  const { icp } = await putIcp(tx, { domain, slug, ...criteria, notes, by })
  return icp
}
