import { randomBytes } from 'node:crypto'
import type { Reader, Tx } from '../../../../db/database.ts'

/** The secret that links are signed with; undefined while no link was ever made. */
export async function readSecret(tx: Reader): Promise<Buffer | undefined> {
  const [row] = await tx.query<{ secret: Buffer }>('select secret from core.share_secret')
  return row?.secret
}

/**
 * The same, made when it is missing. It is kept in the database, not in the data folder as the operator key is, because
 * every process of one database must accept the links that the others made; whoever reads it there reads the rows, too.
 */
export async function ensureSecret(tx: Tx): Promise<Buffer> {
  await tx.execute('insert into core.share_secret (secret) values ($1) on conflict do nothing', [randomBytes(32)])
  const secret = await readSecret(tx)
  if (secret === undefined) throw new Error('the secret of links is missing right after it was made')
  return secret
}
