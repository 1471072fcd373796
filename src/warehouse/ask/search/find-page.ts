import type { Tx } from '../../../db/database.ts'
import { arrangeCondition, readShares } from '../filter/arrange-condition.ts'
import {
  comparedByRow,
  compileCondition,
  createParams,
  hasLongList,
  searchTables,
} from '../filter/compile-condition.ts'
import type { Condition, SearchKind } from '../filter/condition.ts'
import { settleCondition } from '../filter/settle-condition.ts'
import { ROOM } from './count-matches.ts'
import { type Place, readCursor, writeCursor } from './cursor.ts'
import { type Order, orderOf, type Sort } from './sorts.ts'

export interface PageRequest {
  kind: SearchKind
  where: Condition
  sort?: Sort | undefined
  limit: number
  /** Where the page before ended; goes before `offset`. */
  cursor?: string | undefined
  /** Rows to pass over, at most 10,000. */
  offset?: number | undefined
}

export interface Page {
  ids: string[]
  /** Where the next page begins; null when there is none. */
  cursor: string | null
}

/**
 * Rows that are looked at in the order of the answer before the index of terms is asked: what many rows have is found
 * among them in 2 ms, and what few have gives the index little to do. So no combination of filters is slow, whatever
 * the planner thinks of it.
 */
const LOOKED_AT = 2_000
/** Where enough of the first ones match, it goes on up to these: 20 ms, as much as the index takes for so many. */
const MOST_LOOKED_AT = 24_000

/**
 * One page of a search, in its order. The same search with the answer's cursor gives the next page, however many came
 * before. Throws 400 `filter_invalid`, `invalid_cursor`.
 */
export async function findPage(tx: Tx, request: PageRequest): Promise<Page> {
  const where = await settleCondition(tx, request.kind, request.where)
  const order = orderOf(request.kind, request.sort)
  const after = request.cursor === undefined ? null : readCursor(request.cursor, order)
  const settled = { ...request, where, order, after, offset: after === null ? (request.offset ?? 0) : 0 }
  const wanted = settled.offset + request.limit + 1
  // Another process for a few milliseconds takes as long to start.
  tx.send('set local max_parallel_workers_per_gather = 0')
  // A row is looked up in a long list for 5 µs.
  for (let rows = hasLongList(where) ? LOOKED_AT / 4 : LOOKED_AT; rows <= MOST_LOOKED_AT; ) {
    const found = await tx.query<Found>(...lookAtFirst(settled, rows))
    if (found.length >= wanted) return pageOf(found, settled)
    rows = Math.ceil(((rows * wanted) / found.length) * 1.5)
  }
  tx.send(ROOM)
  tx.send('set local enable_seqscan = off')
  const arranged = arrangeCondition(where, await readShares(tx, request.kind))
  return pageOf(await tx.query<Found>(...askIndex({ ...settled, where: arranged })), settled)
}

interface Found {
  id: string
  key: string | number | null
  position: string
}

interface Settled extends PageRequest {
  order: Order
  after: Place | null
  offset: number
}

function pageOf(rows: readonly Found[], { limit, order, offset }: Settled): Page {
  const found = rows.slice(offset)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    ids: page.map(({ id }) => id),
    cursor: found.length > limit && last !== undefined ? writeCursor(order, last) : null,
  }
}

function lookAtFirst({ kind, where, order, after, limit, offset }: Settled, rows: number): [string, unknown[]] {
  const { table, id } = searchTables[kind]
  const params = createParams()
  const text = `select s.${id} as id, ${order.key} as key, s.position
    from (select * from ${table} s where ${order.next(after, params)} order by ${order.by} limit ${rows + offset}) s
    where ${compileCondition(comparedByRow(where), params)} order by ${order.by} limit ${offset + limit + 1}`
  return [text, params.values]
}

/** The rows are found before they are put in order: otherwise the planner may walk through all of them in order instead. */
function askIndex({ kind, where, order, after, limit, offset }: Settled): [string, unknown[]] {
  const { table, id } = searchTables[kind]
  const params = createParams()
  const text = `with matching as materialized (
      select s.${id}, s.position${order.columns} from ${table} s
      where ${compileCondition(where, params)} and ${order.later(after, params)}
    )
    select s.${id} as id, ${order.key} as key, s.position from matching s
    order by ${order.by} limit ${offset + limit + 1}`
  return [text, params.values]
}
