import { AppError } from '../errors.ts'
import { planColumns } from '../warehouse/ingest/files/plan-columns.ts'
import { readFile } from '../warehouse/ingest/files/read-file.ts'
import type { FileFormat } from '../warehouse/ingest/files/sniff-format.ts'
import { type SettledRecord, submitRecords } from '../warehouse/ingest/files/submit-records.ts'
import type { Ingest } from '../warehouse/ingest/submission.ts'
import type { Workflow } from '../warehouse/workflows/define.ts'
import type { Catalog } from '../warehouse/workflows/registry.ts'
import { columnLines } from './column-lines.ts'
import { type CliContext, print } from './context.ts'
import { count } from './format.ts'
import type { Warehouse } from './open-database.ts'
import { startProgress } from './progress.ts'
import { openRefusedFile, refusedPath } from './refused-file.ts'
import { openResumeState } from './resume-state.ts'
import { openSource } from './source-file.ts'

export interface FileFlags {
  map?: ReadonlyMap<string, string>
  format?: FileFormat
  encoding?: string
  delimiter?: string
  refused?: string
  dryRun?: boolean
  restart?: boolean
}

export interface FileJob {
  workflow: Workflow
  slug: string
  path: string
  flags: FileFlags
}

/** How far a run came: everything up to this record is stored, or written to the file of refused ones. */
interface Reached {
  /** Records settled, those of an interrupted earlier run included. */
  records: number
  accepted: number
  /** Known already: the last body of the same entity said the same. */
  deduplicated: number
  pending: number
  refused: number
  /** How often each reason was given. */
  reasons: Record<string, number>
  refusedBytes: number
}

export interface FileResult extends Omit<Reached, 'refusedBytes'> {
  file: string
  /** The first refusals, to be shown. */
  samples: { line: number; code: string; message: string }[]
  refused_file: string | null
  seconds: number
  /** Records that an earlier run had sent already. */
  resumed_after: number
  /** False when it was stopped: the same command goes on. */
  complete: boolean
  /** Why the file could not be read to its end; what came before is stored. */
  error: { code: string; message: string } | null
}

const CHECKPOINT_MS = 250
const SAMPLES = 5

/**
 * Sends one file through a workflow, going on where an interrupted run of the same command was. What was on its way when
 * that run was killed is sent again, and changes nothing.
 */
export async function ingestOneFile(
  context: CliContext,
  { config, catalog, ingest }: Warehouse & { catalog: Catalog; ingest: Ingest },
  { workflow, slug, path, flags }: FileJob,
): Promise<FileResult> {
  const begun = performance.now()
  const source = await openSource(context, path)
  const keepsState = source.identity !== undefined && flags.dryRun !== true
  const state = openResumeState<Reached>(config, 'ingest', [source.path, source.identity, slug])
  const earlier = keepsState && flags.restart !== true ? await state.read() : undefined
  const reached = earlier ?? atTheBeginning()
  const resumedAfter = reached.records
  if (earlier !== undefined) {
    print(context.err, `Going on after record ${count(resumedAfter)} of an interrupted run; --restart begins anew.`)
  }
  // A dry run leaves nothing behind, unless it is told where.
  const refusedTo = flags.refused ?? (flags.dryRun === true ? undefined : refusedPath(source.path))
  const refusedFile = refusedTo === undefined ? undefined : await openRefusedFile(refusedTo, reached.refusedBytes)
  const samples: FileResult['samples'] = []
  const reachedNow = () => ({ done: reached.records, refused: reached.refused, position: source.position() })
  const progress = startProgress(context, { label: source.name, total: source.bytes, from: reachedNow() })
  let saved = begun

  async function take(settled: SettledRecord[]): Promise<void> {
    for (const { record, outcome, error } of settled) {
      reached.records++
      reached[outcome]++
      if (error === undefined) continue
      reached.reasons[error.code] = (reached.reasons[error.code] ?? 0) + 1
      if (samples.length < SAMPLES) samples.push({ line: record.line, code: error.code, message: error.message })
    }
    await refusedFile?.add(settled)
    reached.refusedBytes = refusedFile?.bytes ?? 0
    progress.update(reachedNow())
    if (keepsState && performance.now() - saved > CHECKPOINT_MS) {
      saved = performance.now()
      await state.write(reached)
    }
  }

  const { format, encoding, delimiter } = flags
  const records = readFile(source.chunks, {
    format,
    encoding,
    delimiter,
    name: source.path,
    plan: (header) => {
      const plan = planColumns(workflow, header, flags.map && { map: flags.map })
      progress.say(columnLines(plan))
      return plan
    },
    onEncoding: (name) => progress.say(`${source.name} is not all UTF-8: read as ${name}; --encoding names another.`),
  })
  // A pipe may stand still: nothing else would end it.
  context.stopped.addEventListener('abort', source.stop)
  let complete = false
  let failure: FileResult['error'] = null
  try {
    const { stopped } = context
    await submitRecords(skip(records, resumedAfter), { catalog, ingest, slug, onSettled: take, stopped })
    complete = !stopped.aborted
  } catch (error) {
    // One file that cannot be read is no reason to leave out the others; a database that is away is.
    if (error instanceof AppError && error.status < 500) failure = { code: error.code, message: error.message }
    else if (!context.stopped.aborted) throw error
  } finally {
    context.stopped.removeEventListener('abort', source.stop)
    source.stop()
    progress.stop()
    await refusedFile?.close()
    if (keepsState) await (complete ? state.clear() : state.write(reached))
  }
  const { refusedBytes, ...counts } = reached
  return {
    file: path,
    ...counts,
    samples,
    refused_file: refusedBytes > 0 && refusedTo !== undefined ? refusedTo : null,
    seconds: (performance.now() - begun) / 1000,
    resumed_after: resumedAfter,
    complete,
    error: failure,
  }
}

function atTheBeginning(): Reached {
  return { records: 0, accepted: 0, deduplicated: 0, pending: 0, refused: 0, reasons: {}, refusedBytes: 0 }
}

/**
 * Records have no offset that all formats share, so those that were sent are read over: a second for a gigabyte of lines.
 */
async function* skip<T>(records: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  let left = count
  for await (const record of records) if (left-- <= 0) yield record
}
