import type { Tx } from '../../db/database.ts'
import { notFound } from '../../errors.ts'
import { isoTime } from '../identity/read-forest.ts'
import { rawTables } from '../ingest/tables.ts'

/** A payload as it is kept. Texts of jsonb stay texts: whoever reads them decides about their digits. */
export interface KeptPayload {
  id: string
  raw_table: (typeof rawTables)[number]
  workflow_slug: string
  payload: string
  envelope: string
  body: Buffer | null
  body_sha256: Buffer | null
  received_at: string
  error: unknown
  warnings: unknown
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** One payload by its id, in whichever raw table it is: one look into the primary key of each. Throws 404 `payload_not_found`. */
export async function getPayload(tx: Tx, id: string): Promise<KeptPayload> {
  const rows = UUID.test(id) ? await tx.query<KeptPayload>(EVERYWHERE, [id]) : []
  const [payload] = rows
  if (payload === undefined) throw notFound('payload', JSON.stringify(id.slice(0, 100)))
  return payload
}

const EVERYWHERE = rawTables
  .map(
    (
      table,
    ) => `select id, '${table}' as raw_table, workflow_slug, raw_payload::text as payload, envelope::text as envelope,
      body, body_sha256, ${isoTime('received_at')} as received_at, error, warnings
    from ${table} where id = $1 and raw_payload is not null`,
  )
  .join(' union all ')
