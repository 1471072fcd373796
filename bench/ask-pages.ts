import { type Address, ask, searchRequests, withCallers } from './ask-callers.ts'
import { median, type Round } from './measure.ts'
import { sendSingles } from './send-singles.ts'

/** Searches with enough leads for a thousand pages: in the order of arrival, by an index, and put in order for the answer. */
const deep = [
  { filter: {} },
  { filter: { person_country: 'United States' } },
  { filter: { person_country: 'United States', complete: true }, sort: 'job_start_date' },
]
const TURNS = 40

type Found = { meta: { cursor: string | null } }

/** Bodies of page 1 and of the last of so many pages of 50, which only whoever walks there knows. */
export async function walk(address: Address, pages: number): Promise<{ first: object; last: object }[]> {
  const walked: { first: object; last: object }[] = []
  for (const search of deep) {
    const first = { ...search, limit: 50, count: 'none' }
    let last: object = first
    for (let page = 1; page < pages; page++) {
      const { meta } = await ask<Found>(address, '/v1/leads/search', last)
      if (meta.cursor === null) throw new Error(`${JSON.stringify(search)} has only ${page} pages`)
      last = { ...first, cursor: meta.cursor }
    }
    walked.push({ first, last })
  }
  return walked
}

/** Pages 1 and 1,000 in turn by one caller: the search whose last page is the slowest beside its first. */
export async function comparePages(
  address: Address,
  walked: readonly { first: object; last: object }[],
): Promise<Round> {
  const rounds = await withCallers(address, 1, async (sockets) => {
    const found: Round[] = []
    for (const { first, last } of walked) {
      const turns = Array.from({ length: TURNS }, () => [first, last]).flat()
      const times = await sendSingles(sockets, searchRequests(address, turns))
      const half = (rest: number) => median(times.filter((_, i) => i % 2 === rest))
      found.push({ measured: 1000 / half(1), reference: 1000 / half(0) })
    }
    return found
  })
  return rounds.reduce((worst, round) =>
    round.measured / round.reference < worst.measured / worst.reference ? round : worst,
  )
}
