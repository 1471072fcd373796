import type { Tx } from '../../../db/database.ts'
import { conflict, notFound, refused } from '../../../errors.ts'
import type { EntityKind } from '../../workflows/define.ts'
import { followId, keysOf } from './follow-ids.ts'

export interface StandingMerge {
  id: string
  what: 'merge' | 'move'
  key: string
  owner: string
  into_id: string
  from_id: string
  shelved: { row: object | null } | null
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/**
 * The standing merge that an id means: its own, that of the entity that was merged, or of one into which a single one was.
 * Throws 404 `merge_not_found`, 409 `already_unmerged`, 409 `several_merges`, 422 `wrong_kind`.
 */
export async function findMerge(tx: Tx, kind: EntityKind, id: string): Promise<StandingMerge> {
  if (!UUID.test(id)) throw notFound('merge', JSON.stringify(id.slice(0, 100)))
  const rows = await tx.query<StandingMerge & { of: EntityKind; undone: boolean }>(
    `select id, kind as of, what, key, owner, into_id, from_id, shelved, undone_at is not null as undone
     from core.identity_merges where id = $1 or from_id = $1 or into_id = $1
     order by undone_at is not null, (id = $1) desc, (from_id = $1) desc, created_at desc`,
    [id],
  )
  const exact = rows.find((row) => row.id === id.toLowerCase())
  if (exact?.undone) throw alreadyUnmerged(id)
  if (exact !== undefined && exact.of !== kind) throw refused('wrong_kind', `This merge is one of ${exact.of} entities`)
  const standing: StandingMerge[] = rows.filter((row) => row.of === kind && !row.undone)
  if (standing.length === 0) standing.push(...(await mergesWithin(tx, kind, id)))
  const chosen = exact ?? standing.find((row) => row.from_id === id.toLowerCase() && row.what === 'merge')
  if (chosen !== undefined) return chosen
  if (standing.length > 1) {
    throw conflict('several_merges', 'Several merges made this entity: name the one to undo', {
      extra: { merge_ids: standing.map((row) => row.id) },
    })
  }
  if (standing[0] !== undefined) return standing[0]
  if (rows.length > 0 && rows.every((row) => row.of === kind)) throw alreadyUnmerged(id)
  throw notFound('merge', id)
}

/** Merges within an entity that has gone on under another id since. */
async function mergesWithin(tx: Tx, kind: EntityKind, id: string): Promise<StandingMerge[]> {
  const live = await followId(tx, kind, id)
  if (live === null) return []
  const keys = (await keysOf(tx, [live])).get(live) ?? []
  return tx.query<StandingMerge>(
    `select id, what, key, owner, into_id, from_id, shelved from core.identity_merges
     where key = any($1) and owner = any($1) and undone_at is null order by created_at desc`,
    [keys],
  )
}

export function alreadyUnmerged(id: string) {
  return conflict('already_unmerged', `This merge has been undone already: ${id}`)
}
