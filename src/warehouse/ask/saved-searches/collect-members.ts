import type { Tx } from '../../../db/database.ts'
import type { Condition, SearchKind } from '../filter/condition.ts'
import { countMatches } from '../search/count-matches.ts'
import { findPage } from '../search/find-page.ts'

/** Most matches of a search that are remembered, the newest ones: 1.6 MB in one row. */
export const mostMembers = 100_000

export interface Found {
  /** Newest first. */
  ids: string[]
  /** Whether these are all who match. */
  complete: boolean
  total: number
  total_is: 'exact' | 'estimated'
}

/** Everybody who matches, newest first, up to 100,000; beyond that their number comes from `countMatches`. */
export async function collectMembers(
  tx: Tx,
  kind: SearchKind,
  where: Condition,
  { most = mostMembers, count = 'estimated' }: { most?: number; count?: 'exact' | 'estimated' } = {},
): Promise<Found> {
  const { ids, cursor } = await findPage(tx, { kind, where, sort: 'newest', limit: most })
  if (cursor === null) return { ids, complete: true, total: ids.length, total_is: 'exact' }
  const { total, total_is } = await countMatches(tx, kind, where, count)
  return { ids, complete: false, total: Math.max(total, ids.length), total_is }
}
