import type { Tx } from '../../../db/database.ts'
import { domainKey, keyValue } from '../../identity/keys.ts'
import { readEntityKeys } from '../../reference/lookups/entity-keys.ts'
import { makeMeta, type PageQuery } from '../leads/list-page.ts'
import type { ListMeta } from '../search/schema.ts'
import { readPlace, writePlace } from './place.ts'
import { readCompaniesAt } from './read-companies-at.ts'
import type { Customer } from './schema.ts'

const LIST = 'customers'

interface Row {
  domain: string
  name: string | null
  case_study_url: string | null
}

/**
 * The customers of a company that have a domain, stated or resolved from the name, in the order of their domains, with what
 * core knows of each. Throws 400 `invalid_cursor`.
 */
export async function listCustomers(
  tx: Tx,
  domain: string,
  page: PageQuery,
): Promise<{ data: Customer[]; meta: ListMeta }> {
  const after = readPlace(LIST, page.cursor)
  const vendor = await domainsOf(tx, domain)
  const rows = await tx.query<Row>(
    `select named.domain, min(named.name) as name, min(named.case_study_url) as case_study_url
     from (${customersOf}) named
     where $2::text is null or named.domain > $2
     group by named.domain order by named.domain limit $3 offset $4`,
    [vendor, after?.domain ?? null, page.limit + 1, after === null ? page.offset : 0],
  )
  const shown = rows.slice(0, page.limit)
  const companies = await readCompaniesAt(
    tx,
    shown.map((row) => row.domain),
  )
  const last = rows.length > shown.length ? shown.at(-1) : undefined
  const cursor = last === undefined ? null : writePlace(LIST, { rank: 0, domain: last.domain })
  return {
    data: shown.map((row, i) => ({
      ...(companies[i] as Customer),
      customer_name: row.name,
      customer_domain: row.domain,
      case_study_url: row.case_study_url,
    })),
    meta: await makeMeta(page, cursor, async () => ({
      total: await countCustomerDomains(tx, vendor),
      total_is: 'exact',
    })),
  }
}

/** All domains of a company, the one in question first: facts stay under the domain that they came with. */
export async function domainsOf(tx: Tx, domain: string): Promise<string[]> {
  const [keys = []] = await readEntityKeys(tx, [domainKey(domain)])
  return keys.map(keyValue)
}

/** Customers, by domain, whom a company under any of these domains has. */
export async function countCustomerDomains(tx: Tx, vendor: readonly string[]): Promise<number> {
  const [row] = await tx.query<{ total: number }>(
    `select count(distinct domain)::integer as total from (${customersOf}) named`,
    [vendor],
  )
  return row?.total ?? 0
}

/** Customers of the companies in `$1` that have a domain, in whatever way it is known. */
export const customersOf = `
  select customer_domain as domain, customer_name as name, case_study_url
  from core.company_customers where origin_company_domain = any($1::text[]) and customer_domain <> ''
  union all
  select customer_domain, customer_name, null from reference.company_customers
  where domain = any($1::text[]) and customer_domain <> ''`
