import { EMPLOYEE_RANGES, rangeOfCount } from '../reference/lists/canonical-employee-range.ts'
import type { DateColumn } from './filter/condition.ts'
import { term } from './terms.ts'

/**
 * Days and numbers as terms too, in steps, so that the index leads to what lies in a window or between bounds; the columns
 * then say exactly.
 */
const FROM_YEAR = 2000
const LAST_YEAR = 2040
const FOUNDED_STEP = 5
const FOUNDED_FROM = 1800

/** The month and the year of a day; what is absurdly late counts as one year. */
export function dayTerms(column: DateColumn, day: string | null): number[] {
  if (day === null) return []
  const year = Math.min(Number(day.slice(0, 4)), LAST_YEAR)
  return [term(`${column}/month`, `${year}-${day.slice(5, 7)}`), term(`${column}/year`, String(year))]
}

/** The months and years that together hold every day from one to the other; null where the index would not help. */
export function termsOfDays(column: DateColumn, from: string | null, to: string | null): number[] | null {
  const first = Number(from?.slice(0, 4) ?? 0)
  if (from === null || first < FROM_YEAR || first >= LAST_YEAR) return null
  const last = to === null ? LAST_YEAR : Math.min(Number(to.slice(0, 4)), LAST_YEAR)
  const months = (year: number, begin: number, end: number) =>
    Array.from({ length: Math.max(0, end - begin + 1) }, (_, i) =>
      term(`${column}/month`, `${year}-${String(begin + i).padStart(2, '0')}`),
    )
  const ended = to === null || last >= LAST_YEAR ? 12 : Number(to.slice(5, 7))
  const begun = Number(from.slice(5, 7))
  if (first === last) return months(first, begun, ended)
  const between = Array.from({ length: Math.max(0, last - first - 1) }, (_, i) =>
    term(`${column}/year`, String(first + 1 + i)),
  )
  const end = ended === 12 ? [term(`${column}/year`, String(last))] : months(last, 1, ended)
  return last < first ? [] : [...months(first, begun, 12), ...between, ...end]
}

/** The size range that the lower end of what is known of a head count lies in. */
export function employeeTerms(employeesMin: number | null): number[] {
  const range = employeesMin === null ? null : rangeOfCount(employeesMin)
  return range === null ? [] : [term('employees', range)]
}

/** The size ranges that bounds touch; null where these are all or nearly all. */
export function termsOfEmployees(min: number | null, max: number | null): number[] | null {
  const touched = EMPLOYEE_RANGES.filter((range) => {
    const [from = 0, to] = range.match(/\d+/g)?.map(Number) ?? []
    return (max === null || from <= Math.max(max, 1)) && (min === null || to === undefined || to >= min)
  })
  return touched.length > EMPLOYEE_RANGES.length - 2 ? null : touched.map((range) => term('employees', range))
}

/** The five years in which a company was founded. */
export function foundedTerms(year: number | null): number[] {
  return year === null ? [] : [term('founded', String(foundedStep(year)))]
}

/** The steps that a span of years touches; null where the index would not help. */
export function termsOfFounded(min: number | null, max: number | null): number[] | null {
  if (min === null || min < FOUNDED_FROM) return null
  const [first, last] = [foundedStep(min), foundedStep(max ?? LAST_YEAR)]
  return Array.from({ length: Math.max(0, (last - first) / FOUNDED_STEP + 1) }, (_, i) =>
    term('founded', String(first + i * FOUNDED_STEP)),
  )
}

function foundedStep(year: number): number {
  return Math.floor(Math.min(Math.max(year, FOUNDED_FROM - FOUNDED_STEP), LAST_YEAR) / FOUNDED_STEP) * FOUNDED_STEP
}
