import type { Tx } from '../../../db/database.ts'
import { malformed } from '../../../errors.ts'
import { compileCondition, createParams, searchTables } from '../filter/compile-condition.ts'
import type { Condition, SearchKind } from '../filter/condition.ts'
import { readFilter } from '../filter/read-filter.ts'
import { settleCondition } from '../filter/settle-condition.ts'
import { type Column, columnsOf, joins, selectList } from '../search/columns.ts'
import { orderOf } from '../search/sorts.ts'
import type { ExportColumn, ExportOrder } from './schema.ts'

/** One statement for all rows of a file, with its columns in their order. */
export interface ExportPlan {
  columns: ExportColumn[]
  text: string
  values: unknown[]
  where: Condition
}

/**
 * Turns an order into its statement. Throws 400 `filter_invalid`, `fields_invalid`, `sort_invalid`, each naming what
 * there is.
 */
export async function planExport(tx: Tx, order: ExportOrder): Promise<ExportPlan> {
  const { kind, sort = 'newest', limit } = order
  const columns = chooseColumns(kind, order.fields)
  const by = orderOf(kind, sort).by
  const where = await settleCondition(tx, kind, readFilter(kind, order.filter ?? {}))
  const params = createParams()
  // Columns that are lists come in the one text that the format has for them.
  const selected = columns.map((column) =>
    column.type === 'texts' ? { ...column, sql: listAsText(column.sql, order.format) } : column,
  )
  const text = `select ${selectList(selected)}
    from ${searchTables[kind].table} s ${joins[kind]}
    where ${compileCondition(where, params)}
    order by ${by}${limit === undefined ? '' : ` limit ${params.add(limit)}::bigint`}`
  return { columns: columns.map(({ name, type }) => ({ name, type })), text, values: params.values, where }
}

function listAsText(sql: string, format: ExportOrder['format']): string {
  return format === 'ndjson' ? `to_json(${sql})` : `nullif(array_to_string(${sql}, ','), '')`
}

function chooseColumns(kind: SearchKind, fields: readonly string[] | undefined): Column[] {
  const all: readonly Column[] = columnsOf[kind]
  if (fields === undefined) return [...all]
  return fields.map((field, i) => {
    const column = all.find(({ name }) => name === field)
    if (column !== undefined) return column
    const message = `${kind} have no ${JSON.stringify(field.slice(0, 100))}: there are ${all.map(({ name }) => name).join(', ')}`
    throw malformed('fields_invalid', message, {
      errors: [{ pointer: `/fields/${i}`, code: 'fields_invalid', message }],
    })
  })
}
