import { asOperator, type Database } from '../../db/database.ts'
import type { AppError } from '../../errors.ts'
import { createBatcher } from './batcher.ts'
import { loadWarehouse } from './engine.ts'
import type { Warehouse } from './settle-items.ts'
import type { Ingest, Outcome, Submission } from './submission.ts'
import { type WriteBatchOptions, writeBatch } from './write-batch.ts'

export interface DryRunOptions extends WriteBatchOptions {
  /** Loaded before, when there are many batches. */
  warehouse?: Warehouse
  /** Told how many contradictions between keys the batch would have left for a person to look at. */
  onReviews?: (count: number) => void
}

/** Carries the answers out of the transaction that it ends. */
class Rollback extends Error {
  override name = 'Rollback'
  readonly answers: (Outcome | AppError)[]

  constructor(answers: (Outcome | AppError)[]) {
    super('A dry run ends with a rollback')
    this.answers = answers
  }
}

/**
 * What these payloads would be answered, found by the whole flow in a transaction that is rolled back: refusals,
 * conflicts and duplicates are those of the real thing. Nothing stays, so ids in the answers name nothing. No two
 * submissions may be of one entity.
 */
export async function dryRun(
  db: Database,
  submissions: readonly Submission[],
  { warehouse, onReviews, ...options }: DryRunOptions = {},
): Promise<(Outcome | AppError)[]> {
  const known = warehouse ?? (await asOperator(db, loadWarehouse))
  try {
    return await asOperator(db, async (tx) => {
      const answers = await writeBatch(tx, submissions, known, options)
      const [row] = await tx.query<{ n: number }>(
        'select count(*)::int as n from core.identity_reviews where created_at = now()',
      )
      onReviews?.(row?.n ?? 0)
      throw new Rollback(answers)
    })
  } catch (error) {
    if (error instanceof Rollback) return error.answers
    throw error
  }
}

/**
 * A way in that stores nothing, with the batches of the real one. A batch does not see the ones before it, so a record
 * that comes twice, far apart in a file, is not told as duplicate.
 */
export async function startDryRun(db: Database, onReviews?: (count: number) => void): Promise<Ingest> {
  const warehouse = await asOperator(db, loadWarehouse)
  return createBatcher({
    writers: 2,
    maxBatch: 200,
    maxQueue: 10_000,
    write: (batch, options) => dryRun(db, batch, { ...options, warehouse, ...(onReviews && { onReviews }) }),
  })
}
