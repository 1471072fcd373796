import type { Forest } from '../read-forest.ts'

/**
 * All keys that payloads alone give one entity with this one, its root first: what it would be if nobody had decided
 * anything.
 */
export function claimedPart(forest: Forest, key: string): string[] {
  const children = new Map<string, string[]>()
  for (const node of forest.values()) {
    const owner = node.claimed ?? node.owner
    if (owner !== node.key) children.set(owner, [...(children.get(owner) ?? []), node.key])
  }
  let root = key
  const climbed = new Set<string>()
  for (let node = forest.get(root); node !== undefined && !climbed.has(root); node = forest.get(root)) {
    climbed.add(root)
    root = node.claimed ?? node.owner
  }
  const keys = new Set([root])
  for (const known of keys) for (const child of children.get(known) ?? []) keys.add(child)
  return [...keys]
}
