import { canonicalCountry } from '../../reference/lists/canonical-country.ts'
import { canonicalEmployeeRange, EMPLOYEE_RANGES } from '../../reference/lists/canonical-employee-range.ts'
import { canonicalIndustry, industries } from '../../reference/lists/canonical-industry.ts'
import { COUNTRIES } from '../../reference/lists/countries.ts'
import { SENIORITIES } from '../../reference/titles/title-vocabulary.ts'
import { valueKey, wordsOf } from '../terms.ts'

/** A value outside the vocabulary of its field: right when some row has it. */
export interface ValueDoubt {
  pointer: string
  kind: 'companies' | 'people'
  field: 'industry' | 'country' | 'seniority'
  value: string
  message: string
}

/** How the entries of one list are read. */
export interface ListRule {
  /** Where rows may have further values than the vocabulary; null where they may not. */
  field: ValueDoubt['field'] | null
  kind: ValueDoubt['kind']
  /** Null for what is no such value. */
  canonical(value: string): string | null
  allowed(near: string): string
}

const levels = new Map(SENIORITIES.map((level) => [valueKey(level), level] as const))
export const words: ListRule = {
  field: null,
  kind: 'people',
  canonical: (value) => (wordsOf(value).length > 0 ? value : null),
  allowed: () => 'words of a title, such as "VP" or "Head of Growth"',
}

/** The lists of criteria, with what may be in them. */
export const lists: { of: 'company_criteria' | 'person_criteria'; name: string; rule: ListRule }[] = [
  {
    of: 'company_criteria',
    name: 'industries',
    rule: {
      field: 'industry',
      kind: 'companies',
      canonical: canonicalIndustry,
      allowed: (near) =>
        someOf(
          industries().map(({ name }) => name),
          near,
          'industries of LinkedIn',
        ),
    },
  },
  {
    of: 'company_criteria',
    name: 'size_buckets',
    rule: {
      field: null,
      kind: 'companies',
      canonical: canonicalEmployeeRange,
      allowed: () => EMPLOYEE_RANGES.join(', '),
    },
  },
  {
    of: 'company_criteria',
    name: 'countries',
    rule: {
      field: 'country',
      kind: 'companies',
      canonical: (value) => canonicalCountry(value)?.name ?? null,
      allowed: (near) =>
        someOf(
          COUNTRIES.map(([, , name]) => name),
          near,
          'countries',
        ),
    },
  },
  { of: 'person_criteria', name: 'title_contains_any', rule: words },
  { of: 'person_criteria', name: 'title_contains_all', rule: words },
  {
    of: 'person_criteria',
    name: 'seniority',
    rule: {
      field: 'seniority',
      kind: 'people',
      canonical: (value) => levels.get(valueKey(value)) ?? null,
      allowed: () => SENIORITIES.join(', '),
    },
  },
]

export const numbers = [
  { name: 'employee_count_min', least: 0, most: 1_000_000_000 },
  { name: 'employee_count_max', least: 0, most: 1_000_000_000 },
  { name: 'founded_min', least: 1, most: 9999 },
  { name: 'founded_max', least: 1, most: 9999 },
] as const

/** A few of a long vocabulary that begin like what was sent. */
function someOf(values: readonly string[], near: string, what: string): string {
  const start = valueKey(near).slice(0, 3)
  const alike = start === '' ? [] : values.filter((value) => valueKey(value).includes(start))
  return `${values.length} ${what}, such as ${(alike.length > 0 ? alike : values).slice(0, 8).join(', ')}`
}
