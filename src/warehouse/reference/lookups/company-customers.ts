import { Type } from 'typebox'
import type { Reader } from '../../../db/database.ts'
import { refused } from '../../../errors.ts'
import { askedEntities, askedFor } from './entity-keys.ts'
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
  n: number
  count: number
  name: string | null
  domain: string
  industry: string | null
  size: string | null
  country: string | null
}

/**
 * The customers of each company that have a domain, with what core knows about them: whoever named them and under
 * whichever of its domains, stated or resolved from the name. Throws 422 `too_many_results`. `lateral` and `offset 0` keep the planner to the indexes: without statistics
 * it scans every table for a thousand companies.
 */
export async function findCompanyCustomers(db: Reader, companies: readonly (readonly string[])[]) {
  const rows = await db.query<Row>(
    `select asked.n::int4 as n, c.count, c.name, c.domain, k.industry, k.size, k.country
     from ${askedEntities}
     cross join lateral (
       select named.domain, min(named.name) as name, count(*) over ()::int4 as count
       from (
         select customer_domain as domain, customer_name as name from core.company_customers
         where origin_company_domain = any (asked.keys) and customer_domain <> ''
         union all
         select r.customer_domain, r.customer_name from reference.company_customers r
         where r.domain = any (asked.keys)
       ) named
       group by named.domain
       order by named.domain
       limit ${listed}
     ) c
     left join lateral (
       select industry, size_range as size, country from core.companies where domain = c.domain offset 0
     ) k on true
     order by asked.n, c.domain
     limit ${answered + 1}`,
    [askedFor(companies)],
  )
  if (rows.length > answered) {
    throw refused('too_many_results', `These companies have more than ${answered} customers: ask for fewer at once`)
  }
  const answers = companies.map(() => ({ customer_count: 0, customers: [] as Omit<Row, 'n' | 'count'>[] }))
  for (const { n, count, ...customer } of rows) {
    const answer = answers[n - 1]
    if (answer === undefined) continue
    answer.customer_count = count
    answer.customers.push(customer)
  }
  return answers
}
