import type { Tx } from '../../db/database.ts'
import { type AppError, refused } from '../../errors.ts'
import type { Outcome, Submission } from './submission.ts'

type Key = NonNullable<Submission['idempotency']>

/** What the key must not collide with in one process: the caller's key on this route. */
export function idempotencyName({ apiKeyId, route, key }: Key): string {
  return JSON.stringify([apiKeyId, route, key])
}

/** The lock that makes a second process wait until the first one's answer stands. */
export function idempotencyLock(key: Key): string {
  return `idempotency:${idempotencyName(key)}`
}

/**
 * Answers sent for the same Idempotency-Key within 72 hours. The same body gives the stored answer, another one 422.
 * Called under the keys' locks; returns one entry per submission.
 */
export async function findIdempotent(
  tx: Tx,
  submissions: readonly Submission[],
): Promise<(Outcome | AppError | null)[]> {
  const keyed = submissions.flatMap(({ idempotency, sha256 }, position) =>
    idempotency === null ? [] : [{ ...idempotency, sha256, position }],
  )
  const outcomes: (Outcome | AppError | null)[] = submissions.map(() => null)
  if (keyed.length === 0) return outcomes
  const rows = await tx.query<{
    position: number
    body_sha256: Buffer
    status: number
    answer: Record<string, unknown>
  }>(
    `select n.position, k.body_sha256, k.status, k.answer
     from unnest($1::int[], $2::text[], $3::text[], $4::text[]) n(position, api_key_id, route, key)
     join raw.idempotency_keys k on k.api_key_id = n.api_key_id and k.route = n.route and k.key = n.key
     where k.created_at > now() - interval '72 hours'`,
    [keyed.map((k) => k.position), keyed.map((k) => k.apiKeyId), keyed.map((k) => k.route), keyed.map((k) => k.key)],
  )
  for (const row of rows) {
    const same = submissions[row.position]?.sha256.equals(row.body_sha256)
    outcomes[row.position] = same
      ? { status: row.status, body: row.answer, replayed: true }
      : refused(
          'idempotency_mismatch',
          'This Idempotency-Key was used with another body: use a new key for a new request',
        )
  }
  return outcomes
}

/** Keeps the answers under their keys, in the transaction of the payloads: no key without effect, no effect without key. */
export async function writeIdempotencyKeys(
  tx: Tx,
  answered: readonly { submission: Submission; outcome: Outcome }[],
): Promise<void> {
  const keyed = answered.flatMap(({ submission, outcome }) =>
    submission.idempotency === null ? [] : [{ ...submission.idempotency, sha256: submission.sha256, outcome }],
  )
  if (keyed.length === 0) return
  await tx.execute(
    `insert into raw.idempotency_keys (api_key_id, route, key, body_sha256, status, answer, created_at)
     select n.api_key_id, n.route, n.key, n.sha256, n.status, n.answer, now()
     from unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::smallint[], $6::jsonb[]) n(api_key_id, route, key, sha256, status, answer)
     order by 1, 2, 3
     on conflict (api_key_id, route, key) do update
     set body_sha256 = excluded.body_sha256, status = excluded.status, answer = excluded.answer, created_at = excluded.created_at`,
    [
      keyed.map((k) => k.apiKeyId),
      keyed.map((k) => k.route),
      keyed.map((k) => k.key),
      keyed.map((k) => k.sha256),
      keyed.map((k) => k.outcome.status),
      keyed.map((k) => JSON.stringify(k.outcome.body)),
    ],
  )
}
