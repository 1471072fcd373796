import type { Tx } from '../../../db/database.ts'
import { enqueueOnce } from '../../../jobs/enqueue-once.ts'
import { payloadId } from '../../ingest/tables.ts'
import { type Change, type Changes, mappingTables, writeMappings } from './mappings.ts'
import { readEntries } from './read-entries.ts'
import type { Entry, Kind, Taught, Teacher } from './schema.ts'

/** The job that applies teachings to what is stored. */
export const APPLY_TASK = 'apply-teachings'

/**
 * Teaches what raw values mean, attributed to whoever says so, with what each meant before. Everything that arrives from
 * now on is read with it; a job, enqueued in the same transaction, applies it to everything stored. Entries that say what
 * is known already change nothing, so the same call again is free. Throws 422 `invalid_entries`.
 */
export async function teachEntries<K extends Kind>(
  tx: Tx,
  kind: K,
  entries: readonly Entry<K>[],
  by: Teacher,
): Promise<Taught> {
  return changeMappings(tx, kind, readEntries(kind, entries), by)
}

/** The same for mappings that are read already, null for "nothing any more"; `undoOf` names the teaching they undo. */
export async function changeMappings(
  tx: Tx,
  kind: Kind,
  changes: Changes,
  by: Teacher,
  undoOf: string | null = null,
): Promise<Taught> {
  const changed = await writeMappings(tx, mappingTables[kind], changes)
  if (changed.length === 0) return { teaching_id: null, taught: 0, unchanged: changes.size }
  const id = await noteTeaching(tx, kind, changed, by, undoOf)
  await enqueueOnce(tx, APPLY_TASK)
  return { teaching_id: id, taught: changed.length, unchanged: changes.size - changed.length }
}

async function noteTeaching(
  tx: Tx,
  kind: Kind,
  changed: readonly Change[],
  by: Teacher,
  undoOf: string | null,
): Promise<string> {
  const id = payloadId()
  await tx.execute(
    `insert into reference.teachings (id, kind, entry_count, taught_by, source, undo_of) values ($1, $2, $3, $4, $5, $6)`,
    [id, kind, changed.length, by.id, by.source.slice(0, 500), undoOf],
  )
  await tx.execute(
    `insert into reference.teaching_entries (teaching_id, value, normalized_key, previous, next)
     select $1, r.value, coalesce(reference.${keyFunction(kind)}(r.value), ''), r.previous, r.next
     from json_to_recordset($2::json) r(value text, previous jsonb, next jsonb)`,
    [id, JSON.stringify(changed)],
  )
  return id
}

/** Under which key the values of a kind match. */
function keyFunction(kind: Kind): string {
  return kind === 'company_name' ? 'company_name_key' : 'normalize_key'
}
