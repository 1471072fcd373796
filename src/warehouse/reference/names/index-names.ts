import { asOperator, type Database, type Tx } from '../../../db/database.ts'
import { nameBlocks } from './name-blocks.ts'
import { parseCompanyName } from './parse-company-name.ts'

interface NamedCompany {
  id: string
  names: string[]
  at: string
}

const page = 10_000
/** A transaction may commit rows that are older than those of others by as long as it took. */
const overlap = '1 minute'

/**
 * Brings the blocks of company names up to core.companies: pages of changed companies in order of their change, each in
 * a transaction of its own. Run again after a kill it goes on where it was. Returns how many companies it read.
 */
export async function indexNames(db: Database, pageSize = page): Promise<number> {
  let after = await asOperator(db, beginning)
  for (let read = 0; ; ) {
    const rows = await asOperator(db, (tx) => indexPage(tx, after, pageSize))
    read += rows.length
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) return read
    after = { at: last.at, id: last.id }
  }
}

/** Removes blocks of companies that are no more. */
export function forgetGoneNames(tx: Tx): Promise<number> {
  return tx.execute(
    'delete from core.company_name_blocks b where not exists (select from core.companies c where c.id = b.company_id)',
  )
}

async function beginning(tx: Tx): Promise<{ at: string; id: string }> {
  const [row] = await tx.query<{ at: string }>(
    `select (indexed_until - interval '${overlap}')::text as at from core.company_name_index`,
  )
  return { at: row?.at ?? '-infinity', id: '00000000-0000-0000-0000-000000000000' }
}

async function indexPage(tx: Tx, after: { at: string; id: string }, size: number): Promise<NamedCompany[]> {
  const rows = await tx.query<NamedCompany>(
    `select id, array_remove(array[name, cleaned_name], null) as names, updated_at::text as at from core.companies
     where (updated_at, id) > ($1::timestamptz, $2::uuid) order by updated_at, id limit ${size}`,
    [after.at, after.id],
  )
  const last = rows.at(-1)
  if (last === undefined) return rows
  const entries = rows.flatMap(({ id, names }) => {
    const blocks = names.flatMap((name) => parseCompanyName(name).flatMap(nameBlocks))
    return [...new Set(blocks)].map((block) => [block, id] as const)
  })
  await tx.execute('delete from core.company_name_blocks where company_id = any($1::uuid[])', [
    rows.map(({ id }) => id),
  ])
  await tx.execute(
    `insert into core.company_name_blocks (block, company_id) select * from unnest($1::text[], $2::uuid[])
     on conflict do nothing`,
    [entries.map(([block]) => block), entries.map(([, id]) => id)],
  )
  await tx.execute(
    `insert into core.company_name_index as i (indexed_until) values ($1::timestamptz)
     on conflict (only_row) do update set indexed_until = excluded.indexed_until, updated_at = now()
     where i.indexed_until <> excluded.indexed_until`,
    [last.at],
  )
  return rows
}
