import type { Tx } from '../../db/database.ts'
import type { EntityKind, Json } from '../workflows/define.ts'
import type { StoredObservation } from './merge-observation.ts'

/** One key with its owner; a key that owns itself is a root, and a root is an entity. */
export interface Node {
  key: string
  owner: string
  /** Who owns it by what payloads say, where somebody decided otherwise (`decisions/`); null nearly everywhere. */
  claimed: string | null
  /** Whether the row stands in core.identifiers already. */
  stored: boolean
  children: Set<string>
  observations: Map<string, StoredObservation>
  /** The identity whose root this key is, once `readIdentities` was asked for it. */
  identityId: string | null
}

export type Forest = Map<string, Node>

interface ForestRow {
  key: string
  owner: string
  claimed: string | null
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
 * says about each. Most keys are new or roots without others below them, so this is one or two index scans; a deeper
 * tree takes one more statement per level. (One recursive statement for all of it took more than twice as long.)
 */
export async function readForest(
  tx: Tx,
  kind: EntityKind,
  keys: readonly string[],
  forest: Forest = new Map(),
): Promise<Forest> {
  let found = add(forest, keys.length === 0 ? [] : await readKeys(tx, kind, keys))
  while (found.length > 0) {
    const above = found.flatMap(({ owner, claimed }) =>
      (claimed === null ? [owner] : [owner, claimed]).filter((key) => !forest.has(key)),
    )
    const below = await readBelow(tx, kind, found, above)
    found = add(
      forest,
      below.filter(({ key }) => !found.some((node) => node.key === key)),
    )
  }
  for (const node of forest.values()) if (node.owner !== node.key) forest.get(node.owner)?.children.add(node.key)
  return forest
}

const COLUMNS = `i.key, i.owner, i.claimed, o.source, o.fields, o.elder, o.since,
  ${isoTime('o.observed_at')} as observed_at, encode(o.payload_hash, 'hex') as payload_hash, o.raw_payload_id`

const joined = (kind: EntityKind) => `left join core.${kind}_observations o on o.subject = i.key`

function readKeys(tx: Tx, kind: EntityKind, keys: readonly string[]): Promise<ForestRow[]> {
  return tx.query<ForestRow>(`select ${COLUMNS} from core.identifiers i ${joined(kind)} where i.key = any($1)`, [keys])
}

/** The owners that are not read yet, and every key that the given ones own. */
function readBelow(tx: Tx, kind: EntityKind, nodes: readonly Node[], above: readonly string[]): Promise<ForestRow[]> {
  const owners = nodes.map(({ key }) => key)
  const below = `select ${COLUMNS} from core.identifiers i ${joined(kind)} where i.owner = any($1) and i.owner <> i.key`
  if (above.length === 0) return tx.query<ForestRow>(below, [owners])
  return tx.query<ForestRow>(
    `${below} union all select ${COLUMNS} from core.identifiers i ${joined(kind)} where i.key = any($2)`,
    [owners, above],
  )
}

/** Puts rows into the forest, in place of what was read of these keys before; returns their nodes. */
function add(forest: Forest, rows: readonly ForestRow[]): Node[] {
  const nodes = new Map<string, Node>()
  for (const row of rows) {
    const node = nodes.get(row.key) ?? addNode(forest, row.key, row.owner, true)
    node.claimed = row.claimed
    nodes.set(row.key, node)
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
  return [...nodes.values()]
}

/** Reads the ids of the entities at these roots; most companies that jobs name do not change and never need theirs. */
export async function readIdentities(tx: Tx, forest: Forest, roots: Iterable<string>): Promise<void> {
  const known = [...new Set(roots)].filter((key) => forest.get(key)?.stored)
  if (known.length === 0) return
  const rows = await tx.query<{ id: string; root: string }>(
    'select id, root from core.identities where root = any($1)',
    [known],
  )
  for (const { id, root } of rows) {
    const node = forest.get(root)
    if (node !== undefined) node.identityId = id
  }
}

export function addNode(forest: Forest, key: string, owner: string, stored: boolean): Node {
  const node: Node = {
    key,
    owner,
    claimed: null,
    stored,
    children: new Set(),
    observations: new Map(),
    identityId: null,
  }
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
