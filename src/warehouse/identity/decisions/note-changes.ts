import type { Tx } from '../../../db/database.ts'
import type { EntityKind } from '../../workflows/define.ts'
import { rootOf } from '../read-forest.ts'
import type { SettledEntities } from '../settle-entities.ts'

export type ChangeKind = 'merged' | 'unmerged' | 'key_moved' | 'redirected'

/** One change of an identity, as others are told about it. */
export interface Change {
  kind: EntityKind
  what: ChangeKind
  /** The entity it happened to: the id that redirects now, came back, or lost a key. */
  id: string
  key: string
  /** Which id and root the key led to. */
  before: Place
  after: Place
  mergeId?: string
}

export interface Place {
  id: string | null
  root: string
}

/** Writes changes to the stream that `GET /v1/identity/changes` reads, in the transaction that makes them. */
export function noteChanges(tx: Tx, changes: readonly Change[]): void {
  if (changes.length === 0) return
  tx.send(
    `insert into core.identity_changes (kind, what, id, key, before, after, merge_id)
     select kind, what, id, key, before, after, merge_id from json_to_recordset($1::json)
       as c(kind text, what text, id uuid, key text, before jsonb, after jsonb, merge_id uuid)`,
    [JSON.stringify(changes.map(({ mergeId, ...change }) => ({ ...change, merge_id: mergeId ?? null })))],
  )
}

/**
 * What a batch of payloads changed: ids that redirect, and keys that went from one subject to another. Nothing at all
 * for nearly every batch, and then nothing is asked.
 */
export function changesOfBatch({ kind, forest, claims, identities }: SettledEntities): Change[] {
  const place = (key: string): Place => {
    const root = rootOf(forest, key)
    return { id: forest.get(root)?.identityId ?? null, root }
  }
  const moves = new Map<string, { from: string }>()
  for (const { node, from } of claims.moved) if (!moves.has(node.key)) moves.set(node.key, { from })
  const changes: Change[] = []
  for (const [key, { from }] of moves) {
    const after = place(key)
    // A key that was an entity of its own: whether its id redirects is told below.
    if (from === key || after.id === null) continue
    const before = place(from)
    if (before.root !== after.root)
      changes.push({ kind, what: 'key_moved', id: before.id ?? after.id, key, before, after })
  }
  for (const { id, key } of identities.merged) {
    changes.push({ kind, what: 'redirected', id, key, before: { id, root: key }, after: place(key) })
  }
  return changes
}
