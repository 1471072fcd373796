import type { Tx } from '../../../db/database.ts'
import type { EntityKind } from '../../workflows/define.ts'
import { loadRanks } from '../load-ranks.ts'
import { type Forest, type Node, rootOf } from '../read-forest.ts'
import { alreadyUnmerged, findMerge } from './find-merge.ts'
import { pointChampions } from './merge-entities.ts'
import { noteChanges } from './note-changes.ts'
import { openEntities } from './open-entities.ts'
import { refold } from './refold.ts'

export interface UnmergeInput {
  kind: EntityKind
  /** id of a merge, of an entity that was merged, or of one into which exactly one was merged. */
  id: string
  undoneBy: string
  reason?: string | null
}

export interface Unmerged {
  mergeId: string
  kind: EntityKind
  /** The entity that stayed. */
  id: string
  /** The one that is on its own again. */
  unmergedId: string
}

/**
 * Undoes one merge, or one key that was moved: the decision is deleted, and the key goes to whom payloads give it by now.
 * Both entities are folded again from what is said about their own keys, also from what came in between. The pair is not
 * merged automatically again. Throws 404 `merge_not_found`, 409 `already_unmerged`, 409 `several_merges`,
 * 422 `wrong_kind`; RepeatBatch when it met another writer.
 */
export async function unmergeEntities(tx: Tx, { kind, id, undoneBy, reason }: UnmergeInput): Promise<Unmerged> {
  const ranks = await loadRanks(tx)
  const merge = await findMerge(tx, kind, id)
  const { forest } = await openEntities(tx, kind, [{ key: merge.key }])
  // Somebody else may have been faster; from here on nobody can be.
  const undone = await tx.execute(
    `update core.identity_merges set undone_at = now(), undone_by = $2, undo_reason = $3 where id = $1 and undone_at is null`,
    [merge.id, undoneBy, reason ?? null],
  )
  if (undone === 0) throw alreadyUnmerged(merge.id)
  tx.send('delete from core.identity_decisions where key = $1', [merge.key])
  answerReviewsAgain(tx, merge.id, undoneBy, reason ?? null)
  const node = forest.get(merge.key)
  if (node === undefined) throw new Error(`No key ${merge.key}`)
  const before = rootOf(forest, node.key)
  const beforeId = forest.get(before)?.identityId ?? null
  const nodes = await giveBack(tx, forest, node)
  if (merge.shelved?.row && node.owner === node.key) await takeFromShelf(tx, kind, merge.shelved.row)
  const roots = new Set([before, ...nodes.map(({ key }) => key), merge.owner].map((key) => rootOf(forest, key)))
  await refold(tx, kind, forest, { nodes, roots }, ranks)
  if (merge.what === 'merge') pointChampions(tx, kind, merge.id, merge.from_id)
  const root = rootOf(forest, node.key)
  const after = { id: forest.get(root)?.identityId ?? null, root }
  noteChanges(tx, [
    {
      kind,
      what: merge.what === 'merge' ? 'unmerged' : 'key_moved',
      id: merge.from_id,
      key: merge.key,
      before: { id: beforeId, root: before },
      after,
      mergeId: merge.id,
    },
  ])
  return { mergeId: merge.id, kind, id: merge.into_id, unmergedId: merge.from_id }
}

/** The review that led to the merge is answered the other way now; those that it made superfluous are open again. */
function answerReviewsAgain(tx: Tx, mergeId: string, undoneBy: string, reason: string | null): void {
  tx.send(
    `update core.identity_reviews set status = 'open', merge_id = null, decided_at = null
     where merge_id = $1 and status = 'accepted' and decided_by is null`,
    [mergeId],
  )
  tx.send(
    `update core.identity_reviews set status = 'rejected', decided_by = $2, decision_reason = $3, decided_at = now(), updated_at = now()
     where merge_id = $1 and status = 'accepted'`,
    [mergeId, undoneBy, reason],
  )
}

/** Gives the key, and all keys whose claims waited for this, to whom payloads give them; never in a circle. */
async function giveBack(tx: Tx, forest: Forest, node: Node): Promise<Node[]> {
  const decided = await tx.query<{ key: string }>('select key from core.identity_decisions where key = any($1)', [
    [...forest.keys()],
  ])
  const stands = new Set(decided.map(({ key }) => key))
  const moved = [node]
  // The decided key first: what it gives free may let others go where they belong.
  detach(forest, node)
  const waiting = [...forest.values()]
    .filter((other) => other.claimed !== null && !stands.has(other.key))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  for (const other of waiting) {
    const { claimed } = other
    if (claimed === null || isBelow(forest, claimed, other.key)) continue
    if (other.owner !== claimed) {
      attach(forest, other, claimed)
      if (!moved.includes(other)) moved.push(other)
    }
    other.claimed = null
  }
  // Who owns itself by its claims needs no memory of them.
  for (const other of waiting) if (other.claimed === other.key && other.owner === other.key) other.claimed = null
  const changed = [...new Set([...moved, ...waiting])]
  await tx.execute(
    `update core.identifiers i set owner = c.owner, claimed = c.claimed
     from unnest($1::text[], $2::text[], $3::text[]) c(key, owner, claimed) where i.key = c.key`,
    [changed.map(({ key }) => key), changed.map(({ owner }) => owner), changed.map(({ claimed }) => claimed)],
  )
  return moved
}

/** Stands by itself, until its claim is looked at. */
function detach(forest: Forest, node: Node): void {
  forest.get(node.owner)?.children.delete(node.key)
  node.owner = node.key
}

function attach(forest: Forest, node: Node, owner: string): void {
  forest.get(node.owner)?.children.delete(node.key)
  node.owner = owner
  forest.get(owner)?.children.add(node.key)
}

function isBelow(forest: Forest, key: string, above: string): boolean {
  let node = forest.get(key)
  while (node !== undefined && node.key !== above && node.owner !== node.key) node = forest.get(node.owner)
  return node?.key === above
}

/** The row that the merge made superfluous, with what no payload said and its time of creation. */
async function takeFromShelf(tx: Tx, kind: EntityKind, row: object): Promise<void> {
  const table = kind === 'company' ? 'core.companies' : 'core.people'
  await tx.execute(
    `insert into ${table} select * from json_populate_record(null::${table}, $1::json) on conflict do nothing`,
    [JSON.stringify(row)],
  )
}
