import type { EntityKind, Json } from '../workflows/define.ts'
import { claimStamp } from './claim-keys.ts'
import { keyKind } from './keys.ts'
import { compareStamps, type Stamp, type StoredObservation, stampOf } from './merge-observation.ts'
import { type Forest, keysUnder } from './read-forest.ts'

/** How much a source is believed about a field: smaller wins. Rows of reference.source_ranks. */
export interface SourceRanks {
  rank(kind: EntityKind, field: string, source: string): number
  /** Changes with ranks, freshness rules and the clock by which age is measured. */
  version: string
  /** Whether a value of that time is too old to count; null where nothing is said about age. */
  isStale: IsStale | null
}

type IsStale = (kind: EntityKind, field: string, source: string, at: string) => boolean

/** Rows of reference.freshness_rules, and the time at which age is measured. */
export interface Freshness {
  rules: readonly { entity: string; field: string; source: string; max_age_days: number }[]
  clock: Date
}

export interface Chosen {
  value: Json
  source: string
}

const UNRANKED = 60
/** Added to the rank of a value that is too old: behind every value that is not, and in their old order among themselves. */
export const STALE = 1_000_000

export function sourceRanks(
  rows: readonly { entity: string; field: string; source: string; rank: number }[],
  freshness?: Freshness,
  version = '',
): SourceRanks {
  const ranks = new Map(rows.map((row) => [`${row.entity}\n${row.field}\n${row.source}`, row.rank]))
  return {
    rank: (kind, field, source) =>
      ranks.get(`${kind}\n${field}\n${source}`) ??
      ranks.get(`${kind}\n*\n${source}`) ??
      ranks.get(`${kind}\n*\n*`) ??
      UNRANKED,
    version,
    isStale: freshness === undefined || freshness.rules.length === 0 ? null : staleness(freshness),
  }
}

/** The rule of field and source decides, else that of the field, else that of the source, else that of all. Pins do not age. */
function staleness({ rules, clock }: Freshness): IsStale {
  const limits = new Map(
    rules.map(({ entity, field, source, max_age_days }) => {
      const oldest = new Date(clock.getTime() - max_age_days * 86_400_000).toISOString()
      return [`${entity}\n${field}\n${source}`, oldest.replace('Z', '000Z')]
    }),
  )
  return (kind, field, source, at) => {
    if (source === 'pin') return false
    const oldest =
      limits.get(`${kind}\n${field}\n${source}`) ??
      limits.get(`${kind}\n${field}\n*`) ??
      limits.get(`${kind}\n*\n${source}`) ??
      limits.get(`${kind}\n*\n*`)
    return oldest !== undefined && at <= oldest
  }
}

/** How much this value is believed: its source's rank, and more where it is too old. Smaller wins, then the newer. */
export function beliefIn(ranks: SourceRanks, kind: EntityKind, field: string, source: string, at: string): number {
  const rank = ranks.rank(kind, field, source)
  return ranks.isStale?.(kind, field, source, at) ? rank + STALE : rank
}

/**
 * The current value of every field of one entity: over all its keys and all sources, the smallest rank wins, then the
 * newest. A pure function of observations, ranks, rules and clock, so neither the order of payloads nor of keys matters.
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
      const stamp = stampOf(observation, field)
      const rank = beliefIn(ranks, kind, field, observation.source, stamp.at)
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
 * never claimed). What somebody merged into it counts only where it has none of its own. Null when it owns none: then the
 * entity lives in the identity tables only.
 */
export function primaryKey(forest: Forest, root: string, kind: 'domain' | 'slug'): string | null {
  let primary: string | null = null
  let newest: { at: string; hash: string } = { at: '', hash: '' }
  const merged: string[] = []
  const keys = [root]
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string
    const node = forest.get(key)
    for (const child of node?.children ?? []) (isMerged(forest, child) ? merged : keys).push(child)
    if (keyKind(key) !== kind) continue
    const owner = node?.owner ?? key
    const stamp = key === root || owner === key ? null : claimStamp(forest, owner, key)
    if (primary === null || (stamp !== null && compareStamps(stamp, newest) > 0)) {
      primary = key
      newest = stamp ?? { at: '', hash: '' }
    }
  }
  if (primary !== null) return primary.slice(kind.length + 1)
  for (const key of merged.sort()) {
    const below = primaryKey(forest, key, kind)
    if (below !== null) return below
  }
  return null
}

/** Whether a key stands under its owner because somebody decided so, and no payload of the owner says it. */
function isMerged(forest: Forest, key: string): boolean {
  const node = forest.get(key)
  return node !== undefined && node.claimed !== null && claimStamp(forest, node.owner, key) === null
}
