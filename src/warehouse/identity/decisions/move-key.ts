import { randomUUID } from 'node:crypto'
import type { Tx } from '../../../db/database.ts'
import { conflict, refused } from '../../../errors.ts'
import type { EntityKind, Json } from '../../workflows/define.ts'
import { loadRanks } from '../load-ranks.ts'
import { rootOf } from '../read-forest.ts'
import { type Merge, putUnder, record } from './merge-entities.ts'
import { noteChanges } from './note-changes.ts'
import { openEntities } from './open-entities.ts'
import { refold } from './refold.ts'

export interface MoveInput {
  kind: EntityKind
  key: string
  /** The subject that the key belongs to from now on, whoever claims it. */
  owner: string
  decidedBy: string
  reason?: string | null
  evidence?: Json
}

/**
 * Decides whose a single key is. Unlike a merge it joins nothing but this key and what hangs below it. Undone like a
 * merge. Throws 409 `already_decided`, 422 `same_entity` when the owner stands below the key.
 */
export async function moveKey(tx: Tx, { kind, key, owner, ...why }: MoveInput): Promise<Merge> {
  const ranks = await loadRanks(tx)
  const { forest } = await openEntities(tx, kind, [{ key }, { key: owner }])
  const [node, to] = [forest.get(key), forest.get(owner)]
  if (node === undefined || to === undefined) throw new Error(`No key ${key} or ${owner}`)
  const [standing] = await tx.query<{ id: string }>(
    'select id from core.identity_merges where key = $1 and undone_at is null',
    [key],
  )
  if (standing !== undefined) {
    throw conflict('already_decided', `Somebody decided already whose ${key} is: undo that first`, {
      extra: { merge_id: standing.id },
    })
  }
  for (let above = to; ; above = forest.get(above.owner) ?? above) {
    if (above === node) throw refused('same_entity', `${owner} belongs to the entity of ${key} already`)
    if (above.owner === above.key) break
  }
  const place = (root: string) => ({ id: forest.get(root)?.identityId ?? null, root })
  const [before, after] = [place(rootOf(forest, key)), place(rootOf(forest, owner))]
  if (before.id === null || after.id === null) throw new Error(`An entity without an identity: ${key} or ${owner}`)
  const move: Merge = { mergeId: randomUUID(), kind, id: after.id, mergedId: before.id, key, owner }
  record(tx, move, 'move', why)
  putUnder(tx, forest, node, to)
  const roots = new Set([rootOf(forest, before.root), after.root])
  await refold(tx, kind, forest, { nodes: [node], roots }, ranks)
  if (before.root !== after.root) {
    noteChanges(tx, [{ kind, what: 'key_moved', id: before.id, key, before, after, mergeId: move.mergeId }])
  }
  return move
}
