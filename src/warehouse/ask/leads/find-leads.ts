import type { Tx } from '../../../db/database.ts'
import { allOf } from '../filter/condition.ts'
import { readFilter } from '../filter/read-filter.ts'
import { readLeads } from '../search/read-rows.ts'
import type { LeadRow, ListMeta } from '../search/schema.ts'
import type { Sort } from '../search/sorts.ts'
import { listPage, type PageQuery } from './list-page.ts'
import { type FilterQuery, readQuery } from './read-query.ts'

export interface LeadPage {
  data: LeadRow[]
  meta: ListMeta
}

/**
 * Leads for whom all parameters hold, and `also`, a filter of the language. Newest first unless sorted otherwise. Throws 400
 * `filter_invalid`, `invalid_cursor`.
 */
export async function findLeads(
  tx: Tx,
  query: FilterQuery & PageQuery,
  { also, sort }: { also?: Record<string, unknown>; sort?: Sort } = {},
): Promise<LeadPage> {
  const where = allOf(await readQuery(tx, 'leads', query), readFilter('leads', also, ''))
  const { ids, meta } = await listPage(tx, 'leads', { where, page: query, ...(sort !== undefined && { sort }) })
  return { data: await readLeads(tx, ids), meta }
}
