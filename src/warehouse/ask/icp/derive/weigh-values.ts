/** What must be true of a value before it becomes a criterion. docs/icp.md explains each. */
export const thresholds = {
  /** Entities of which the field is known; with fewer nothing is derived from it. */
  evidence: 5,
  /** Entities with the value. */
  support: 3,
  /** How many times more frequent the value is among them than in the whole base. */
  lift: 1.2,
  /** Most that the probability may be of so many having it by chance. */
  chance: 0.05,
  /** Least part of the entities that the values of a criterion must cover together. */
  coverage: 0.5,
} as const

export interface Weighed {
  value: string
  /** How many entities have it, of those of which the field is known. */
  support: number
  share: number
  base_share: number
  lift: number
  chance: number
  /** Whether it reaches every threshold. */
  holds: boolean
}

/** How often values are among all entities: `of` have any. */
export interface Base {
  of: number
  counts: ReadonlyMap<string, number>
}

/**
 * Weighs each value that entities have against the whole base, the most frequent first. Pure. An entity counts once for each
 * of its values. A value that the base does not have counts as if one more entity had it, so that no lift is infinite.
 */
export function weighValues(entities: readonly (readonly string[])[], base: Base): Weighed[] {
  const support = new Map<string, number>()
  for (const values of entities) for (const value of new Set(values)) support.set(value, (support.get(value) ?? 0) + 1)
  const weighed = [...support].map(([value, count]) => weigh(value, count, entities.length, base))
  return weighed.sort((a, b) => b.support - a.support || b.lift - a.lift || (a.value < b.value ? -1 : 1))
}

function weigh(value: string, support: number, of: number, base: Base): Weighed {
  const share = support / of
  const inBase = base.counts.get(value) ?? 0
  const base_share = inBase === 0 ? 1 / (base.of + 1) : inBase / base.of
  const lift = share / base_share
  const chance = chanceOf(support, of, base_share)
  const holds = support >= thresholds.support && lift >= thresholds.lift && chance <= thresholds.chance
  return {
    value,
    support,
    share: rounded(share),
    base_share: rounded(base_share),
    lift: rounded(lift),
    chance: rounded(chance),
    holds,
  }
}

/** The probability that at least `k` of `n` have what each has with probability `p`: the upper tail of the binomial distribution. */
export function chanceOf(k: number, n: number, p: number): number {
  if (k <= 0 || p >= 1) return 1
  if (p <= 0) return 0
  let sum = 0
  let log = 0 // of n over i
  for (let i = 1; i <= n; i += 1) {
    log += Math.log((n - i + 1) / i)
    if (i >= k) sum += Math.exp(log + i * Math.log(p) + (n - i) * Math.log1p(-p))
  }
  return Math.min(1, sum)
}

export function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
