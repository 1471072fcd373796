import type { Tx } from '../../../db/database.ts'
import { conflict, notFound } from '../../../errors.ts'
import { isUuid } from './list-teachings.ts'
import { type Changes, holdMappings, mappingTables, sameMapping } from './mappings.ts'
import type { Kind, Mapping, Taught, Teacher } from './schema.ts'
import { changeMappings } from './teach-entries.ts'

export interface Undone extends Taught {
  /** Values that somebody has taught otherwise since: they keep what stands. */
  kept: number
}

/**
 * Gives every value of a teaching the meaning that it had before, and has that applied. A teaching of its own, so it can
 * be undone in turn. Throws 404 `teaching_not_found`, 409 `teaching_undone`.
 */
export async function undoTeaching(tx: Tx, id: string, by: Teacher): Promise<Undone> {
  const [teaching] = isUuid(id)
    ? await tx.query<{ kind: Kind; undone_by: string | null }>(
        `select t.kind, (select u.id from reference.teachings u where u.undo_of = t.id) as undone_by
         from reference.teachings t where t.id = $1 for update of t`,
        [id],
      )
    : []
  if (teaching === undefined) throw notFound('teaching', id)
  if (teaching.undone_by !== null) {
    throw conflict('teaching_undone', `Teaching ${id} is undone already, by ${teaching.undone_by}`)
  }
  const entries = await tx.query<{ value: string; previous: Mapping | null; next: Mapping | null }>(
    'select value, previous, next from reference.teaching_entries where teaching_id = $1 order by value',
    [id],
  )
  const stands = await holdMappings(
    tx,
    mappingTables[teaching.kind],
    entries.map(({ value }) => value),
  )
  const changes: Changes = new Map()
  for (const { value, previous, next } of entries) {
    if (sameMapping(stands.get(value) ?? null, next)) changes.set(value, previous)
  }
  const undone = await changeMappings(tx, teaching.kind, changes, by, id)
  return { ...undone, kept: entries.length - changes.size }
}
