import type { CriterionName } from '../criteria.ts'
import { rounded, thresholds, type Weighed } from './weigh-values.ts'

/** What the evidence says about one criterion. */
export interface Derived {
  criterion: CriterionName
  /** `insufficient`: too little is known. `not_characteristic`: known, but the base is like it, or it is too mixed. */
  decision: 'proposed' | 'insufficient' | 'not_characteristic'
  reason: string
  /** Customers or champions of which the field is known. */
  known: number
  /** Part of them that has one of the proposed values. */
  coverage: number
  values: Weighed[]
}

/** Values that are told; the rest is rare. */
const MOST_TOLD = 20

/** Whether the values that reach the thresholds make a criterion. Pure. */
export function decideCriterion(
  criterion: CriterionName,
  entities: readonly (readonly string[])[],
  weighed: readonly Weighed[],
): Derived {
  const known = entities.length
  const holding = new Set(weighed.filter(({ holds }) => holds).map(({ value }) => value))
  const covered = entities.filter((values) => values.some((value) => holding.has(value))).length
  const coverage = known === 0 ? 0 : rounded(covered / known)
  const about = { criterion, known, coverage, values: weighed.slice(0, MOST_TOLD) }
  if (known < thresholds.evidence) {
    const reason = `known of ${known}, and at least ${thresholds.evidence} are needed`
    return { ...about, decision: 'insufficient', reason, coverage: 0 }
  }
  if (holding.size === 0) {
    const reason = `no value has support ${thresholds.support}, lift ${thresholds.lift} and chance ${thresholds.chance}`
    return { ...about, decision: 'not_characteristic', reason }
  }
  if (coverage < thresholds.coverage) {
    const reason = `the values that stand out cover ${covered} of ${known}: as a criterion they would leave out most`
    return { ...about, decision: 'not_characteristic', reason }
  }
  return { ...about, decision: 'proposed', reason: `${covered} of ${known} have one of these values` }
}

/** The values of a criterion that is proposed; none otherwise. */
export function proposed({ decision, values }: Derived): string[] {
  return decision === 'proposed' ? values.filter(({ holds }) => holds).map(({ value }) => value) : []
}
