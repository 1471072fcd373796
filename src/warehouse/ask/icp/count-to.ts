import type { Tx } from '../../../db/database.ts'
import { compileCondition, createParams, searchTables } from '../filter/compile-condition.ts'
import { settleCondition } from '../filter/settle-condition.ts'
import { type Count, countMatches } from '../search/count-matches.ts'
import { areFacets, countFacets, estimateFacets } from './count-facets.ts'
import { type Criteria, criteriaOf, type IcpKind } from './criteria.ts'
import { type Filter, icpCondition, matchFilter } from './criteria-filters.ts'
import { restricted } from './further-filter.ts'

/** Live counts of ICPs are exact up to this. */
export const EXACT_UP_TO = 100_000

/** An ICP as it is asked for one kind, and the filter that all must pass besides. */
export interface Question {
  kind: IcpKind
  criteria: Criteria
  further: Filter | null
}

/** How many fit an ICP. Unless asked otherwise exact up to 100,000, above estimated from a sample. */
export async function countIcp(tx: Tx, question: Question, mode?: 'exact' | 'estimated'): Promise<Count> {
  const { kind, criteria, further } = question
  const asked = criteriaOf(kind, criteria)
  if (kind === 'companies' || further !== null || !areFacets(asked)) {
    return countTo(tx, kind, restricted(matchFilter(kind, criteria), further), mode)
  }
  tx.send('set local jit = off')
  if (mode === 'estimated') return countEstimated(tx, criteria)
  const total = await countFacets(tx, asked, mode === 'exact' ? null : EXACT_UP_TO + 1)
  return mode === 'exact' || total <= EXACT_UP_TO ? { total, total_is: 'exact' } : countEstimated(tx, criteria)
}

async function countEstimated(tx: Tx, criteria: Criteria): Promise<Count> {
  const asked = criteriaOf('people', criteria)
  const estimate = await estimateFacets(tx, asked)
  if (estimate !== null) return { total: estimate, total_is: 'estimated' }
  return { total: await countFacets(tx, asked, null), total_is: 'exact' }
}

/** How many a filter finds: exact up to 100,000, above estimated from a sample. */
export async function countTo(tx: Tx, kind: IcpKind, filter: Filter, mode?: 'exact' | 'estimated'): Promise<Count> {
  const condition = await settleCondition(tx, kind, icpCondition(kind, filter))
  // With 4 MB the bitmap of 100,000 rows forgets which rows of a page it means, and all of them are compared again.
  tx.send(`set local work_mem = '64MB'`)
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

/** Rows up to which everybody is looked at, and rows of a sample of more. */
const LOOKED_AT = 50_000
const SAMPLED = 20_000

/**
 * As `countTo`, for a filter that no index answers, because it asks for what is missing: of more than 50,000 rows always
 * estimated from a sample. All of a million would take a second.
 */
export async function countBySample(tx: Tx, kind: IcpKind, filter: Filter): Promise<Count> {
  const { table } = searchTables[kind]
  const [size] = await tx.query<{ rows: number }>(
    `select greatest(reltuples, 0)::float8 as rows from pg_class where oid = '${table}'::regclass`,
  )
  const all = size?.rows ?? 0
  if (all <= LOOKED_AT) return countTo(tx, kind, filter, 'exact')
  const condition = await settleCondition(tx, kind, icpCondition(kind, filter))
  const params = createParams()
  const [row] = await tx.query<{ hits: string; looked: string }>(
    `select count(*) filter (where ${compileCondition(condition, params)}) as hits, count(*) as looked
     from ${table} s tablesample system (${(SAMPLED / all) * 100})`,
    params.values,
  )
  const [hits, looked] = [Number(row?.hits ?? 0), Number(row?.looked ?? 0)]
  return { total: looked === 0 ? 0 : Math.round((hits / looked) * all), total_is: 'estimated' }
}
