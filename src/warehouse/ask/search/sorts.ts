import { malformed } from '../../../errors.ts'
import type { Params } from '../filter/compile-condition.ts'
import type { SearchKind } from '../filter/condition.ts'
import type { Place } from './cursor.ts'

export const PEOPLE_SORTS = ['newest', 'job_start_date', 'promotion_date', 'employee_count', 'full_name'] as const
export const COMPANY_SORTS = ['people_count', 'newest', 'name', 'employee_count'] as const
export type Sort = (typeof PEOPLE_SORTS)[number] | (typeof COMPANY_SORTS)[number]

/** An order that some index has, and where a page of it begins. */
export interface Order {
  name: string
  by: string
  key: string
  /** Columns beside `position` that it needs. */
  columns: string
  /** The rows after a place that lie together in the index: where values end and rows without one begin, only the former. */
  next(place: Place | null, params: Params): string
  /** All rows after a place. */
  later(place: Place | null, params: Params): string
}

const afterPosition = (place: Place | null, params: Params) =>
  place === null ? 'true' : `s.position < ${params.add(place.position)}`

const newest: Order = {
  name: 'newest',
  by: 's.position desc',
  key: 'null::text',
  columns: '',
  next: afterPosition,
  later: afterPosition,
}

/** Days and numbers from the greatest on; rows without one come last. */
function descending(name: string, column: string, type: 'date' | 'integer'): Order {
  const behind = (place: Place, params: Params) =>
    `(s.${column}, s.position) < (${params.add(place.key)}::${type}, ${params.add(place.position)}::bigint)`
  const without = (place: Place, params: Params) =>
    `s.${column} is null and s.position < ${params.add(place.position)}::bigint`
  return {
    name,
    by: `s.${column} desc nulls last, s.position desc`,
    key: `s.${column}`,
    columns: `, s.${column}`,
    next(place, params) {
      if (place === null) return `s.${column} is not null`
      return place.key === null ? without(place, params) : behind(place, params)
    },
    later(place, params) {
      if (place === null) return 'true'
      return place.key === null ? without(place, params) : `(${behind(place, params)} or s.${column} is null)`
    },
  }
}

/** Names by their code points, whatever the locale of the database. */
function byName(name: string): Order {
  const behind = (place: Place | null, params: Params) =>
    place === null
      ? 'true'
      : `(s.sort_name collate "C", s.position) > (${params.add(place.key)}::text, ${params.add(place.position)}::bigint)`
  return {
    name,
    by: 's.sort_name collate "C", s.position',
    key: 's.sort_name',
    columns: ', s.sort_name',
    next: behind,
    later: behind,
  }
}

const people: Record<(typeof PEOPLE_SORTS)[number], Order> = {
  newest,
  job_start_date: descending('job_start_date', 'job_start_date', 'date'),
  promotion_date: descending('promotion_date', 'promotion_date', 'date'),
  employee_count: descending('employee_count', 'employees_max', 'integer'),
  full_name: byName('full_name'),
}
const companies: Record<(typeof COMPANY_SORTS)[number], Order> = {
  people_count: descending('people_count', 'people_count', 'integer'),
  newest,
  name: byName('name'),
  employee_count: descending('employee_count', 'employees_max', 'integer'),
}

/** The order of a search. Throws 400 `sort_invalid` naming those there are. */
export function orderOf(kind: SearchKind, sort: string | undefined): Order {
  const orders: Record<string, Order> = kind === 'companies' ? companies : people
  const order = Object.hasOwn(orders, sort ?? '') ? orders[sort ?? ''] : undefined
  if (order !== undefined) return order
  if (sort === undefined) return kind === 'companies' ? companies.people_count : newest
  throw malformed(
    'sort_invalid',
    `There is no order ${JSON.stringify(sort.slice(0, 50))}: ${Object.keys(orders).join(', ')}`,
  )
}
