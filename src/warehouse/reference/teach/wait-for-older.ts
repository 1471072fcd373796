import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../../../db/database.ts'

/** Every transaction that folds holds this lock, shared, from its first statement on (`reference.hold_fold_version`). */
const FOLDING = `select l.virtualtransaction from pg_locks l
  where l.locktype = 'advisory' and l.database = (select oid from pg_database where datname = current_database())
    and (l.classid, l.objid, l.objsubid) = (7021, 1, 2) and l.granted`

/**
 * Waits until every transaction that folds or has written something now has ended, so that whoever read the mappings before
 * they were taught has written what it made of them, and can be found. False when one of them still runs after that time.
 */
export async function waitForOlder(db: Database, milliseconds: number): Promise<boolean> {
  const { rows } = await db.pool.query<{ next: string; folding: string[] }>(
    `select pg_snapshot_xmax(pg_current_snapshot()) as next, array(${FOLDING}) as folding`,
  )
  const values = [rows[0]?.next, rows[0]?.folding]
  const until = performance.now() + milliseconds
  for (let pause = 5; ; pause = Math.min(pause * 2, 200)) {
    const gone = await db.pool.query<{ gone: boolean }>(
      `select pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8
         and not exists (${FOLDING} and l.virtualtransaction = any($2)) as gone`,
      values,
    )
    if (gone.rows[0]?.gone === true) return true
    if (performance.now() > until) return false
    await sleep(pause)
  }
}
