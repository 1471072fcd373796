import type { Tx } from '../../../db/database.ts'
import { companyNameKey } from './company-name-key.ts'

/** Domains that somebody taught for names, by position: for the very name first, else for one with the same key. */
export async function readTaughtNames(tx: Tx, asked: readonly { name: string }[]): Promise<Map<number, string>> {
  const rows = await tx.query<{ at: number; domain: string }>(
    `select distinct on (a.at) a.at, l.domain from unnest($1::int[], $2::text[], $3::text[]) a(at, name, key)
     join reference.company_name_lookup l on l.normalized_key collate "C" = a.key and l.domain <> ''
     order by a.at, (l.name = a.name) desc, l.name`,
    [asked.map((_, at) => at), asked.map(({ name }) => name), asked.map(({ name }) => companyNameKey(name))],
  )
  return new Map(rows.map(({ at, domain }) => [at, domain]))
}
