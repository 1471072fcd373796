import type { Tx } from '../../db/database.ts'
import type { ExtractedRow } from '../workflows/define.ts'
import { keyId, type TableName, type TableRule, tables } from './tables.ts'

/** The columns of every table with their types, read once at start: what a workflow writes must exist. */
export type TableColumns = ReadonlyMap<string, ReadonlyMap<string, string>>

export async function loadTableColumns(tx: Tx): Promise<TableColumns> {
  const rows = await tx.query<{ name: string; columns: string[]; types: string[] }>(
    `select n.nspname || '.' || c.relname as name, array_agg(a.attname::text order by a.attnum) as columns,
       array_agg(format_type(a.atttypid, null) order by a.attnum) as types
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('raw', 'extracted', 'reference', 'core', 'client') and c.relkind in ('r', 'p')
       and a.attnum > 0 and not a.attisdropped
     group by 1`,
  )
  return new Map(
    rows.map(({ name, columns, types }) => [name, new Map(columns.map((column, i) => [column, types[i] ?? '']))]),
  )
}

/** The rows that one payload of the batch yields. */
export interface PayloadRows {
  rawId: string
  observedAt: string
  receivedAt: string
  /** Hash of the payload, hex. */
  hash: string
  rows: readonly ExtractedRow[]
  /** Nobody knew whom the payload is about: tables with one row per subject hold none of it. */
  unknown?: boolean
}

export interface WrittenRows {
  /** `table\nkey` of every row that was new. */
  inserted: Set<string>
}

interface Prepared {
  key: string
  at: string
  hash: string
  unknown: boolean
  row: Record<string, unknown>
}

/** The key values of a row, as text: what tells two rows of a table apart. */
export function rowKey(table: TableName, row: Record<string, unknown>): string {
  return JSON.stringify(tables[table].key.map((column) => keyPart(row[column])))
}

/** The id a row has unless the workflow gave it one. */
export function rowId(table: TableName, row: Record<string, unknown>): string {
  return typeof row.id === 'string'
    ? row.id
    : keyId(
        table,
        tables[table].key.map((column) => keyPart(row[column])),
      )
}

function keyPart(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value)
}

/**
 * Writes extracted rows, one statement per table and set of columns, in key order. Rows that meet one that stands there
 * (or each other) are settled by the table's mode and the payloads' times: see `TableRule`. Parents come before children.
 */
export async function writeRows(tx: Tx, payloads: readonly PayloadRows[], columns: TableColumns): Promise<WrittenRows> {
  const groups = new Map<TableName, Map<string, Prepared[]>>()
  for (const payload of payloads) {
    for (const { table, row } of payload.rows) {
      const complete = prepare(table, row, payload, columns)
      // One workflow gives its columns in one order; two orders of one set only make two statements.
      const signature = Object.keys(complete).join(',')
      const group = groups.get(table) ?? new Map<string, Prepared[]>()
      groups.set(table, group)
      const rows = group.get(signature) ?? []
      group.set(signature, rows)
      rows.push({
        key: rowKey(table, complete),
        at: payload.observedAt,
        hash: payload.hash,
        unknown: payload.unknown === true && (tables[table] as TableRule).perSubject === true,
        row: complete,
      })
    }
  }
  const written: WrittenRows = { inserted: new Set() }
  // A fixed order over all transactions: parents first, then by name. Sent one behind the other.
  const order = [...groups.keys()].sort((a, b) => Number(isChild(a)) - Number(isChild(b)) || (a < b ? -1 : 1))
  const answers: Promise<void>[] = []
  for (const table of order) {
    for (const [signature, all] of groups.get(table) ?? []) {
      const names = signature.split(',')
      const rows = settle(tables[table], all)
      const unknown = rows.filter((row) => row.unknown).map(({ row }) => row)
      if (unknown.length > 0) copyGroup(tx, table, names, unknown, columns, written)
      const known = rows.filter((row) => !row.unknown).map(({ row }) => row)
      if (known.length > 0) answers.push(writeGroup(tx, table, names, known, written))
    }
  }
  await Promise.all(answers)
  return written
}

/** Rows that cannot meet others: by COPY, half the price. Should one stand there all the same, the batch is done again. */
function copyGroup(
  tx: Tx,
  table: TableName,
  names: string[],
  rows: readonly Record<string, unknown>[],
  columns: TableColumns,
  written: WrittenRows,
): void {
  const types = names.map((name) => columns.get(table)?.get(name) ?? '')
  tx.copy(
    table,
    names,
    rows.map((row) => names.map((name, i) => copied(row[name], types[i] ?? ''))),
  )
  for (const row of rows) written.inserted.add(`${table}\n${rowKey(table, row)}`)
}

/** COPY takes JSON as text: a string would else be taken for JSON. */
function copied(value: unknown, type: string): unknown {
  return type === 'jsonb' && value !== null && value !== undefined ? JSON.stringify(value) : value
}

function isChild(table: TableName): boolean {
  return (tables[table] as TableRule).childOf !== undefined
}

function prepare(table: TableName, row: Record<string, unknown>, payload: PayloadRows, columns: TableColumns) {
  const known = columns.get(table)
  if (known === undefined) throw new Error(`No table ${table}: has the database been migrated?`)
  for (const column of Object.keys(row)) if (!known.has(column)) throw new Error(`No column ${table}.${column}`)
  const complete: Record<string, unknown> = { ...row }
  if (known.has('id')) complete.id = rowId(table, row)
  if (known.has('observed_at')) complete.observed_at = payload.observedAt
  if (known.has('payload_hash')) complete.payload_hash = `\\x${payload.hash}`
  if (known.has('raw_payload_id')) complete.raw_payload_id = payload.rawId
  if (known.has('updated_at')) complete.updated_at = payload.receivedAt
  return complete
}

/** Rows of one batch with the same key become one, by the same rules by which they would meet in the table. */
function settle(rule: TableRule, rows: Prepared[]): Pick<Prepared, 'row' | 'unknown'>[] {
  const newestLast = [...rows].sort((a, b) => (a.at === b.at ? (a.hash < b.hash ? -1 : 1) : a.at < b.at ? -1 : 1))
  const settled = new Map<string, Pick<Prepared, 'row' | 'unknown'>>()
  for (const prepared of newestLast) {
    const older = settled.get(prepared.key)
    if (older === undefined || rule.mode === 'replace') settled.set(prepared.key, prepared)
    else if (rule.mode === 'fill') {
      settled.set(prepared.key, { row: fill(older.row, prepared.row), unknown: older.unknown && prepared.unknown })
    }
  }
  return [...settled.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

function fill(older: Record<string, unknown>, newer: Record<string, unknown>): Record<string, unknown> {
  const filled = { ...older }
  for (const [column, value] of Object.entries(newer)) if (value !== null && value !== undefined) filled[column] = value
  return filled
}

async function writeGroup(
  tx: Tx,
  table: TableName,
  columns: string[],
  rows: Record<string, unknown>[],
  written: WrittenRows,
): Promise<void> {
  const rule: TableRule = tables[table]
  const json = JSON.stringify(rows)
  const values = columns.filter((column) => !rule.key.includes(column) && column !== 'id')
  const result = await tx.query<Record<string, unknown> & { inserted: boolean }>(
    `insert into ${table} as t (${columns.join(', ')})
     select ${columns.map((column) => `j.${column}`).join(', ')} from json_populate_recordset(null::${table}, $1::json) j
     ${ofCurrentParent(rule)} order by ${rule.key.map((column) => `j.${column}`).join(', ')}
     on conflict (${rule.key.join(', ')}) do update set ${values.map((column) => assignment(rule, column)).join(', ')}
     where ${condition(rule, values)}
     returning ${rule.key.map((column) => `t.${column}::text as ${column}`).join(', ')}, (t.xmax = 0) as inserted`,
    [json],
  )
  for (const row of result) if (row.inserted) written.inserted.add(`${table}\n${rowKey(table, row)}`)
  await dropOldChildren(tx, table, rows)
}

/** Children are written only for the payload whose parent row stands: the others' parents were not the newest. */
function ofCurrentParent({ childOf }: TableRule): string {
  if (childOf === undefined) return ''
  return `join ${childOf.table} p on p.id = j.${childOf.column} and (p.observed_at, p.payload_hash) = (j.observed_at, j.payload_hash)`
}

const NEWER = '(t.observed_at, t.payload_hash) <= (excluded.observed_at, excluded.payload_hash)'

function assignment(rule: TableRule, column: string): string {
  if (rule.earliest?.includes(column)) return `${column} = least(t.${column}, excluded.${column})`
  if (rule.mode !== 'fill' || column === 'updated_at') return `${column} = excluded.${column}`
  if (column === 'observed_at') return 'observed_at = greatest(t.observed_at, excluded.observed_at)'
  if (column === 'payload_hash')
    return `payload_hash = case when ${NEWER} then excluded.payload_hash else t.payload_hash end`
  const stored = column === rule.resolved ? `nullif(t.${column}, t.resolved_domain), excluded.${column}` : `t.${column}`
  const older = column === rule.resolved ? `t.${column}` : `excluded.${column}`
  return `${column} = case when ${NEWER} then coalesce(excluded.${column}, t.${column}) else coalesce(${stored}, ${older}) end`
}

function condition(rule: TableRule, values: string[]): string {
  const shown = values.filter((column) => column !== 'updated_at')
  const differs = `(${shown.map((c) => `t.${c}`).join(', ')}) is distinct from (${shown.map((c) => `excluded.${c}`).join(', ')})`
  if (rule.mode === 'fill') return differs
  if (rule.mode === 'first') return '(excluded.observed_at, excluded.payload_hash) < (t.observed_at, t.payload_hash)'
  return `${NEWER} and ${differs}`
}

/** A row replaced by a newer payload loses the children of the older one, also when the newer brings none. */
async function dropOldChildren(tx: Tx, table: TableName, rows: Record<string, unknown>[]): Promise<void> {
  for (const [child, rule] of Object.entries<TableRule>(tables)) {
    if (rule.childOf?.table !== table) continue
    tx.send(
      `delete from ${child} c using ${table} p where p.id = c.${rule.childOf.column} and p.id = any($1::uuid[])
         and (c.observed_at, c.payload_hash) is distinct from (p.observed_at, p.payload_hash)`,
      [rows.map((row) => row.id)],
    )
  }
}
