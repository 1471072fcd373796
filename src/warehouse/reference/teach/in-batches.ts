import { setTimeout as sleep } from 'node:timers/promises'
import { asOperator, type Database, type Tx } from '../../../db/database.ts'
import { classifyFailure } from '../../ingest/classify-failure.ts'
import type { Warehouse } from '../../ingest/settle-items.ts'
import { openBatch } from '../../ingest/write-batch.ts'

/**
 * Rows of one transaction. A payload of somebody among them waits until it ends (50 ms), and each holds a lock for every
 * owner: thousands would fill the server's table of locks.
 */
const BATCH = 500
const ATTEMPTS = 10

/** Works through rows in transactions of their own, under the locks of the keys that each row belongs to. */
export async function inBatches<Row>(
  db: Database,
  warehouse: Warehouse,
  rows: readonly Row[],
  keysOf: (row: Row) => readonly string[],
  work: (tx: Tx, rows: readonly Row[]) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = rows.slice(start, start + BATCH)
    await underLocks(
      db,
      warehouse,
      async () => batch.flatMap(keysOf),
      (tx) => work(tx, batch),
    )
  }
}

/**
 * One transaction under the locks that payloads about the same entities take, so that no fold is lost and nobody is waited
 * for in a circle; done again where it met another one. It does not wait for the disk: should the server crash, the
 * teaching is not marked as applied either, as that is a later commit, which does wait.
 */
export async function underLocks(
  db: Database,
  warehouse: Warehouse,
  keys: () => Promise<string[]>,
  work: (tx: Tx, locked: ReadonlySet<string>) => Promise<void>,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const wanted = await keys()
      await asOperator(db, async (tx) => {
        await openBatch(tx, wanted, warehouse)
        tx.send('set local synchronous_commit = off')
        await work(tx, new Set(wanted))
      })
      return
    } catch (error) {
      if (classifyFailure(error).kind !== 'again' || attempt >= ATTEMPTS) throw error
      await sleep(20 * attempt)
    }
  }
}
