import { type Static, Type } from 'typebox'
import type { Tx } from '../../../db/database.ts'
import type { Condition, SearchKind } from '../filter/condition.ts'
import { type Count, countMatches } from '../search/count-matches.ts'
import { findPage } from '../search/find-page.ts'
import type { ListMeta } from '../search/schema.ts'
import type { Sort } from '../search/sorts.ts'

export const pageParams = (most: number) => ({
  limit: Type.Integer({ minimum: 1, maximum: most, default: 50 }),
  offset: Type.Integer({ minimum: 0, maximum: 10_000, default: 0, description: 'Without `cursor`: rows to pass over' }),
  cursor: Type.Optional(Type.String({ maxLength: 1_000, description: 'From the page before; goes before `offset`' })),
})
export const countParam = {
  count: Type.Optional(
    Type.Enum(['exact', 'estimated', 'none'], {
      description: 'How `meta.total` is found; unless given exact up to 10,000, above estimated',
    }),
  ),
}
const PageQuery = Type.Object({ ...pageParams(100), ...countParam })
export type PageQuery = Static<typeof PageQuery>

export interface ListRequest {
  where: Condition
  sort?: Sort
  page: PageQuery
}

/** One page of ids of leads or people, and what the list says about itself. Throws what `findPage` throws. */
export async function listPage(
  tx: Tx,
  kind: SearchKind,
  { where, sort, page }: ListRequest,
): Promise<{ ids: string[]; meta: ListMeta }> {
  const { limit, offset, cursor, count } = page
  const found = await findPage(tx, { kind, where, sort, limit, cursor, offset })
  const isWhole = cursor === undefined && found.cursor === null && (found.ids.length > 0 || offset === 0)
  const meta = await makeMeta(page, found.cursor, async () =>
    isWhole
      ? { total: offset + found.ids.length, total_is: 'exact' }
      : countMatches(tx, kind, where, count === 'none' ? undefined : count),
  )
  return { ids: found.ids, meta }
}

/** Counts only when asked to. */
export async function makeMeta(
  { limit, offset, count }: PageQuery,
  cursor: string | null,
  countAll: () => Promise<Count>,
): Promise<ListMeta> {
  const { total, total_is } = count === 'none' ? ({ total: null, total_is: 'none' } as const) : await countAll()
  return { total, total_is, limit, offset, cursor }
}
