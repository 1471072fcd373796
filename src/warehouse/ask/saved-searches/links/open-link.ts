import type { Tx } from '../../../../db/database.ts'
import { AppError } from '../../../../errors.ts'
import type { SearchKind } from '../../filter/condition.ts'
import { rowsKept, selectFields } from '../rows-of.ts'
import type { SharedRows } from './schema.ts'

interface OpenLink extends Pick<SharedRows, 'title' | 'fields' | 'as_of' | 'expires_at'> {
  kind: SearchKind
  revealed_ids: string[]
  hidden_count: number | null
  hidden_is: SharedRows['hidden']['count_is']
}

/**
 * What a link shows, and counts the view. The rows are those that were chosen when it was made, with what is known of them
 * now; nothing that the viewer sends has a part in it. Throws 404 `share_not_found`: the same for a link that is unknown,
 * has expired, was revoked, or whose search was deleted.
 */
export async function openLink(tx: Tx, linkId: string): Promise<SharedRows> {
  const [link] = await tx.query<OpenLink>(
    `update core.share_links l set views = views + 1, last_viewed_at = now()
     from core.saved_searches s
     where l.id = $1 and s.id = l.search_id and s.deleted_at is null and l.revoked_at is null and l.expires_at > now()
     returning l.title, l.kind, l.fields, l.revealed_ids, l.hidden_count::float8 as hidden_count, l.hidden_is,
       to_char(l.created_at at time zone 'UTC', 'YYYY-MM-DD') as as_of, l.expires_at`,
    [linkId],
  )
  if (link === undefined) throw notShared()
  const found = await rowsKept(tx, link.kind, link.revealed_ids)
  const rows = found.map((row) => selectFields(row, link.fields))
  return {
    success: true,
    title: link.title,
    kind: link.kind,
    fields: link.fields,
    rows,
    shown: rows.length,
    hidden: { count: link.hidden_count, count_is: link.hidden_is },
    as_of: link.as_of,
    expires_at: link.expires_at,
  }
}

/** What everybody is told whose link shows nothing, whatever the reason. */
export function notShared(): AppError {
  return new AppError(404, 'share_not_found', 'This link shows nothing, or no longer: ask whoever gave it to you')
}
