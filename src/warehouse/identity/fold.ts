import type { EntityKind, Json } from '../workflows/define.ts'
import { claimStamp } from './claim-keys.ts'
import { keyKind } from './keys.ts'
import { compareStamps, type Stamp, type StoredObservation, stampOf } from './merge-observation.ts'
import { type Forest, keysUnder } from './read-forest.ts'

/** How much a source is believed about a field: smaller wins. Rows of reference.source_ranks. */
export interface SourceRanks {
  rank(kind: EntityKind, field: string, source: string): number
}

export interface Chosen {
  value: Json
  source: string
}

const UNRANKED = 60

export function sourceRanks(
  rows: readonly { entity: string; field: string; source: string; rank: number }[],
): SourceRanks {
  const ranks = new Map(rows.map((row) => [`${row.entity}\n${row.field}\n${row.source}`, row.rank]))
  return {
    rank: (kind, field, source) =>
      ranks.get(`${kind}\n${field}\n${source}`) ??
      ranks.get(`${kind}\n*\n${source}`) ??
      ranks.get(`${kind}\n*\n*`) ??
      UNRANKED,
  }
}

/**
 * The current value of every field of one entity: over all its keys and all sources, the smallest rank wins, then the
 * newest. A pure function of the observations, so neither the order of payloads nor of keys matters.
 */
export function foldEntity(forest: Forest, kind: EntityKind, root: string, ranks: SourceRanks): Map<string, Chosen> {
  const best = new Map<string, Chosen & { rank: number; stamp: Stamp }>()
  for (const key of keysUnder(forest, root)) {
    for (const observation of forest.get(key)?.observations.values() ?? []) consider(observation)
  }
  return best

  function consider(observation: StoredObservation) {
    for (const field in observation.fields) {
      if (field.startsWith('@') || field.startsWith('#')) continue
      const value = observation.fields[field] as Json
      const rank = ranks.rank(kind, field, observation.source)
      const stamp = stampOf(observation, field)
      const stands = best.get(field)
      if (
        stands !== undefined &&
        (stands.rank < rank || (stands.rank === rank && compareStamps(stands.stamp, stamp) >= 0))
      )
        continue
      best.set(field, { value, source: observation.source, rank, stamp })
    }
  }
}

/**
 * The key of one kind by which an entity has its core row: the one it owns with the newest claim (its root counts as
 * never claimed). Null when it owns none: then the entity lives in the identity tables only.
 */
export function primaryKey(forest: Forest, root: string, kind: 'domain' | 'slug'): string | null {
  let primary: string | null = null
  let newest: { at: string; hash: string } = { at: '', hash: '' }
  for (const key of keysUnder(forest, root)) {
    if (keyKind(key) !== kind) continue
    const owner = forest.get(key)?.owner ?? key
    const stamp = owner === key ? null : claimStamp(forest, owner, key)
    if (primary === null || (stamp !== null && compareStamps(stamp, newest) > 0)) {
      primary = key
      newest = stamp ?? { at: '', hash: '' }
    }
  }
  return primary === null ? null : primary.slice(kind.length + 1)
}
