import type { Tx } from '../../../db/database.ts'
import { AppError } from '../../../errors.ts'
import { planExport } from './plan-export.ts'
import type { ExportOrder } from './schema.ts'

/** Orders that wait or are worked on. */
const MOST_OPEN = 50

/**
 * Takes an order for a file that is made in the background, and returns its id. Throws 400 for what the order says, 429
 * `exports_waiting` when many wait already.
 */
export async function createExport(tx: Tx, order: ExportOrder, by: string): Promise<string> {
  // What is wrong is said now, and not by a job that fails.
  await planExport(tx, order)
  const [row] = await tx.query<{ id: string }>(
    `insert into client.exports (request, requested_by)
     select $1, $2
     where (select count(*) from client.exports where status in ('waiting', 'running')) < $3
     returning id`,
    [JSON.stringify(order), by, MOST_OPEN],
  )
  if (row !== undefined) return row.id
  const message = `${MOST_OPEN} exports wait already: let some of them finish, or cancel them`
  throw new AppError(429, 'exports_waiting', message, { retryAfter: 60 })
}
