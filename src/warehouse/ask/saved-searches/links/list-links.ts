import type { Tx } from '../../../../db/database.ts'
import { getSearch } from '../get-search.ts'
import type { ShareLink } from './schema.ts'
import { ensureSecret } from './share-secret.ts'
import { makeToken } from './share-token.ts'

export type LinkRow = Omit<ShareLink, 'url'>

export const linkColumns = `id, search_id, version, kind, label, title, fields, pick, cardinality(revealed_ids) as revealed,
  hidden_count::float8 as hidden_count, hidden_is,
  case when revoked_at is not null then 'revoked' when expires_at <= now() then 'expired' else 'live' end as status,
  views::float8 as views, last_viewed_at, created_by, created_at, expires_at, revoked_at, revoked_by`

/** Links that one answer shows, the newest ones. */
const LINKS = 500

/** The links of a search, the ended ones too, newest first. Throws like `getSearch`. */
export async function listLinks(tx: Tx, searchId: string): Promise<ShareLink[]> {
  await getSearch(tx, searchId)
  const rows = await tx.query<LinkRow>(
    `select ${linkColumns} from core.share_links where search_id = $1 order by created_at desc, id limit ${LINKS}`,
    [searchId],
  )
  if (rows.length === 0) return []
  const secret = await ensureSecret(tx)
  return rows.map((row) => toldLink(row, secret))
}

/** A link as its owner sees it. The token follows from the id, so it is stored nowhere. */
export function toldLink(row: LinkRow, secret: Buffer): ShareLink {
  return { ...row, url: `/share/${makeToken(secret, row.id)}` }
}
