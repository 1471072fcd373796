import { type Static, Type } from 'typebox'

const Time = Type.Unsafe<Date>(Type.String({ format: 'date-time' }))
const TimeOrNull = Type.Union([Time, Type.Null()])
const TextOrNull = Type.Union([Type.String(), Type.Null()])
const Id = Type.String({ format: 'uuid' })

/** Those of the founding description, and two that it lacked. */
export const JOB_STATUSES = ['pending', 'processing', 'paused', 'completed', 'failed'] as const
export const RECORD_STATUSES = ['pending', 'sending', 'sent', 'failed'] as const

/** The rate of the founding description: one every 125 ms. */
export const DEFAULT_RATE = 8
export const DEFAULT_BATCH = 100

export const Rate = Type.Number({
  minimum: 0.1,
  maximum: 50,
  default: DEFAULT_RATE,
  description: 'Records per second, at most',
})
export const WebhookUrl = Type.String({
  minLength: 1,
  maxLength: 2048,
  description: 'Where each record is posted: http or https, on the public internet',
})

/** A job as it stands; the counts are those of its records at this moment. */
export const SendingJob = Type.Object({
  id: Id,
  kind: Type.Enum(['waterfall', 'salesnav']),
  status: Type.Enum([...JOB_STATUSES], {
    description: 'completed: every record was sent or has failed. failed: the job was stopped, `stop_reason` says why',
  }),
  stop_reason: TextOrNull,
  receiver: Type.String({ description: 'Host and port; the rest of the URL is as good as a password' }),
  rate_per_second: Type.Number(),
  upload_id: Type.Union([Id, Type.Null()]),
  batch_size: Type.Union([Type.Integer(), Type.Null()]),
  total_records: Type.Integer(),
  sent_count: Type.Integer(),
  failed_count: Type.Integer(),
  waiting_count: Type.Integer({ description: 'Not sent yet, or to be sent again' }),
  created_by: Type.String(),
  created_at: Time,
  started_at: TimeOrNull,
  completed_at: TimeOrNull,
  not_before: Type.Union([Time, Type.Null()], {
    description: 'The receiver asked for a pause, or the next attempt is due then',
  }),
})
export type SendingJob = Static<typeof SendingJob>

/** A record of a job without its content. */
export const SendingRecord = Type.Object({
  position: Type.Integer({ description: 'Place in the job, from 1' }),
  source_id: Type.Union([Id, Type.Null()]),
  batch_number: Type.Union([Type.Integer(), Type.Null()]),
  status: Type.Enum([...RECORD_STATUSES]),
  attempts: Type.Integer(),
  http_status: Type.Union([Type.Integer(), Type.Null()], { description: 'Of the last answer' }),
  last_error: TextOrNull,
  sent_at: TimeOrNull,
  next_attempt_at: TimeOrNull,
})
export type SendingRecord = Static<typeof SendingRecord>

const Counts = {
  rows: Type.Integer(),
  sent: Type.Integer(),
  failed: Type.Integer({ description: 'Not accepted by the webhook in any job' }),
  matched: Type.Integer({ description: 'Came back from Clay' }),
}

/** An upload of Sales Navigator, batch by batch. */
export const SalesnavUpload = Type.Object({
  upload_id: Id,
  filename: TextOrNull,
  created_at: TimeOrNull,
  ...Counts,
  batches: Type.Array(
    Type.Object({
      batch_number: Type.Union([Type.Integer(), Type.Null()], { description: 'null: in no batch yet' }),
      ...Counts,
    }),
  ),
  jobs: Type.Array(SendingJob),
})
export type SalesnavUpload = Static<typeof SalesnavUpload>
