import { type Static, Type } from 'typebox'
import { asOperator, type Database } from '../../db/database.ts'
import { malformed } from '../../errors.ts'
import type { Outbound } from '../../outbound/open-outbound.ts'
import { type App, callerOf, problems } from '../../route.ts'
import { limits } from '../ingest/limits.ts'
import { pauseJob, resumeJob, retryFailed } from './control-job.ts'
import { createSalesnavJob, createWaterfallJob } from './create-jobs.ts'
import { getJob, listJobs, listRecords } from './get-jobs.ts'
import { askToSend } from './jobs.ts'
import {
  DEFAULT_BATCH,
  DEFAULT_RATE,
  JOB_STATUSES,
  Rate,
  RECORD_STATUSES,
  SalesnavUpload,
  SendingJob,
  SendingRecord,
  WebhookUrl,
} from './schema.ts'
import { showUpload } from './show-upload.ts'

export interface SendingValues {
  db: Database
  outbound: Outbound
}

const Id = Type.Object({ id: Type.String({ maxLength: 100 }) })
const UploadId = Type.Object({ upload_id: Type.String({ maxLength: 100 }) })
const Told = Type.Object({ success: Type.Literal(true), job: SendingJob })
const Started = Type.Object({
  success: Type.Literal(true),
  job_id: Type.String({ format: 'uuid' }),
  total_records: Type.Integer(),
})

/** Inside the scope `read`. */
export function sendingRoutes(app: App, { db }: Pick<SendingValues, 'db'>): void {
  app.get('/run/people/email-waterfall/status', { schema: statusSchema }, async ({ query }) => {
    const job = await asOperator(db, (tx) => getJob(tx, (query as Static<typeof StatusQuery>).job_id))
    return { success: true as const, job_id: job.id, ...job }
  })

  app.get('/v1/sending-jobs', { schema: listSchema }, async ({ query }) => ({
    success: true as const,
    ...(await asOperator(db, (tx) => listJobs(tx, query as Static<typeof ListQuery>))),
  }))

  app.get('/v1/sending-jobs/:id', { schema: getSchema }, async ({ params }) => ({
    success: true as const,
    job: await asOperator(db, (tx) => getJob(tx, (params as Static<typeof Id>).id)),
  }))

  app.get('/v1/sending-jobs/:id/records', { schema: recordsSchema }, async ({ params, query }) => {
    const { limit, after, status } = query as Static<typeof RecordsQuery>
    const wanted = { limit, after, ...(status !== undefined && { status }) }
    return {
      success: true as const,
      records: await asOperator(db, (tx) => listRecords(tx, (params as Static<typeof Id>).id, wanted)),
    }
  })

  app.get('/v1/salesnav/uploads/:upload_id', { schema: uploadSchema }, async ({ params }) => ({
    success: true as const,
    ...(await asOperator(db, (tx) => showUpload(tx, (params as Static<typeof UploadId>).upload_id))),
  }))
}

/** Inside the scope `ingest`: it sends what its caller brings, and nothing that is stored. */
export function startWaterfallRoutes(app: App, { db, outbound }: SendingValues): void {
  const options = { schema: startSchema, bodyLimit: limits.recordBytes }
  app.post('/run/people/email-waterfall/start', options, async (request) => {
    const { records, clay_webhook_url, rate_per_second = DEFAULT_RATE } = request.body as Static<typeof StartBody>
    await outbound.check(clay_webhook_url)
    const { id, total } = await asOperator(db, (tx) =>
      createWaterfallJob(tx, {
        webhookUrl: clay_webhook_url,
        ratePerSecond: rate_per_second,
        by: callerOf(request).keyId,
        records: records.map((record) => JSON.stringify(record)),
      }),
    )
    await askToSend(db)
    return { success: true as const, job_id: id, total_records: total }
  })
}

/** Inside the scope `admin`: what is stored leaves the house. */
export function controlSendingRoutes(app: App, { db, outbound }: SendingValues): void {
  app.post('/v1/salesnav/uploads/:upload_id/send', { schema: sendSchema }, async (request) => {
    const { upload_id } = request.params as Static<typeof UploadId>
    const body = request.body as Static<typeof SendBody>
    if (!/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(upload_id)) {
      throw malformed('invalid_parameter', 'upload_id is the UUID that the upload was answered with')
    }
    await outbound.check(body.webhook_url)
    const { id, total } = await asOperator(db, (tx) =>
      createSalesnavJob(tx, {
        uploadId: upload_id.toLowerCase(),
        webhookUrl: body.webhook_url,
        ratePerSecond: body.rate_per_second ?? DEFAULT_RATE,
        batchSize: body.batch_size ?? DEFAULT_BATCH,
        again: body.again === true,
        by: callerOf(request).keyId,
      }),
    )
    await askToSend(db)
    return { success: true as const, job_id: id, total_records: total }
  })

  app.post('/v1/sending-jobs/:id/pause', { schema: pauseSchema }, async ({ params }) => ({
    success: true as const,
    job: await asOperator(db, (tx) => pauseJob(tx, (params as Static<typeof Id>).id)),
  }))

  app.post('/v1/sending-jobs/:id/resume', { schema: resumeSchema }, async ({ params }) => {
    const job = await asOperator(db, (tx) => resumeJob(tx, (params as Static<typeof Id>).id))
    await askToSend(db)
    return { success: true as const, job }
  })

  app.post('/v1/sending-jobs/:id/retry-failed', { schema: retrySchema }, async ({ params }) => {
    const told = await asOperator(db, (tx) => retryFailed(tx, (params as Static<typeof Id>).id))
    await askToSend(db)
    return { success: true as const, ...told }
  })
}

const StartBody = Type.Object({
  records: Type.Array(Type.Object({}, { additionalProperties: true }), {
    minItems: 1,
    maxItems: 10_000,
    description: 'Each is posted as it is. The body may have 1 MiB; `galena send waterfall` takes files of any size.',
  }),
  clay_webhook_url: WebhookUrl,
  rate_per_second: Type.Optional(Rate),
})

const startSchema = {
  operationId: 'startEmailWaterfall',
  tags: ['sending'],
  summary: 'Send records to a webhook, one by one',
  description:
    'Answers at once; the job sends each record as a JSON body at its rate, tries again what fails for a while, and goes ' +
    'on after a restart. A record may arrive twice when a process dies between sending and noting it: both carry the ' +
    'same idempotency-key header.',
  body: StartBody,
  response: { 200: Started, ...problems(400, 413, 415, 422) },
}

const StatusQuery = Type.Object({ job_id: Type.String({ minLength: 1, maxLength: 100 }) })

const statusSchema = {
  operationId: 'getEmailWaterfallStatus',
  tags: ['sending'],
  summary: 'Show how far a waterfall job is',
  description: 'The counts are those of its records at this moment.',
  querystring: StatusQuery,
  response: {
    200: Type.Object({ success: Type.Literal(true), job_id: Type.String(), ...SendingJob.properties }),
    ...problems(400, 404),
  },
}

const ListQuery = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  cursor: Type.Optional(Type.String({ maxLength: 200, description: 'From the page before' })),
  status: Type.Optional(Type.Enum([...JOB_STATUSES])),
})

const listSchema = {
  operationId: 'listSendingJobs',
  tags: ['sending'],
  summary: 'List jobs that send records to webhooks',
  description: 'Newest first.',
  querystring: ListQuery,
  response: {
    200: Type.Object({
      success: Type.Literal(true),
      jobs: Type.Array(SendingJob),
      cursor: Type.Union([Type.String(), Type.Null()]),
    }),
    ...problems(400),
  },
}

const getSchema = {
  operationId: 'getSendingJob',
  tags: ['sending'],
  summary: 'Show a sending job',
  description: 'With the counts of its records at this moment.',
  params: Id,
  response: { 200: Told, ...problems(404) },
}

const RecordsQuery = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  after: Type.Integer({ minimum: 0, maximum: 2_147_483_647, default: 0, description: 'Position of the last one seen' }),
  status: Type.Optional(Type.Enum([...RECORD_STATUSES])),
})

const recordsSchema = {
  operationId: 'listSendingRecords',
  tags: ['sending'],
  summary: 'List the records of a sending job',
  description: 'In their order, without their content: what became of each, and the last error.',
  params: Id,
  querystring: RecordsQuery,
  response: {
    200: Type.Object({ success: Type.Literal(true), records: Type.Array(SendingRecord) }),
    ...problems(400, 404),
  },
}

const uploadSchema = {
  operationId: 'getSalesnavUpload',
  tags: ['sending'],
  summary: 'Show how far a Sales Navigator upload is',
  description: 'Rows, batches, how many were sent, failed, and came back from Clay.',
  params: UploadId,
  response: { 200: Type.Object({ success: Type.Literal(true), ...SalesnavUpload.properties }), ...problems(404) },
}

const SendBody = Type.Object(
  {
    webhook_url: WebhookUrl,
    batch_size: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, default: DEFAULT_BATCH })),
    rate_per_second: Type.Optional(Rate),
    again: Type.Optional(Type.Boolean({ description: 'Also the rows that were sent or are in a job already' })),
  },
  { additionalProperties: false },
)

const sendSchema = {
  operationId: 'sendSalesnavUpload',
  tags: ['sending'],
  summary: 'Send a Sales Navigator upload to a webhook, in numbered batches',
  description:
    'The rows that no job has yet. Each is posted with source_id, upload_id, clay_batch_number and sent_to_clay_at; a row ' +
    'whose payload brings its source_id back counts as matched.',
  params: UploadId,
  body: SendBody,
  response: { 200: Started, ...problems(400, 404, 409, 415, 422) },
}

const pauseSchema = {
  operationId: 'pauseSendingJob',
  tags: ['sending'],
  summary: 'Pause a sending job',
  description: 'Records on their way are still settled.',
  params: Id,
  response: { 200: Told, ...problems(404, 409) },
}

const resumeSchema = {
  operationId: 'resumeSendingJob',
  tags: ['sending'],
  summary: 'Go on with a job that was paused or stopped',
  description: 'Nothing that was sent is sent again.',
  params: Id,
  response: { 200: Told, ...problems(404, 409) },
}

const retrySchema = {
  operationId: 'retryFailedRecords',
  tags: ['sending'],
  summary: 'Send the failed records of a job again',
  description: 'Only those, from the first attempt on.',
  params: Id,
  response: {
    200: Type.Object({ success: Type.Literal(true), retried: Type.Integer(), job: SendingJob }),
    ...problems(404),
  },
}
