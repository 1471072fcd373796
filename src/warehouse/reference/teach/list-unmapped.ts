import type { Tx } from '../../../db/database.ts'
import { malformed } from '../../../errors.ts'
import { inferLocation } from '../places/infer-location.ts'
import { inferTitle } from '../titles/infer-title.ts'
import { mappingTables } from './mappings.ts'
import type { Kind, UnmappedValue } from './schema.ts'

export interface UnmappedPage {
  /** When the rows were counted; null while they have never been. */
  as_of: Date | null
  entries: UnmappedValue[]
  cursor: string | null
  count?: number
}

/**
 * The raw values of a kind that nothing maps, those that the most rows carry first, as they were counted last; what was
 * taught since is left out. Throws 400 `invalid_cursor`.
 */
export async function listUnmapped(
  tx: Tx,
  { kind, limit, cursor, counted }: { kind: Kind; limit: number; cursor?: string; counted: boolean },
): Promise<UnmappedPage> {
  const after = cursor === undefined ? null : readCursor(cursor)
  const { table, kind: shared } = mappingTables[kind]
  const rows = await tx.query<Omit<UnmappedValue, 'suggestion'>>(
    `select v.value, v.normalized_key as key, v.row_count::float8 as rows, v.spellings, v.places
     from reference.raw_values v
     where v.kind = $1 and not v.mapped
       and not exists (select from ${table} l where l.normalized_key = v.normalized_key
         ${shared === undefined ? '' : `and l.kind = v.kind`})
       and ($2::bigint is null or v.row_count < $2 or v.row_count = $2 and v.normalized_key > $3)
     order by v.row_count desc, v.normalized_key
     limit $4`,
    [kind, after?.rows ?? null, after?.key ?? null, limit + 1],
  )
  const [state] = await tx.query<{ as_of: Date; unmapped: number }>(
    'select as_of, unmapped::float8 as unmapped from reference.raw_value_counts where kind = $1',
    [kind],
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const candidates = kind === 'company_name' ? await likeliest(tx, page) : new Map<string, object>()
  return {
    as_of: state?.as_of ?? null,
    entries: page.map((row) => ({ ...row, suggestion: candidates.get(row.key) ?? suggestion(kind, row.value) })),
    cursor: rows.length > limit && last !== undefined ? makeCursor(last.rows, last.key) : null,
    ...(counted ? { count: state?.unmapped ?? 0 } : {}),
  }
}

/** The company that each name means most likely, where some may be meant. */
async function likeliest(tx: Tx, page: readonly { key: string }[]): Promise<Map<string, object>> {
  const rows = await tx.query<{ key: string; first: object | null }>(
    'select key, candidates -> 0 as first from core.company_name_resolutions where key = any($1)',
    [page.map(({ key }) => key)],
  )
  return new Map(rows.flatMap(({ key, first }) => (first === null ? [] : [[key, first]])))
}

/** What the bundled inference makes of it, to be looked at by whoever teaches. */
function suggestion(kind: Kind, value: string): object | null {
  if (kind === 'title') return inferTitle(value)
  return kind === 'location' ? inferLocation(value) : null
}

function makeCursor(rows: number, key: string): string {
  return Buffer.from(`${rows} ${key}`).toString('base64url')
}

function readCursor(cursor: string): { rows: string; key: string } {
  const text = Buffer.from(cursor, 'base64url').toString()
  const [, rows, key] = /^(\d{1,15}) ([^\0]*)$/s.exec(text) ?? []
  if (rows === undefined || key === undefined) throw malformed('invalid_cursor', 'This cursor is not one of ours')
  return { rows, key }
}
