import type { Readable } from 'node:stream'
import { asOperator, type Database } from '../../../db/database.ts'
import { unavailable } from '../../../errors.ts'
import { bringUp } from '../search-index/bring-up.ts'
import { planExport } from './plan-export.ts'
import type { ExportOrder } from './schema.ts'
import { openSpool } from './spool.ts'
import { writeExport } from './write-export.ts'

/** Each holds a connection and a core until the file is written, however slowly it is fetched. */
const MOST_STREAMS = 3

interface Streamed {
  stream: Readable
  /** Much was stored just now, and not all of it is in the file. */
  behind: boolean
}

export interface ExportStreams {
  /**
   * The file of an order, from the moment its first bytes are there. `gone` stops the work: whoever waits for the file
   * has left. Throws 400 for what the order says, 503 `exports_busy` when too many are under way.
   */
  open(order: ExportOrder, gone: AbortSignal): Promise<Streamed>
}

/** Files that are sent while they are made, of one process. */
export function exportStreams(db: Database): ExportStreams {
  let open = 0
  return {
    async open(order, gone) {
      if (open >= MOST_STREAMS) {
        const message = `${MOST_STREAMS} exports are being streamed already: try again, or order it as a job`
        throw unavailable('exports_busy', message, 10)
      }
      open++
      try {
        const { stream, behind, written } = await openStream(db, order, gone)
        written.then(() => open--).catch(() => {})
        return { stream, behind }
      } catch (error) {
        open--
        throw error
      }
    },
  }
}

/** `written` settles when the file is whole or cannot be, and never rejects: whoever reads the stream is told. */
async function openStream(
  db: Database,
  order: ExportOrder,
  gone: AbortSignal,
): Promise<Streamed & { written: Promise<void> }> {
  const { behind } = await bringUp(db)
  const plan = await asOperator(db, (tx) => planExport(tx, order))
  const spool = await openSpool()
  const written = writeExport(db, plan, order, spool, gone).then(() => spool.end(), spool.fail)
  try {
    await spool.begun
  } catch (error) {
    await spool.close()
    throw isFull(error) ? diskFull(error) : error
  }
  const stream = spool.read()
  stream.once('close', async () => {
    await written
    await spool.close()
  })
  return { stream, behind, written }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}

function diskFull(cause: unknown): Error {
  const message = 'The disk for temporary files is full: make room, or let TMPDIR name a folder with more of it'
  return unavailable('export_disk_full', message, 60, cause)
}
