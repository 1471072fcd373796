import type { Tx } from '../../db/database.ts'
import { setStatus } from './control-job.ts'

/** A job that this process sends now, and nobody else. */
export interface HeldJob {
  id: string
  worker: string
  webhook_url: string
  rate_per_second: number
}

/** How long a job is kept from others after its process was heard of last; renewed every five seconds. */
const LEASE = `interval '20 s'`

/** Takes the oldest job that may be sent now and that nobody holds; a certain one where it is named. */
export async function takeJob(tx: Tx, worker: string, only?: string): Promise<HeldJob | undefined> {
  const [job] = await tx.query<HeldJob>(
    `update raw.sending_jobs
     set status = 'processing', worker = $1, worker_until = now() + ${LEASE}, started_at = coalesce(started_at, now())
     where id = (
       select id from raw.sending_jobs
       where status in ('pending', 'processing') and not_before <= now() and (worker is null or worker_until < now())
         and ($2::uuid is null or id = $2)
       order by created_at limit 1 for update skip locked)
     returning id, worker, webhook_url, rate_per_second`,
    [worker, only ?? null],
  )
  if (job !== undefined) {
    // Records before the founding table, as those who mark records lock them.
    await takeBackLost(tx, job.id)
    await tx.execute(`update raw.email_waterfall_jobs set status = 'processing' where id = $1`, [job.id])
  }
  return job
}

/** Records whose process was lost while it sent them: whether they arrived nobody knows, so they are sent again. */
async function takeBackLost(tx: Tx, id: string): Promise<void> {
  await tx.execute(
    `update raw.sending_records set status = 'pending', next_attempt_at = now(), lease_until = null
     where job_id = $1 and status = 'sending' and lease_until < now()`,
    [id],
  )
}

/** False when the job is not ours any more, or is to stop. */
export async function renewJob(tx: Tx, { id, worker }: HeldJob): Promise<boolean> {
  const renewed = await tx.execute(
    `update raw.sending_jobs set worker_until = now() + ${LEASE}
     where id = $1 and worker = $2 and status = 'processing'`,
    [id, worker],
  )
  await takeBackLost(tx, id)
  return renewed === 1
}

/** Lets others have it, from a time on. */
export async function releaseJob(tx: Tx, { id, worker }: HeldJob, waitMs = 0): Promise<void> {
  await tx.execute(
    `update raw.sending_jobs set worker = null, worker_until = null,
       not_before = greatest(not_before, now() + $3 * interval '1 ms')
     where id = $1 and worker = $2`,
    [id, worker, waitMs],
  )
}

/** Against everybody who would change the job's state: before its records, which is the order in which all lock. */
export async function lockJob(tx: Tx, { id }: HeldJob): Promise<void> {
  await tx.query('select from raw.sending_jobs where id = $1 for update', [id])
}

/** Ends a job that is under way; one that was paused meanwhile stays so. */
export async function stopJob(tx: Tx, { id }: HeldJob, reason: string): Promise<void> {
  const [job] = await tx.query<{ status: string }>('select status from raw.sending_jobs where id = $1', [id])
  if (job?.status === 'processing') await setStatus(tx, id, 'failed', reason)
}

/** Nothing more for a while: the receiver asked for it, or is down. Kept, so that a restart does not forget it. */
export async function holdBack(tx: Tx, { id }: HeldJob, waitMs: number): Promise<void> {
  await tx.execute(
    `update raw.sending_jobs set not_before = greatest(not_before, now() + $2 * interval '1 ms') where id = $1`,
    [id, waitMs],
  )
}

/**
 * What is left of a job of which nothing is due: completes it when that is nothing at all.
 * Returns the milliseconds until something is due, or undefined when there is nothing to wait for.
 */
export async function waitOrComplete(tx: Tx, { id, worker }: HeldJob): Promise<number | undefined> {
  const [job] = await tx.query<{ status: string; worker: string | null }>(
    'select status, worker from raw.sending_jobs where id = $1 for update',
    [id],
  )
  if (job?.status !== 'processing' || job.worker !== worker) return undefined
  const [left] = await tx.query<{ records: number; wait: number }>(
    `select count(*)::int as records,
       extract(epoch from min(case status when 'sending' then lease_until else next_attempt_at end) - now())::float8 * 1000 as wait
     from raw.sending_records where job_id = $1 and status in ('pending', 'sending')`,
    [id],
  )
  if (left !== undefined && left.records > 0) return Math.max(left.wait, 10)
  await setStatus(tx, id, 'completed')
  return undefined
}
