import type { Tx } from '../../../db/database.ts'
import { notFound } from '../../../errors.ts'

/** Deletes a view; its row stays, its slug and domain are free again. Throws 404 `view_not_found`. */
export async function deleteView(tx: Tx, slug: string): Promise<void> {
  const deleted = await tx.execute(
    'update core.target_client_views set deleted_at = now() where slug = $1 and deleted_at is null',
    [slug],
  )
  if (deleted === 0) throw notFound('view', JSON.stringify(slug.slice(0, 100)))
}
