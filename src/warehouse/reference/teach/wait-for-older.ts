import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../../../db/database.ts'

/**
 * Waits until every transaction that is writing now has ended, so that whoever read the mappings before they were taught
 * has written what it made of them, and can be found. False when one of them still runs after that time.
 */
export async function waitForOlder(db: Database, milliseconds: number): Promise<boolean> {
  const { rows } = await db.pool.query<{ next: string }>('select pg_snapshot_xmax(pg_current_snapshot()) as next')
  const next = rows[0]?.next
  const until = performance.now() + milliseconds
  for (let pause = 5; ; pause = Math.min(pause * 2, 200)) {
    const gone = await db.pool.query<{ gone: boolean }>(
      'select pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8 as gone',
      [next],
    )
    if (gone.rows[0]?.gone === true) return true
    if (performance.now() > until) return false
    await sleep(pause)
  }
}
