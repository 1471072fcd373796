import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../../errors.ts'
import type { Catalog } from '../../workflows/registry.ts'
import { chooseRegistration } from '../intake.ts'
import { readLine, withoutRef } from '../read-body.ts'
import { receive } from '../receive.ts'
import type { Ingest, Outcome, Submission } from '../submission.ts'
import type { FileRecord } from './file-record.ts'

/** What became of one record of a file. */
export interface SettledRecord {
  record: FileRecord
  outcome: 'accepted' | 'deduplicated' | 'pending' | 'refused'
  /** Of a refused one. With a raw id the payload is kept and can be replayed. */
  error?: RecordError
}

export interface RecordError {
  code: string
  message: string
  rawId?: string
}

export interface SubmitRecords {
  catalog: Catalog
  ingest: Ingest
  slug: string
  /** Takes the records that are settled, in the order of the file and without gaps; awaited before the next ones. */
  onSettled: (settled: SettledRecord[]) => Promise<void> | void
  /** Stops reading; what is on its way is still settled. */
  stopped?: AbortSignal
  /** Seconds for which a record waits for an absent database before everything is given up. */
  patience?: number
}

/** Two batches being written and the next one; bytes, because these records may have hundreds of megabytes. */
const WINDOW_RECORDS = 600
const WINDOW_BYTES = 33_554_432
const PATIENCE = 60

interface Slot {
  record: FileRecord
  settled: SettledRecord | undefined
}

/**
 * Sends records through the engine, a bounded number at once, and tells what became of each in the order of the file.
 * Throws what the source of records throws, and `database_unavailable` when the database stays away: everything before
 * has then been settled and told.
 */
export async function submitRecords(records: AsyncIterable<FileRecord>, options: SubmitRecords): Promise<void> {
  const { catalog, slug, ingest, onSettled } = options
  const slots: Slot[] = []
  let bytes = 0
  let failure: { error: unknown } | undefined
  let wake: (() => void) | undefined

  try {
    for await (const record of records) {
      if (options.stopped?.aborted || failure !== undefined) break
      admit(record)
      while (slots.length >= WINDOW_RECORDS || bytes >= WINDOW_BYTES || isSettled()) {
        if (failure !== undefined) break
        await advance()
      }
    }
  } finally {
    while (slots.length > 0 && (failure === undefined || isSettled())) await advance()
  }
  if (failure !== undefined) throw failure.error

  function isSettled(): boolean {
    return slots[0]?.settled !== undefined
  }

  /** Hands out what is settled at the front, or waits until something is. */
  async function advance(): Promise<void> {
    if (!isSettled()) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
      return
    }
    const open = slots.findIndex(({ settled }) => settled === undefined)
    const ready = slots.splice(0, open < 0 ? slots.length : open)
    for (const { record } of ready) bytes -= record.bytes.length
    await onSettled(ready.flatMap(({ settled }) => settled ?? []))
  }

  function admit(record: FileRecord): void {
    const slot: Slot = { record, settled: undefined }
    slots.push(slot)
    bytes += record.bytes.length
    try {
      if (record.error !== undefined) throw record.error
      const read = readLine(record.bytes)
      const chosen = chooseRegistration(catalog, { slug }, read.value)
      if (chosen === undefined) throw new AppError(404, 'workflow_not_found', 'The workflow was removed')
      void submit(slot, receive(read, record.bytes, { ...chosen, sha256: withoutRef(read).sha256 }))
    } catch (error) {
      settle(slot, refusedBy(record, error))
    }
  }

  async function submit(slot: Slot, submission: Submission): Promise<void> {
    const until = performance.now() + (options.patience ?? PATIENCE) * 1000
    while (failure === undefined) {
      try {
        return settle(slot, settledBy(slot.record, await ingest.submit(submission)))
      } catch (error) {
        if (!isPassing(error)) return settle(slot, refusedBy(slot.record, error))
        if (performance.now() > until) failure = { error }
        else await sleep(200 + 300 * Math.random())
      }
    }
    wakeUp()
  }

  function settle(slot: Slot, settled: SettledRecord): void {
    slot.settled = settled
    if (slots[0] === slot) wakeUp()
  }

  function wakeUp(): void {
    wake?.()
    wake = undefined
  }
}

function settledBy(record: FileRecord, { status, body }: Outcome): SettledRecord {
  if (status < 400) {
    const outcome = body.deduplicated === true ? 'deduplicated' : status === 202 ? 'pending' : 'accepted'
    return { record, outcome }
  }
  const error = { code: String(body.code), message: String(body.detail) }
  const rawId = typeof body.raw_id === 'string' ? { rawId: body.raw_id } : {}
  return { record, outcome: 'refused', error: { ...error, ...rawId } }
}

function refusedBy(record: FileRecord, error: unknown): SettledRecord {
  const message = error instanceof Error ? error.message : String(error)
  return { record, outcome: 'refused', error: { code: error instanceof AppError ? error.code : 'internal', message } }
}

/** Refused for the moment: the same record may succeed in a second. */
function isPassing(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'overloaded' || error.code === 'database_unavailable')
}
