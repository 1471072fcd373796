import type { Tx } from '../../../db/database.ts'
import { intakeLimits } from '../intake-limits.ts'

const { quarantineDays, quarantineRows, quarantineBytes } = intakeLimits

/** Removes what is older than 30 days and what exceeds 10,000 rows or 1 GiB, oldest first. Returns how many went. */
export async function trimQuarantine(
  tx: Tx,
  { rows = quarantineRows, bytes = quarantineBytes }: { rows?: number; bytes?: number } = {},
): Promise<number> {
  // One at a time: two would delete the same rows in different order and one of them would be a deadlock's victim.
  const [lock] = await tx.query<{ got: boolean }>(
    `select pg_try_advisory_xact_lock(hashtextextended('galena quarantine', 0)) as got`,
  )
  if (lock?.got !== true) return 0
  return tx.execute(
    `delete from raw.quarantine q
     using (
       select id, received_at, row_number() over newest as place, sum(octet_length(body)) over newest as bytes
       from raw.quarantine
       window newest as (order by received_at desc, id desc)
     ) ranked
     where q.id = ranked.id
       and (ranked.place > $1 or ranked.bytes > $2 or ranked.received_at < now() - make_interval(days => $3))`,
    [rows, bytes, quarantineDays],
  )
}
