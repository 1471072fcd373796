import { claimStamp } from '../identity/claim-keys.ts'
import { type Forest, keysUnder } from '../identity/read-forest.ts'
import type { EntityKey } from './schema.ts'

/** All keys of an entity, its root first; with the newest claim by which each belongs to the key above it. */
export function listKeys(forest: Forest, root: string): EntityKey[] {
  return keysUnder(forest, root).map((key) => {
    const node = forest.get(key)
    const owner = node?.owner ?? key
    const claim = owner === key ? null : claimStamp(forest, owner, key)
    const decided = node !== undefined && node.claimed !== null
    return { key, owner, claimed_at: claim?.at ?? null, payload_id: claim?.rawId ?? null, decided }
  })
}
