import type { Tx } from '../../db/database.ts'

/** The batch met a change made by another transaction in between: roll back and do all of it again, with these keys locked first. */
export class RepeatBatch extends Error {
  override name = 'RepeatBatch'
  readonly keys: readonly string[]

  constructor(message: string, keys: readonly string[] = []) {
    super(message)
    this.keys = keys
  }
}

const PEOPLE = /^(slug|member|salesnav|email):/

/** The order in which locks are waited for: keys of people first, then all others, each as text. */
export function lockOrder(keys: Iterable<string>): string[] {
  const sorted = [...new Set(keys)].sort()
  return [...sorted.filter((key) => PEOPLE.test(key)), ...sorted.filter((key) => !PEOPLE.test(key))]
}

/**
 * Takes the advisory lock of each key until the end of the transaction, in one fixed order (5 µs per key). From there on,
 * reading these entities and then writing them is safe against every other writer, also through a transaction pooler.
 *
 * Only two places wait for locks: the first statement of a batch, and the one with which a batch of people takes the
 * companies it changes. Each is sorted, people come before companies, and nobody waits for people while holding
 * companies: so there is no deadlock. Whatever else turns out to be needed is tried (`tryLockKeys`).
 */
export async function waitForKeys(tx: Tx, keys: Iterable<string>): Promise<void> {
  const sorted = lockOrder(keys)
  if (sorted.length === 0) return
  await tx.query('select count(pg_advisory_xact_lock(hashtextextended(k, 0))) from unnest($1::text[]) k', [sorted])
}

/** Takes the locks without waiting; where another transaction holds one, the batch starts again with it locked first. */
export async function tryLockKeys(tx: Tx, keys: Iterable<string>): Promise<void> {
  const wanted = [...new Set(keys)]
  if (wanted.length === 0) return
  const held = await tx.query<{ key: string }>(
    'select k as key from unnest($1::text[]) k where not pg_try_advisory_xact_lock(hashtextextended(k, 0))',
    [wanted],
  )
  if (held.length > 0) throw new RepeatBatch('another batch holds what this one needs', wanted)
}
