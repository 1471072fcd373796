import type { Tx } from '../../db/database.ts'

/** Notes that a key was used, at most once a minute whatever the number of processes. */
export async function touchKey(tx: Tx, id: string): Promise<void> {
  await tx.execute(
    `update public.api_keys set last_used_at = now()
     where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
    [id],
  )
}
