import type { Tx } from '../../../db/database.ts'
import { countCustomerDomains, customersOf, domainsOf } from './list-customers.ts'

/** Values of each kind that are told. */
const MOST_VALUES = 100

/**
 * Who buys from a company: industries, sizes and countries of its customers, and the titles of the people who speak in its
 * case studies, each with how many, the most frequent first.
 */
export async function showCustomerInsights(tx: Tx, domain: string) {
  const vendor = await domainsOf(tx, domain)
  const titles = await countTitles(tx, vendor)
  return {
    customer_count: await countCustomerDomains(tx, vendor),
    industries: await countAmongCustomers(tx, vendor, 'industry'),
    employee_ranges: (await countAmongCustomers(tx, vendor, 'size_range')).map(({ size_range, count }) => ({
      employee_range: size_range,
      count,
    })),
    countries: await countAmongCustomers(tx, vendor, 'country'),
    ...titles,
  }
}

type Share<Name extends string> = Record<Name, string> & { count: number }

function countAmongCustomers<Name extends 'industry' | 'size_range' | 'country'>(
  tx: Tx,
  vendor: readonly string[],
  column: Name,
): Promise<Share<Name>[]> {
  return tx.query<Share<Name>>(
    `select k.${column}, count(*)::integer as count
     from (select distinct domain from (${customersOf}) named) customer
     join core.companies k on k.domain = customer.domain
     where k.${column} <> '' group by 1 order by 2 desc, 1 limit ${MOST_VALUES}`,
    [vendor],
  )
}

/** One person may stand in several case studies. */
async function countTitles(tx: Tx, vendor: readonly string[]) {
  const champions = `select distinct lower(full_name) as name, job_title from core.case_study_champions
    where origin_company_domain = any($1::text[])`
  const [people] = await tx.query<{ count: number }>(
    `select count(distinct name)::integer as count from (${champions}) c`,
    [vendor],
  )
  const champion_titles = await tx.query<Share<'title'>>(
    `select min(job_title) as title, count(distinct name)::integer as count from (${champions}) c
     where job_title <> '' group by reference.normalize_key(job_title) order by 2 desc, 1 limit ${MOST_VALUES}`,
    [vendor],
  )
  return { champion_count: people?.count ?? 0, champion_titles }
}
