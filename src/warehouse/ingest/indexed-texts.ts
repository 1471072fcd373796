import type { Tx } from '../../db/database.ts'
import type { Extraction } from '../workflows/define.ts'
import type { BatchItem } from './batch-item.ts'

/** Text columns by table that stand in an index and may be null. */
export type IndexedTexts = ReadonlyMap<string, ReadonlySet<string>>

/** Read from the catalog, so that an index of a later migration is minded as well. */
export async function loadIndexedTexts(tx: Tx): Promise<IndexedTexts> {
  const rows = await tx.query<{ name: string; columns: string[] }>(
    `select n.nspname || '.' || c.relname as name, array_agg(distinct a.attname::text) as columns
     from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
     where n.nspname in ('extracted', 'reference', 'core', 'client') and a.atttypid = 'text'::regtype and not a.attnotnull
     group by 1`,
  )
  return new Map(rows.map((row) => [row.name, new Set(row.columns)]))
}

/** A B-tree entry takes 2,704 bytes, and some indexes hold two texts. */
const LONGEST = 1_000

/**
 * Sets to null what no index could hold, with the warning `too_long`: one absurd value must not cost the payload. What is
 * a row's key cannot be null: its workflow refuses the payload.
 */
export function refuseLongTexts(item: BatchItem, { rows, career }: Extraction, indexed: IndexedTexts): void {
  for (const { table, row } of rows) {
    for (const column of indexed.get(table) ?? []) refuseLongText(item, row, column, column)
  }
  // Names of past employers are part of a key.
  career?.experience?.forEach((job, i) => {
    refuseLongText(item, job, 'company', `experience[${i}].company`)
  })
}

function refuseLongText<Name extends string>(
  item: BatchItem,
  row: { [name in Name]?: unknown },
  name: Name,
  field: string,
): void {
  const value = row[name]
  // No character has more than three bytes per unit of length.
  if (typeof value !== 'string' || value.length * 3 <= LONGEST || Buffer.byteLength(value) <= LONGEST) return
  row[name] = null
  item.warnings.push({ code: 'too_long', field, detail: `${value.length} characters` })
}
