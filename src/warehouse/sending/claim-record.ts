import type { Tx } from '../../db/database.ts'
import type { HeldJob } from './hold-job.ts'

export interface ClaimedRecord {
  position: number
  attempts: number
  /** The JSON text to send. */
  body: string
  source_id: string | null
  /** When it was claimed: what the record says, and what is stamped once it was accepted. */
  at: string
}

/**
 * The next record of a job, for this attempt ours alone; undefined when none is due or the job is no longer ours to send.
 * Records whose turn has come again go first. One statement, so that a job that is paused gives out nothing any more.
 * The lease is that of an attempt's deadline (15 s) and some more.
 */
export async function claimRecord(tx: Tx, { id, worker }: HeldJob): Promise<ClaimedRecord | undefined> {
  // Nobody has analysed the records of a new job: left to itself the planner sorts them: 50 ms of 300,000, against 1.6 with the
  // mark. What it is forbidden costs so much to it that it would compile the statement: half a second for each record.
  tx.send(
    `select set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true),
       set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
       set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)`,
  )
  const [record] = await tx.query<ClaimedRecord>(
    `with due as (
       (select position, 0 as turn from raw.sending_records
        where job_id = $1 and status = 'pending' and attempts > 0 and next_attempt_at <= now()
        order by next_attempt_at limit 1)
       union all
       (select position, 1 from raw.sending_records
        where job_id = $1 and status = 'pending' and attempts = 0 order by next_attempt_at, position limit 1)
       order by turn limit 1
     )
     update raw.sending_records r
     set status = 'sending', attempts = r.attempts + 1, lease_until = now() + interval '20 s'
     from raw.sending_jobs j
     where r.job_id = $1 and r.position = (select position from due) and r.status = 'pending'
       and j.id = $1 and j.worker = $2 and j.status = 'processing'
     returning r.position, r.attempts, r.source_id, to_json(now()) #>> '{}' as at, coalesce(r.record, (
       select to_json(row)::text from (
         select s.id as source_id, s.upload_id, r.batch_number as clay_batch_number, now() as sent_to_clay_at,
           s.first_name, s.last_name, s.email, s.phone_number, s.profile_headline, s.profile_summary, s.job_title,
           s.job_description, s.job_started_on, s.linkedin_user_profile_urn,
           s.linkedin_url_user_profile as person_linkedin_sales_nav_url, s.location, s.company as company_name,
           s.company_website as domain, s.linkedin_url_company as company_linkedin_url, s.linkedin_company_profile_urn,
           s.company_description, s.company_headcount, s.company_industries, s.company_registered_address,
           s.notes, s.matching_filters, s.export_title, s.export_timestamp, s.created_at as source_created_at
         from raw.salesnav_scrapes s where s.id = r.source_id) row), 'null') as body`,
    [id, worker],
  )
  return record
}

/** Accepted. What another attempt has settled meanwhile stays. */
export async function markSent(tx: Tx, { id }: HeldJob, record: ClaimedRecord, httpStatus: number): Promise<void> {
  const marked = await tx.execute(
    `update raw.sending_records
     set status = 'sent', sent_at = $4, http_status = $5, last_error = null, lease_until = null
     where job_id = $1 and position = $2 and attempts = $3 and status = 'sending'`,
    [id, record.position, record.attempts, record.at, httpStatus],
  )
  if (marked === 0) return
  await tx.execute('update raw.email_waterfall_jobs set sent_count = sent_count + 1 where id = $1', [id])
  if (record.source_id !== null) {
    await tx.execute('update raw.salesnav_scrapes set sent_to_clay_at = $2 where id = $1', [
      record.source_id,
      record.at,
    ])
  }
}

export interface Failure {
  httpStatus: number | null
  message: string
}

/** Not accepted, and not to be tried again. */
export async function markFailed(tx: Tx, { id }: HeldJob, record: ClaimedRecord, failure: Failure): Promise<void> {
  const marked = await tx.execute(
    `update raw.sending_records set status = 'failed', http_status = $4, last_error = $5, lease_until = null
     where job_id = $1 and position = $2 and attempts = $3 and status = 'sending'`,
    [id, record.position, record.attempts, failure.httpStatus, failure.message],
  )
  if (marked > 0) {
    await tx.execute('update raw.email_waterfall_jobs set failed_count = failed_count + 1 where id = $1', [id])
  }
}

/** Not accepted: it is tried again after `waitMs`. `uncounted`: it was not sent at all. */
export async function putBack(
  tx: Tx,
  { id }: HeldJob,
  record: ClaimedRecord,
  failure: Failure,
  { waitMs = 0, uncounted = false }: { waitMs?: number; uncounted?: boolean },
): Promise<void> {
  await tx.execute(
    `update raw.sending_records
     set status = 'pending', next_attempt_at = now() + $6 * interval '1 ms', http_status = $4, last_error = $5,
       lease_until = null, attempts = attempts - $7
     where job_id = $1 and position = $2 and attempts = $3 and status = 'sending'`,
    [id, record.position, record.attempts, failure.httpStatus, failure.message, waitMs, uncounted ? 1 : 0],
  )
}
