import type { Tx } from '../../../db/database.ts'
import { isoTime } from '../../identity/read-forest.ts'
import type { BrowsableTable } from './browsable-table.ts'
import { type CountOptions, countRows, type RowCount } from './count-rows.ts'
import { type Conditions, cursorInvalid, readConditions } from './read-conditions.ts'

export interface BrowseRequest {
  /** Parameters that are no page: filters by column. */
  filters: Readonly<Record<string, unknown>>
  limit: number
  offset: number
  cursor?: string | undefined
}

/**
 * A page of a table. `thorough`: all rows that the filters leave are found before the page is taken of them (`askTwice`).
 * Throws 400 `filter_invalid` and `invalid_cursor`.
 */
export async function browseRows(
  tx: Tx,
  table: BrowsableTable,
  { filters, limit, offset, cursor }: BrowseRequest,
  thorough: boolean,
): Promise<{ rows: Record<string, unknown>[]; cursor: string | null }> {
  const conditions = readConditions(table, filters)
  const after = cursor === undefined ? null : readCursor(table, cursor)
  const place = { limit: limit + 1, offset: after === null ? offset : 0, after, thorough }
  const found = await readPage(tx, table, conditions, place)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    rows: page.map(({ at: _at, ...row }) => row),
    cursor: found.length > limit && last !== undefined ? writeCursor(table, last) : null,
  }
}

/** How many rows of a table the filters leave. Throws 400 `filter_invalid`. */
export function countBrowsed(
  tx: Tx,
  table: BrowsableTable,
  filters: Readonly<Record<string, unknown>>,
  options: CountOptions,
): Promise<RowCount> {
  const { where, values } = readConditions(table, filters)
  return countRows(tx, `select from ${table.from} t${whereOf(where)}`, values, options)
}

/** The last row of a page: its key, and when it was created where that is the order. */
interface Place {
  at: string | null
  key: string
}

type Row = Record<string, unknown> & { at: string | null }

function readPage(
  tx: Tx,
  table: BrowsableTable,
  { where, values }: Conditions,
  { limit, offset, after, thorough }: { limit: number; offset: number; after: Place | null; thorough: boolean },
): Promise<Row[]> {
  const all = [...values]
  const add = (value: unknown) => `$${all.push(value)}`
  const { key } = table
  const type = table.columns[key] === 'uuid' ? 'uuid' : 'text'
  const isNewest = table.order === 'newest'
  const next: string[] = []
  if (after !== null && !isNewest) next.push(`t.${key} > ${add(after.key)}::${type}`)
  // Rows without a time come first, as in the index.
  if (after !== null && isNewest) {
    next.push(
      after.at === null
        ? `(t.created_at is not null or t.${key} < ${add(after.key)}::${type})`
        : `(t.created_at, t.${key}) < (${add(after.at)}::timestamptz, ${add(after.key)}::${type})`,
    )
  }
  const columns = Object.keys(table.columns).map((column) => `t.${column}`)
  const shown = `${columns.join(', ')}, ${isNewest ? isoTime('t.created_at') : 'null'} as at`
  const order = `order by ${isNewest ? `t.created_at desc, t.${key} desc` : `t.${key}`}`
  const rows = `from ${table.from} t${whereOf([...where, ...next])}`
  if (!thorough) return tx.query<Row>(`select ${shown} ${rows} ${order} limit ${add(limit)} offset ${add(offset)}`, all)
  return tx.query<Row>(
    `with matching as materialized (select t.${key}${isNewest ? ', t.created_at' : ''} ${rows}),
       page as materialized (select t.${key} from matching t ${order} limit ${add(limit)} offset ${add(offset)})
     select ${shown} from ${table.from} t where t.${key} in (select ${key} from page) ${order}`,
    all,
  )
}

function whereOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`
}

function writeCursor({ key }: BrowsableTable, row: Row): string {
  return Buffer.from(JSON.stringify([row.at, row[key]])).toString('base64url')
}

function readCursor(table: BrowsableTable, cursor: string): Place {
  let read: unknown
  try {
    read = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    throw cursorInvalid()
  }
  const [at, key] = Array.isArray(read) ? (read as unknown[]) : []
  const isTime =
    typeof at === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(at) && !Number.isNaN(Date.parse(at))
  const isKey = table.columns[table.key] === 'uuid' ? /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/ : /^[^\0]{1,500}$/
  if (typeof key !== 'string' || !isKey.test(key) || !key.isWellFormed()) throw cursorInvalid()
  if (at !== null && !(isTime && table.order === 'newest')) throw cursorInvalid()
  return { at: isTime ? at : null, key }
}
