import { randomUUID } from 'node:crypto'
import { asOperator, type Database } from '../../../db/database.ts'
import { AppError } from '../../../errors.ts'
import { countMatches } from '../search/count-matches.ts'
import { bringUp, workOff } from '../search-index/bring-up.ts'
import {
  claimExport,
  failExport,
  finishExport,
  type HeldExport,
  noteTotal,
  releaseExport,
  saveChunk,
  touchExport,
} from './hold-export.ts'
import { planExport } from './plan-export.ts'
import { CHUNK } from './read-file.ts'
import { type Sink, writeExport } from './write-export.ts'

const SHOWN_EVERY_MS = 2_000

export interface MakeOptions {
  db: Database
  log: (message: string, fields?: Record<string, unknown>) => void
  /** Ends the work where another process can begin it anew. */
  stopping?: AbortSignal
}

/** Makes every file that is ordered, one after the other. */
export async function makeExports(options: MakeOptions): Promise<void> {
  const worker = randomUUID()
  while (options.stopping?.aborted !== true) {
    const held = await asOperator(options.db, (tx) => claimExport(tx, worker))
    if (held === undefined) return
    await makeExport(options, held)
  }
}

async function makeExport({ db, log, stopping }: MakeOptions, held: HeldExport): Promise<void> {
  const lost = new AbortController()
  const file = chunks(db, held, lost)
  const timer = setInterval(() => {
    asOperator(db, (tx) => touchExport(tx, held, file.rows()))
      .then((ours) => ours || lost.abort(new Lost()))
      // The next one tells; when none gets through for long, somebody else begins.
      .catch(() => {})
  }, SHOWN_EVERY_MS)
  const signal = stopping === undefined ? lost.signal : AbortSignal.any([lost.signal, stopping])
  try {
    // A file that is kept has everything that was stored before it: it waits for that, however much it is.
    if ((await bringUp(db)).behind) await workOff(db, { wait: true, stopping: signal })
    const plan = await asOperator(db, async (tx) => {
      const found = await planExport(tx, held.request)
      const count = await countMatches(tx, held.request.kind, found.where)
      await noteTotal(tx, held, {
        ...count,
        total: Math.min(count.total, held.request.limit ?? Number.POSITIVE_INFINITY),
      })
      return found
    })
    const rows = await writeExport(db, plan, held.request, file, signal)
    await file.end()
    if (!(await asOperator(db, (tx) => finishExport(tx, held, rows)))) throw new Lost()
  } catch (error) {
    if (error instanceof Lost || lost.signal.aborted) return
    if (stopping?.aborted === true) return await asOperator(db, (tx) => releaseExport(tx, held))
    log('an export failed', { export: held.id, error: error instanceof Error ? error.message : String(error) })
    await asOperator(db, (tx) => failExport(tx, held, reasonOf(error)))
  } finally {
    clearInterval(timer)
  }
}

/** The order was cancelled, or another process makes it. */
class Lost extends Error {
  override name = 'Lost'
}

/** What its owner may see; the log has the rest. */
function reasonOf(error: unknown): string {
  return error instanceof AppError ? error.message : 'A fault of the server: its log says more'
}

/** Cuts a file into pieces of one size and keeps each as soon as it is whole. */
function chunks(
  db: Database,
  held: HeldExport,
  lost: AbortController,
): Sink & { rows(): number; end(): Promise<void> } {
  const waiting = Buffer.allocUnsafeSlow(CHUNK)
  let [filled, n, rows] = [0, 0, 0]

  async function save(): Promise<void> {
    const chunk = { n, data: waiting.subarray(0, filled), rows }
    if (!(await asOperator(db, (tx) => saveChunk(tx, held, chunk)))) {
      lost.abort(new Lost())
      throw new Lost()
    }
    n++
    filled = 0
  }

  return {
    rows: () => rows,
    progress(read) {
      rows = read
    },
    async write(bytes) {
      for (let at = 0; at < bytes.length; ) {
        const part = bytes.subarray(at, at + CHUNK - filled)
        waiting.set(part, filled)
        filled += part.length
        at += part.length
        if (filled === CHUNK) await save()
      }
    },
    async end() {
      if (filled > 0) await save()
    },
  }
}
