import { canonicalEmployeeRange, rangeOfCount } from '../../reference/lists/canonical-employee-range.ts'
import { employeeBounds } from '../search-index/company-row.ts'
import { valueKey, wordsOf } from '../terms.ts'
import { type Bounds, type Criteria, type Criterion, type CriterionName, criteriaOf, type IcpKind } from './criteria.ts'

export type Answer = 'yes' | 'no' | 'insufficient_data'

/** What an ICP looks at in a company; nulls are unknown. */
export interface CompanyFacts {
  industry: string | null
  employee_count: number | null
  size_range: string | null
  country: string | null
  founded_year: number | null
}

/** What it looks at in a person. */
export interface PersonFacts {
  title: string | null
  /** The title as the lookup reads it: its words count like those of the title. */
  cleaned_title: string | null
  seniority: string | null
}

export interface IcpRow {
  /** Null while nothing is known of a person's employer. */
  company: CompanyFacts | null
  /** Null for companies. */
  person: PersonFacts | null
}

/** How one criterion stands with one entity. */
export interface ReceiptLine {
  criterion: CriterionName
  answer: Answer
  wanted: readonly string[] | Bounds
  /** The value that was looked at; null when it is unknown. */
  value: string | number | null
  /** The entries of the criterion that hold. */
  matched: string[]
  /** How far a number lies outside its bounds: 112 over, or under as a negative number. Null where there is no distance. */
  by: number | null
  /** The same in words. */
  says: string
}

export interface Verdict {
  /** `no` when any criterion fails, else `insufficient_data` when any value is unknown, else `yes`. */
  verdict: Answer
  receipt: ReceiptLine[]
  /** The only criterion that fails while all others hold; null in every other case. */
  near_miss: CriterionName | null
}

/**
 * Whether an entity fits an ICP, criterion by criterion. Pure: the same for what a search finds, for one entity that is
 * explained, and for changed criteria. A search finds exactly those whose verdict is yes (icp.test.ts).
 */
export function evaluateIcp(kind: IcpKind, criteria: Criteria, row: IcpRow): Verdict {
  const receipt = criteriaOf(kind, criteria).map((criterion) => evaluateCriterion(criterion, row))
  const failed = receipt.filter(({ answer }) => answer === 'no')
  const unknown = receipt.some(({ answer }) => answer === 'insufficient_data')
  const [only] = failed
  return {
    verdict: only !== undefined ? 'no' : unknown ? 'insufficient_data' : 'yes',
    receipt,
    near_miss: only !== undefined && failed.length === 1 && !unknown ? only.criterion : null,
  }
}

function evaluateCriterion(criterion: Criterion, { company, person }: IcpRow): ReceiptLine {
  switch (criterion.name) {
    case 'industries':
      return oneOf(criterion, 'industry', company?.industry ?? null)
    case 'countries':
      return oneOf(criterion, 'country', company?.country ?? null)
    case 'size_buckets':
      return oneOf(criterion, 'size range', rangeOf(company))
    case 'seniority':
      return oneOf(criterion, 'seniority', person?.seniority ?? null)
    case 'employee_count':
      return withinEmployees(criterion.wanted, company)
    case 'founded':
      return within(criterion.wanted, company?.founded_year ?? null)
    case 'title_contains_any':
    case 'title_contains_all':
      return inTitle(criterion, person)
  }
}

function oneOf(criterion: Criterion & { wanted: readonly string[] }, what: string, value: string | null): ReceiptLine {
  const { name, wanted } = criterion
  if (value === null) return line(criterion, { answer: 'insufficient_data', value, says: `${what} is unknown` })
  const key = valueKey(value)
  const matched = wanted.filter((entry) => valueKey(entry) === key)
  if (matched.length > 0) return line(criterion, { answer: 'yes', value, matched, says: `${what} is ${value}` })
  if (name === 'size_buckets' && canonicalEmployeeRange(value) === null) {
    return line(criterion, { answer: 'insufficient_data', value, says: `${what} ${value} is none of LinkedIn's` })
  }
  return line(criterion, { answer: 'no', value, says: `${what} ${value} is none of ${shown(wanted)}` })
}

/** The stated range, else the one that the head count lies in. */
function rangeOf(company: CompanyFacts | null): string | null {
  if (company === null) return null
  const { size_range, employee_count } = company
  if (size_range !== null) return canonicalEmployeeRange(size_range) ?? size_range
  return employee_count === null ? null : rangeOfCount(employee_count)
}

function withinEmployees(wanted: Bounds, company: CompanyFacts | null): ReceiptLine {
  const criterion = { name: 'employee_count', wanted } as const
  const count = company?.employee_count ?? null
  if (company === null || count !== null) return numberWithin(criterion, 'employee count', count)
  const [least, most] = employeeBounds(company)
  if (least === null || most === null) return numberWithin(criterion, 'employee count', null)
  const value = canonicalEmployeeRange(company.size_range ?? '')
  const { min, max } = { min: wanted.min ?? Number.NEGATIVE_INFINITY, max: wanted.max ?? Number.POSITIVE_INFINITY }
  if (least >= min && most <= max) {
    return line(criterion, { answer: 'yes', value, says: `the whole size range ${value} is within ${bounds(wanted)}` })
  }
  const by = least > max ? least - max : most < min ? most - min : null
  if (by === null) {
    const says = `the size range ${value} is only in part within ${bounds(wanted)}, and no count is known`
    return line(criterion, { answer: 'insufficient_data', value, says })
  }
  return line(criterion, {
    answer: 'no',
    value,
    by,
    says: `the size range ${value} is ${by > 0 ? 'above' : 'below'} ${bounds(wanted)}, by at least ${Math.abs(by)}`,
  })
}

function within(wanted: Bounds, value: number | null): ReceiptLine {
  return numberWithin({ name: 'founded', wanted }, 'year of foundation', value)
}

function numberWithin(criterion: Criterion & { wanted: Bounds }, what: string, value: number | null): ReceiptLine {
  if (value === null) return line(criterion, { answer: 'insufficient_data', value, says: `${what} is unknown` })
  const { min, max } = criterion.wanted
  if (max !== null && value > max) {
    const says = `${what} ${value} against at most ${max}: over by ${value - max}`
    return line(criterion, { answer: 'no', value, by: value - max, says })
  }
  if (min !== null && value < min) {
    const says = `${what} ${value} against at least ${min}: under by ${min - value}`
    return line(criterion, { answer: 'no', value, by: value - min, says })
  }
  return line(criterion, { answer: 'yes', value, says: `${what} ${value} is within ${bounds(criterion.wanted)}` })
}

function inTitle(criterion: Criterion & { wanted: readonly string[] }, person: PersonFacts | null): ReceiptLine {
  const titles = [person?.title ?? null, person?.cleaned_title ?? null]
  const words = titles.map((title) => ` ${wordsOf(title ?? '').join(' ')} `)
  const value = person?.title ?? person?.cleaned_title ?? null
  const matched = criterion.wanted.filter((entry) => {
    const phrase = wordsOf(entry)
    return phrase.length > 0 && words.some((title) => title.includes(` ${phrase.join(' ')} `))
  })
  if (matched.length > 0) return line(criterion, { answer: 'yes', value, matched, says: `title has ${shown(matched)}` })
  if (person === null || person.title === null) {
    return line(criterion, { answer: 'insufficient_data', value: null, says: 'title is unknown' })
  }
  return line(criterion, {
    answer: 'no',
    value,
    says: `title ${JSON.stringify(value)} has none of ${shown(criterion.wanted)}`,
  })
}

type Said = Pick<ReceiptLine, 'answer' | 'value' | 'says'> & Partial<Pick<ReceiptLine, 'matched' | 'by'>>

function line({ name, wanted }: Criterion, { answer, value, matched = [], by = null, says }: Said): ReceiptLine {
  return { criterion: name, answer, wanted, value, matched, by, says }
}

function bounds({ min, max }: Bounds): string {
  if (min === null) return `at most ${max}`
  return max === null ? `at least ${min}` : `${min} to ${max}`
}

function shown(values: readonly string[]): string {
  const more = values.length > 10 ? ` and ${values.length - 10} more` : ''
  return values.slice(0, 10).join(', ') + more
}
