import type { Tx } from '../../../db/database.ts'
import { conflict } from '../../../errors.ts'
import { readFilter } from '../filter/read-filter.ts'
import { diffValues } from './diff-values.ts'
import { getSearch, searchColumns } from './get-search.ts'
import { rememberRun } from './remember-run.ts'
import type { SavedSearch, SavedSearchRun, SearchChange } from './schema.ts'
import { sortOf } from './sort-of.ts'
import { writeVersion } from './write-version.ts'

/**
 * Changes a saved search and keeps how it stood before. Other criteria are asked at once and compared with what the former
 * ones gave at the last run: who enters and who leaves by the change. What changes nothing makes no version. Throws 404,
 * 410, 409 `saved_search_changed` when `version` is not the current one, 400 `filter_invalid`,
 * 400 `sort_invalid`.
 */
export async function changeSearch(
  tx: Tx,
  id: string,
  { version, ...change }: SearchChange,
  by: string,
): Promise<{ search: SavedSearch; run: SavedSearchRun | null }> {
  const before = await getSearch(tx, id, { lock: true })
  if (version !== undefined && version !== before.version) {
    throw conflict('saved_search_changed', `It is at version ${before.version} by now: read it again`)
  }
  const after = { ...before, ...change, ...(change.name !== undefined && { name: change.name.trim() }) }
  const diff = diffValues(changeable(before), changeable(after))
  if (diff.length === 0) return { search: before, run: null }
  const where = readFilter(after.kind, after.criteria, '/criteria')
  sortOf(after.kind, after.sort)
  const [search] = await tx.query<SavedSearch>(
    `update core.saved_searches
     set name = $2, criteria = $3::jsonb, sort = $4, owner = $5, reveal_limit = $6, status = $7, version = version + 1,
       updated_at = now()
     where id = $1
     returning ${searchColumns}`,
    [id, after.name, JSON.stringify(after.criteria), after.sort, after.owner, after.reveal_limit, after.status],
  )
  if (search === undefined) throw new Error('update returned no row')
  writeVersion(tx, search, diff, by)
  if (!diff.some(({ pointer }) => pointer.startsWith('/criteria'))) return { search, run: null }
  const run = await rememberRun(tx, { search, where, reason: 'changed', by })
  return { search: { ...search, last_run: run.run }, run }
}

function changeable({ name, criteria, sort, owner, reveal_limit, status }: SavedSearch) {
  return { name, criteria, sort, owner, reveal_limit, status }
}
