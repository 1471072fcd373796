import { randomUUID } from 'node:crypto'
import type { Tx } from '../../../db/database.ts'
import { refused } from '../../../errors.ts'
import type { EntityKind, Json } from '../../workflows/define.ts'
import { loadRanks } from '../load-ranks.ts'
import { type Forest, keysUnder, type Node } from '../read-forest.ts'
import { limits } from './limits.ts'
import { noteChanges } from './note-changes.ts'
import { type Name, type OpenEntities, openEntities } from './open-entities.ts'
import { refold } from './refold.ts'

export interface MergeInput {
  kind: EntityKind
  /** id, key, domain, LinkedIn URL or e-mail address of the entity that stays. */
  into: Name
  /** The one that becomes part of it. */
  from: Name
  decidedBy: string
  reason?: string | null
  evidence?: Json
}

export interface Merge {
  mergeId: string
  kind: EntityKind
  /** The entity that stays. */
  id: string
  /** The id that leads to it from now on. */
  mergedId: string
  /** The root of what was merged, and the root it stands under now. */
  key: string
  owner: string
}

/**
 * Makes one entity of two: a row of core.identity_decisions puts the root of `from` under the root of `into` and outranks
 * what payloads claim. Nothing that a payload said is moved or rewritten, so `unmerge` can take it back. Throws 404,
 * 422 `wrong_kind`, 422 `same_entity`, 422 `too_many_identifiers`; RepeatBatch when it met another writer.
 */
export async function mergeEntities(tx: Tx, input: MergeInput): Promise<Merge> {
  const ranks = await loadRanks(tx)
  const open = await openEntities(tx, input.kind, [input.into, input.from])
  return mergeOpened(tx, input, open, ranks)
}

/** The same for entities that are open already: `open.roots` are `into` and `from`. */
export async function mergeOpened(
  tx: Tx,
  { kind, decidedBy, reason, evidence }: MergeInput,
  { forest, roots: [into = '', from = ''] }: OpenEntities,
  ranks: Awaited<ReturnType<typeof loadRanks>>,
): Promise<Merge> {
  const [stays, goes] = [nodeOf(forest, into), nodeOf(forest, from)]
  if (stays === goes) throw refused('same_entity', 'Both names lead to one entity already: there is nothing to merge')
  checkSize(forest, stays, goes)
  const [id, mergedId] = [stays.identityId, goes.identityId]
  if (id === null || mergedId === null) throw new Error(`An entity without an identity: ${into} or ${from}`)
  const merge: Merge = { mergeId: randomUUID(), kind, id, mergedId, key: goes.key, owner: stays.key }
  record(tx, merge, 'merge', { decidedBy, reason, evidence })
  putUnder(tx, forest, goes, stays)
  settleReviews(tx, keysUnder(forest, stays.key), merge.mergeId)
  await refold(tx, kind, forest, { nodes: [goes], roots: new Set([stays.key]) }, ranks)
  pointChampions(tx, kind, merge.mergeId, id)
  noteChanges(tx, [
    {
      kind,
      what: 'merged',
      id: mergedId,
      key: goes.key,
      before: { id: mergedId, root: goes.key },
      after: { id, root: stays.key },
      mergeId: merge.mergeId,
    },
  ])
  return merge
}

function nodeOf(forest: Forest, key: string): Node {
  const node = forest.get(key)
  if (node === undefined) throw new Error(`No key ${key}`)
  return node
}

function checkSize(forest: Forest, stays: Node, goes: Node): void {
  const keys = keysUnder(forest, stays.key).length + keysUnder(forest, goes.key).length
  if (keys <= limits.mergedKeys) return
  throw refused(
    'too_many_identifiers',
    `Together they would have ${keys} identifiers; more than ${limits.mergedKeys} are a heap, not one company or person`,
  )
}

interface Why {
  decidedBy: string
  reason?: string | null | undefined
  evidence?: Json | undefined
}

/** The decision and who made it, with the row of core that is about to go. */
export function record(tx: Tx, merge: Merge, what: 'merge' | 'move', why: Why): void {
  const [table, pointer] = rowsOf[merge.kind]
  const row = `(select to_jsonb(t) from ${table} t where t.id = $6)`
  const champions = `(select coalesce(jsonb_agg(c.id), '[]') from core.case_study_champions c where c.${pointer} = $6)`
  const shelved = what === 'merge' ? `jsonb_build_object('row', ${row}, 'champions', ${champions})` : 'null'
  tx.send(
    `insert into core.identity_merges (id, kind, what, key, owner, from_id, into_id, decided_by, reason, evidence, shelved)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, ${shelved})`,
    [
      merge.mergeId,
      merge.kind,
      what,
      merge.key,
      merge.owner,
      merge.mergedId,
      merge.id,
      why.decidedBy,
      why.reason ?? null,
      why.evidence === undefined ? null : JSON.stringify(why.evidence),
    ],
  )
  tx.send(`insert into core.identity_decisions (key, owner, kind, decided_by, reason) values ($1, $2, $3, $4, $5)`, [
    merge.key,
    merge.owner,
    merge.kind,
    why.decidedBy,
    why.reason ?? null,
  ])
}

/** Nobody needs to be asked any more whether two are one when they are: until this merge is undone, nobody is. */
function settleReviews(tx: Tx, keys: readonly string[], mergeId: string): void {
  tx.send(
    `update core.identity_reviews set status = 'accepted', merge_id = $2, decided_at = now()
     where key = any($1) and reason = 'contested_key' and status = 'open' and subjects <@ $1`,
    [keys, mergeId],
  )
}

/** Champions that pointed to the row that went point to another one, if it is there. */
export function pointChampions(tx: Tx, kind: EntityKind, mergeId: string, id: string): void {
  const [table, pointer] = rowsOf[kind]
  tx.send(
    `update core.case_study_champions c set ${pointer} = t.id
     from core.identity_merges m, jsonb_array_elements_text(m.shelved -> 'champions') s(id), ${table} t
     where m.id = $1 and t.id = $2 and c.id = s.id::uuid`,
    [mergeId, id],
  )
}

/** The table that shows an entity, and the column of core.case_study_champions that points to it. */
const rowsOf = {
  company: ['core.companies', 'core_company_id'],
  person: ['core.people', 'core_person_id'],
} as const satisfies Record<EntityKind, readonly [string, string]>

/** Gives a key the owner that was decided, and remembers the one that claims give it. */
export function putUnder(tx: Tx, forest: Forest, node: Node, owner: Node): void {
  node.claimed ??= node.owner
  forest.get(node.owner)?.children.delete(node.key)
  node.owner = owner.key
  owner.children.add(node.key)
  tx.send('update core.identifiers set owner = $2, claimed = $3 where key = $1', [node.key, node.owner, node.claimed])
}
