import type { Tx } from '../../db/database.ts'
import { intakeLimits } from './intake-limits.ts'

/** Removes Idempotency-Keys older than 72 hours. Returns how many. */
export async function purgeIdempotencyKeys(tx: Tx): Promise<number> {
  return tx.execute('delete from raw.idempotency_keys where created_at < now() - make_interval(hours => $1)', [
    intakeLimits.idempotencyHours,
  ])
}
