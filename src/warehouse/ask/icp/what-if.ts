import type { Tx } from '../../../db/database.ts'
import type { Count } from '../search/count-matches.ts'
import { findPage } from '../search/find-page.ts'
import { changeCriteria } from './change-criteria.ts'
import { areFacets, countFacets } from './count-facets.ts'
import { countTo } from './count-to.ts'
import { type Criteria, criteriaOf, type IcpKind } from './criteria.ts'
import { changeFilters, type Filter, icpCondition, matchFilter } from './criteria-filters.ts'
import { type AskedCriteria, askedCriteria, type CriteriaSource } from './criteria-source.ts'
import { evaluateIcp, type Verdict } from './evaluate.ts'
import { requireFilter, restricted } from './further-filter.ts'
import { readSubjects, type Subject } from './read-subjects.ts'

export interface WhatIfRequest extends CriteriaSource {
  changes: { company_criteria?: unknown; person_criteria?: unknown }
  find: readonly IcpKind[]
  /** A filter of searches that all must pass, beside the ICP. */
  filter?: unknown
  /** How many of those who enter and of those who leave are shown. */
  samples: number
}

/** One who enters or leaves, with the receipt of either side. */
export type Mover = Subject & { before: Verdict; after: Verdict }

export interface Movers extends Count {
  /** All of them as a filter of searches; null where nobody can be. */
  filter: Filter | null
  data: Mover[]
}

export interface Difference {
  before: Count
  after: Count
  enter: Movers
  leave: Movers
}

export type WhatIf = AskedCriteria & { changed: Criteria } & Partial<Record<IcpKind, Difference>>

/**
 * Who would fit after a change of criteria and does not now, and who would no longer: counts exact to 100,000, and some of
 * each with both receipts. Nothing is stored. Throws what `askedCriteria` does, and 400 `icp_invalid` for the changes.
 */
export async function whatIf(tx: Tx, request: WhatIfRequest): Promise<WhatIf> {
  const asked = await askedCriteria(tx, request)
  const changed = await changeCriteria(tx, asked.criteria, request.changes, '/changes')
  const further = await requireFilter(tx, request.find, request.filter)
  const answer: WhatIf = { ...asked, changed }
  const change = { from: asked.criteria, to: changed, further }
  for (const kind of request.find) answer[kind] = await difference(tx, kind, change, request.samples)
  return answer
}

interface Change {
  from: Criteria
  to: Criteria
  further: Filter | null
}

async function difference(tx: Tx, kind: IcpKind, change: Change, samples: number): Promise<Difference> {
  const { from, to, further } = change
  const filters = changeFilters(kind, from, to)
  const sample = async (some: Filter | null, count: Count, enters: boolean): Promise<Movers> => {
    if (some === null) return { total: 0, total_is: 'exact', filter: null, data: [] }
    const filter = restricted(some, further)
    if (count.total === 0 || samples === 0) return { ...count, filter, data: [] }
    const { ids } = await findPage(tx, { kind, where: icpCondition(kind, filter), limit: samples })
    const data = (await readSubjects(tx, kind, ids)).map((subject) => ({
      ...subject,
      before: evaluateIcp(kind, from, subject),
      after: evaluateIcp(kind, to, subject),
    }))
    const fitsNow = (one: Mover) => (enters ? one.after : one.before).verdict === 'yes'
    return { ...count, filter, data: data.filter(fitsNow) }
  }
  const counts = await countChange(tx, kind, change, filters)
  return {
    before: counts.before,
    after: counts.after,
    enter: await sample(filters.enter, counts.enter, true),
    leave: await sample(filters.leave, counts.leave, false),
  }
}

type Counts = Record<'before' | 'after' | 'enter' | 'leave', Count>

/** By facets whoever enters is whoever fits after and not both; otherwise either side is a search of its own. */
async function countChange(
  tx: Tx,
  kind: IcpKind,
  { from, to, further }: Change,
  filters: { enter: Filter | null; leave: Filter | null },
): Promise<Counts> {
  const exactly = (total: number): Count => ({ total, total_is: 'exact' })
  const [old, changed] = [criteriaOf(kind, from), criteriaOf(kind, to)]
  if (kind === 'people' && further === null && areFacets([...old, ...changed])) {
    tx.send('set local jit = off')
    const [before, after] = [await countFacets(tx, old, null), await countFacets(tx, changed, null)]
    const both = await countFacets(tx, [...old, ...changed], null)
    const [enter, leave] = [after - both, before - both]
    return { before: exactly(before), after: exactly(after), enter: exactly(enter), leave: exactly(leave) }
  }
  const countOf = (filter: Filter | null) =>
    filter === null ? exactly(0) : countTo(tx, kind, restricted(filter, further))
  const [enter, leave] = [await countOf(filters.enter), await countOf(filters.leave)]
  const before = await countOf(matchFilter(kind, from))
  const known = [before, enter, leave].every(({ total_is }) => total_is === 'exact')
  const after = known ? exactly(before.total - leave.total + enter.total) : await countOf(matchFilter(kind, to))
  return { before, after, enter, leave }
}
