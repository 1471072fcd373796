import type { Tx } from '../../db/database.ts'
import type { Scope } from '../../route.ts'

export interface FoundKey {
  id: string
  name: string
  scopes: Scope[]
  state: 'live' | 'expired' | 'revoked'
}

/** The key with this hash and whether it still counts, by the database clock. */
export async function findKey(tx: Tx, keyHash: Buffer): Promise<FoundKey | undefined> {
  const [row] = await tx.query<FoundKey>(
    `select id, name, scopes,
       case when revoked_at is not null then 'revoked' when expires_at <= now() then 'expired' else 'live' end as state
     from public.api_keys
     where key_hash = $1`,
    [keyHash],
  )
  return row
}
