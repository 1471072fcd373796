import { EMPLOYEE_RANGES } from '../../reference/lists/canonical-employee-range.ts'
import type { Condition } from '../filter/condition.ts'
import { readFilter } from '../filter/read-filter.ts'
import { type Bounds, type Criteria, type Criterion, type CriterionName, criteriaOf, type IcpKind } from './criteria.ts'

/** A filter of the search language, as POST /v1/{companies|people}/search takes it. */
export type Filter = Record<string, unknown>

/** Everybody whose verdict is yes, as one flat filter that can be searched, saved and exported. */
export function matchFilter(kind: IcpKind, criteria: Criteria): Filter {
  return together(criteriaOf(kind, criteria).map((criterion) => holds(kind, criterion)))
}

/** For each criterion those who fail it alone, while all others hold. */
export function nearMissFilters(kind: IcpKind, criteria: Criteria): { criterion: CriterionName; filter: Filter }[] {
  const all = criteriaOf(kind, criteria)
  return all.map((criterion) => ({
    criterion: criterion.name,
    filter: together([
      ...all.filter((other) => other !== criterion).map((other) => holds(kind, other)),
      fails(kind, criterion),
    ]),
  }))
}

/** Those whose verdict is `insufficient_data`: nothing fails, and not everything is known. Null where nothing is asked. */
export function insufficientFilter(kind: IcpKind, criteria: Criteria): Filter | null {
  const all = criteriaOf(kind, criteria)
  if (all.length === 0) return null
  return { not: { or: [...all.map((criterion) => fails(kind, criterion)), together(all.map((c) => holds(kind, c)))] } }
}

/**
 * Those who fit after a change and not before, and the reverse. Criteria that stay are asked for once. Null where there can
 * be nobody, because nothing was narrowed or nothing widened.
 */
export function changeFilters(
  kind: IcpKind,
  before: Criteria,
  after: Criteria,
): { enter: Filter | null; leave: Filter | null } {
  const [old, changed] = [criteriaOf(kind, before), criteriaOf(kind, after)]
  return { enter: onlyIn(kind, changed, old), leave: onlyIn(kind, old, changed) }
}

function onlyIn(kind: IcpKind, these: readonly Criterion[], others: readonly Criterion[]): Filter | null {
  const same = new Set(these.map((criterion) => JSON.stringify(criterion)))
  const further = others.filter((criterion) => !same.has(JSON.stringify(criterion)))
  if (further.length === 0) return null
  const holding = these.map((criterion) => holds(kind, criterion))
  return together([...holding, { not: together(further.map((criterion) => holds(kind, criterion))) }])
}

/**
 * The filter as a condition. A value that nobody has finds nobody, and is no error as it would be in a filter that
 * somebody wrote: whoever wrote the criteria was told then.
 */
export function icpCondition(kind: IcpKind, filter: Filter): Condition {
  return withoutDoubts(readFilter(kind, filter))
}

function withoutDoubts(condition: Condition): Condition {
  switch (condition.is) {
    case 'all':
    case 'any':
      return { is: condition.is, of: condition.of.map(withoutDoubts) }
    case 'not':
      return { is: 'not', of: withoutDoubts(condition.of) }
    case 'terms':
      return { ...condition, doubts: [] }
    default:
      return condition
  }
}

/** Filters as one: members side by side while their names differ, `and` for the rest. */
function together(filters: readonly Filter[]): Filter {
  const flat: Filter = {}
  const more: Filter[] = []
  for (const filter of filters) {
    if (Object.keys(filter).some((name) => name in flat)) more.push(filter)
    else Object.assign(flat, filter)
  }
  return more.length === 0 ? flat : { ...flat, and: more }
}

/** What each criterion asks of is called in searches. */
const FIELDS = {
  companies: { industries: 'industry', size_buckets: 'employee_range', countries: 'country' },
  people: { industries: 'industry', size_buckets: 'employee_range', countries: 'company_country' },
} as const

function fieldOf(kind: IcpKind, name: CriterionName): string {
  switch (name) {
    case 'employee_count':
      return 'employee_count'
    case 'founded':
      return 'founded_year'
    case 'seniority':
      return 'seniority'
    case 'title_contains_any':
    case 'title_contains_all':
      return 'title'
    default:
      return FIELDS[kind][name]
  }
}

function holds(kind: IcpKind, { name, wanted }: Criterion): Filter {
  return { [fieldOf(kind, name)]: 'min' in wanted ? given(wanted) : [...wanted] }
}

/** Those of whom it is known that it does not hold. */
function fails(kind: IcpKind, { name, wanted }: Criterion): Filter {
  const field = fieldOf(kind, name)
  if ('min' in wanted) return outside(field, wanted)
  if (name === 'size_buckets') return { [field]: { any: [...EMPLOYEE_RANGES], none: [...wanted] } }
  return { has: [field], [field]: { none: [...wanted] } }
}

/** Wholly below or wholly above: a size range that overlaps the bounds in part is unknown, and so is what is missing. */
function outside(field: string, { min, max }: Bounds): Filter {
  const below = min === null ? [] : [{ [field]: { max: min - 1 } }]
  const above = max === null ? [] : [{ [field]: { min: max + 1 } }]
  return { or: [...below, ...above] }
}

function given({ min, max }: Bounds): Filter {
  return { ...(min === null ? {} : { min }), ...(max === null ? {} : { max }) }
}
