import type { Tx } from '../../../db/database.ts'
import { AppError, malformed } from '../../../errors.ts'
import { canonicalCountry } from '../../reference/lists/canonical-country.ts'
import { type CountOptions, countRows, type RowCount } from '../browse/count-rows.ts'
import { compileCondition, createParams } from '../filter/compile-condition.ts'
import { readFilter } from '../filter/read-filter.ts'
import { countMatches } from '../search/count-matches.ts'
import { findPage } from '../search/find-page.ts'
import type { Filter } from '../target-views/read-view-filters.ts'
import { readGapCompanies, readGapPeople } from './read-gap-rows.ts'
import { type GapRecipe, gapRecipes } from './recipes.ts'

/** The recipe of this id. Throws 404 `gap_recipe_not_found`. */
export function findRecipe(id: string): GapRecipe {
  const recipe = gapRecipes.find((one) => one.id === id)
  if (recipe !== undefined) return recipe
  const shown = JSON.stringify(id.slice(0, 100))
  const message = `No gap recipe ${shown}; there are ${gapRecipes.map((one) => one.id).join(', ')}`
  throw new AppError(404, 'gap_recipe_not_found', message)
}

/**
 * How many rows a recipe finds: exact up to 10,000, above estimated. Throws 400 `country_invalid` for a country that nobody
 * knows and for recipes that know none.
 */
export async function countGap(
  tx: Tx,
  recipe: GapRecipe,
  { country, mode, thorough = false }: CountOptions & { country?: string | undefined },
): Promise<RowCount> {
  const { gap } = recipe
  const where = countryFilter(recipe, country)
  if (gap.by === 'filter') {
    const condition = readFilter(gap.kind, { and: [gap.filter, where] })
    return countMatches(tx, gap.kind, condition, mode === 'none' ? undefined : mode)
  }
  const { from, values } = rowsOf(recipe, where)
  return countRows(tx, `select ${from}`, values, { mode, thorough })
}

/**
 * Some of the rows that a recipe finds, those with the most people or the newest first. `thorough`: all of them are found
 * before some are taken (`askTwice`). Throws as `countGap`.
 */
export async function sampleGap(
  tx: Tx,
  recipe: GapRecipe,
  { limit, country }: { limit: number; country?: string | undefined },
  thorough: boolean,
): Promise<Record<string, unknown>[]> {
  const { gap } = recipe
  const where = countryFilter(recipe, country)
  if (gap.by === 'filter') {
    const condition = readFilter(gap.kind, { and: [gap.filter, where] })
    const { ids } = await findPage(tx, { kind: gap.kind, where: condition, limit })
    return gap.kind === 'people' ? readGapPeople(tx, ids) : readGapCompanies(tx, ids)
  }
  const { from, values, columns, order } = rowsOf(recipe, where)
  const found = `select ${columns} ${from}`
  const rows = await tx.query(
    `${thorough ? `with matching as materialized (${found}) select * from matching` : found} order by ${order} limit ${limit}`,
    values,
  )
  if (gap.by !== 'companies') return rows
  return readGapCompanies(
    tx,
    rows.map(({ id }) => String(id)),
  )
}

/** `US`, `non-US`, or any country in any usual spelling, as a member of the search language. */
function countryFilter({ id, gap, country_join }: GapRecipe, country: string | undefined): Filter {
  if (country === undefined || country.trim() === '') return {}
  if (country_join === undefined) {
    throw malformed('country_invalid', `${id} finds what has no country: leave country out`)
  }
  const field = gap.by === 'filter' && gap.kind === 'people' ? 'person_country' : 'country'
  const [, other, name = ''] = /^\s*(non-|not-|!)?(.*?)\s*$/is.exec(country) ?? []
  const known = canonicalCountry(name)
  if (known === null) {
    throw malformed(
      'country_invalid',
      `country is US, non-US, or a country by name or ISO code, not ${JSON.stringify(country.slice(0, 60))}`,
    )
  }
  // Elsewhere means somewhere: of whom no country is known is left out.
  return { [field]: other === undefined ? known.name : { none: [known.name], known: true } }
}

interface Rows {
  from: string
  values: unknown[]
  columns: string
  /** By names of columns. */
  order: string
}

function rowsOf({ gap }: GapRecipe, country: Filter): Rows {
  const params = createParams()
  switch (gap.by) {
    case 'companies': {
      const condition = compileCondition(readFilter('companies', { and: [gap.filter, country] }), params)
      return {
        from: `from core.company_search s join core.companies c on c.id = s.company_id where ${condition} and ${gap.where}`,
        values: params.values,
        columns: 's.company_id as id, s.people_count, s.position',
        order: 'people_count desc, position desc',
      }
    }
    case 'identities': {
      const [table, root] = gap.kind === 'company' ? ['core.companies', 'domain:'] : ['core.people', 'slug:']
      return {
        // Whoever stands under a key of the row itself has one: that spares nearly all of the lookups.
        from: `from core.identities d where d.kind = '${gap.kind}' and d.merged_into is null and d.root not like '${root}%'
          and not exists (select from ${table} e where e.id = d.id)`,
        values: [],
        columns: 'd.id, d.root as key, d.created_at',
        order: 'created_at desc, id',
      }
    }
    case 'customers': {
      const condition = compileCondition(readFilter('companies', gap.without), params)
      return {
        from: `from (
            select customer_domain, count(*)::int4 as named_by from core.company_customers
            where customer_domain <> '' group by customer_domain
          ) k where not exists (
            select from core.companies c join core.company_search s on s.company_id = c.id
            where c.domain = k.customer_domain and ${condition})`,
        values: params.values,
        columns: 'k.customer_domain, k.named_by',
        order: 'named_by desc, customer_domain',
      }
    }
    case 'filter':
      throw new Error('A gap by filter is a search')
  }
}
