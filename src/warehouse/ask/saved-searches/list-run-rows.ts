import type { Tx } from '../../../db/database.ts'
import { AppError, malformed, notFound } from '../../../errors.ts'
import { getSearch } from './get-search.ts'
import { runColumns } from './remember-run.ts'
import { rowsKept, type SearchRow } from './rows-of.ts'
import type { SavedSearch, SavedSearchRun } from './schema.ts'

export type Change = 'new' | 'left'

export interface RunRows {
  search: SavedSearch
  rows: SearchRow[]
  total: number
  cursor: string | null
}

/**
 * Who was new, or had left, at one run: newest first, with what is known of them now. A page may be shorter than asked,
 * because some are no more. Throws like `getSearch`, 404 `saved_search_run_not_found`, 410 `saved_search_run_forgotten` for
 * a run before the last ten, 400 `invalid_cursor`.
 */
export async function listRunRows(
  tx: Tx,
  id: string,
  { run, change, limit, cursor }: { run: number; change: Change; limit: number; cursor?: string | undefined },
): Promise<RunRows> {
  const search = await getSearch(tx, id)
  const from = cursor === undefined ? 0 : readCursor(cursor, `${run}.${change}`)
  const column = { new: 'new_ids', left: 'left_ids' }[change]
  const [found] = await tx.query<{ ids: string[] | null; total: number | null }>(
    `select ${column}[$3::integer + 1 : $3::integer + $4::integer] as ids, cardinality(${column}) as total
     from core.saved_search_runs where search_id = $1 and run = $2`,
    [search.id, run, from, limit],
  )
  if (found === undefined) throw notFound('saved_search_run', String(run))
  if (found.ids === null || found.total === null) {
    throw new AppError(
      410,
      'saved_search_run_forgotten',
      'The lists of the last ten runs are kept; of others, the counts',
    )
  }
  const end = from + found.ids.length
  return {
    search,
    rows: await rowsKept(tx, search.kind, found.ids),
    total: found.total,
    cursor: end < found.total ? Buffer.from(`${run}.${change}.${end}`).toString('base64url') : null,
  }
}

/** Runs of a search, the last one first, at most 100. Throws like `getSearch`. */
export async function listRuns(tx: Tx, id: string, limit: number): Promise<SavedSearchRun[]> {
  const search = await getSearch(tx, id)
  return tx.query<SavedSearchRun>(
    `select ${runColumns} from core.saved_search_runs where search_id = $1 order by run desc limit $2`,
    [search.id, limit],
  )
}

function readCursor(cursor: string, of: string): number {
  const [, list, end] = /^(\d+\.(?:new|left))\.(\d{1,6})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (list !== of || end === undefined) throw malformed('invalid_cursor', 'This cursor is not one of this list')
  return Number(end)
}
