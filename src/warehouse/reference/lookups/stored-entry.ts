import type { Reader } from '../../../db/database.ts'
import { plainKey } from './plain-key.ts'
import type { Asked } from './remember.ts'

/** What every stored entry has: the raw text as it was taught. */
export interface Spelled {
  spelling: string
}

/** Where a lookup keeps its entries, and what is read of them. */
export interface LookupTable {
  name: 'job_title_lookup' | 'location_lookup'
  /** Column of the raw text. */
  key: string
  columns: string
  /** Which entries say anything. */
  where: string
}

const versionOf = 'select coalesce(sum(version), 0)::float8 as version from reference.lookup_versions where lookup = $1'

/**
 * The stored entry of each text, in order, null where there is none. Matched on the normalised key; where several entries
 * share one, the exact spelling wins, then the first. A text without letters and digits has an empty key, which would
 * match any other such text: it matches none.
 *
 * `offset 0` keeps the planner to the index: without statistics it would scan a million entries for twenty texts.
 */
export async function findEntries<Entry extends Spelled>(
  db: Reader,
  { name, key, columns, where }: LookupTable,
  texts: readonly string[],
): Promise<Asked<Entry>> {
  if (texts.length === 0) {
    const [row] = await db.query<{ version: number }>(versionOf, [name])
    return { version: row?.version ?? 0, entries: [] }
  }
  const keys = texts.map(plainKey)
  const rows = await db.query<Entry & { n: number | null; version: number }>(
    `select v.version, found.*
     from (${versionOf}) v
     left join (
       select asked.n::int4 as n, entry.*
       from unnest($2::text[], $3::text[]) with ordinality asked(key, raw, n)
       cross join lateral (
         select l.${key} as spelling, ${columns}
         from reference.${name} l
         where l.normalized_key = coalesce(asked.key, reference.normalize_key(asked.raw))
           and l.normalized_key <> '' and ${where}
         offset 0
       ) entry
     ) found on true
     order by found.n, found.spelling`,
    [name, keys, texts.map((text, i) => (keys[i] === null ? text : null))],
  )
  const entries: (Entry | null)[] = texts.map(() => null)
  for (const { n, version: _, ...row } of rows) {
    if (n === null) continue
    const entry = row as unknown as Entry
    if (entries[n - 1] === null || entry.spelling === texts[n - 1]) entries[n - 1] = entry
  }
  return { version: rows[0]?.version ?? 0, entries }
}

/** How a stored entry was found, and how sure that is. One spelling in another case may mean something else: rarely. */
export function storedConfidence(exact: boolean) {
  return exact
    ? { matched_by: 'exact' as const, confidence: 1 }
    : { matched_by: 'normalised' as const, confidence: 0.99 }
}
