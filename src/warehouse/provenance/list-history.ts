import type { Tx } from '../../db/database.ts'
import { malformed } from '../../errors.ts'
import { isoTime } from '../identity/read-forest.ts'
import type { EntityKind } from '../workflows/define.ts'
import { findEntity } from './find-entity.ts'
import type { HistoryEntry } from './schema.ts'

export interface HistoryPage {
  id: string
  redirected_from: string | null
  entries: HistoryEntry[]
  cursor: string | null
}

interface Line extends Omit<HistoryEntry, 'pin'> {
  pin: HistoryEntry['pin'] | null
  /** Tells lines of one time apart. */
  tie: string
}

/**
 * What each tracked field was, by every source, and when: first seen last. A value that came, went and came back is one
 * line with the times it was first and last seen. Pins of all fields stand among them, from when to when they were in
 * force. Throws 404 as `findEntity`, 400 `invalid_cursor`.
 */
export async function listHistory(
  tx: Tx,
  kind: EntityKind,
  name: string,
  { field, limit, cursor }: { field?: string; limit: number; cursor?: string },
): Promise<HistoryPage> {
  const after = cursor === undefined ? null : readCursor(cursor)
  const { id, keys, redirectedFrom } = await findEntity(tx, kind, name)
  const rows = await tx.query<Line>(
    `select * from (
       select f.field, f.value, f.source, f.subject, ${isoTime('f.first_seen')} as first_seen,
         ${isoTime('f.last_seen')} as last_seen, f.raw_payload_id as payload_id, o.subject is not null as current,
         null::json as pin, f.subject || ' ' || f.source || ' ' || f.field || ' ' || encode(f.value_hash, 'hex') as tie
       from core.field_changes f
       left join core.${kind}_observations o
         on o.subject = f.subject and o.source = f.source and o.fields -> f.field = f.value
       where f.subject = any($1)
       union all
       select s.key, o.fields -> s.key, o.source, o.subject, s.value,
         coalesce(o.elder -> s.key ->> 0, ${isoTime('o.observed_at')}),
         case when o.elder ? s.key then (o.elder -> s.key ->> 2)::uuid else o.raw_payload_id end, true,
         null, o.subject || ' ' || o.source || ' ' || s.key
       from core.${kind}_observations o, jsonb_each_text(o.since) s
       where o.subject = any($1) and o.since is not null
       union all
       select p.field, p.value, 'pin', p.subject, ${isoTime('p.pinned_at')},
         ${isoTime('coalesce(p.ended_at, p.expires_at)')}, null, p.ended_at is null,
         json_build_object('id', p.id, 'reason', p.reason, 'pinned_by', p.pinned_by, 'ended_by', p.ended_by,
           'end_reason', p.end_reason), p.id::text
       from core.field_pins p where p.subject = any($1)
     ) h
     where ($2::text is null or h.field = $2)
       and ($3::text is null or (h.first_seen, h.tie) < ($3, $4))
     order by h.first_seen desc, h.tie desc
     limit $5`,
    [keys, field ?? null, after?.time ?? null, after?.tie ?? null, limit + 1],
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    id,
    redirected_from: redirectedFrom,
    entries: page.map(({ tie: _tie, pin, ...entry }) => (pin ? { ...entry, pin } : entry)),
    cursor: rows.length > limit && last !== undefined ? makeCursor(last.first_seen, last.tie) : null,
  }
}

function makeCursor(time: string, tie: string): string {
  return Buffer.from(JSON.stringify([time, tie])).toString('base64url')
}

function readCursor(cursor: string): { time: string; tie: string } {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const [time, tie] = Array.isArray(read) ? (read as unknown[]) : []
    if (isPlainText(time) && isPlainText(tie)) return { time, tie }
  } catch {
    // Not one of ours.
  }
  throw malformed('invalid_cursor', 'This cursor is not one of ours')
}

function isPlainText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0') && value.isWellFormed()
}
