import type { Tx } from '../../db/database.ts'
import { notFound } from '../../errors.ts'
import type { Key } from './schema.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Ends a key for good; every process refuses it within a second. Revoking again changes nothing.
 * Throws 404 `key_not_found`.
 */
export async function revokeKey(tx: Tx, id: string): Promise<Key> {
  if (!UUID.test(id)) throw notFound('key', id)
  const [row] = await tx.query<Key>(
    `update public.api_keys set revoked_at = coalesce(revoked_at, now())
     where id = $1
     returning id, name, prefix, last4, scopes, created_at, expires_at, revoked_at, last_used_at`,
    [id],
  )
  if (row === undefined) throw notFound('key', id)
  return row
}
