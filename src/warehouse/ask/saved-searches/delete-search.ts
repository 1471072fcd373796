import type { Tx } from '../../../db/database.ts'
import { getSearch } from './get-search.ts'

/**
 * Deletes a saved search softly; its links show nothing from now on, and who matched is forgotten. Throws 404, and 410 when
 * it is deleted already.
 */
export async function deleteSearch(tx: Tx, id: string): Promise<{ id: string; deleted_at: Date }> {
  await getSearch(tx, id, { lock: true })
  const [deleted] = await tx.query<{ id: string; deleted_at: Date }>(
    'update core.saved_searches set deleted_at = now(), updated_at = now() where id = $1 returning id, deleted_at',
    [id],
  )
  tx.send('delete from core.saved_search_members where search_id = $1', [id])
  tx.send('update core.saved_search_runs set new_ids = null, left_ids = null where search_id = $1', [id])
  if (deleted === undefined) throw new Error('update returned no row')
  return deleted
}
