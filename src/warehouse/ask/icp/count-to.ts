import type { Tx } from '../../../db/database.ts'
import { compileCondition, createParams, searchTables } from '../filter/compile-condition.ts'
import { settleCondition } from '../filter/settle-condition.ts'
import { type Count, countMatches } from '../search/count-matches.ts'
import type { IcpKind } from './criteria.ts'
import { type Filter, icpCondition } from './criteria-filters.ts'

/** Live counts of ICPs are exact up to this. */
export const EXACT_UP_TO = 100_000

/** How many a filter of an ICP finds: exact up to 100,000, above estimated from a sample. */
export async function countTo(tx: Tx, kind: IcpKind, filter: Filter, mode?: 'exact' | 'estimated'): Promise<Count> {
  const condition = await settleCondition(tx, kind, icpCondition(kind, filter))
  if (mode !== undefined) return countMatches(tx, kind, condition, mode)
  const params = createParams()
  const [row] = await tx.query<{ total: string }>(
    `select count(*) as total from (
       select from ${searchTables[kind].table} s where ${compileCondition(condition, params)} limit ${EXACT_UP_TO + 1}
     ) matching`,
    params.values,
  )
  const total = Number(row?.total ?? 0)
  if (total <= EXACT_UP_TO) return { total, total_is: 'exact' }
  const estimate = await countMatches(tx, kind, condition, 'estimated')
  return { total: Math.max(estimate.total, EXACT_UP_TO + 1), total_is: 'estimated' }
}
