import type { Tx } from '../../../db/database.ts'

/** Days for which it is remembered that there was an export. */
const REMEMBERED_DAYS = 30

/**
 * Ends an export: one that waits or is made is cancelled, one whose file is there loses it. Whoever makes it now
 * notices with the next piece, within seconds. One that has ended already stays as it is.
 */
export async function endExport(tx: Tx, id: string): Promise<void> {
  await tx.execute(
    `update client.exports set worker = null, finished_at = coalesce(finished_at, now()),
       status = case when status = 'finished' then 'expired' else 'cancelled' end,
       expires_at = case when status = 'finished' then now() end
     where id = $1 and status in ('waiting', 'running', 'finished')`,
    [id],
  )
  await tx.execute(
    `delete from client.export_chunks c using client.exports e
     where c.export_id = $1 and e.id = c.export_id and e.status in ('cancelled', 'expired')`,
    [id],
  )
}

/** Deletes files whose time is over, and forgets exports of long ago. Returns how many files went. */
export async function purgeExports(tx: Tx): Promise<number> {
  const expired = await tx.query<{ id: string }>(
    `update client.exports set status = 'expired' where status = 'finished' and expires_at <= now() returning id`,
  )
  await tx.execute('delete from client.export_chunks where export_id = any($1::uuid[])', [expired.map(({ id }) => id)])
  await tx.execute(
    `delete from client.exports where status not in ('waiting', 'running', 'finished')
       and created_at < now() - interval '${REMEMBERED_DAYS} days'`,
  )
  return expired.length
}
