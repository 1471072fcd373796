import type { Tx } from '../../../../db/database.ts'
import { allOf, type Condition } from '../../filter/condition.ts'
import { readFilter } from '../../filter/read-filter.ts'
import { type FilterQuery, readQuery } from '../read-query.ts'
import type { PastEmployer } from './read-past-employer.ts'

/** What those whose function nobody knows are called: in the breakdown, and as a filter. */
export const OTHER = 'Other'

export interface WorkedAtQuery {
  job_function?: string[]
  /** Where they are today. */
  country?: string[]
}

/** Everybody who once worked there, whoever they work for today. Throws 400 `filter_invalid`. */
export async function workedAt(
  tx: Tx,
  { values }: PastEmployer,
  { job_function = [], country = [] }: WorkedAtQuery,
): Promise<Condition> {
  const isOther = job_function.length === 1 && job_function[0]?.trim() === OTHER
  const query: FilterQuery = { job_function: isOther ? [] : job_function, person_country: country }
  const there = readFilter('leads', { past_employer: values, lacks: isOther ? ['job_function'] : null }, '')
  return allOf(there, named(await readQuery(tx, 'leads', query), '/person_country', '/country'))
}

/** The condition, whose complaints name another parameter. */
function named(condition: Condition, from: string, to: string): Condition {
  if (condition.is === 'all') return { ...condition, of: condition.of.map((part) => named(part, from, to)) }
  if (condition.is !== 'terms') return condition
  const doubts = condition.doubts.map((doubt) => (doubt.pointer === from ? { ...doubt, pointer: to } : doubt))
  return { ...condition, doubts }
}
