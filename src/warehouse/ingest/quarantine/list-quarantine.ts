import type { Tx } from '../../../db/database.ts'
import { malformed } from '../../../errors.ts'
import type { QuarantineEntry } from './schema.ts'

export interface QuarantinePage {
  entries: QuarantineEntry[]
  /** Where the next page begins; null on the last one. */
  cursor: string | null
}

/** Refused bodies without their bytes, newest first. Throws 400 `invalid_cursor`. */
export async function listQuarantine(
  tx: Tx,
  { limit, cursor, workflow, code }: { limit: number; cursor?: string; workflow?: string; code?: string },
): Promise<QuarantinePage> {
  const after = cursor === undefined ? null : readCursor(cursor)
  const rows = await tx.query<QuarantineEntry & { position: string }>(
    `select id, workflow_slug, route, api_key_id, content_type, content_encoding, octet_length(body) as bytes,
       status, code, detail, errors, received_at, replayed_at, raw_id,
       to_char(received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as position
     from raw.quarantine
     where ($1::timestamptz is null or (received_at, id) < ($1::timestamptz, $2::uuid))
       and ($3::text is null or workflow_slug = $3) and ($4::text is null or code = $4)
     order by received_at desc, id desc
     limit $5`,
    [after?.time ?? null, after?.id ?? null, workflow ?? null, code ?? null, limit + 1],
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    entries: page.map(({ position: _position, ...entry }) => entry),
    cursor: rows.length > limit && last !== undefined ? makeCursor(last.position, last.id) : null,
  }
}

function makeCursor(time: string, id: string): string {
  return Buffer.from(`${time} ${id}`).toString('base64url')
}

function readCursor(cursor: string): { time: string; id: string } {
  const [, time, id] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (time === undefined || id === undefined) throw malformed('invalid_cursor', 'This cursor is not one of ours')
  return { time, id }
}
