import { open, rename, rm } from 'node:fs/promises'
import { extname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Argument, type Command, InvalidArgumentError, Option } from 'commander'
import { asOperator, type Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import { type ExportPlan, planExport } from '../../warehouse/ask/exports/plan-export.ts'
import { EXPORT_FORMATS, EXPORT_KINDS, type ExportOrder } from '../../warehouse/ask/exports/schema.ts'
import { openSpool } from '../../warehouse/ask/exports/spool.ts'
import { type Sink, writeExport } from '../../warehouse/ask/exports/write-export.ts'
import { countMatches } from '../../warehouse/ask/search/count-matches.ts'
import { bringUp, workOff } from '../../warehouse/ask/search-index/bring-up.ts'
import { type CliContext, print } from '../context.ts'
import { counted, duration } from '../format.ts'
import { withWarehouse } from '../open-database.ts'
import { startProgress } from '../progress.ts'
import { openSource } from '../source-file.ts'

interface Flags {
  filter?: string
  sort?: string
  fields?: string[]
  format?: ExportOrder['format']
  out?: string
  limit?: number
  bom?: boolean
}

const examples = `
Examples:
  galena export leads --out leads.parquet
  galena export leads --filter '{"seniority":["VP","Director"],"person_country":"United States"}' --out leads.csv
  galena export companies --filter @icp.json --fields domain,name,employee_count --format ndjson | jq .domain

The filter is that of POST /v1/leads/search (docs/search.md). All rows are as they stand at one moment, newest first
unless --sort says otherwise. Ctrl-C stops it and leaves no file.
Exit code 0, 130 when it was stopped.`

export function addExport(program: Command, context: CliContext): void {
  program
    .command('export')
    .description('write what a search finds to CSV, NDJSON or Parquet')
    .addArgument(new Argument('<kind>', 'what a row is').choices(EXPORT_KINDS))
    .option(
      '--filter <json>',
      'what must hold, as JSON, or @file with it (@- for standard input); everything unless given',
    )
    .option('--sort <order>', 'newest unless given')
    .option('--fields <names>', 'columns in their order, with commas between; all unless given', (text) =>
      text.split(','),
    )
    .addOption(new Option('--format <format>', 'by the ending of --out unless given, else csv').choices(EXPORT_FORMATS))
    .option('--out <file>', 'where to; standard output unless given')
    .option('--limit <n>', 'most rows', wholeNumber)
    .option('--bom', 'CSV: begin with a byte order mark, which Excel needs')
    .addHelpText('after', examples)
    .action((kind: ExportOrder['kind'], flags: Flags) => run(context, kind, flags))
}

async function run(context: CliContext, kind: ExportOrder['kind'], flags: Flags): Promise<void> {
  const { out, sort, fields, limit, bom } = flags
  const format = flags.format ?? formatOf(out)
  if (out === undefined && format === 'parquet' && context.out.isTTY === true) {
    throw new AppError(422, 'out_needed', 'Parquet is nothing to look at: name a file with --out')
  }
  const filter = flags.filter === undefined ? {} : await readFilterFlag(context, flags.filter)
  const order: ExportOrder = {
    ...{ kind, format, filter },
    ...(sort !== undefined && { sort }),
    ...(fields !== undefined && { fields }),
    ...(limit !== undefined && { limit }),
    ...(bom !== undefined && { bom }),
  }
  await withWarehouse(context, async ({ db }) => {
    const begun = performance.now()
    const { plan, total } = await prepare(context, db, order)
    const progress = startProgress(context, { label: out ?? 'export', total })
    const write = (sink: Sink, signal: AbortSignal) =>
      writeExport(db, plan, order, { ...sink, progress: (done) => progress.update(stateOf(done)) }, signal)
    let rows: number | undefined
    try {
      rows = await (out === undefined ? toOutput(context, write) : toFile(context, out, write))
    } finally {
      progress.stop()
    }
    if (rows === undefined) context.exitCode = 130
    const seconds = duration((performance.now() - begun) / 1000)
    print(context.err, rows === undefined ? 'Stopped.' : `${counted(rows, 'row')} in ${seconds}.`)
  })
}

type Write = (sink: Sink, signal: AbortSignal) => Promise<number>

async function prepare(
  context: CliContext,
  db: Database,
  order: ExportOrder,
): Promise<{ plan: ExportPlan; total: number }> {
  const { behind } = await bringUp(db)
  if (behind) await makeReady(context, db)
  return asOperator(db, async (tx) => {
    const plan = await planExport(tx, order)
    const { total } = await countMatches(tx, order.kind, plan.where)
    return { plan, total: Math.min(total, order.limit ?? Number.POSITIVE_INFINITY) }
  })
}

/** What was stored last is made ready to be found: a server does it in the background, and here may be none. */
async function makeReady(context: CliContext, db: Database): Promise<void> {
  const progress = startProgress(context, { label: 'getting ready', unit: 'changes' })
  let all = 0
  const after = (done: number) => {
    all += done
    progress.update(stateOf(all))
  }
  try {
    await workOff(db, { wait: true, stopping: context.stopped, after })
  } finally {
    progress.stop()
  }
}

const stateOf = (done: number) => ({ done, refused: 0, position: done })

/** Under another name until it is whole. Undefined when it was stopped. */
async function toFile({ stopped }: CliContext, path: string, write: Write): Promise<number | undefined> {
  const unfinished = `${path}.part`
  const file = await open(unfinished, 'w').catch((error: Error) => {
    throw new AppError(400, 'file_unwritable', `${path} cannot be written: ${error.message}`, { cause: error })
  })
  try {
    const rows = await write({ write: (bytes) => file.writeFile(bytes) }, stopped)
    await file.close()
    await rename(unfinished, path)
    return rows
  } catch (error) {
    await file.close()
    await rm(unfinished, { force: true })
    if (stopped.aborted) return undefined
    throw error
  }
}

/** Whoever reads may be slow, or leave. Undefined when it was stopped. */
async function toOutput({ out, stopped }: CliContext, write: Write): Promise<number | undefined> {
  const spool = await openSpool()
  const left = new AbortController()
  const signal = AbortSignal.any([stopped, left.signal])
  const written = write(spool, signal).then(
    (rows) => {
      spool.end()
      return rows
    },
    (error: unknown) => {
      spool.fail(error)
      return undefined
    },
  )
  try {
    await pipeline(spool.read(), out, { end: false })
    return await written
  } catch (error) {
    left.abort(error)
    await written
    if (stopped.aborted || isClosedPipe(error)) return undefined
    throw error
  } finally {
    await spool.close()
  }
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}

function formatOf(out: string | undefined): ExportOrder['format'] {
  const ending = extname(out ?? '')
    .slice(1)
    .toLowerCase()
  if (out === undefined) return 'csv'
  const format = EXPORT_FORMATS.find((known) => known === (ending === 'jsonl' ? 'ndjson' : ending))
  if (format !== undefined) return format
  throw new AppError(
    422,
    'format_unknown',
    `${out} does not say which format: add --format ${EXPORT_FORMATS.join('|')}`,
  )
}

async function readFilterFlag(context: CliContext, flag: string): Promise<Record<string, unknown>> {
  const text = flag.startsWith('@') ? await readAll(context, flag.slice(1)) : flag
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // Told below, like JSON that is no object.
  }
  throw new AppError(400, 'filter_invalid', 'The filter is no JSON object such as {"seniority":["VP"]}')
}

async function readAll(context: CliContext, path: string): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of (await openSource(context, path)).chunks) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function wholeNumber(text: string): number {
  const n = Number(text)
  if (Number.isInteger(n) && n >= 1) return n
  throw new InvalidArgumentError('It is a whole number from 1 on.')
}
