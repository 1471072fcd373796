import type { Tx } from '../../../db/database.ts'
import { AppError, notFound } from '../../../errors.ts'
import { runColumns } from './remember-run.ts'
import type { SavedSearch, SavedSearchRun, SearchVersion } from './schema.ts'

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
/** Versions that one answer shows. */
const VERSIONS = 100

export const searchColumns = `id, client_id, name, kind, criteria, sort, owner, reveal_limit, status, version, last_run,
  created_at, updated_at`

/**
 * One saved search; `lock` keeps it as it is until the transaction ends. Throws 404 `saved_search_not_found`, and 410
 * `saved_search_deleted` for one that was deleted.
 */
export async function getSearch(tx: Tx, id: string, { lock = false } = {}): Promise<SavedSearch> {
  if (!UUID.test(id)) throw notFound('saved_search', id)
  const [row] = await tx.query<SavedSearch & { deleted: boolean }>(
    `select ${searchColumns}, deleted_at is not null as deleted
     from core.saved_searches where id = $1 ${lock ? 'for update' : ''}`,
    [id],
  )
  if (row === undefined) throw notFound('saved_search', id)
  const { deleted, ...search } = row
  if (deleted) throw new AppError(410, 'saved_search_deleted', `The saved search ${id} was deleted`)
  return search
}

/** One saved search with its last 100 versions and its last run. Throws like `getSearch`. */
export async function showSearch(
  tx: Tx,
  id: string,
): Promise<SavedSearch & { versions: SearchVersion[]; run: SavedSearchRun | null }> {
  const search = await getSearch(tx, id)
  const [versions, [run = null]] = await Promise.all([
    tx.query<SearchVersion>(
      `select version, name, criteria, sort, owner, reveal_limit, status, diff, changed_by, changed_at
       from core.saved_search_versions where search_id = $1 order by version desc limit ${VERSIONS}`,
      [search.id],
    ),
    tx.query<SavedSearchRun>(`select ${runColumns} from core.saved_search_runs where search_id = $1 and run = $2`, [
      search.id,
      search.last_run,
    ]),
  ])
  return { ...search, versions, run }
}
