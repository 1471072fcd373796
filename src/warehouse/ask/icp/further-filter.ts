import type { Tx } from '../../../db/database.ts'
import { malformed } from '../../../errors.ts'
import { readFilter } from '../filter/read-filter.ts'
import { settleCondition } from '../filter/settle-condition.ts'
import type { IcpKind } from './criteria.ts'
import type { Filter } from './criteria-filters.ts'

/**
 * A filter of searches that a request has beside the ICP, such as "started in the last 90 days": it restricts who is looked at
 * at all, and is no criterion. Throws 400 `find_ambiguous` with two kinds, whose filters differ, and `filter_invalid`.
 */
export async function requireFilter(tx: Tx, find: readonly IcpKind[], filter: unknown): Promise<Filter | null> {
  if (filter === undefined || filter === null) return null
  const [kind] = find
  if (kind === undefined || find.length > 1) {
    throw malformed('find_ambiguous', 'With filter, cursor or sort, find one kind: "find": ["people"] or ["companies"]')
  }
  await settleCondition(tx, kind, readFilter(kind, filter))
  return filter as Filter
}

/** Those of a filter of the ICP whom the further one admits. */
export function restricted(filter: Filter, further: Filter | null): Filter {
  if (further === null) return filter
  return Object.keys(filter).length === 0 ? further : { and: [filter, further] }
}
