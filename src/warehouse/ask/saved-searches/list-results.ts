import type { Tx } from '../../../db/database.ts'
import { type Count, countMatches } from '../search/count-matches.ts'
import { findPage } from '../search/find-page.ts'
import { readCriteria } from './read-criteria.ts'
import { rowsOf, type SearchRow } from './rows-of.ts'
import type { SavedSearch } from './schema.ts'
import { sortOf } from './sort-of.ts'

export interface ResultsRequest {
  limit: number
  cursor?: string | undefined
  offset?: number | undefined
  count?: 'exact' | 'estimated' | 'none' | undefined
}

export interface Results {
  rows: SearchRow[]
  total: number | null
  total_is: Count['total_is'] | 'none'
  cursor: string | null
}

/** A page of who matches now, in the order of the search. Throws 400 `invalid_cursor`. */
export async function findResults(tx: Tx, search: SavedSearch, request: ResultsRequest): Promise<Results> {
  const { kind } = search
  const where = readCriteria(kind, search.criteria)
  const { limit, cursor, offset, count } = request
  const page = await findPage(tx, { kind, where, sort: sortOf(kind, search.sort), limit, cursor, offset })
  const counted =
    count === 'none' ? { total: null, total_is: 'none' as const } : await countMatches(tx, kind, where, count)
  return { rows: await rowsOf(tx, kind, page.ids), ...counted, cursor: page.cursor }
}
