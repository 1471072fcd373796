import type { Tx } from '../../db/database.ts'
import { conflict, notFound, refused } from '../../errors.ts'

interface Wanted {
  /** Checked by the caller: a call over the network, which no transaction may wait for. */
  webhookUrl: string
  ratePerSecond: number
  by: string
}

export interface WantedWaterfall extends Wanted {
  /** JSON texts of the records. */
  records: Iterable<string> | AsyncIterable<string>
  /** What they came from, so that a command can find its job again. */
  source?: string
}

const COPY_ROWS = 500

/** A waterfall job with all its records. 422 `no_records`. */
export async function createWaterfallJob(
  tx: Tx,
  { webhookUrl, ratePerSecond, by, records, source }: WantedWaterfall,
): Promise<{ id: string; total: number }> {
  const id = await insertJob(tx, { kind: 'waterfall', webhookUrl, ratePerSecond, by, source })
  let total = 0
  let rows: unknown[][] = []
  const columns = ['job_id', 'position', 'record']
  for await (const record of records) {
    rows.push([id, ++total, record])
    if (rows.length < COPY_ROWS) continue
    tx.copy('raw.sending_records', columns, rows)
    // A file may be larger than memory: what was sent so far is to be gone before more is read.
    await tx.query('select')
    rows = []
  }
  if (rows.length > 0) tx.copy('raw.sending_records', columns, rows)
  if (total === 0) throw refused('no_records', 'There is no record to send')
  await tx.execute('update raw.sending_jobs set total_records = $2 where id = $1', [id, total])
  await tx.execute('insert into raw.email_waterfall_jobs (id, total_records, clay_webhook_url) values ($1, $2, $3)', [
    id,
    total,
    webhookUrl,
  ])
  return { id, total }
}

export interface WantedSalesnav extends Wanted {
  uploadId: string
  batchSize: number
  /** Also rows that a job has already. */
  again?: boolean
}

/**
 * A job for the rows of a Sales Navigator upload that are in none yet, in numbered batches; the numbers go on where the
 * upload's last job ended. 404 `upload_not_found`, 409 `nothing_to_send`.
 */
export async function createSalesnavJob(
  tx: Tx,
  { uploadId, webhookUrl, ratePerSecond, batchSize, by, again = false }: WantedSalesnav,
): Promise<{ id: string; total: number }> {
  // Two at once would put the same rows into two jobs.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('send salesnav ' || $1::text, 0))`, [uploadId])
  const [row] = await tx.query('select from raw.salesnav_scrapes where upload_id = $1 limit 1', [uploadId])
  if (row === undefined) throw notFound('upload', uploadId)
  // Those of our jobs: what the file says in this column may be any number.
  const [batches] = await tx.query<{ last: number | null }>(
    `select max(r.batch_number) as last from raw.sending_jobs j join raw.sending_records r on r.job_id = j.id
     where j.upload_id = $1`,
    [uploadId],
  )
  const id = await insertJob(tx, { kind: 'salesnav', webhookUrl, ratePerSecond, by, uploadId, batchSize })
  const total = await tx.execute(
    `insert into raw.sending_records (job_id, position, source_id, batch_number)
     select $1, n, id, $3 + 1 + (n - 1) / $4
     from (
       select s.id, row_number() over (order by s.received_at, s.id)::int as n
       from raw.salesnav_scrapes s
       where s.upload_id = $2 and s.error is null
         and ($5 or (s.sent_to_clay_at is null and not exists (select from raw.sending_records r where r.source_id = s.id)))
     ) wanted`,
    [id, uploadId, batches?.last ?? 0, batchSize, again],
  )
  if (total === 0) {
    const message = `Every row of upload ${uploadId} was sent or is in a job already: retry the failed ones there, or ask for all again`
    throw conflict('nothing_to_send', message)
  }
  await tx.execute('update raw.sending_jobs set total_records = $2 where id = $1', [id, total])
  await tx.execute(
    `update raw.salesnav_scrapes s set clay_batch_number = r.batch_number
     from raw.sending_records r where r.job_id = $1 and s.id = r.source_id`,
    [id],
  )
  return { id, total }
}

interface NewJob extends Wanted {
  kind: 'waterfall' | 'salesnav'
  uploadId?: string
  batchSize?: number
  source?: string | undefined
}

async function insertJob(tx: Tx, job: NewJob): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `insert into raw.sending_jobs (kind, webhook_url, rate_per_second, total_records, upload_id, batch_size, source, created_by)
     values ($1, $2, $3, 0, $4, $5, $6, $7) returning id`,
    [
      job.kind,
      job.webhookUrl,
      job.ratePerSecond,
      job.uploadId ?? null,
      job.batchSize ?? null,
      job.source ?? null,
      job.by,
    ],
  )
  if (row === undefined) throw new Error('the job was not inserted')
  return row.id
}
