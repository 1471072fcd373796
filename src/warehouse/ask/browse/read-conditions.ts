import { type FieldError, malformed } from '../../../errors.ts'
import { filterInvalid } from '../filter/reading.ts'
import type { BrowsableTable, ColumnKind } from './browsable-table.ts'

/** SQL conditions on the rows of a table `t`, with the values of their placeholders. */
export interface Conditions {
  where: string[]
  values: unknown[]
}

const MOST_VALUES = 50
const LONGEST_VALUE = 1_000
const bounded: readonly ColumnKind[] = ['date', 'time', 'integer', 'number']
const cast: Partial<Record<ColumnKind, string>> = { uuid: 'uuid', date: 'date', integer: 'int8', number: 'numeric' }

/**
 * What the parameters of a table's list ask for: `column=value` (one of several when repeated; words of a name, all of
 * which must occur), `column_gte` and `column_lte` for days, times and numbers. A day as the end of times is included.
 * Throws 400 `filter_invalid` that names every wrong parameter, with what there is.
 */
export function readConditions(table: BrowsableTable, params: Readonly<Record<string, unknown>>): Conditions {
  const conditions: Conditions = { where: [], values: [] }
  const errors: FieldError[] = []
  for (const [name, given] of Object.entries(params)) {
    const found = findColumn(table, name)
    const texts = (Array.isArray(given) ? given : [given]).map(String).filter((text) => text !== '')
    if (found === undefined)
      errors.push(wrong(name, `is no filter of this table; there are ${filtersOf(table).join(', ')}`))
    else if (texts.length > MOST_VALUES) errors.push(wrong(name, `has more than ${MOST_VALUES} values`))
    else if (texts.some((text) => !isPlain(text)))
      errors.push(wrong(name, `takes texts of up to ${LONGEST_VALUE} characters`))
    else if (texts.length > 0) {
      const problem = addCondition(conditions, found, texts)
      if (problem !== undefined) errors.push(wrong(name, problem))
    }
  }
  if (errors.length > 0) throw filterInvalid(errors)
  return conditions
}

interface FoundColumn {
  column: string
  kind: ColumnKind
  bound: '>=' | '<=' | null
}

function findColumn({ columns }: BrowsableTable, name: string): FoundColumn | undefined {
  const kind = Object.hasOwn(columns, name) ? columns[name] : undefined
  if (kind !== undefined) return kind === 'json' ? undefined : { column: name, kind, bound: null }
  const [, column = '', end] = /^(.+)_([gl]te)$/.exec(name) ?? []
  const of = Object.hasOwn(columns, column) ? columns[column] : undefined
  if (of === undefined || !bounded.includes(of)) return undefined
  return { column, kind: of, bound: end === 'gte' ? '>=' : '<=' }
}

function filtersOf({ columns }: BrowsableTable): string[] {
  return Object.entries(columns).flatMap(([name, kind]) => {
    if (kind === 'json') return []
    return bounded.includes(kind) ? [name, `${name}_gte`, `${name}_lte`] : [name]
  })
}

function wrong(name: string, message: string): FieldError {
  return { pointer: `/${name.slice(0, 100)}`, code: 'filter_invalid', message }
}

function isPlain(text: string): boolean {
  return text.length <= LONGEST_VALUE && !text.includes('\0') && text.isWellFormed()
}

/** Adds the condition, or says what the parameter must be. */
function addCondition(
  { where, values }: Conditions,
  { column, kind, bound }: FoundColumn,
  texts: string[],
): string | undefined {
  const add = (value: unknown) => `$${values.push(value)}`
  if (kind === 'words') {
    const alternatives = texts.map((text) => text.match(/[\p{L}\p{N}]+/gu) ?? [])
    if (alternatives.some((words) => words.length === 0)) return 'has no word in it'
    const all = alternatives.map((words) => words.map((word) => hasWord(column, word, add)).join(' and '))
    where.push(`(${all.join(' or ')})`)
    return undefined
  }
  const problem = texts.map((text) => problemOf(kind, text)).find((one) => one !== undefined)
  if (problem !== undefined) return problem
  if (bound !== null) {
    const [limit = '', ...more] = texts
    if (more.length > 0) return 'takes one value'
    where.push(boundOf(column, kind, bound, limit, add))
  } else if (kind === 'time') {
    where.push(`(${texts.map((text) => onTime(column, text, add)).join(' or ')})`)
  } else if (kind === 'boolean') {
    where.push(`t.${column} = any(${add(texts.map((text) => text === 'true'))}::bool[])`)
  } else {
    where.push(`t.${column} = any(${add(texts)}::${cast[kind] ?? 'text'}[])`)
  }
  return undefined
}

/** A whole word: letters and digits only are left of it, so it means nothing else in a pattern. */
function hasWord(column: string, word: string, add: (value: unknown) => string): string {
  return `(t.${column} ilike ${add(`%${word}%`)} and t.${column} ~* ${add(`\\m${word}\\M`)})`
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text)
}

function boundOf(
  column: string,
  kind: ColumnKind,
  bound: '>=' | '<=',
  limit: string,
  add: (value: unknown) => string,
): string {
  if (kind !== 'time') return `t.${column} ${bound} ${add(limit)}::${cast[kind] ?? 'text'}`
  if (!isDay(limit)) return `t.${column} ${bound} ${add(limit)}::timestamptz`
  return bound === '>='
    ? `t.${column} >= (${add(limit)}::date)::timestamp at time zone 'UTC'`
    : `t.${column} < (${add(limit)}::date + 1)::timestamp at time zone 'UTC'`
}

/** A day means all of it. */
function onTime(column: string, text: string, add: (value: unknown) => string): string {
  if (!isDay(text)) return `t.${column} = ${add(text)}::timestamptz`
  return `(${boundOf(column, 'time', '>=', text, add)} and ${boundOf(column, 'time', '<=', text, add)})`
}

function problemOf(kind: ColumnKind, text: string): string | undefined {
  switch (kind) {
    case 'uuid':
      return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? undefined : 'must be a UUID'
    case 'integer':
      return /^-?\d{1,15}$/.test(text) ? undefined : 'must be a whole number'
    case 'number':
      return /^-?\d{1,15}(?:\.\d{1,10})?$/.test(text) ? undefined : 'must be a number'
    case 'boolean':
      return /^(?:true|false)$/.test(text) ? undefined : 'must be true or false'
    case 'date':
      return isDay(text) && isTime(text) ? undefined : 'must be a day such as 2026-03-31'
    case 'time':
      return isTime(text) ? undefined : 'must be a day or a time such as 2026-03-31T12:00:00Z'
    default:
      return undefined
  }
}

/** A day of the calendar from the year 1 on, alone or with a time of the day and its zone. */
function isTime(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2}))?$/.test(text))
    return false
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`)
  return (
    !Number.isNaN(Date.parse(text)) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10))
  )
}

/** 400: the cursor is none that this list gave. */
export function cursorInvalid() {
  return malformed('invalid_cursor', 'The cursor is none of this list: begin again without it')
}
