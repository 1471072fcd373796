import type { Reader } from '../../../db/database.ts'
import { wordsOf } from '../terms.ts'

/** One of the companies with most people, with the words of its names and domain, each behind a space. */
export interface LargeCompany {
  id: string
  domain: string
  words: string
}

/**
 * How many. What more than one in 400 companies begin with is found among them; what fewer do, the index leads to by at most
 * 500 rows of 200,000.
 */
const LARGEST = 4_000
const FRESH_MS = 60_000

/**
 * The companies with most people, the largest first, from memory: for each keystroke of somebody who looks for a company,
 * reading a thousand of them took PostgreSQL 2 ms, this 0.1 ms. They are read again after a minute, by one request while
 * others go on with the old ones.
 */
export function keepLargestCompanies(reads: Reader, now: () => number = Date.now) {
  let known: readonly LargeCompany[] | null = null
  let reading: Promise<readonly LargeCompany[]> | null = null
  let readAt = 0

  async function read(): Promise<readonly LargeCompany[]> {
    readAt = now()
    const rows = await reads.query<{ id: string; domain: string; sort_name: string; name: string | null }>(
      `select s.company_id as id, s.domain, s.sort_name, c.name
       from (select * from core.company_search order by people_count desc nulls last, position desc limit ${LARGEST}) s
       join core.companies c on c.id = s.company_id
       order by s.people_count desc, s.position desc`,
    )
    known = rows.map(({ id, domain, sort_name, name }) => {
      const words = new Set([...sort_name.split(' '), ...wordsOf(name ?? ''), ...domain.split(/[.-]/)])
      return { id, domain, words: ` ${[...words].join(' ')}` }
    })
    return known
  }

  return async function largestCompanies(): Promise<readonly LargeCompany[]> {
    if (known !== null && now() - readAt < FRESH_MS) return known
    if (known !== null && reading !== null) return known
    reading ??= read().finally(() => {
      reading = null
    })
    return reading
  }
}
