import type { Tx } from '../../db/database.ts'
import type { EntityKind, Json } from '../workflows/define.ts'
import type { StoredObservation } from './merge-observation.ts'

/** One key with its owner; a key that owns itself is a root, and a root is an entity. */
export interface Node {
  key: string
  owner: string
  /** Whether the row stands in core.identifiers already. */
  stored: boolean
  children: Set<string>
  observations: Map<string, StoredObservation>
  /** The identity whose root this key is. */
  identityId: string | null
}

export type Forest = Map<string, Node>

interface ForestRow {
  key: string
  owner: string
  identity_id: string | null
  source: string | null
  fields: Record<string, Json>
  elder: StoredObservation['elder'] | null
  since: Record<string, string> | null
  observed_at: string
  payload_hash: string
  raw_payload_id: string | null
}

/** Microseconds and UTC, so that times compare as text. */
export const isoTime = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/**
 * Reads the whole entity of every given key that is known: up to its root, down to all its keys, with what each source
 * says about each. One statement: up and down are index scans on key and owner.
 */
export async function readForest(
  tx: Tx,
  kind: EntityKind,
  keys: readonly string[],
  forest: Forest = new Map(),
): Promise<Forest> {
  if (keys.length === 0) return forest
  const rows = await tx.query<ForestRow>(
    `with recursive up as (
       select i.key, i.owner from core.identifiers i where i.key = any($1)
       union
       select p.key, p.owner from up join core.identifiers p on p.key = up.owner where up.owner <> up.key
     ), down as (
       select key, owner from up
       union
       select c.key, c.owner from down join core.identifiers c on c.owner = down.key where c.owner <> c.key
     )
     select d.key, d.owner, n.id as identity_id, o.source, o.fields, o.elder, o.since,
            ${isoTime('o.observed_at')} as observed_at, encode(o.payload_hash, 'hex') as payload_hash, o.raw_payload_id
     from down d
     left join core.identities n on n.root = d.key
     left join core.${kind}_observations o on o.subject = d.key`,
    [keys],
  )
  for (const row of rows) forest.delete(row.key)
  for (const row of rows) {
    const node = forest.get(row.key) ?? addNode(forest, row.key, row.owner, true)
    node.identityId = row.identity_id
    if (row.source === null) continue
    node.observations.set(row.source, {
      subject: row.key,
      source: row.source,
      fields: row.fields,
      elder: row.elder ?? {},
      since: row.since ?? {},
      at: row.observed_at,
      hash: row.payload_hash,
      rawId: row.raw_payload_id,
    })
  }
  for (const node of forest.values()) if (node.owner !== node.key) forest.get(node.owner)?.children.add(node.key)
  return forest
}

export function addNode(forest: Forest, key: string, owner: string, stored: boolean): Node {
  const node: Node = { key, owner, stored, children: new Set(), observations: new Map(), identityId: null }
  forest.set(key, node)
  return node
}

/** The root above a key: the entity. A key nobody knows is its own root. */
export function rootOf(forest: Forest, key: string): string {
  let current = forest.get(key)
  if (current === undefined) return key
  while (current.owner !== current.key) {
    const above: Node | undefined = forest.get(current.owner)
    if (above === undefined) break
    current = above
  }
  return current.key
}

/** All keys of an entity, its root first. */
export function keysUnder(forest: Forest, root: string): string[] {
  const keys = [root]
  for (let i = 0; i < keys.length; i++) {
    for (const child of forest.get(keys[i] ?? '')?.children ?? []) keys.push(child)
  }
  return keys
}
