import { Type } from 'typebox'
import type { Reader } from '../../../db/database.ts'
import { refused } from '../../../errors.ts'
import { TextOrNull } from './schema.ts'

/** Customers that are listed of one company; `customer_count` counts all. */
const listed = 1_000
/** Customers of one answer. */
const answered = 100_000

const Customer = Type.Object({
  name: TextOrNull,
  domain: Type.String(),
  industry: TextOrNull,
  size: TextOrNull,
  country: TextOrNull,
})

export const CustomersAnswer = {
  customer_count: Type.Integer({ description: 'Customers whose domain is known' }),
  customers: Type.Array(Customer, { description: `By domain, at most ${listed.toLocaleString('en')}` }),
}

interface Row {
  origin: string
  count: number
  name: string | null
  domain: string
  industry: string | null
  size: string | null
  country: string | null
}

/**
 * The customers of each company that have a domain, with what core knows about them: whoever named them, stated or resolved
 * from the name. Throws 422 `too_many_results`.
 */
export async function findCompanyCustomers(db: Reader, domains: readonly string[]) {
  const rows = await db.query<Row>(
    `select origin, count, c.name, c.domain, k.industry, k.size_range as size, k.country
     from (
       select origin, domain, name, count(*) over (partition by origin)::int4 as count,
         row_number() over (partition by origin order by domain) as place
       from (
         select origin_company_domain as origin, customer_domain as domain, min(customer_name) as name
         from (
           select origin_company_domain, customer_domain, customer_name from core.company_customers
           where origin_company_domain = any ($1) and customer_domain <> ''
           union all
           select domain, customer_domain, customer_name from reference.company_customers where domain = any ($1)
         ) named
         group by 1, 2
       ) distinct_ones
     ) c
     left join core.companies k on k.domain = c.domain
     where place <= ${listed}
     order by origin, c.domain
     limit ${answered + 1}`,
    [domains],
  )
  if (rows.length > answered) {
    throw refused('too_many_results', `These companies have more than ${answered} customers: ask for fewer at once`)
  }
  const found = new Map(
    domains.map((domain) => [domain, { customer_count: 0, customers: [] as Omit<Row, 'origin' | 'count'>[] }]),
  )
  for (const { origin, count, ...customer } of rows) {
    const answer = found.get(origin)
    if (answer === undefined) continue
    answer.customer_count = count
    answer.customers.push(customer)
  }
  return [...found.values()]
}
