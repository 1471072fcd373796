import type { Tx } from '../db/database.ts'

/**
 * Enqueues a job without data inside the caller's transaction, unless one of its kind waits already. For work that is
 * noted in a table of its own: such a job does all that is noted, so one that waits will do this as well. Needs no
 * running queue in this process, so the command line and a server without jobs can ask for work too. False when the
 * queue has never been started on this database; then the task's schedule comes to it.
 *
 * The job that waits may begin before the caller commits: its handler must begin with `waitForOlder`.
 */
export async function enqueueOnce(tx: Tx, name: string): Promise<boolean> {
  const [there] = await tx.query<{ there: boolean }>(`select to_regclass('pgboss.queue') is not null as there`)
  if (there?.there !== true) return false
  const [queue] = await tx.query('select from pgboss.queue where name = $1', [name])
  if (queue === undefined) return false
  await tx.execute(
    `insert into pgboss.job (name, data, start_after, created_on, expire_seconds, deletion_seconds, keep_until, retry_limit,
       retry_delay, retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds)
     select q.name, '{}', now(), now(), q.expire_seconds, q.deletion_seconds, now() + q.retention_seconds * interval '1 s',
       q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max, q.policy, q.dead_letter, q.heartbeat_seconds
     from pgboss.queue q
     where q.name = $1 and not exists (select from pgboss.job j where j.name = q.name and j.state = 'created')`,
    [name],
  )
  return true
}
