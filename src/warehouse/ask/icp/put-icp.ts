import type { Tx } from '../../../db/database.ts'
import { keyId } from '../../ingest/tables.ts'
import type { Criteria } from './criteria.ts'
import { holdIcp, noteChanger, type StoredIcp } from './stored-icp.ts'

export interface IcpToPut extends Criteria {
  domain: string
  /** Null: the ICP of the domain itself. */
  slug: string | null
  notes: string | null
  by: string
}

/**
 * Makes an ICP what is given, whole. One that payloads wrote is overwritten, and what older payloads say does not come back;
 * a payload that arrives later counts again.
 */
export async function putIcp(tx: Tx, icp: IcpToPut): Promise<{ icp: StoredIcp; created: boolean }> {
  const { domain, slug, company_criteria, person_criteria, notes, by } = icp
  noteChanger(tx, by)
  const values = [domain, JSON.stringify(company_criteria), JSON.stringify(person_criteria), notes]
  const [written] =
    slug === null
      ? await tx.query<{ created: boolean }>(
          `insert into reference.company_icp as i (id, domain, company_criteria, person_criteria, notes, observed_at)
           values ($5, $1, $2, $3, $4, now())
           on conflict (domain) do update set company_criteria = excluded.company_criteria, notes = excluded.notes,
             person_criteria = excluded.person_criteria, updated_at = now(), observed_at = now(), payload_hash = '\\x'
           returning i.xmax = 0 as created`,
          [...values, keyId('reference.company_icp', [domain])],
        )
      : await tx.query<{ created: boolean }>(
          `insert into reference.company_icp_named as i (id, domain, company_criteria, person_criteria, notes, slug)
           values ($5, $1, $2, $3, $4, $6)
           on conflict (client_id, domain, slug) do update set company_criteria = excluded.company_criteria,
             person_criteria = excluded.person_criteria, notes = excluded.notes, updated_at = now()
           returning i.xmax = 0 as created`,
          [...values, keyId('reference.company_icp_named', [domain, slug]), slug],
        )
  return { icp: await holdIcp(tx, domain, slug), created: written?.created ?? false }
}
