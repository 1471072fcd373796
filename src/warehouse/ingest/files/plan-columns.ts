import type { TSchema } from 'typebox'
import { refused } from '../../../errors.ts'
import type { Json, Workflow } from '../../workflows/define.ts'
import { fieldName, fieldOf } from './column-names.ts'

export interface ColumnPlan {
  columns: Column[]
  /** The request that a row stands for. Empty cells are left out. */
  request(cells: readonly string[]): Record<string, Json>
}

export interface Column {
  header: string
  /** Where its cells go: `raw_payload.name`; null for a column that is left out. */
  target: string | null
  /** `map` named by the user; `field` a field of the request; `payload` into the payload; `extra` kept beside the fields. */
  how: 'map' | 'field' | 'payload' | 'extra' | 'none'
}

type CellType = 'text' | 'number' | 'boolean' | 'list' | 'object'

interface Target {
  path: string[]
  type: CellType
}

export interface PlanOptions {
  /** Header to target, as the user named them; an empty target leaves the column out. */
  map?: ReadonlyMap<string, string>
  /** Request fields that the caller fills in itself. */
  except?: readonly string[]
  /** Names in headers that this kind of file has beside the general ones. */
  names?: Readonly<Record<string, string>>
}

/**
 * Where each column of a CSV file goes: to what the user named, else to the request field of that name or a usual name for
 * it, else into the payload of workflows that have one, else beside the fields under its own name.
 * Throws 422 `unknown_column` for a mapping of a column that is not there, 422 `no_columns` when nothing in the header
 * is known: then it is no header, or not for this workflow.
 */
export function planColumns(workflow: Workflow, header: readonly string[], options: PlanOptions = {}): ColumnPlan {
  const properties = propertiesOf(workflow.request)
  const fields = new Set(Object.keys(properties).filter((name) => !options.except?.includes(name)))
  const taken = new Set<string>()
  const headers = header.map((cell, i) => cell.trim() || `column ${i + 1}`)
  checkMap(options.map ?? new Map(), headers)
  const columns: Column[] = headers.map(
    (name) => mapped(name, options.map, taken) ?? { header: name, target: null, how: 'none' },
  )
  // Exact names first: "name" must not lose its field to a synonym in an earlier column.
  for (const exact of [true, false]) {
    for (const column of columns) {
      if (column.how !== 'none' || leftOut(column, options.map)) continue
      const field = fieldFor(column.header, fields, workflow, options, exact)
      if (field === undefined || taken.has(field)) continue
      place(column, field, 'field', taken)
    }
  }
  for (const column of columns) {
    if (column.how !== 'none' || leftOut(column, options.map)) continue
    const name = fieldName(column.header) || 'column'
    if (fields.has(name.split('.')[0] ?? '') && name.includes('.')) place(column, free(name, taken), 'field', taken)
    else if (workflow.payload?.[0] !== undefined)
      place(column, free(`${workflow.payload[0]}.${name}`, taken), 'payload', taken)
    else place(column, free(name, taken), 'extra', taken)
  }
  // A workflow registered at run time names no fields: its mapping reads whatever there is.
  if (fields.size > 0 && !columns.some(({ how }) => how === 'map' || how === 'field')) {
    throw refused(
      'no_columns',
      `No column of the header is known to ${workflow.slug}: ${headers.slice(0, 8).join(', ')}. ` +
        `It takes ${[...fields].join(', ')}; name columns with --map "Header=field"`,
    )
  }
  const targets = columns.map(({ target }) => (target === null ? null : targetOf(target, properties)))
  return { columns, request: (cells) => requestOf(cells, targets) }
}

function checkMap(map: ReadonlyMap<string, string>, headers: readonly string[]): void {
  for (const name of map.keys()) {
    if (headers.some((header) => sameHeader(header, name))) continue
    throw refused('unknown_column', `The file has no column "${name}". It has ${headers.join(', ')}`)
  }
}

function sameHeader(header: string, name: string): boolean {
  return header === name.trim() || fieldName(header) === fieldName(name)
}

function mapped(header: string, map: ReadonlyMap<string, string> | undefined, taken: Set<string>): Column | undefined {
  for (const [name, target] of map ?? []) {
    if (!sameHeader(header, name)) continue
    if (target !== '') taken.add(target)
    return { header, target: target === '' ? null : target, how: target === '' ? 'none' : 'map' }
  }
  return undefined
}

function leftOut({ header }: Column, map: ReadonlyMap<string, string> | undefined): boolean {
  return [...(map ?? [])].some(([name, target]) => target === '' && sameHeader(header, name))
}

function fieldFor(
  header: string,
  fields: ReadonlySet<string>,
  workflow: Workflow,
  { names }: PlanOptions,
  exact: boolean,
): string | undefined {
  const name = fieldName(header)
  if (exact) return fields.has(name) ? name : undefined
  const known = names?.[name]
  return known !== undefined && fields.has(known) ? known : fieldOf(name, fields, workflow.entityType)
}

function place(column: Column, target: string, how: Column['how'], taken: Set<string>): void {
  column.target = target
  column.how = how
  taken.add(target)
}

/** A name that no other column has: `website`, `website_2`. */
function free(name: string, taken: ReadonlySet<string>): string {
  let candidate = name
  for (let n = 2; taken.has(candidate); n++) candidate = `${name}_${n}`
  return candidate
}

function propertiesOf(schema: TSchema): Record<string, TSchema> {
  return 'properties' in schema ? (schema.properties as Record<string, TSchema>) : {}
}

function targetOf(target: string, properties: Record<string, TSchema>): Target {
  const path = target.split('.')
  const schema = path.length === 1 ? properties[target] : undefined
  return { path, type: schema === undefined ? 'text' : typeOf(schema) }
}

/** What a cell must become to fit. Text wherever text is taken: the readers of values understand "42" and "yes". */
function typeOf(schema: TSchema): CellType {
  const options = 'anyOf' in schema ? (schema.anyOf as TSchema[]) : [schema]
  const types = options.flatMap((option) => ('type' in option ? [option.type] : []))
  if (types.length === 0 || types.includes('string')) return 'text'
  if (types.includes('number') || types.includes('integer')) return 'number'
  if (types.includes('boolean')) return 'boolean'
  if (types.includes('array')) return 'list'
  return 'object'
}

function requestOf(cells: readonly string[], targets: readonly (Target | null)[]): Record<string, Json> {
  const request: Record<string, Json> = {}
  targets.forEach((target, i) => {
    const cell = cells[i]?.trim() ?? ''
    if (target === null || cell === '') return
    set(request, target.path, cellValue(cell, target))
  })
  return request
}

function set(request: Record<string, Json>, path: readonly string[], value: Json): void {
  let place = request
  for (const name of path.slice(0, -1)) {
    const next = Object.hasOwn(place, name) ? place[name] : undefined
    if (typeof next === 'object' && next !== null && !Array.isArray(next)) place = next
    else {
      const made: Record<string, Json> = {}
      define(place, name, made)
      place = made
    }
  }
  define(place, path.at(-1) ?? '', value)
}

/** A column may be called `__proto__`. */
function define(place: Record<string, Json>, name: string, value: Json): void {
  Object.defineProperty(place, name, { value, enumerable: true, configurable: true, writable: true })
}

function cellValue(cell: string, { path, type }: Target): Json {
  const nested = path.length > 1
  if (type === 'number') return /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell
  if (type === 'boolean') return booleans.get(cell.toLowerCase()) ?? cell
  if (type === 'list') return jsonOf(cell) ?? cell.split(/\s*[;|\n]\s*/).filter((part) => part !== '')
  // Cells of exported tables hold JSON: a payload's jobs, a model's answer.
  if (type === 'object' || nested) return jsonOf(cell) ?? cell
  return cell
}

const booleans = new Map([
  ['true', true],
  ['yes', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['0', false],
])

function jsonOf(cell: string): Json | undefined {
  if (!/^[[{]/.test(cell)) return undefined
  try {
    return JSON.parse(cell) as Json
  } catch {
    return undefined
  }
}
