import type { Tx } from '../../../db/database.ts'
import { malformed } from '../../../errors.ts'
import { type Count, countMatches } from '../search/count-matches.ts'
import { findPage } from '../search/find-page.ts'
import type { Sort } from '../search/sorts.ts'
import { countBySample, countIcp, type Question } from './count-to.ts'
import type { Criteria, CriterionName, IcpKind } from './criteria.ts'
import { type Filter, icpCondition, insufficientFilter, matchFilter, nearMissFilters } from './criteria-filters.ts'
import { type AskedCriteria, askedCriteria, type CriteriaSource } from './criteria-source.ts'
import { evaluateIcp, type Verdict } from './evaluate.ts'
import { requireFilter, restricted } from './further-filter.ts'
import { readSubjects, type Subject } from './read-subjects.ts'

export type Judged = Subject & Verdict

export interface MatchRequest extends CriteriaSource {
  find: readonly IcpKind[]
  /** A filter of searches that all must pass, beside the ICP. */
  filter?: unknown
  limit: number
  cursor?: string | undefined
  sort?: Sort | undefined
  count?: 'exact' | 'estimated' | 'none' | undefined
  count_only: boolean
  near_misses: boolean
  near_miss_limit: number
}

/** Those of one kind who fit, and on request those who nearly do. */
export interface Matches {
  total: number | null
  total_is: 'exact' | 'estimated' | 'none'
  /** The same as a filter of POST /v1/{companies|people}/search. */
  filter: Filter
  data?: Judged[]
  cursor?: string | null
  near_misses?: NearMisses[]
  insufficient_data?: Group
}

export interface Group extends Count {
  filter: Filter
  data: Judged[]
}

export interface NearMisses extends Group {
  criterion: CriterionName
}

export type MatchAnswer = AskedCriteria & Partial<Record<IcpKind, Matches>>

/**
 * Who fits an ICP, page by page, each with its receipt. Whoever changed since the search rows were made, and fits no more,
 * is left out of the page. Throws what `askedCriteria` does, and 400 `find_ambiguous`, `invalid_cursor`, `sort_invalid`.
 */
export async function matchIcp(tx: Tx, request: MatchRequest): Promise<MatchAnswer> {
  const { find, cursor, sort } = request
  if (find.length !== 1 && (cursor !== undefined || sort !== undefined)) {
    throw malformed('find_ambiguous', 'With filter, cursor or sort, find one kind: "find": ["people"] or ["companies"]')
  }
  const asked = await askedCriteria(tx, request)
  const further = await requireFilter(tx, find, request.filter)
  const answer: MatchAnswer = { ...asked }
  for (const kind of find) answer[kind] = await matchesOf(tx, { kind, criteria: asked.criteria, further }, request)
  return answer
}

async function matchesOf(tx: Tx, question: Question, request: MatchRequest): Promise<Matches> {
  const { kind, criteria, further } = question
  const filter = restricted(matchFilter(kind, criteria), further)
  const counted = await totalOf(tx, question, request)
  const matches: Matches = { ...counted, filter }
  if (!request.count_only) {
    const where = icpCondition(kind, filter)
    const page = await findPage(tx, { kind, where, sort: request.sort, limit: request.limit, cursor: request.cursor })
    const data = await judge(tx, kind, criteria, page.ids)
    Object.assign(matches, { data: data.filter(({ verdict }) => verdict === 'yes'), cursor: page.cursor })
  }
  if (!request.near_misses) return matches
  matches.near_misses = []
  for (const { criterion, filter } of nearMissFilters(kind, criteria)) {
    const group = await groupOf(tx, question, { filter, indexed: true }, request)
    matches.near_misses.push({ criterion, ...group, data: group.data.filter((one) => one.near_miss === criterion) })
  }
  const unknown = insufficientFilter(kind, criteria)
  const nobody: Group = { total: 0, total_is: 'exact', filter: {}, data: [] }
  const group = unknown === null ? nobody : await groupOf(tx, question, { filter: unknown, indexed: false }, request)
  matches.insufficient_data = { ...group, data: group.data.filter(({ verdict }) => verdict === 'insufficient_data') }
  return matches
}

async function totalOf(tx: Tx, question: Question, { count }: MatchRequest) {
  if (count === 'none') return { total: null, total_is: 'none' as const }
  return countIcp(tx, question, count)
}

/** How many, and some of them. Counted as in searches: exact up to 10,000. */
async function groupOf(
  tx: Tx,
  { kind, criteria, further }: Question,
  { filter: group, indexed }: { filter: Filter; indexed: boolean },
  { count_only, near_miss_limit }: MatchRequest,
): Promise<Group> {
  const filter = restricted(group, further)
  const where = icpCondition(kind, filter)
  const count = indexed ? await countMatches(tx, kind, where) : await countBySample(tx, kind, filter)
  if (count_only || count.total === 0) return { ...count, filter, data: [] }
  const { ids } = await findPage(tx, { kind, where, limit: near_miss_limit })
  return { ...count, filter, data: await judge(tx, kind, criteria, ids) }
}

/** These entities, each with verdict and receipt. */
export async function judge(tx: Tx, kind: IcpKind, criteria: Criteria, ids: readonly string[]): Promise<Judged[]> {
  const subjects = await readSubjects(tx, kind, ids)
  return subjects.map((subject) => ({ ...subject, ...evaluateIcp(kind, criteria, subject) }))
}
