import type { Tx } from '../../db/database.ts'
import { conflict } from '../../errors.ts'
import { getJob } from './get-jobs.ts'
import type { SendingJob } from './schema.ts'

/**
 * Holds a job: nothing is sent from now on but what is on its way. Pausing a paused one changes nothing.
 * 404 `sending_job_not_found`, 409 `sending_job_ended`.
 */
export async function pauseJob(tx: Tx, id: string): Promise<SendingJob> {
  const { status } = await locked(tx, id)
  if (status === 'completed' || status === 'failed') throw ended(id, status)
  await setStatus(tx, id, 'paused')
  return getJob(tx, id)
}

/**
 * Goes on with a paused job, or with one that was stopped. A job that is under way goes on as it is.
 * 404 `sending_job_not_found`, 409 `sending_job_ended`.
 */
export async function resumeJob(tx: Tx, id: string): Promise<SendingJob> {
  const { status } = await locked(tx, id)
  if (status === 'completed') throw ended(id, status)
  if (status === 'paused' || status === 'failed') await reopen(tx, id)
  return getJob(tx, id)
}

/**
 * Sends the failed records of a job again, and only those (of one that was stopped, what it had not sent yet as well).
 * Returns how many there were; none changes nothing. 404 `sending_job_not_found`.
 */
export async function retryFailed(tx: Tx, id: string): Promise<{ retried: number; job: SendingJob }> {
  await locked(tx, id)
  const retried = await tx.execute(
    `update raw.sending_records
     set status = 'pending', attempts = 0, next_attempt_at = now(), http_status = null, last_error = null
     where job_id = $1 and status = 'failed'`,
    [id],
  )
  if (retried > 0) {
    await tx.execute('update raw.email_waterfall_jobs set failed_count = failed_count - $2 where id = $1', [
      id,
      retried,
    ])
    await reopen(tx, id)
  }
  return { retried, job: await getJob(tx, id) }
}

async function reopen(tx: Tx, id: string): Promise<void> {
  await tx.execute('update raw.sending_jobs set not_before = now() where id = $1', [id])
  await setStatus(tx, id, 'pending')
}

/** The job's row against everybody who would change its state. */
async function locked(tx: Tx, id: string): Promise<SendingJob> {
  const job = await getJob(tx, id)
  const [row] = await tx.query<{ status: SendingJob['status'] }>(
    'select status from raw.sending_jobs where id = $1 for update',
    [id],
  )
  return { ...job, status: row?.status ?? job.status }
}

/** The state of a job, also as those read it who know the founding table only. */
export async function setStatus(
  tx: Tx,
  id: string,
  status: SendingJob['status'],
  stopReason: string | null = null,
): Promise<void> {
  await tx.execute(
    `with job as (
       update raw.sending_jobs
       set status = $2, stop_reason = $3, completed_at = case when $2 in ('completed', 'failed') then now() end
       where id = $1 returning id, status, completed_at
     )
     update raw.email_waterfall_jobs w set status = job.status, completed_at = job.completed_at
     from job where w.id = job.id`,
    [id, status, stopReason],
  )
}

function ended(id: string, status: string) {
  return conflict('sending_job_ended', `Job ${id} is ${status}: its failed records can be retried`)
}
