import { beliefIn, type SourceRanks, STALE } from '../identity/fold.ts'
import { compareStamps, type Stamp, sameValue, stampOf } from '../identity/merge-observation.ts'
import { type Forest, keysUnder } from '../identity/read-forest.ts'
import type { EntityKind, Json } from '../workflows/define.ts'

/** One statement about a field that takes part in the fold. */
export interface Candidate {
  value: Json
  source: string
  /** The key about which it was said. */
  subject: string
  rank: number
  /** Too old to count as long as there is one that is not. */
  stale: boolean
  stamp: Stamp
}

/** Why a value is not the current one. */
export type LossReason = 'pinned' | 'stale' | 'rank' | 'older'

/**
 * All that the sources say about each field, the current value first and the others in the order in which they would
 * follow: the same order that `foldEntity` decides by.
 */
export function explainFold(
  forest: Forest,
  kind: EntityKind,
  root: string,
  ranks: SourceRanks,
): Map<string, [Candidate, ...Candidate[]]> {
  const byField = new Map<string, [Candidate, ...Candidate[]]>()
  for (const subject of keysUnder(forest, root)) {
    for (const observation of forest.get(subject)?.observations.values() ?? []) {
      for (const [field, value] of Object.entries(observation.fields)) {
        if (field.startsWith('@') || field.startsWith('#')) continue
        const { source } = observation
        const { at, hash, rawId } = stampOf(observation, field)
        const belief = beliefIn(ranks, kind, field, source, at)
        const rank = ranks.rank(kind, field, source)
        const stale = belief - rank === STALE
        const candidate = { value, source, subject, rank, stale, stamp: { at, hash, rawId } }
        const known = byField.get(field)
        if (known === undefined) byField.set(field, [candidate])
        else known.push(candidate)
      }
    }
  }
  for (const candidates of byField.values()) candidates.sort(compareCandidates)
  return byField
}

/** Equal ones keep their order, as the fold keeps what stands. */
function compareCandidates(a: Candidate, b: Candidate): number {
  if (a.stale !== b.stale) return a.stale ? 1 : -1
  return a.rank - b.rank || compareStamps(b.stamp, a.stamp)
}

export function whyLost(winner: Candidate, loser: Candidate): LossReason {
  if (winner.source === 'pin' && loser.source !== 'pin') return 'pinned'
  if (loser.stale && !winner.stale) return 'stale'
  return loser.rank === winner.rank ? 'older' : 'rank'
}

/** Whether a value that lost says the same as the one that won. */
export function agrees(winner: Candidate, loser: Candidate): boolean {
  return sameValue(winner.value, loser.value)
}
