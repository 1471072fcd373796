import { asOperator, type Database } from '../../../db/database.ts'
import { keepRefused, type Refusal } from './keep-refused.ts'
import { trimQuarantine } from './trim-quarantine.ts'

export interface Quarantine {
  /** Resolves when the body is on disk. Rejects with the database's error when it cannot be kept. */
  keep(refusal: Refusal): Promise<void>
}

interface Waiting {
  refusal: Refusal
  resolve: () => void
  reject: (error: unknown) => void
}

const BATCH_ROWS = 200
const BATCH_BYTES = 8_388_608
/** Rows between two looks at the bounds (35 ms each): they hold to within this many. */
const TRIM_EVERY = 2_000

/** Group commit for refusals: a file full of broken lines costs one insert per 200 of them, not one each. */
export function openQuarantine(db: Database): Quarantine {
  const waiting: Waiting[] = []
  let writing = false
  let sinceTrim = 0

  function keep(refusal: Refusal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    waiting.push({ refusal, resolve, reject })
    if (!writing) void write()
    return promise
  }

  async function write(): Promise<void> {
    writing = true
    // Lets the refusals of this turn of the event loop come together.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const batch = take()
      try {
        sinceTrim += batch.length
        await asOperator(db, async (tx) => {
          await keepRefused(
            tx,
            batch.map(({ refusal }) => refusal),
          )
          if (sinceTrim >= TRIM_EVERY) await trimQuarantine(tx)
        })
        if (sinceTrim >= TRIM_EVERY) sinceTrim = 0
        for (const { resolve } of batch) resolve()
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    writing = false
  }

  function take(): Waiting[] {
    let bytes = 0
    let count = 0
    while (count < waiting.length && count < BATCH_ROWS) {
      bytes += waiting[count]?.refusal.body.length ?? 0
      if (count > 0 && bytes > BATCH_BYTES) break
      count++
    }
    return waiting.splice(0, count)
  }

  return { keep }
}
