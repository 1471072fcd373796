import {
  canonicalEmployeeRange,
  EMPLOYEE_RANGES,
  rangeOfCount,
} from '../../reference/lists/canonical-employee-range.ts'
import type { SimilarCompany } from './schema.ts'

/** What of a company is compared with another. */
export interface Traits {
  industry: string | null
  size_range: string | null
  employee_count: number | null
  country: string | null
  city: string | null
  is_b2b: boolean | null
  is_b2c: boolean | null
  tags: readonly string[]
  technologies: readonly string[]
  customers: readonly string[]
  investors: readonly string[]
}

type Reason = SimilarCompany['reasons'][number]

/** Points of each criterion; together 100. */
const POINTS = {
  industry: 30,
  employee_range: 20,
  customers: 15,
  country: 10,
  technologies: 10,
  tags: 5,
  investors: 5,
  city: 3,
  business_model: 2,
} as const
type Criterion = keyof typeof POINTS

/** Common customers that are as good as all: nobody's lists of customers are complete. */
const ENOUGH_CUSTOMERS = 3

/** Criteria of which something is known of a company. */
export function knownCriteria(traits: Traits): Criterion[] {
  const known: Record<Criterion, boolean> = {
    industry: traits.industry !== null,
    employee_range: rangeOf(traits) !== null,
    customers: traits.customers.length > 0,
    country: traits.country !== null,
    technologies: traits.technologies.length > 0,
    tags: traits.tags.length > 0,
    investors: traits.investors.length > 0,
    city: traits.city !== null && traits.country !== null,
    business_model: traits.is_b2b !== null || traits.is_b2c !== null,
  }
  return (Object.keys(POINTS) as Criterion[]).filter((criterion) => known[criterion])
}

/**
 * How like one company another is: the points it has of those that could be had, in percent. Could be had is what is known of
 * the first: what nobody knows of the other is no likeness. The reasons are what both have.
 */
export function scoreSimilar(company: Traits, other: Traits): Pick<SimilarCompany, 'score' | 'reasons'> {
  const criteria = knownCriteria(company)
  const reasons = criteria.flatMap((criterion) => reasonOf(criterion, company, other))
  const could = criteria.reduce((sum, criterion) => sum + POINTS[criterion], 0)
  const has = reasons.reduce((sum, { points }) => sum + points, 0)
  return {
    score: could === 0 ? 0 : Math.round((100 * has) / could),
    reasons: reasons.sort((a, b) => b.points - a.points),
  }
}

function reasonOf(criterion: Criterion, company: Traits, other: Traits): Reason[] {
  const [share, value] = likeness(criterion, company, other)
  if (share <= 0) return []
  const of = POINTS[criterion]
  return [{ criterion, value, points: Math.round(of * Math.min(1, share) * 10) / 10, of }]
}

/** How much of a criterion both have, from 0 to 1, and what that is. */
function likeness(criterion: Criterion, company: Traits, other: Traits): [share: number, value: string] {
  switch (criterion) {
    case 'industry':
    case 'country':
      return [company[criterion] === other[criterion] ? 1 : 0, company[criterion] ?? '']
    case 'city':
      return [company.city === other.city && company.country === other.country ? 1 : 0, company.city ?? '']
    case 'employee_range':
      return sizes(rangeOf(company), rangeOf(other))
    case 'customers':
      return both(company.customers, other.customers, Math.min(ENOUGH_CUSTOMERS, company.customers.length))
    case 'technologies':
    case 'tags':
      return both(company[criterion], other[criterion], company[criterion].length)
    case 'investors':
      return both(company.investors, other.investors, 1)
    case 'business_model':
      return [company.is_b2b === other.is_b2b && company.is_b2c === other.is_b2c ? 1 : 0, modelOf(company)]
  }
}

/** The same size range is everything, the next one half of it. */
function sizes(range: string | null, other: string | null): [number, string] {
  const places = [range, other].map((name) => (EMPLOYEE_RANGES as readonly (string | null)[]).indexOf(name))
  const [place = -1, otherPlace = -1] = places
  if (place < 0 || otherPlace < 0) return [0, '']
  const apart = Math.abs(place - otherPlace)
  return [apart === 0 ? 1 : apart === 1 ? 0.5 : 0, other ?? '']
}

function both(values: readonly string[], others: readonly string[], enough: number): [number, string] {
  const known = new Set(others)
  const shared = values.filter((value) => known.has(value))
  const more = shared.length > 5 ? ` and ${shared.length - 5} more` : ''
  return [enough === 0 ? 0 : shared.length / enough, shared.slice(0, 5).join(', ') + more]
}

function rangeOf({ size_range, employee_count }: Traits): string | null {
  if (size_range !== null) return canonicalEmployeeRange(size_range)
  return employee_count === null ? null : rangeOfCount(employee_count)
}

function modelOf({ is_b2b, is_b2c }: Traits): string {
  if (is_b2b && is_b2c) return 'BOTH'
  return is_b2b ? 'B2B' : is_b2c ? 'B2C' : 'neither B2B nor B2C'
}
