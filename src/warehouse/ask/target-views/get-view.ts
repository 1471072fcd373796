import type { Tx } from '../../../db/database.ts'
import { notFound } from '../../../errors.ts'
import type { View } from './schema.ts'

export const viewColumns = 'id, domain, name, slug, filters, endpoint, created_at, updated_at'

/** The saved view of this slug. Throws 404 `view_not_found`. */
export async function getView(tx: Tx, slug: string): Promise<View> {
  const [view] = await tx.query<View>(
    `select ${viewColumns} from core.target_client_views where slug = $1 and deleted_at is null`,
    [slug],
  )
  if (view === undefined) throw notFound('view', JSON.stringify(slug.slice(0, 100)))
  return view
}
