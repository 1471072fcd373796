import { likelihood, weight } from './likelihood.ts'
import type { Weighed } from './weigh-company.ts'

/** Whom one request may mean. */
export interface Sought {
  weighed: Weighed[]
  /** The id that was asked for, where it was merged into another one since. */
  redirectedFrom: string | null
  /** More share the name than were looked at. */
  truncated: boolean
}

export interface SoughtAll<Data> {
  /** In the order of the requests. */
  sought: Sought[]
  /** Rows and keys that have been read already, by id: of those whom identifiers name, both in one round trip. */
  rows: Map<string, Data>
  keys: Map<string, string[]>
}

export interface Ranked extends Weighed {
  likelihood: number
}

/** Half a name and nothing else is nobody worth showing. */
const leastAgreement = 2

/** Candidates for whom more speaks than against them, the likeliest first. */
export function rank(weighed: readonly Weighed[]): Ranked[] {
  return weighed
    .filter(({ supports, objections }) => weight(supports, []) >= leastAgreement && weight(supports, objections) > 0)
    .map((one) => ({ ...one, likelihood: likelihood(one.supports, one.objections, one.byNameOnly) }))
    .sort(
      (a, b) =>
        b.likelihood - a.likelihood ||
        weight(b.supports, b.objections) - weight(a.supports, a.objections) ||
        (a.id < b.id ? -1 : 1),
    )
}

export type Choice = { found: Ranked } | { miss: 'not_found' | 'ambiguous'; among: Ranked[] }

/**
 * The one whom a request means, if that can be told. Of several with the same identifiers or equally good names none is
 * taken: a name that fits as well counts as equal even when the other's country or state is known to agree as well, because what
 * is not known of a company may agree too.
 */
export function choose(weighed: readonly Weighed[]): Choice {
  const ranked = rank(weighed)
  const [best, ...others] = ranked.filter(({ acceptable }) => acceptable)
  if (best === undefined) return { miss: 'not_found', among: ranked }
  const rivals = others.filter((other) => isRival(best, other))
  return rivals.length === 0 ? { found: best } : { miss: 'ambiguous', among: [best, ...rivals] }
}

function isRival(best: Ranked, other: Ranked): boolean {
  if (other.likelihood >= best.likelihood) return true
  return best.byNameOnly && other.likelihood >= best.likelihood - 1 && nameOf(other) >= nameOf(best)
}

function nameOf({ supports }: Ranked): number {
  return supports.find(({ field }) => field === 'name')?.alone ?? 0
}
