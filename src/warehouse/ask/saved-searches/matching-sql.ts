import type { Tx } from '../../../db/database.ts'
import { compileCondition, type Params, searchTables } from '../filter/compile-condition.ts'
import type { Condition, SearchKind } from '../filter/condition.ts'
import { settleCondition } from '../filter/settle-condition.ts'

/** Most matches of a search that are remembered, or chosen from: the newest ones. */
export const mostMembers = 100_000

/**
 * A part for `with`: `matching (id, position)`, everybody who matches. Whoever asks stays in the database with all of them:
 * 100,000 ids through the driver and back hold this process up for half a second.
 */
export async function matchingSql(tx: Tx, kind: SearchKind, where: Condition, params: Params): Promise<string> {
  const settled = await settleCondition(tx, kind, where)
  // By the index whatever the planner believes of it, as pages do; and a plan made costly by that is not worth compiling.
  tx.send('set local enable_seqscan = off')
  tx.send('set local jit = off')
  const { table, id } = searchTables[kind]
  return `matching as materialized (
    select s.${id} as id, s.position from ${table} s where ${compileCondition(settled, params)}
  )`
}
