import { type Address, ask, callers, percentile, searchRequests, shuffled, withCallers } from './ask-callers.ts'
import type { Combination } from './ask-combinations.ts'
import { median } from './measure.ts'
import { sendSingles } from './send-singles.ts'

/** Of each combination in a round of ours; the reference, which takes up to a hundred times as long, gets one. */
const REPEATS = 10

export interface Measured {
  /** Milliseconds of each answer, by combination. */
  times: number[][]
}

/** The first page of 50 of every combination, mixed, by eight callers. */
export async function searchAll(address: Address, all: readonly Combination[], repeats = REPEATS): Promise<Measured> {
  const order = shuffled(Array.from({ length: all.length * repeats }, (_, i) => i % all.length))
  const bodies = all.map(({ filter, sort }) => ({ filter, limit: 50, count: 'none', ...(sort ? { sort } : {}) }))
  const requests = searchRequests(address, bodies)
  const times: number[][] = all.map(() => [])
  await withCallers(address, callers, async (sockets) => {
    const taken = await sendSingles(
      sockets,
      order.map((i) => requests[i] as Buffer),
    )
    taken.forEach((time, at) => {
      times[order[at] as number]?.push(time)
    })
  })
  return { times }
}

/** One figure for each combination, over all rounds. */
export function byCombination(rounds: readonly Measured[], share: number): number[] {
  const [first] = rounds
  return (first?.times ?? []).map((_, i) =>
    percentile(
      rounds.flatMap(({ times }) => times[i] ?? []),
      share,
    ),
  )
}

export function overAll(round: Measured, share: number): number {
  return percentile(round.times.flat(), share)
}

/**
 * How many leads each combination has, told by the search and by the reference: they must agree, or one of them answers
 * another question. With `least`, none may have fewer.
 */
export async function countAll(
  server: Address,
  view: Address,
  all: readonly Combination[],
  least: number,
): Promise<number[]> {
  const counts: number[] = []
  const wrong: string[] = []
  for (const { name, filter } of all) {
    const found = await ask<{ meta: { total: number } }>(server, '/v1/leads/search', {
      filter,
      limit: 1,
      count: 'exact',
    })
    const expected = await ask<{ total: number }>(view, '/', { filter, count: true })
    counts.push(found.meta.total)
    if (found.meta.total !== expected.total) wrong.push(`${name}: ${found.meta.total}, the reference ${expected.total}`)
    if (found.meta.total < least) wrong.push(`${name}: only ${found.meta.total}`)
  }
  if (wrong.length > 0) throw new Error(`Combinations that measure nothing:\n${wrong.join('\n')}`)
  return counts
}

/** What each combination took, slowest first, for whoever looks for the reason. */
export function describe(
  all: readonly Combination[],
  counts: readonly number[],
  ours: readonly Measured[],
  view: readonly Measured[],
): string {
  const [medians, slow, reference] = [byCombination(ours, 0.5), byCombination(ours, 0.95), byCombination(view, 0.5)]
  const lines = all.map(({ name }, i) => ({ name, count: counts[i], at: i, p95: slow[i] ?? 0 }))
  return lines
    .sort((a, b) => b.p95 - a.p95)
    .map(({ name, count, at, p95 }) => {
      const [own = 0, other = 0] = [medians[at], reference[at]]
      const factor = `${(other / own).toFixed(1)}×`
      return `${p95.toFixed(1).padStart(8)} ms p95 ${own.toFixed(1).padStart(7)} median ${other.toFixed(0).padStart(7)} view ${factor.padStart(8)} ${String(count).padStart(8)}  ${name}`
    })
    .join('\n')
}

/** How many times faster than the reference, at the median of all requests. */
export function timesFaster(ours: Measured, view: Measured): { measured: number; reference: number } {
  return { measured: 1000 / median(ours.times.flat()), reference: 1000 / median(view.times.flat()) }
}
