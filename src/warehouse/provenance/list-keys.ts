import { claimStamp } from '../identity/claim-keys.ts'
import { type Forest, keysUnder } from '../identity/read-forest.ts'
import type { EntityKey } from './schema.ts'

/** All keys of an entity, its root first; with the newest claim by which each belongs to the key above it. */
export function listKeys(forest: Forest, root: string): EntityKey[] {
  return keysUnder(forest, root).map((key) => {
    const owner = forest.get(key)?.owner ?? key
    const claim = owner === key ? null : claimStamp(forest, owner, key)
    return { key, owner, claimed_at: claim?.at ?? null, payload_id: claim?.rawId ?? null }
  })
}
