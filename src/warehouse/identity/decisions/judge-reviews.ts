import { asOperator, type Database } from '../../../db/database.ts'
import { AppError } from '../../../errors.ts'
import { inTurn } from '../../provenance/hold-entity.ts'
import { AUTOMATIC, judgeReview } from './judge-review.ts'

export interface JudgedReviews {
  judged: number
  merged: number
  unmerged: number
}

/**
 * Judges contested keys: those that are new or got another claimant, and once a day all others, since what payloads say
 * about the claimants changes too. Each in a transaction of its own.
 */
export async function judgeReviews(db: Database, { most = 5_000, everything = false } = {}): Promise<JudgedReviews> {
  const counts = { judged: 0, merged: 0, unmerged: 0 }
  const due = await asOperator(db, (tx) =>
    tx.query<{ id: string }>(
      `select id from core.identity_reviews
       where reason = 'contested_key' and (status = 'open' or status = 'accepted' and decided_by = $2)
         and ($3 or judged_at is null or judged_at < updated_at or judged_at < now() - interval '1 day')
       order by judged_at nulls first, created_at, id limit $1`,
      [most, AUTOMATIC, everything],
    ),
  )
  for (const { id } of due) {
    const result = await inTurn(db, (tx) => judgeReview(tx, id)).catch((error: unknown) => later(db, id, error))
    counts.judged++
    if (result === 'left') continue
    counts[result]++
    // It may have to be made the other way round.
    if (result === 'unmerged' && (await inTurn(db, (tx) => judgeReview(tx, id))) === 'merged') counts.merged++
  }
  return counts
}

/** One that cannot be judged, such as a claimant whom nobody knows, must not stand before all others for ever. */
async function later(db: Database, id: string, error: unknown): Promise<'left'> {
  if (!(error instanceof AppError) || error.status === 503) throw error
  await asOperator(db, (tx) =>
    tx.execute(
      `update core.identity_reviews set judged_at = greatest(now(), updated_at), evidence = $2 where id = $1`,
      [id, JSON.stringify({ error: error.code })],
    ),
  )
  return 'left'
}
