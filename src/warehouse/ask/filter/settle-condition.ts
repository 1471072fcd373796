import type { Tx } from '../../../db/database.ts'
import type { FieldError } from '../../../errors.ts'
import { canonicalDomain } from '../../identity/canonical-domain.ts'
import { fieldsOf } from '../fields.ts'
import { term, valueKey } from '../terms.ts'
import { searchTables } from './compile-condition.ts'
import { anyOf, type Condition, type Doubt, type SearchKind } from './condition.ts'
import { filterInvalid } from './reading.ts'

/** Customers of one company that a search looks at. */
const MOST_CUSTOMERS = 10_000

/**
 * The condition with everything in it that only the database knows: customers become their domains, and a value outside the
 * vocabulary must be one that some row has. Throws 400 `filter_invalid` with what the field may be.
 */
export async function settleCondition(tx: Tx, kind: SearchKind, condition: Condition): Promise<Condition> {
  const doubts: Doubt[] = []
  const asked = new Set<string>()
  walk(condition, (leaf) => {
    if (leaf.is === 'terms') doubts.push(...leaf.doubts)
    if (leaf.is === 'customers') for (const domain of leaf.domains) asked.add(canonicalDomain(domain) ?? domain)
  })
  if (doubts.length > 0) await requireKnown(tx, kind, doubts)
  if (asked.size === 0) return condition
  const customers = await readCustomers(tx, [...asked])
  return map(condition, (leaf) => {
    if (leaf.is !== 'customers') return leaf
    const of = leaf.domains.flatMap((domain) => customers.get(canonicalDomain(domain) ?? domain) ?? [])
    const asTerms = (some: readonly Customer[]): Condition => ({
      is: 'terms',
      terms: some.map(({ domain }) => term(leaf.term, valueKey(domain))),
      doubts: [],
    })
    if (leaf.term === 'past_employer') return asTerms(of)
    const unknown = of.filter(({ id }) => id === null)
    const employers: Condition = { is: 'employers', ids: of.flatMap(({ id }) => id ?? []) }
    return unknown.length === 0 ? employers : anyOf(employers, asTerms(unknown))
  })
}

type Leaf = Exclude<Condition, { is: 'all' | 'any' | 'not' | 'compared' }>

function walk(condition: Condition, visit: (leaf: Leaf) => void): void {
  if (condition.is === 'all' || condition.is === 'any') for (const part of condition.of) walk(part, visit)
  else if (condition.is === 'not' || condition.is === 'compared') walk(condition.of, visit)
  else visit(condition)
}

function map(condition: Condition, change: (leaf: Leaf) => Condition): Condition {
  if (condition.is === 'all' || condition.is === 'any') {
    return { is: condition.is, of: condition.of.map((part) => map(part, change)) }
  }
  if (condition.is === 'not' || condition.is === 'compared') return { is: condition.is, of: map(condition.of, change) }
  return change(condition)
}

async function requireKnown(tx: Tx, kind: SearchKind, doubts: readonly Doubt[]): Promise<void> {
  const rows = await tx.query<{ term: string }>(
    `select d.term from unnest($1::bigint[]) d(term)
     where not exists (select from ${searchTables[kind].table} s where s.terms @> array[d.term])`,
    [doubts.map((doubt) => doubt.term)],
  )
  if (rows.length === 0) return
  const unknown = new Set(rows.map((row) => Number(row.term)))
  const errors = doubts.filter((doubt) => unknown.has(doubt.term)).map((doubt) => unknownValue(kind, doubt))
  throw filterInvalid(errors)
}

function unknownValue(kind: SearchKind, { pointer, field, value }: Doubt): FieldError {
  const definition = fieldsOf[kind][field]
  const vocabulary = definition?.type === 'value' ? (definition.vocabulary?.() ?? []) : []
  const near = vocabulary.filter((allowed) => valueKey(allowed).startsWith(valueKey(value).slice(0, 3)))
  const few = vocabulary.length <= 40 ? vocabulary : near.slice(0, 10)
  const more = vocabulary.length <= 40 ? '' : `${vocabulary.length} values, such as `
  const shown = few.length > 0 ? `; there are ${more}${few.join(', ')}` : `; GET /api/filters lists them`
  return {
    pointer,
    code: 'filter',
    message: `${JSON.stringify(value.slice(0, 100))} is no value of ${field}, and nobody has it${shown}`,
  }
}

interface Customer {
  domain: string
  /** Null where core has no company of this domain. */
  id: string | null
}

async function readCustomers(tx: Tx, domains: readonly string[]): Promise<Map<string, Customer[]>> {
  const rows = await tx.query<{ of: string } & Customer>(
    `select a.domain as of, k.domain, c.id
     from unnest($1::text[]) a(domain)
     cross join lateral (
       select distinct r.customer_domain as domain from reference.company_customers r
       where r.domain = a.domain limit ${MOST_CUSTOMERS}
     ) k
     left join core.companies c on c.domain = k.domain`,
    [domains],
  )
  return Map.groupBy(rows, ({ of }) => of)
}
