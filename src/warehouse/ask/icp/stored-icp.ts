import type { Reader, Tx } from '../../../db/database.ts'
import { AppError } from '../../../errors.ts'
import { readEntityKeys } from '../../reference/lookups/entity-keys.ts'

/** An ICP as it is stored. Criteria from payloads may be any JSON. */
export interface StoredIcp {
  id: string
  domain: string
  /** Null for the ICP of the domain itself. */
  slug: string | null
  company_criteria: unknown
  person_criteria: unknown
  notes: string | null
  version: number
  created_at: string
  updated_at: string
}

const COLUMNS =
  'i.id, i.client_id, i.domain, i.slug, i.company_criteria, i.person_criteria, i.notes, i.created_at, i.updated_at'

/** All ICPs: those of domains, and the named ones. `name` is '' for the former, so that each has one order. */
export const allIcps = `(
    select ${COLUMNS}, '' as name from reference.company_icp i
    union all
    select ${COLUMNS}, i.slug as name from reference.company_icp_named i
  )`

export const shownColumns = `i.id, i.domain, i.slug, i.company_criteria, i.person_criteria, i.notes,
    (select coalesce(max(v.version), 1) from reference.company_icp_versions v where v.icp_id = i.id) as version,
    to_char(i.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at,
    to_char(i.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as updated_at`

/**
 * The ICP of a domain, or the named one; also under a domain that was merged into its company. Throws 404 `icp_not_found`.
 */
export async function getIcp(db: Reader, domain: string, slug: string | null): Promise<StoredIcp> {
  const [keys = []] = await readEntityKeys(db, [`domain:${domain}`])
  const domains = [domain, ...keys.map((key) => key.slice('domain:'.length)).filter((key) => key !== domain)]
  const [found] = await db.query<StoredIcp>(
    `select ${shownColumns} from ${allIcps} i
     where i.client_id is null and i.domain = any($1::text[]) and i.name = $2
     order by array_position($1::text[], i.domain) limit 1`,
    [domains, slug ?? ''],
  )
  if (found === undefined) throw icpNotFound(domain, slug)
  return found
}

/** As `getIcp`, for one that is changed: of the domain itself, and held until the transaction ends. */
export async function holdIcp(tx: Tx, domain: string, slug: string | null): Promise<StoredIcp> {
  const table = slug === null ? 'reference.company_icp' : 'reference.company_icp_named'
  const [found] = await tx.query<StoredIcp>(
    `select ${shownColumns} from ${table} i
     where i.client_id is null and i.domain = $1 and ($2::text is null or i.slug = $2) for update of i`,
    [domain, slug],
  )
  if (found === undefined) throw icpNotFound(domain, slug)
  return found
}

export function icpNotFound(domain: string, slug: string | null): AppError {
  const which = slug === null ? domain : `${domain} named ${JSON.stringify(slug)}`
  return new AppError(404, 'icp_not_found', `There is no ICP of ${which}: PUT /v1/icp/${domain} makes one`)
}

/** Whoever writes next in this transaction is named in the versions. */
export function noteChanger(tx: Tx, by: string): void {
  tx.send(`select set_config('galena.changed_by', $1, true)`, [by])
}
