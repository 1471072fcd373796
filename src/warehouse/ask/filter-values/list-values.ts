import type { Tx } from '../../../db/database.ts'
import { countryOfCode } from '../../reference/lists/canonical-country.ts'
import { COUNTRIES } from '../../reference/lists/countries.ts'
import { fieldsOf } from '../fields.ts'
import type { Condition } from '../filter/condition.ts'
import { countMatches } from '../search/count-matches.ts'
import type { CountryOption, EmployeeRangeOption, FilterOption } from './schema.ts'

export type ListedField = 'seniority' | 'job_function' | 'industry'

/** Whom the job of `search-index/count-values.ts` counts by each field, and under which name. */
const counted = {
  seniority: { people: 'seniority' },
  job_function: { people: 'job_function' },
  industry: { companies: 'industry' },
  employee_range: { companies: 'employee_range' },
  country: { people: 'person_country', companies: 'company_country' },
} as const satisfies Record<string, { people?: string; companies?: string }>
type CountedField = keyof typeof counted

/**
 * The values of a field with how many have each: the vocabulary in its order, also what nobody has, then whatever else rows
 * have, since what is taught may be any text.
 */
export async function listValues(tx: Tx, field: CountedField): Promise<FilterOption[]> {
  const counts = await readCounts(tx, field)
  const names = [...new Set([...vocabularyOf(field), ...counts.keys()])]
  const { people, companies }: { people?: string; companies?: string } = counted[field]
  return names.map((name, i) => {
    const has = counts.get(name)
    return {
      name,
      sort_order: i + 1,
      ...(people !== undefined && { people_count: has?.people ?? 0 }),
      ...(companies !== undefined && { company_count: has?.companies ?? 0 }),
    }
  })
}

function vocabularyOf(field: CountedField): readonly string[] {
  if (field === 'country') return COUNTRIES.map(([, , name]) => name).toSorted((a, b) => (a < b ? -1 : 1))
  const definition = fieldsOf.leads[field]
  return definition?.type === 'value' ? (definition.vocabulary?.() ?? []) : []
}

type Counts = Map<string, { people?: number; companies?: number }>

/** What was counted, the most frequent first. */
async function readCounts(tx: Tx, field: CountedField): Promise<Counts> {
  const { people, companies }: { people?: string; companies?: string } = counted[field]
  const rows = await tx.query<{ kind: 'people' | 'companies'; value: string; count: number }>(
    `select kind, value, row_count::float8 as count from core.search_values
     where kind = 'people' and field = $1 or kind = 'companies' and field = $2
     order by row_count desc, value`,
    [people ?? null, companies ?? null],
  )
  const counts: Counts = new Map()
  for (const { kind, value, count } of rows) counts.set(value, { ...counts.get(value), [kind]: count })
  return counts
}

/** Size ranges with their bounds. */
export async function listEmployeeRanges(tx: Tx): Promise<EmployeeRangeOption[]> {
  const options = await listValues(tx, 'employee_range')
  return options.map((option) => {
    const [from, to] = option.name.match(/\d+/g)?.map(Number) ?? []
    return { ...option, min_employees: from ?? null, max_employees: to ?? null }
  })
}

const codes = new Map<string, string>(COUNTRIES.map(([code, , name]) => [name, code]))

/** Countries with their ISO codes. */
export async function listCountries(tx: Tx): Promise<CountryOption[]> {
  const options = await listValues(tx, 'country')
  return options.map((option) => ({ ...option, code: countryOfCode(codes.get(option.name) ?? '')?.code ?? null }))
}

/** B2B, B2C and both at once, with the companies that are so, estimated above 10,000. */
export async function listBusinessModels(tx: Tx): Promise<FilterOption[]> {
  const field = fieldsOf.companies.business_model
  if (field?.type !== 'value') return []
  const options: FilterOption[] = []
  for (const name of field.vocabulary?.() ?? []) {
    const where: Condition = { is: 'terms', terms: [field.term(name)], doubts: [] }
    const { total } = await countMatches(tx, 'companies', where)
    options.push({ name, sort_order: options.length + 1, company_count: total })
  }
  return options
}

/** When values were counted last. */
export async function valuesCountedAt(tx: Tx): Promise<string | null> {
  const [row] = await tx.query<{ at: Date | null }>('select values_counted_at as at from core.search_state')
  return row?.at?.toISOString() ?? null
}
