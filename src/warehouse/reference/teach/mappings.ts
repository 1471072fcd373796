import type { Tx } from '../../../db/database.ts'
import type { Kind, Mapping } from './schema.ts'

/** How the mappings of one kind are stored. */
export interface MappingTable {
  table: string
  /** The column of the raw value. */
  key: string
  /** Columns of the answer. */
  columns: readonly string[]
  booleans?: readonly string[]
  /** Restricts a table that several kinds share. */
  kind?: Kind
}

const shared = { table: 'reference.value_lookup', key: 'value', columns: ['canonical'] } as const

export const mappingTables: Record<Kind, MappingTable> = {
  title: {
    table: 'reference.job_title_lookup',
    key: 'latest_title',
    columns: ['cleaned_job_title', 'seniority_level', 'job_function', 'status'],
  },
  location: {
    table: 'reference.location_lookup',
    key: 'location_name',
    columns: ['city', 'state', 'country', 'has_city', 'has_state', 'has_country'],
    booleans: ['has_city', 'has_state', 'has_country'],
  },
  company_name: { table: 'reference.company_name_lookup', key: 'name', columns: ['domain'] },
  industry: { ...shared, kind: 'industry' },
  employee_range: { ...shared, kind: 'employee_range' },
  country: { ...shared, kind: 'country' },
}

/** What each value means from now on; null: nothing any more. */
export type Changes = Map<string, Mapping | null>

/** What it means to have changed a value. */
export interface Change {
  value: string
  previous: Mapping | null
  next: Mapping | null
}

/**
 * Writes the mappings and returns those that changed, with what they were. Values are held in order from the first
 * statement on, so that two callers who teach the same ones wait for each other and each sees what the other one left.
 */
export async function writeMappings(tx: Tx, table: MappingTable, changes: Changes): Promise<Change[]> {
  const created = await createMissing(tx, table, changes)
  const stored = await holdMappings(tx, table, [...changes.keys()])
  const changed = [...changes].flatMap(([value, next]) => {
    const previous = created.has(value) ? null : (stored.get(value) ?? null)
    return sameMapping(previous, next) ? [] : [{ value, previous, next }]
  })
  await update(
    tx,
    table,
    changed.flatMap(({ value, next }) => (next === null ? [] : [{ [table.key]: value, ...next }])),
  )
  const removed = changed.flatMap(({ value, next }) => (next === null ? value : []))
  if (removed.length > 0) {
    await tx.execute(`delete from ${table.table} where ${table.key} = any($1) ${ofKind(table)}`, [removed])
  }
  return changed
}

/** Rows for values that have none yet, so that there is something to hold; nobody else sees them before the commit. */
async function createMissing(tx: Tx, table: MappingTable, changes: Changes): Promise<Set<string>> {
  const wanted = [...changes].flatMap(([value, next]) => (next === null ? [] : value))
  if (wanted.length === 0) return new Set()
  const { kind } = table
  const rows = await tx.query<{ value: string }>(
    `insert into ${table.table} (${table.key}${kind === undefined ? '' : ', kind, canonical'})
     select v${kind === undefined ? '' : `, '${kind}', ''`} from unnest($1::text[]) v order by v
     on conflict do nothing returning ${table.key} as value`,
    [wanted],
  )
  return new Set(rows.map(({ value }) => value))
}

/** What values mean now, held until the end of the transaction. */
export async function holdMappings(
  tx: Tx,
  table: MappingTable,
  values: readonly string[],
): Promise<Map<string, Mapping>> {
  const rows = await tx.query<Mapping & { value: string }>(
    `select ${table.key} as value, ${table.columns.join(', ')} from ${table.table}
     where ${table.key} = any($1) ${ofKind(table)} order by 1 for update`,
    [values],
  )
  return new Map(
    rows.map((row) => [row.value, Object.fromEntries(table.columns.map((column) => [column, row[column] ?? null]))]),
  )
}

async function update(tx: Tx, table: MappingTable, rows: Record<string, unknown>[]): Promise<void> {
  if (rows.length === 0) return
  const { columns, key, booleans = [] } = table
  const typed = columns.map((column) => `${column} ${booleans.includes(column) ? 'boolean' : 'text'}`)
  await tx.execute(
    `update ${table.table} l set ${columns.map((column) => `${column} = r.${column}`).join(', ')}
     from json_to_recordset($1::json) r(${key} text, ${typed.join(', ')})
     where l.${key} = r.${key} ${ofKind(table)}`,
    [JSON.stringify(rows)],
  )
}

function ofKind({ kind }: MappingTable): string {
  return kind === undefined ? '' : `and kind = '${kind}'`
}

export function sameMapping(a: Mapping | null, b: Mapping | null): boolean {
  if (a === null || b === null) return a === b
  return Object.keys(a).every((column) => (a[column] ?? null) === (b[column] ?? null))
}
