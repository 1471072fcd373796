import type { Condition, SearchKind } from '../filter/condition.ts'
import { readFilter } from '../filter/read-filter.ts'

/**
 * The criteria of a saved search, today: windows of days end now. Values were checked when it was saved: one that no row
 * has any more matches nothing, instead of being refused as a slip of the pen.
 */
export function readCriteria(kind: SearchKind, criteria: unknown, now?: Date): Condition {
  return withoutDoubts(readFilter(kind, criteria, '/criteria', now))
}

function withoutDoubts(condition: Condition): Condition {
  if (condition.is === 'all' || condition.is === 'any') return { ...condition, of: condition.of.map(withoutDoubts) }
  if (condition.is === 'not') return { ...condition, of: withoutDoubts(condition.of) }
  return condition.is === 'terms' ? { ...condition, doubts: [] } : condition
}
