import type { Tx } from '../../../../db/database.ts'
import { notFound } from '../../../../errors.ts'
import { type LinkRow, linkColumns, toldLink } from './list-links.ts'
import type { ShareLink } from './schema.ts'
import { ensureSecret } from './share-secret.ts'

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Ends a link for good: its next view is 404, in every process. Revoking again changes nothing. 404 `share_link_not_found`. */
export async function revokeLink(tx: Tx, searchId: string, linkId: string, by: string): Promise<ShareLink> {
  if (!UUID.test(searchId) || !UUID.test(linkId)) throw notFound('share_link', linkId)
  const [row] = await tx.query<LinkRow>(
    `update core.share_links
     set revoked_by = case when revoked_at is null then $3 else revoked_by end, revoked_at = coalesce(revoked_at, now())
     where id = $2 and search_id = $1
     returning ${linkColumns}`,
    [searchId, linkId, by],
  )
  if (row === undefined) throw notFound('share_link', linkId)
  return toldLink(row, await ensureSecret(tx))
}
