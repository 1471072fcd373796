import type { Tx } from '../../../db/database.ts'
import { notFound } from '../../../errors.ts'
import type { QuarantineEntry } from './schema.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** One refused body with its bytes. Throws 404 `quarantine_entry_not_found`. */
export async function getQuarantined(tx: Tx, id: string): Promise<QuarantineEntry & { body: Buffer }> {
  if (!UUID.test(id)) throw notFound('quarantine_entry', id)
  const [row] = await tx.query<QuarantineEntry & { body: Buffer }>(
    `select id, workflow_slug, route, api_key_id, content_type, content_encoding, octet_length(body) as bytes,
       status, code, detail, errors, received_at, replayed_at, raw_id, body
     from raw.quarantine
     where id = $1`,
    [id],
  )
  if (row === undefined) throw notFound('quarantine_entry', id)
  return row
}
