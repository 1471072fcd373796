import type { Tx } from '../../../../db/database.ts'
import { readEntityKeys } from '../../../reference/lookups/entity-keys.ts'
import { type Criteria, noCriteria } from '../criteria.ts'
import { type Derived, decideCriterion, proposed } from './decide-criterion.ts'
import { readChampions, readTitleBase } from './read-champions.ts'
import { type CompanyValues, countFounded, readCompanyBase, readCustomers } from './read-customers.ts'
import { chanceOf, rounded, thresholds, weighValues } from './weigh-values.ts'

export interface DerivedIcp extends Criteria {
  domain: string
  /** False when the evidence proposes nothing at all. */
  sufficient: boolean
  evidence: { customers_listed: number; customers_known: number; champions: number; people_weighed_against: number }
  derived: Derived[]
}

/**
 * An ICP from whom a company has sold to: industries, sizes, countries and years of its known customers, levels and words of
 * the titles of its champions, each weighed against the whole base. What the evidence does not carry is left open. Nothing
 * is stored.
 */
export async function deriveIcp(tx: Tx, domain: string): Promise<DerivedIcp> {
  const [keys = []] = await readEntityKeys(tx, [`domain:${domain}`])
  const domains = [...new Set([domain, ...keys.map((key) => key.slice('domain:'.length))])]
  const { listed, companies } = await readCustomers(tx, domains)
  const champions = await readChampions(tx, domains)
  const ofCompanies = await deriveCompanies(tx, companies)
  const words = [...new Set(champions.flatMap((champion) => champion.words))]
  const base = await readTitleBase(tx, words)
  const levels = champions.flatMap(({ seniority }) => (seniority === null ? [] : [[seniority]]))
  const titles = champions.map((champion) => champion.words).filter((some) => some.length > 0)
  const seniority = decideCriterion('seniority', levels, weighValues(levels, base.seniority))
  const title = decideCriterion('title_contains_any', titles, weighValues(titles, base.words))
  const derived = [...ofCompanies.derived, title, seniority]
  return {
    domain,
    sufficient: derived.some(({ decision }) => decision === 'proposed'),
    evidence: {
      customers_listed: listed,
      customers_known: companies.length,
      champions: champions.length,
      people_weighed_against: base.of,
    },
    company_criteria: ofCompanies.criteria,
    person_criteria: {
      ...noCriteria().person_criteria,
      title_contains_any: proposed(title),
      seniority: proposed(seniority),
    },
    derived,
  }
}

async function deriveCompanies(tx: Tx, companies: readonly CompanyValues[]) {
  const base = await readCompanyBase(tx)
  const known = (field: 'industry' | 'size' | 'country') =>
    companies.flatMap((company) => (company[field] === null ? [] : [[company[field]]]))
  const decide = (criterion: 'industries' | 'size_buckets' | 'countries', field: 'industry' | 'size' | 'country') =>
    decideCriterion(criterion, known(field), weighValues(known(field), base[field]))
  const industries = decide('industries', 'industry')
  const sizes = decide('size_buckets', 'size')
  const countries = decide('countries', 'country')
  const founded = await deriveFounded(tx, companies)
  return {
    derived: [industries, sizes, countries, founded.derived],
    criteria: {
      ...noCriteria().company_criteria,
      industries: proposed(industries),
      size_buckets: proposed(sizes),
      countries: proposed(countries),
      founded_min: founded.years?.[0] ?? null,
      founded_max: founded.years?.[1] ?? null,
    },
  }
}

/** Years need more: of five companies the middle four fifths are all of them. */
const YEARS_NEEDED = 10

/** The years between which the middle four fifths of the customers were founded, if that is narrower than the base. */
async function deriveFounded(tx: Tx, companies: readonly CompanyValues[]) {
  const years = companies.flatMap(({ founded_year }) => founded_year ?? []).sort((a, b) => a - b)
  const about = { criterion: 'founded' as const, known: years.length, coverage: 0, values: [] }
  if (years.length < YEARS_NEEDED) {
    const reason = `known of ${years.length}, and at least ${YEARS_NEEDED} are needed`
    return { years: null, derived: { ...about, decision: 'insufficient', reason } satisfies Derived }
  }
  const last = years.length - 1
  const [from = 0, to = 0] = [years[Math.ceil(last * 0.1)], years[Math.floor(last * 0.9)]]
  const support = years.filter((year) => year >= from && year <= to).length
  const base = await countFounded(tx, from, to)
  const [share, base_share] = [support / years.length, (base.within || 1) / (base.of || 1)]
  const [lift, chance] = [share / base_share, chanceOf(support, years.length, base_share)]
  const holds = lift >= thresholds.lift && chance <= thresholds.chance
  const figures = {
    share: rounded(share),
    base_share: rounded(base_share),
    lift: rounded(lift),
    chance: rounded(chance),
  }
  const derived: Derived = {
    ...about,
    decision: holds ? 'proposed' : 'not_characteristic',
    reason: holds
      ? `${support} of ${years.length} were founded from ${from} to ${to}`
      : 'the whole base was founded in much the same years',
    coverage: holds ? rounded(share) : 0,
    values: [{ value: `${from}-${to}`, support, ...figures, holds }],
  }
  return { years: holds ? ([from, to] as const) : null, derived }
}
