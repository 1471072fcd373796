import type { Reader } from '../../../db/database.ts'

/** One of the companies with most people, with its name and domain as words, each behind a space. */
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
    known = await reads.query<LargeCompany>(
      `select company_id as id, domain, ' ' || sort_name || ' ' || translate(domain, '.-', '  ') as words
       from core.company_search order by people_count desc nulls last, position desc limit ${LARGEST}`,
    )
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
