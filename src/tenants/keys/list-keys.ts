import type { Tx } from '../../db/database.ts'
import type { Key } from './schema.ts'

/** Every key that was ever issued, newest first, the revoked ones too. An install has tens of them. */
export function listKeys(tx: Tx): Promise<Key[]> {
  return tx.query<Key>(
    `select id, name, prefix, last4, scopes, created_at, expires_at, revoked_at, last_used_at
     from public.api_keys
     order by created_at desc, id`,
  )
}
