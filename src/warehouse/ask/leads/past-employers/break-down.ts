import type { Tx } from '../../../../db/database.ts'
import { compileCondition, createParams } from '../../filter/compile-condition.ts'
import type { Condition } from '../../filter/condition.ts'
import { settleCondition } from '../../filter/settle-condition.ts'
import { columnsOf, joins } from '../../search/columns.ts'
import { OTHER } from './worked-at.ts'

export interface Breakdown {
  total: number
  /** By today's function, the most frequent first. */
  by_job_function: Record<string, number>
}

/** How many leads each job function has. Throws 400 `filter_invalid`. */
export async function breakDown(tx: Tx, condition: Condition): Promise<Breakdown> {
  const where = await settleCondition(tx, 'leads', condition)
  const params = createParams()
  const jobFunction = columnsOf.leads.find(({ name }) => name === 'matched_job_function')?.sql ?? 'null'
  // For a few people, starting other processes would take longer than counting them.
  tx.send(
    `select set_config(name, value, true)
     from (values ('enable_seqscan', 'off'), ('max_parallel_workers_per_gather', '0')) settings(name, value)`,
  )
  const rows = await tx.query<{ name: string; count: number }>(
    `select coalesce(${jobFunction}, ${params.add(OTHER)}) as name, count(*)::int4 as count
     from core.person_search s ${joins.leads}
     where ${compileCondition(where, params)}
     group by 1 order by 2 desc, 1`,
    params.values,
  )
  return {
    total: rows.reduce((sum, { count }) => sum + count, 0),
    by_job_function: Object.fromEntries(rows.map(({ name, count }) => [name, count])),
  }
}
