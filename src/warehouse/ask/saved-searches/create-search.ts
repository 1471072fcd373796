import type { Tx } from '../../../db/database.ts'
import { readFilter } from '../filter/read-filter.ts'
import { searchColumns } from './get-search.ts'
import { rememberRun } from './remember-run.ts'
import type { NewSearch, SavedSearch, SavedSearchRun } from './schema.ts'
import { sortOf } from './sort-of.ts'
import { writeVersion } from './write-version.ts'

/**
 * Saves a search and looks for the first time, so that the next run tells what is new since now. Throws 400
 * `filter_invalid` for criteria that are no filter of this kind, and 400 `sort_invalid`.
 */
export async function createSearch(
  tx: Tx,
  { name, kind = 'leads', criteria, sort = null, owner, reveal_limit = 50 }: NewSearch,
  by: string,
): Promise<{ search: SavedSearch; run: SavedSearchRun }> {
  const where = readFilter(kind, criteria, '/criteria')
  sortOf(kind, sort)
  const [search] = await tx.query<SavedSearch>(
    `insert into core.saved_searches (name, kind, criteria, sort, owner, reveal_limit)
     values ($1, $2, $3::jsonb, $4, $5, $6)
     returning ${searchColumns}`,
    [name.trim(), kind, JSON.stringify(criteria), sort, owner ?? by, reveal_limit],
  )
  if (search === undefined) throw new Error('insert returned no row')
  writeVersion(tx, search, [], by)
  const run = await rememberRun(tx, { search, where, reason: 'saved', by })
  return { search: { ...search, last_run: run.run }, run }
}
