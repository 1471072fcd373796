import type { Tx } from '../../../db/database.ts'

export type CountMode = 'exact' | 'estimated' | 'none'

export interface RowCount {
  total: number | null
  total_is: CountMode
}

/** Above this, a count that nobody asked to be exact is estimated. */
export const exactUpTo = 10_000

export interface CountOptions {
  mode?: CountMode | undefined
  /** Counts all rows at once where 10,000 of them were not found quickly (`askTwice`). */
  thorough?: boolean
}

/**
 * How many rows a query gives: exact up to 10,000, above estimated from the planner's statistics; `exact` counts them all,
 * `estimated` none, `none` does not look. `query` is a select without order and limit.
 */
export async function countRows(
  tx: Tx,
  query: string,
  values: readonly unknown[],
  { mode, thorough = false }: CountOptions = {},
): Promise<RowCount> {
  if (mode === 'none') return { total: null, total_is: 'none' }
  if (mode === 'estimated') return { total: await estimateRows(tx, query, values), total_is: 'estimated' }
  const isWhole = mode === 'exact' || thorough
  const counted = isWhole ? query : `${query} limit ${exactUpTo + 1}`
  const [row] = await tx.query<{ total: string }>(`select count(*) as total from (${counted}) counted`, [...values])
  const total = Number(row?.total ?? 0)
  if (isWhole || total <= exactUpTo) return { total, total_is: 'exact' }
  return { total: Math.max(total, await estimateRows(tx, query, values)), total_is: 'estimated' }
}

interface Plan {
  'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }]
}

async function estimateRows(tx: Tx, query: string, values: readonly unknown[]): Promise<number> {
  const [row] = await tx.query<Plan>(`explain (format json) ${query}`, [...values])
  return Math.round(row?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0)
}
