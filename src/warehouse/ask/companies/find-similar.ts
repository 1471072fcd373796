import type { Tx } from '../../../db/database.ts'
import { fieldsOf } from '../fields.ts'
import { allOf, type Condition } from '../filter/condition.ts'
import { findPage } from '../search/find-page.ts'
import { readCompanies } from '../search/read-rows.ts'
import { getCompany } from './get-company.ts'
import { readTraits, type TraitsOf } from './read-traits.ts'
import type { SimilarCompany } from './schema.ts'
import { knownCriteria, scoreSimilar } from './score-similar.ts'

/** Companies of each question that are compared, the largest first. */
const ASKED = 150

export interface SimilarCompanies {
  /** The domain of the company that the others are compared with. */
  domain: string
  /** Criteria of which something is known of it: the others are compared by these. */
  compared_by: string[]
  data: SimilarCompany[]
}

/**
 * Companies like this one, the likest first, from what is stored: those of its industry, size and country, those that sell to
 * the same customers, and those that share its tags, technologies or investors are compared with it (`scoreSimilar`).
 * Throws 404 `company_not_found`.
 */
export async function findSimilar(tx: Tx, domain: string, limit: number): Promise<SimilarCompanies> {
  const company = await getCompany(tx, domain)
  const [traits] = await readTraits(tx, [company.id])
  if (traits === undefined) return { domain: company.domain, compared_by: [], data: [] }
  const ids = await findCandidates(tx, traits)
  const others = await readTraits(tx, ids, traits)
  const scored = others
    .map((other) => ({ id: other.id, ...scoreSimilar(traits, other) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
  const rows = await readCompanies(
    tx,
    scored.slice(0, limit + TIES).map(({ id }) => id),
  )
  const byId = new Map(scored.map((one) => [one.id, one]))
  const data = rows.flatMap((row) => {
    const one = byId.get(row.id)
    return one === undefined ? [] : [{ ...row, score: one.score, reasons: one.reasons }]
  })
  data.sort((a, b) => b.score - a.score || b.people_count - a.people_count || (a.domain < b.domain ? -1 : 1))
  return { domain: company.domain, compared_by: knownCriteria(traits), data: data.slice(0, limit) }
}

/** Of companies that are equally like it, the larger ones come first: so many more are read to find them. */
const TIES = 100

/**
 * Companies worth comparing. Of those that are like it in industry, size and country there are mostly enough; only where not,
 * those that share less are asked for.
 */
async function findCandidates(tx: Tx, traits: TraitsOf): Promise<string[]> {
  const industry = having('industry', [traits.industry])
  const size = having('employee_range', [traits.size_range])
  const country = having('country', [traits.country])
  const found = new Set(await findVendorsOf(tx, traits.customers))
  const ask = async (...conditions: (Condition | undefined)[]) => {
    if (conditions.some((condition) => condition === undefined)) return 0
    const { ids } = await findPage(tx, { kind: 'companies', where: allOf(...conditions), limit: ASKED })
    for (const id of ids) found.add(id)
    return ids.length
  }
  await ask(having('tag', traits.tags))
  await ask(having('vc', traits.investors))
  const wider = [[industry, size, country], [industry, size], [industry, country], [industry], [size, country]]
  let like = 0
  for (const conditions of wider) if (like < ASKED) like = Math.max(like, await ask(...conditions))
  if (like < ASKED) await ask(having('technology', traits.technologies))
  found.delete(traits.id)
  return [...found]
}

/** Rows with one of these values of a field; undefined where there is no value. */
function having(name: string, values: readonly (string | null)[]): Condition | undefined {
  const field = fieldsOf.companies[name]
  const terms = values.flatMap((value) => (value !== null && field?.type === 'value' ? [field.term(value)] : []))
  return terms.length === 0 ? undefined : { is: 'terms', terms, doubts: [] }
}

/** Vendors of one customer that are read: a customer who buys from very many says little about any of them. */
const VENDORS = 100

/** Companies that sell to the most of these customers. */
async function findVendorsOf(tx: Tx, customers: readonly string[]): Promise<string[]> {
  if (customers.length === 0) return []
  const rows = await tx.query<{ id: string }>(
    `select c.id
     from (
       select vendor.domain, count(*) as shared
       from unnest($1::text[]) customer(domain)
       cross join lateral (
         (select origin_company_domain as domain from core.company_customers
          where customer_domain = customer.domain limit ${VENDORS})
         union
         (select r.domain from reference.company_customers r where r.customer_domain = customer.domain limit ${VENDORS})
       ) vendor
       group by vendor.domain order by shared desc, vendor.domain limit ${ASKED}
     ) most
     join core.companies c on c.domain = most.domain`,
    [customers],
  )
  return rows.map(({ id }) => id)
}
