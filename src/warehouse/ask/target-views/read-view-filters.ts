import type { Tx } from '../../../db/database.ts'
import { AppError, type FieldError } from '../../../errors.ts'
import type { SearchKind } from '../filter/condition.ts'
import { readFilter } from '../filter/read-filter.ts'
import { filterInvalid } from '../filter/reading.ts'
import { settleCondition } from '../filter/settle-condition.ts'
import { splitValues } from '../leads/split-values.ts'
import { type ViewParam, viewEndpoints } from './view-endpoints.ts'

/** A filter of the search language. */
export type Filter = Record<string, unknown>

/** A view's filters in the search language: all of them must hold. */
export interface ReadFilters {
  kind: SearchKind
  filters: Filter[]
}

interface Options {
  /** Refuses values that nobody has, too. At the time of use they just find nobody. */
  strict: boolean
}

/**
 * What the filters of a view mean. `filters` has parameters of the endpoint, and may have `filter`, one of the search
 * language. Throws 400 `filter_invalid` that names every wrong one by its place and the allowed values, so that a view
 * that was saved is one that can be used.
 */
export async function readViewFilters(
  tx: Tx,
  endpoint: string,
  sent: Filter,
  { strict }: Options,
): Promise<ReadFilters> {
  const known = Object.hasOwn(viewEndpoints, endpoint) ? viewEndpoints[endpoint] : undefined
  if (known === undefined) {
    const message = `is no list that a view can be of; there are ${Object.keys(viewEndpoints).join(', ')}`
    throw filterInvalid([{ pointer: '/endpoint', code: 'filter_invalid', message }])
  }
  const { kind, params, required = [], implied = {} } = known
  const errors: FieldError[] = []
  const filters: Filter[] = []
  const read = async (filter: Filter, pointer: string, field?: string) => {
    errors.push(...(await errorsOf(tx, kind, { filter, pointer, field, strict })))
    filters.push(filter)
  }
  for (const name of required) {
    if (isEmpty(sent[name])) errors.push(wrong(name, `must be given for a view of ${endpoint}`))
  }
  for (const [name, value] of Object.entries(sent)) {
    if (isEmpty(value)) continue
    if (name === 'filter') {
      await read(value as Filter, '/filters/filter')
      continue
    }
    const param = Object.hasOwn(params, name) ? params[name] : undefined
    if (param === undefined) {
      errors.push(
        wrong(name, `is no filter of ${endpoint}; there are ${[...Object.keys(params), 'filter'].join(', ')}`),
      )
      continue
    }
    const member = await memberOf(tx, kind, param, value)
    if (member === undefined) errors.push(wrong(name, expected[param.as]))
    else await read({ [param.field]: member }, `/filters/${name}`, param.field)
  }
  if (errors.length > 0) throw filterInvalid(errors)
  const said = new Set(filters.flatMap((filter) => Object.keys(filter)))
  const left = Object.entries(implied).filter(([field]) => !said.has(field))
  return { kind, filters: left.length === 0 ? filters : [...filters, Object.fromEntries(left)] }
}

const expected: Record<ViewParam['as'], string> = {
  values: 'must be a text or a list of texts',
  from_day: 'must be a day such as "2026-03-31"',
  to_day: 'must be a day such as "2026-03-31"',
  within_days: 'must be a whole number of days, 0 to 36500',
  flag: 'must be true or false',
}

function wrong(name: string, message: string): FieldError {
  return { pointer: `/filters/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, code: 'filter_invalid', message }
}

/** Empty parameters do not restrict, as in an address. */
function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** A parameter's value as the search language has it; undefined where it is none of its kind. */
async function memberOf(tx: Tx, kind: SearchKind, { field, as }: ViewParam, value: unknown): Promise<unknown> {
  switch (as) {
    case 'flag':
      return typeof value === 'boolean'
        ? value
        : ({ true: true, false: false } as Record<string, boolean>)[String(value)]
    case 'within_days':
      return /^\d{1,5}$/.test(String(value)) ? { within_days: Number(value) } : undefined
    case 'from_day':
      return typeof value === 'string' ? { after: value } : undefined
    case 'to_day':
      return typeof value === 'string' ? { before: value } : undefined
    case 'values': {
      const texts = (Array.isArray(value) ? value : [value]).filter((text: unknown) => typeof text === 'string')
      const isWhole = Array.isArray(value) ? texts.length === value.length : texts.length === 1
      return isWhole ? await splitValues(tx, kind, field, texts) : undefined
    }
  }
}

interface OneFilter extends Options {
  filter: Filter
  pointer: string
  /** The field that a parameter stands for: errors name the parameter. */
  field: string | undefined
}

/** What is wrong with one filter, under the name by which the caller knows it. */
async function errorsOf(
  tx: Tx,
  kind: SearchKind,
  { filter, pointer, field, strict }: OneFilter,
): Promise<FieldError[]> {
  try {
    const condition = readFilter(kind, filter, pointer)
    if (strict) await settleCondition(tx, kind, condition)
    return []
  } catch (error) {
    if (!(error instanceof AppError) || error.errors === undefined) throw error
    return error.errors.map((one) => ({ ...one, pointer: field === undefined ? one.pointer : pointer }))
  }
}
