import type { Tx } from '../../../db/database.ts'
import { malformed } from '../../../errors.ts'
import { allIcps, type StoredIcp, shownColumns } from './stored-icp.ts'

export interface IcpPage {
  data: StoredIcp[]
  total: number
  cursor: string | null
}

/** ICPs by domain, that of the domain before its named ones. Throws 400 `invalid_cursor`. */
export async function listIcps(
  tx: Tx,
  {
    domain,
    limit,
    offset,
    cursor,
  }: { domain: string | null; limit: number; offset: number; cursor: string | undefined },
): Promise<IcpPage> {
  const after = cursor === undefined ? null : readCursor(cursor)
  const [counted] = await tx.query<{ total: string }>(
    `select count(*) as total from ${allIcps} i where i.client_id is null and ($1::text is null or i.domain = $1)`,
    [domain],
  )
  const rows = await tx.query<StoredIcp & { name: string }>(
    `select ${shownColumns}, i.name from ${allIcps} i
     where i.client_id is null and ($1::text is null or i.domain = $1)
       and ($2::text is null or (i.domain collate "C", i.name collate "C") > ($2, $3))
     order by i.domain collate "C", i.name collate "C" limit $4 offset $5`,
    [domain, after?.[0] ?? null, after?.[1] ?? null, limit + 1, after === null ? offset : 0],
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    data: page.map(({ name: _name, ...icp }) => icp),
    total: Number(counted?.total ?? 0),
    cursor: rows.length > limit && last !== undefined ? writeCursor(last.domain, last.name) : null,
  }
}

function writeCursor(domain: string, name: string): string {
  return Buffer.from(JSON.stringify([domain, name])).toString('base64url')
}

function readCursor(cursor: string): [domain: string, name: string] {
  try {
    const [domain, name]: unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (typeof domain === 'string' && typeof name === 'string' && !`${domain}${name}`.includes('\0'))
      return [domain, name]
  } catch {
    // said below, like every other cursor that is none
  }
  throw malformed('invalid_cursor', 'The cursor is none of this list: begin again without it')
}
