import type { Tx } from '../../../../db/database.ts'
import type { Count } from '../../search/count-matches.ts'
import { customersOf } from './customers-sql.ts'

/** Rows that are counted before the rest is estimated: 5 to 10 ms. */
const LOOKED_AT = 20_000

/**
 * How many people once worked at a customer of the company with these domains. Unless asked otherwise exact up to about 20,000;
 * above estimated from customers in no order: as many people as they have, times how many more customers there are.
 */
export async function countCustomerAlumni(
  tx: Tx,
  domains: readonly string[],
  mode?: 'exact' | 'estimated',
): Promise<Count> {
  const [row] = await tx.query<{ people: string; rows: string | null; reached: number | null; customers: number }>(
    `with ${customersOf}, shuffled as materialized (
       select domain, row_number() over (order by md5(domain))::int4 as n from customers
     ), looked as (
       select a.person_id, s.n
       from (select * from shuffled order by n offset 0) s
       cross join lateral (select person_id from core.alumni_search where domain = s.domain offset 0) a
       limit $2
     ), people as (
       select count(*) as jobs, max(n) as reached from looked group by person_id
     )
     select count(*) as people, sum(jobs) as rows, max(reached) as reached, (select count(*) from customers)::int4 as customers
     from people`,
    [domains, mode === 'exact' ? null : LOOKED_AT],
  )
  const people = Number(row?.people ?? 0)
  const rows = Number(row?.rows ?? 0)
  if (row === undefined || mode === 'exact' || rows < LOOKED_AT) return { total: people, total_is: 'exact' }
  // The customer that was reached last was cut off somewhere: half of it, for want of anything better.
  const looked = Math.max((row.reached ?? 1) - 0.5, 0.5)
  return { total: Math.max(people, Math.round((people * row.customers) / looked)), total_is: 'estimated' }
}
