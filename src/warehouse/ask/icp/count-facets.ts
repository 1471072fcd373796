import type { Tx } from '../../../db/database.ts'
import { canonicalEmployeeRange } from '../../reference/lists/canonical-employee-range.ts'
import { createParams, type Params } from '../filter/compile-condition.ts'
import { valueKey } from '../terms.ts'
import type { Criterion } from './criteria.ts'

/** Columns of core.person_facets that hold ids of core.facet_values. */
const FACETS = {
  industries: 'industry',
  countries: 'country',
  size_buckets: 'size_range',
  seniority: 'seniority',
} as const

/** Rows of a sample: 5 ms. */
const SAMPLED = 20_000

/** Whether these criteria can be counted by facets: words of titles are only in the index of terms. */
export function areFacets(criteria: readonly Criterion[]): boolean {
  return criteria.every(({ name }) => !name.startsWith('title_'))
}

/**
 * How many people fit all of these criteria, up to `most`: one look at a short row of each person. Of a million 98,425 were
 * counted in 0.2 s on a busy machine, where the index of terms took 1.3 s because each criterion fits most people.
 */
export async function countFacets(tx: Tx, criteria: readonly Criterion[], most: number | null): Promise<number> {
  const params = createParams()
  const where = await compile(tx, criteria, params)
  const limit = most === null ? '' : `limit ${params.add(most)}`
  const [row] = await tx.query<{ total: string }>(
    `select count(*) as total from (select from core.person_facets f where ${where} ${limit}) matching`,
    params.values,
  )
  return Number(row?.total ?? 0)
}

/** The same from a sample of 20,000 people; null where too few of them fit, or there are no more. */
export async function estimateFacets(tx: Tx, criteria: readonly Criterion[]): Promise<number | null> {
  const [size] = await tx.query<{ rows: number }>(
    `select greatest(reltuples, 0)::float8 as rows from pg_class where oid = 'core.person_facets'::regclass`,
  )
  const all = size?.rows ?? 0
  if (all <= SAMPLED) return null
  const params = createParams()
  const where = await compile(tx, criteria, params)
  const [row] = await tx.query<{ hits: string; looked: string }>(
    `select count(*) filter (where ${where}) as hits, count(*) as looked
     from core.person_facets f tablesample system (${(SAMPLED / all) * 100})`,
    params.values,
  )
  const [hits, looked] = [Number(row?.hits ?? 0), Number(row?.looked ?? 0)]
  return hits < 100 ? null : Math.round((hits / looked) * all)
}

async function compile(tx: Tx, criteria: readonly Criterion[], params: Params): Promise<string> {
  const values = await tx.query<{ id: number; field: string; value: string }>(
    'select id, field, value from core.facet_values where field = any($1::text[])',
    [criteria.flatMap(({ name }) => columnOf(name) ?? [])],
  )
  const conditions = criteria.map(({ name, wanted }) => {
    const column = columnOf(name)
    if ('min' in wanted) {
      const [low, high] = name === 'founded' ? ['founded_year', 'founded_year'] : ['employees_min', 'employees_max']
      const least = wanted.min === null ? [] : [`f.${low} >= ${params.add(wanted.min)}::integer`]
      const greatest = wanted.max === null ? [] : [`f.${high} <= ${params.add(wanted.max)}::integer`]
      return [...least, ...greatest].join(' and ')
    }
    if (column === undefined) throw new Error(`${name} is no facet: areFacets`)
    // Compared as `evaluateIcp` compares: size ranges may be stored in any spelling.
    const keys = new Set(wanted.map(valueKey))
    const read = (value: string) => valueKey(name === 'size_buckets' ? (canonicalEmployeeRange(value) ?? value) : value)
    const ids = values.filter(({ field, value }) => field === column && keys.has(read(value))).map(({ id }) => id)
    return `f.${column} = any(${params.add(ids)}::integer[])`
  })
  return conditions.join(' and ') || 'true'
}

function columnOf(name: Criterion['name']): string | undefined {
  return Object.hasOwn(FACETS, name) ? FACETS[name as keyof typeof FACETS] : undefined
}
