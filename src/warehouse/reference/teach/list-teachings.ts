import type { Tx } from '../../../db/database.ts'
import { malformed, notFound } from '../../../errors.ts'
import type { Kind, Mapping, Teaching } from './schema.ts'

export interface TeachingPage {
  teachings: Teaching[]
  cursor: string | null
}

const COLUMNS = `t.id, t.kind, t.entry_count, t.taught_by, t.source, t.state, t.undo_of, t.places,
  (select u.id from reference.teachings u where u.undo_of = t.id) as undone_by, t.taught_at, t.applied_at`

/** Who taught what, newest first. Throws 400 `invalid_cursor`. */
export async function listTeachings(
  tx: Tx,
  { kind, limit, cursor }: { kind?: Kind; limit: number; cursor?: string },
): Promise<TeachingPage> {
  const after = cursor === undefined ? null : readCursor(cursor)
  const rows = await tx.query<Teaching & { position: string }>(
    `select ${COLUMNS}, to_char(t.taught_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as position
     from reference.teachings t
     where ($1::text is null or t.kind = $1) and ($2::timestamptz is null or (t.taught_at, t.id) < ($2::timestamptz, $3::uuid))
     order by t.taught_at desc, t.id desc limit $4`,
    [kind ?? null, after?.time ?? null, after?.id ?? null, limit + 1],
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    teachings: page.map(({ position: _position, ...teaching }) => teaching),
    cursor:
      rows.length > limit && last !== undefined
        ? Buffer.from(`${last.position} ${last.id}`).toString('base64url')
        : null,
  }
}

/** One teaching with up to 1,000 of its entries. Throws 404 `teaching_not_found`. */
export async function getTeaching(tx: Tx, id: string) {
  const [teaching] = isUuid(id)
    ? await tx.query<Teaching>(`select ${COLUMNS} from reference.teachings t where t.id = $1`, [id])
    : []
  if (teaching === undefined) throw notFound('teaching', id)
  const entries = await tx.query<{ value: string; previous: Mapping | null; next: Mapping | null }>(
    'select value, previous, next from reference.teaching_entries where teaching_id = $1 order by value limit 1000',
    [id],
  )
  return { ...teaching, entries }
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}

function readCursor(cursor: string): { time: string; id: string } {
  const [, time, id] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (time === undefined || id === undefined || !isUuid(id)) {
    throw malformed('invalid_cursor', 'This cursor is not one of ours')
  }
  return { time, id }
}
