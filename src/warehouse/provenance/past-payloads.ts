import type { Tx } from '../../db/database.ts'
import { keyKind, keyValue } from '../identity/keys.ts'
import { isoTime } from '../identity/read-forest.ts'
import { type Statement, withClaims } from '../identity/settle-entities.ts'
import type { BatchItem } from '../ingest/batch-item.ts'
import { extractItem } from '../ingest/extract-item.ts'
import { itemOf, registeredFor } from '../ingest/replay.ts'
import { state } from '../ingest/settle-items.ts'
import type { EntityKind } from '../workflows/define.ts'
import type { Catalog } from '../workflows/registry.ts'

/** Raw tables with the column by which payloads about an entity are found; an index stands on each. */
const KEYED: [table: string, column: string][] = [
  ['raw.payloads', 'entity_key'],
  ['raw.person_payloads', 'linkedin_url'],
  ['raw.person_discovery', 'linkedin_url'],
  ['raw.company_payloads', 'company_domain'],
  ['raw.company_discovery', 'company_domain'],
  ['raw.company_customer_claygent_payloads', 'origin_company_domain'],
  ['raw.case_study_extraction_payloads', 'origin_company_domain'],
  ['raw.icp_payloads', 'domain'],
]

/** Payloads of one entity that are read for one answer, newest first: at 0.2 ms each. */
const MOST = 2_000
const MOST_BYTES = 33_554_432

export interface PastStatements {
  statements: Statement[]
  /** False where there are more payloads than are read for one answer. */
  complete: boolean
}

export interface Payload {
  id: string
  workflow_slug: string
  payload: string
  envelope: string
  body: Buffer | null
  body_sha256: Buffer | null
  received_at: string
}

/**
 * What the kept payloads about these keys say about them, by running them through the extractors again in memory: pure
 * functions, so each statement is the one that was made then. Only of the sources given; in the order of arrival.
 */
export async function readStatements(
  tx: Tx,
  catalog: Catalog,
  kind: EntityKind,
  subjects: readonly string[],
  sources: readonly string[],
): Promise<PastStatements> {
  const wanted = new Set(subjects)
  const { payloads, found } = await readPayloads(tx, subjects, sources)
  const statements = payloads.flatMap((payload) => {
    const item = readAgain(catalog, payload)
    if (item === undefined) return []
    return (item.extraction?.observations ?? [])
      .filter((observation) => observation.kind === kind && wanted.has(observation.subject))
      .map((observation) => withClaims(state(item, observation).statement))
  })
  return { statements, complete: payloads.length === found && found < MOST }
}

/**
 * A stored payload with its extraction by today's extractor. Undefined where that cannot read it any more (its workflow is
 * not known here, or asks for more than it did): it says nothing then, as replay would have it.
 */
export function readAgain(catalog: Catalog, payload: Payload): BatchItem | undefined {
  try {
    const registered = registeredFor(catalog, payload)
    if (registered === undefined) return undefined
    const item = itemOf(payload, registered)
    extractItem(item, new Map())
    return item
  } catch {
    return undefined
  }
}

/** The newest of them, as many as fit. A payload's text is made only where it is taken. */
async function readPayloads(
  tx: Tx,
  subjects: readonly string[],
  sources: readonly string[],
): Promise<{ payloads: Payload[]; found: number }> {
  const names = [...new Set(subjects.flatMap(formsOf))]
  const selects = KEYED.map(
    ([table, column]) =>
      `(select id, workflow_slug, raw_payload, envelope, body, body_sha256, received_at from ${table}
        where ${column} = any($1) and workflow_slug = any($2) and error is null order by id desc limit ${MOST})`,
  )
  const rows = await tx.query<Payload & { found: number }>(
    `select id, workflow_slug, raw_payload::text as payload, envelope::text as envelope, body, body_sha256,
       ${isoTime('received_at')} as received_at, found
     from (
       select p.*, count(*) over ()::int as found,
         sum(octet_length(raw_payload::text) + coalesce(octet_length(body), 0)) over (order by id desc) as bytes
       from (${selects.join(' union all ')}) p
     ) p
     where bytes <= ${MOST_BYTES} order by id desc limit ${MOST}`,
    [names, sources],
  )
  return { payloads: rows.reverse(), found: rows[0]?.found ?? 0 }
}

/** A key as raw tables hold it: whole, or the domain or profile address by itself. */
function formsOf(key: string): string[] {
  if (keyKind(key) === 'domain') return [key, keyValue(key)]
  if (keyKind(key) === 'slug') return [key, `https://www.linkedin.com/in/${keyValue(key)}`]
  return [key]
}
