import { keyId } from '../ingest/tables.ts'
import type { EntityKind } from '../workflows/define.ts'
import { type Forest, rootOf } from './read-forest.ts'

export interface IdentityChanges {
  created: { id: string; root: string }[]
  /** An identity that goes on under a new root. */
  renamed: { id: string; root: string }[]
  /** An identity whose entity, the one at this key, became part of another: its id redirects. */
  merged: { id: string; into: string; key: string }[]
  /** Ids whose core row must go. */
  retired: string[]
}

/**
 * Gives every entity its id. A new entity's id follows from its root key, so that two writers who meet it at once propose
 * the same one. A root without an id that takes over a key with one takes that id; any further one redirects to it.
 */
export function assignIdentities(
  forest: Forest,
  kind: EntityKind,
  roots: Iterable<string>,
  absorbed: readonly { key: string; by: string }[],
): IdentityChanges {
  const changes: IdentityChanges = { created: [], renamed: [], merged: [], retired: [] }
  for (const { key } of [...absorbed].sort((a, b) => (a.key < b.key ? -1 : 1))) {
    const node = forest.get(key)
    const root = forest.get(rootOf(forest, key))
    if (node === undefined || root === undefined || node === root || node.identityId === null) continue
    if (root.identityId === null) {
      root.identityId = node.identityId
      changes.renamed.push({ id: node.identityId, root: root.key })
    } else {
      changes.merged.push({ id: node.identityId, into: root.identityId, key })
      changes.retired.push(node.identityId)
    }
    node.identityId = null
  }
  for (const key of roots) {
    const root = forest.get(key)
    if (root === undefined || root.identityId !== null || root.owner !== root.key) continue
    root.identityId = keyId(`core.identities.${kind}`, [key])
    changes.created.push({ id: root.identityId, root: key })
  }
  return changes
}
