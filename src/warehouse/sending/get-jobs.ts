import type { Tx } from '../../db/database.ts'
import { malformed, notFound } from '../../errors.ts'
import type { SendingJob, SendingRecord } from './schema.ts'

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

interface JobRow extends Omit<SendingJob, 'receiver'> {
  webhook_url: string
  cursor_time: string
}

// Counted, not kept beside: what the rows say is true at any moment. 100,000 records take 15 ms by their index.
const jobs = `
  select j.id, j.kind, j.status, j.stop_reason, j.webhook_url, j.rate_per_second, j.upload_id, j.batch_size,
    j.total_records, coalesce(c.sent, 0) as sent_count, coalesce(c.failed, 0) as failed_count,
    coalesce(c.waiting, 0) as waiting_count, j.created_by, j.created_at, j.started_at, j.completed_at,
    case when j.not_before > now() and j.status in ('pending', 'processing') then j.not_before end as not_before,
    to_char(j.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as cursor_time
  from raw.sending_jobs j
  left join lateral (
    select count(*) filter (where r.status = 'sent')::int as sent, count(*) filter (where r.status = 'failed')::int as failed,
      count(*) filter (where r.status in ('pending', 'sending'))::int as waiting
    from raw.sending_records r where r.job_id = j.id
  ) c on true`

/** One job with its counts. 404 `sending_job_not_found`. */
export async function getJob(tx: Tx, id: string): Promise<SendingJob> {
  const [job] = UUID.test(id) ? await tx.query<JobRow>(`${jobs} where j.id = $1`, [id]) : []
  if (job === undefined) throw notFound('sending_job', id)
  return shown(job)
}

/** All jobs of an upload, the first one first. */
export async function jobsOfUpload(tx: Tx, uploadId: string): Promise<SendingJob[]> {
  const rows = await tx.query<JobRow>(`${jobs} where j.upload_id = $1 order by j.created_at, j.id`, [uploadId])
  return rows.map(shown)
}

/** Jobs, newest first. Throws 400 `invalid_cursor`. */
export async function listJobs(
  tx: Tx,
  { limit, cursor, status }: { limit: number; cursor?: string; status?: string },
): Promise<{ jobs: SendingJob[]; cursor: string | null }> {
  const [time = null, id = null] = cursor === undefined ? [] : readCursor(cursor)
  const rows = await tx.query<JobRow>(
    `${jobs} where j.id in (
       select o.id from raw.sending_jobs o
       where ($1::timestamptz is null or (o.created_at, o.id) < ($1::timestamptz, $2::uuid))
         and ($3::text is null or o.status = $3)
       order by o.created_at desc, o.id desc limit $4)
     order by j.created_at desc, j.id desc`,
    [time, id, status ?? null, limit + 1],
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next = rows.length > limit && last !== undefined ? `${last.cursor_time} ${last.id}` : null
  return { jobs: page.map(shown), cursor: next === null ? null : Buffer.from(next).toString('base64url') }
}

/** Records of a job in their order, from after a position. 404 `sending_job_not_found`. */
export async function listRecords(
  tx: Tx,
  id: string,
  { limit, after, status }: { limit: number; after: number; status?: string },
): Promise<SendingRecord[]> {
  await getJob(tx, id)
  return tx.query<SendingRecord>(
    `select position, source_id, batch_number, status, attempts, http_status, last_error, sent_at,
       case when status = 'pending' and attempts > 0 then next_attempt_at end as next_attempt_at
     from raw.sending_records
     where job_id = $1 and position > $2 and ($3::text is null or status = $3)
     order by position limit $4`,
    [id, after, status ?? null, limit],
  )
}

function shown({ webhook_url, cursor_time: _, ...job }: JobRow): SendingJob {
  return { ...job, receiver: new URL(webhook_url).host }
}

function readCursor(cursor: string): [string, string] {
  const [, time, id] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (time === undefined || id === undefined || Number.isNaN(Date.parse(time)) || !UUID.test(id)) {
    throw malformed('invalid_cursor', 'This cursor is not one of ours')
  }
  return [time, id]
}
