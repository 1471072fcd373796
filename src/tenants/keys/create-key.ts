import { hash } from 'node:crypto'
import type { Tx } from '../../db/database.ts'
import { refused } from '../../errors.ts'
import { KEY_PREFIX, makeKey } from './key-format.ts'
import type { Key, NewKey } from './schema.ts'

/** Strict: what `Date` would guess at ("1", "tomorrow", 30 February) is no expiry anybody meant. */
const TIME = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/

/**
 * Issues a key. The only moment at which the key itself exists: it is returned, and its hash is stored.
 * Throws 422 `invalid_expiry` for a time that cannot be read or has passed.
 */
export async function createKey(tx: Tx, { name, scopes, expires_at }: NewKey): Promise<Key & { key: string }> {
  const expires = expires_at === undefined || expires_at === null ? null : readExpiry(expires_at)
  const key = makeKey()
  const [row] = await tx.query<Key>(
    `insert into public.api_keys (name, prefix, last4, key_hash, scopes, expires_at)
     values ($1, $2, $3, $4, $5, $6)
     returning id, name, prefix, last4, scopes, created_at, expires_at, revoked_at, last_used_at`,
    [name, KEY_PREFIX, key.slice(-4), hashKey(key), [...new Set(scopes)].sort(), expires],
  )
  if (row === undefined) throw new Error('insert returned no row')
  return { ...row, key }
}

/** What is stored instead of a key. Plain SHA-256: 190 random bits need no slow hash. */
export function hashKey(key: string): Buffer {
  return hash('sha256', key, 'buffer')
}

function readExpiry(text: string): string {
  const parts = TIME.exec(text)
  const time = Date.parse(text)
  const day =
    parts === null
      ? Number.NaN
      : new Date(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]))).getUTCDate()
  if (parts === null || Number.isNaN(time) || day !== Number(parts[3])) {
    throw refused('invalid_expiry', 'expires_at must be a time such as 2030-01-31T00:00:00Z')
  }
  if (time <= Date.now()) throw refused('invalid_expiry', 'expires_at has already passed')
  return new Date(time).toISOString()
}
