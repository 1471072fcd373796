import { createHash } from 'node:crypto'
import { type Command, InvalidArgumentError } from 'commander'
import { asOperator, type Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import { type Outbound, openOutbound } from '../../outbound/open-outbound.ts'
import { readFile } from '../../warehouse/ingest/files/read-file.ts'
import { readLine } from '../../warehouse/ingest/read-body.ts'
import { pauseJob, resumeJob, retryFailed } from '../../warehouse/sending/control-job.ts'
import { createSalesnavJob, createWaterfallJob } from '../../warehouse/sending/create-jobs.ts'
import { findJob, type Origin, refuseSecondJob } from '../../warehouse/sending/find-job.ts'
import { getJob } from '../../warehouse/sending/get-jobs.ts'
import { DEFAULT_BATCH, DEFAULT_RATE, type SendingJob } from '../../warehouse/sending/schema.ts'
import { sendDue } from '../../warehouse/sending/send-due.ts'
import { type CliContext, print, printJson } from '../context.ts'
import { count } from '../format.ts'
import { withWarehouse } from '../open-database.ts'
import { startProgress } from '../progress.ts'
import { openSource } from '../source-file.ts'

interface Flags {
  to?: string
  rate: number
  batchSize?: number
  again?: boolean
  resume?: boolean
  retryFailed?: boolean
  json?: boolean
}

const examples = `
Examples:
  galena send salesnav 7f6c2a5e-0000-4000-8000-000000000001 --to https://api.clay.com/v3/sources/webhook/…
  galena send waterfall people.ndjson --to https://api.clay.com/v3/sources/webhook/… --rate 5
  galena send waterfall people.ndjson --retry-failed

Ctrl-C pauses: --resume goes on where it stopped, and --retry-failed sends only what failed. What fails for a while
(429, 5xx, no answer) is tried again by itself. A local receiver must be named in GALENA_OUTBOUND_ALLOW.
Exit code 0, 2 when records failed, 130 when it was paused.`

export function addSend(program: Command, context: CliContext): void {
  const send = program
    .command('send')
    .description('send records to a webhook, at a rate')
    .addHelpText('after', examples)
  const salesnav = send
    .command('salesnav')
    .description('send the rows of a Sales Navigator upload, in numbered batches')
    .argument('<upload_id>', 'what `galena import salesnav` printed', uuidOf)
    .option('--batch-size <n>', 'rows of a batch', wholeNumber, DEFAULT_BATCH)
    .option('--again', 'also rows that were sent already')
  common(salesnav).action((uploadId: string, flags: Flags) =>
    run(context, flags, { uploadId }, (db, webhookUrl) => {
      const { rate: ratePerSecond, batchSize = DEFAULT_BATCH, again = false } = flags
      return asOperator(db, (tx) =>
        createSalesnavJob(tx, { uploadId, webhookUrl, ratePerSecond, batchSize, again, by: 'cli' }),
      )
    }),
  )
  const waterfall = send
    .command('waterfall')
    .description('send the records of a file, for instance to find e-mail addresses')
    .argument('<file>', 'NDJSON, or a JSON array, compressed or not')
  common(waterfall).action(async (file: string, flags: Flags) => {
    const source = await hashOf(context, file)
    return run(context, flags, { source }, (db, webhookUrl) =>
      asOperator(db, async (tx) => {
        await refuseSecondJob(tx, { source })
        const records = recordsOf(context, file)
        return createWaterfallJob(tx, { webhookUrl, ratePerSecond: flags.rate, by: 'cli', records, source })
      }),
    )
  })
}

function common(command: Command): Command {
  return command
    .option('--to <url>', 'the webhook')
    .option('--rate <n>', 'records per second, at most', rateOf, DEFAULT_RATE)
    .option('--resume', 'go on with what was paused or stopped')
    .option('--retry-failed', 'send only what failed')
    .option('--json', 'print the job as JSON')
    .addHelpText('after', examples)
}

type Create = (db: Database, webhookUrl: string) => Promise<{ id: string }>

function run(context: CliContext, flags: Flags, origin: Origin, create: Create): Promise<void> {
  return withWarehouse(context, async ({ db, config }) => {
    const outbound = openOutbound({ allow: config.outboundAllow })
    const id = await jobFor(db, outbound, flags, origin, create)
    const job = await watch(context, db, outbound, id)
    if (flags.json === true) printJson(context.out, job)
    else say(context, job)
    if (job.status === 'paused') context.exitCode = 130
    else if (job.failed_count > 0 || job.status === 'failed') context.exitCode = 2
  })
}

async function jobFor(
  db: Database,
  outbound: Outbound,
  { to, resume, retryFailed: retry }: Flags,
  origin: Origin,
  create: Create,
): Promise<string> {
  if (resume === true || retry === true) {
    return asOperator(db, async (tx) => {
      const id = await findJob(tx, origin)
      if (retry === true) await retryFailed(tx, id)
      else if ((await getJob(tx, id)).status !== 'completed') await resumeJob(tx, id)
      return id
    })
  }
  if (to === undefined) throw new AppError(422, 'webhook_missing', 'Say where to send it: --to https://…')
  await outbound.check(to)
  const { id } = await create(db, to)
  return id
}

/** Sends the job, or watches a running server send it, until it ends or the user stops it. */
async function watch(context: CliContext, db: Database, outbound: Outbound, id: string): Promise<SendingJob> {
  const read = () => asOperator(db, (tx) => getJob(tx, id))
  const stateOf = ({ sent_count, failed_count }: SendingJob) => {
    const done = sent_count + failed_count
    return { done, refused: failed_count, position: done }
  }
  let job = await read()
  const progress = startProgress(context, {
    label: `to ${job.receiver}`,
    total: job.total_records,
    from: stateOf(job),
    unit: 'records',
  })
  const timer = setInterval(() => {
    read().then(
      (now) => progress.update(stateOf(now)),
      () => {},
    )
  }, 500)
  try {
    const ended = () => job.status !== 'pending' && job.status !== 'processing'
    for (; !ended() && !context.stopped.aborted; job = await read()) {
      await sendDue({ db, outbound, only: id, stopping: context.stopped, budgetMs: 3_600_000 })
    }
    if (context.stopped.aborted && !ended()) job = await asOperator(db, (tx) => pauseJob(tx, id))
    return job
  } finally {
    clearInterval(timer)
    progress.stop()
  }
}

function say(context: CliContext, job: SendingJob): void {
  const left = job.waiting_count > 0 ? `, ${count(job.waiting_count)} not sent yet` : ''
  print(
    context.err,
    `${count(job.sent_count)} sent, ${count(job.failed_count)} failed${left}. Job ${job.id} is ${job.status}.`,
  )
  if (job.stop_reason !== null) print(context.err, `  ${job.stop_reason}`)
  if (job.status === 'paused' || job.status === 'failed') print(context.err, '  --resume goes on with it.')
  else if (job.failed_count > 0) print(context.err, '  --retry-failed sends those again that failed.')
}

async function hashOf(context: CliContext, file: string): Promise<string> {
  if (file === '-') throw new AppError(422, 'file_needed', 'Records come from a file, so that a job can be found again')
  const hash = createHash('sha256')
  for await (const chunk of (await openSource(context, file)).chunks) hash.update(chunk)
  return hash.digest('hex')
}

/** Throws 422 `record_unreadable`: a file is sent as a whole or not at all. */
async function* recordsOf(context: CliContext, file: string): AsyncGenerator<string> {
  const { name, chunks } = await openSource(context, file)
  const plan = () => {
    throw new AppError(422, 'record_unreadable', `${name} is a table: records are sent from NDJSON or JSON`)
  }
  for await (const { line, bytes, error } of readFile(chunks, { name, plan })) {
    const record = error === undefined ? readRecord(bytes) : error
    if (typeof record === 'string') yield record
    else throw new AppError(422, 'record_unreadable', `Line ${line} of ${name}: ${record.message}`)
  }
}

function readRecord(bytes: Uint8Array): string | Error {
  try {
    const { value, text } = readLine(bytes)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return text
    return new Error('a record is a JSON object')
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function uuidOf(text: string): string {
  if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text)) return text.toLowerCase()
  throw new InvalidArgumentError('It is a UUID such as 7f6c2a5e-0000-4000-8000-000000000001.')
}

function rateOf(text: string): number {
  const rate = Number(text)
  if (rate >= 0.1 && rate <= 50) return rate
  throw new InvalidArgumentError('A rate is a number from 0.1 to 50.')
}

function wholeNumber(text: string): number {
  const n = Number(text)
  if (Number.isInteger(n) && n >= 1 && n <= 100_000) return n
  throw new InvalidArgumentError('It is a whole number from 1 to 100000.')
}
