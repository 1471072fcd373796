import type { Tx } from '../../../db/database.ts'
import { conflict } from '../../../errors.ts'
import { getSearch } from './get-search.ts'
import { readCriteria } from './read-criteria.ts'
import { rememberRun } from './remember-run.ts'
import type { SavedSearch, SavedSearchRun } from './schema.ts'

/**
 * Asks a saved search again and compares with the last time. Throws like `getSearch`, 409 `saved_search_archived`.
 */
export async function runSearch(
  tx: Tx,
  id: string,
  by: string,
  { now, most }: { now?: Date; most?: number } = {},
): Promise<{ search: SavedSearch; run: SavedSearchRun }> {
  const search = await getSearch(tx, id, { lock: true })
  if (search.status === 'archived') {
    throw conflict('saved_search_archived', 'It is archived, so it is not run: set its status to active first')
  }
  const where = readCriteria(search.kind, search.criteria, now)
  const run = await rememberRun(tx, { search, where, reason: 'run', by, ...(most !== undefined && { most }) })
  return { search: { ...search, last_run: run.run }, run }
}
