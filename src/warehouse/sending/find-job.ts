import type { Tx } from '../../db/database.ts'
import { AppError, conflict } from '../../errors.ts'

/** What a job was made for: an upload, or a file by what is in it. */
export type Origin = { uploadId: string } | { source: string }

/** The newest job of an origin. 404 `sending_job_not_found`. */
export async function findJob(tx: Tx, origin: Origin): Promise<string> {
  const [job] = await newest(tx, origin)
  if (job !== undefined) return job.id
  throw new AppError(
    404,
    'sending_job_not_found',
    'There is no job for this yet: send it without --resume or --retry-failed',
  )
}

/** Throws 409 `sending_job_open` while a job of this origin is under way or paused: a second one would send all again. */
export async function refuseSecondJob(tx: Tx, origin: Origin): Promise<void> {
  const open = (await newest(tx, origin)).find(({ status }) => status !== 'completed')
  if (open === undefined) return
  throw conflict(
    'sending_job_open',
    `Job ${open.id} sends this already and is ${open.status}: --resume goes on with it`,
  )
}

function newest(tx: Tx, origin: Origin): Promise<{ id: string; status: string }[]> {
  return 'uploadId' in origin
    ? tx.query(
        'select id, status from raw.sending_jobs where upload_id = $1 order by created_at desc, id desc limit 100',
        [origin.uploadId],
      )
    : tx.query(
        'select id, status from raw.sending_jobs where source = $1 order by created_at desc, id desc limit 100',
        [origin.source],
      )
}
