import type { Tx } from '../../../db/database.ts'
import { refused } from '../../../errors.ts'
import { isoTime } from '../../identity/read-forest.ts'
import type { BrowsableTable } from './browsable-table.ts'
import { type CountMode, countRows, type RowCount } from './count-rows.ts'
import { type Conditions, cursorInvalid, readConditions } from './read-conditions.ts'

export interface BrowseRequest {
  /** Parameters that are no page: filters by column. */
  filters: Readonly<Record<string, unknown>>
  limit: number
  offset: number
  cursor?: string | undefined
  count?: CountMode | undefined
}

export interface BrowsedRows extends RowCount {
  rows: Record<string, unknown>[]
  cursor: string | null
}

/** A filter without an index reads the whole table: seconds at five million rows, and that is enough. */
const MOST_SECONDS = 10

/**
 * A page of a table and how many rows its filters leave. Throws 400 `filter_invalid` and `cursor_invalid`, 422 `too_slow`
 * when the database has not found them within 10 seconds.
 */
export async function browseRows(
  tx: Tx,
  table: BrowsableTable,
  { filters, limit, offset, cursor, count }: BrowseRequest,
): Promise<BrowsedRows> {
  const conditions = readConditions(table, filters)
  const after = cursor === undefined ? null : readCursor(table, cursor)
  return withinSeconds(tx, MOST_SECONDS, async () => {
    const found = await readPage(tx, table, conditions, {
      limit: limit + 1,
      offset: after === null ? offset : 0,
      after,
    })
    const page = found.slice(0, limit)
    const last = page.at(-1)
    const query = `select from ${table.from} t${whereOf(conditions.where)}`
    return {
      rows: page.map(({ at: _at, ...row }) => row),
      cursor: found.length > limit && last !== undefined ? writeCursor(table, last) : null,
      ...(await countRows(tx, query, conditions.values, count)),
    }
  })
}

/** Whatever `work` asks of the database must be answered in so many seconds, each; 422 `too_slow` otherwise. */
export async function withinSeconds<T>(tx: Tx, seconds: number, work: () => Promise<T>): Promise<T> {
  tx.send(`set local statement_timeout = ${Math.round(seconds * 1000)}`)
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === '57014')) throw error
    throw refused(
      'too_slow',
      `This reads more rows than ${seconds} seconds allow: filter by a domain, a URL or an id, or leave the count out`,
    )
  }
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
  { limit, offset, after }: { limit: number; offset: number; after: Place | null },
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
  return tx.query<Row>(
    `select ${columns.join(', ')}, ${isNewest ? isoTime('t.created_at') : 'null'} as at
     from ${table.from} t${whereOf([...where, ...next])}
     order by ${isNewest ? `t.created_at desc, t.${key} desc` : `t.${key}`}
     limit ${add(limit)} offset ${add(offset)}`,
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
