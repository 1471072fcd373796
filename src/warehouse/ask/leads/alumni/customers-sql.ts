/** Customers of one company whose people are looked at. */
const MOST_CUSTOMERS = 10_000

/**
 * A `with` member `customers(domain)`: the customers of the company with these domains (`$1`) that are resolved. Only whose
 * domain is known can be compared with where somebody worked.
 */
export const customersOf = `customers as materialized (
      select distinct r.customer_domain collate "C" as domain
      from reference.company_customers r where r.domain = any($1::text[])
      limit ${MOST_CUSTOMERS}
    )`
