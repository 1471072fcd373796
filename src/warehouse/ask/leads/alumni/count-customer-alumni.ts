import type { Tx } from '../../../../db/database.ts'
import type { Count } from '../../search/count-matches.ts'
import { customersOf } from './customers-sql.ts'
import type { Estimates } from './remember-estimates.ts'

/** People up to whom a count is exact unless asked otherwise. */
const EXACT_UP_TO = 10_000
/** Rows, one for each customer that somebody left, of which people are counted exactly: 4 ms. */
const COUNTED = 12_000
/** Rows that an estimate looks at: 50 to 100 ms, and so remembered. */
const LOOKED_AT = 300_000

/**
 * How many people once worked at a customer of the company with these domains. Unless asked otherwise exact up to 10,000; above
 * estimated: rows are counted, and by a sixteenth of the people how many of them are the same person's. With more than 300,000
 * rows so are customers, in no order. Estimates are remembered for a minute.
 */
export async function countCustomerAlumni(
  tx: Tx,
  domains: readonly string[],
  { mode, estimates }: { mode?: 'exact' | 'estimated' | undefined; estimates: Estimates },
): Promise<Count> {
  if (mode === 'exact') return { total: (await countPeople(tx, domains, null)).people, total_is: 'exact' }
  const key = domains.join(' ')
  const remembered = estimates.read(key)
  if (remembered !== undefined) return { total: remembered, total_is: 'estimated' }
  const counted = await countPeople(tx, domains, COUNTED)
  if (counted.rows < COUNTED) return { total: counted.people, total_is: 'exact' }
  const total = Math.max(await estimate(tx, domains), counted.people)
  if (total <= EXACT_UP_TO && mode === undefined) return countCustomerAlumni(tx, domains, { mode: 'exact', estimates })
  estimates.write(key, total)
  return { total, total_is: 'estimated' }
}

async function countPeople(tx: Tx, domains: readonly string[], most: number | null) {
  const [counted] = await tx.query<{ people: number; rows: number }>(
    `with ${customersOf}, looked as (
       select a.person_id
       from customers c
       cross join lateral (select person_id from core.alumni_search where domain = c.domain offset 0) a
       limit $2
     ), people as (
       select count(*) as rows from looked group by person_id
     )
     select count(*)::int4 as people, coalesce(sum(rows), 0)::int4 as rows from people`,
    [domains, most],
  )
  return counted ?? { people: 0, rows: 0 }
}

async function estimate(tx: Tx, domains: readonly string[]): Promise<number> {
  const [looked] = await tx.query<Record<'rows' | 'some' | 'people' | 'reached' | 'customers', number>>(
    `with ${customersOf}, shuffled as materialized (
       select domain, row_number() over (order by md5(domain))::int4 as n from customers
     )
     select count(*)::int4 as rows, count(*) filter (where sampled)::int4 as some,
       count(distinct person_id) filter (where sampled)::int4 as people,
       coalesce(max(n), 0) as reached, (select count(*) from customers)::int4 as customers
     from (
       select s.n, a.person_id, uuid_hash(a.person_id) & 15 = 0 as sampled
       from (select * from shuffled order by n offset 0) s
       cross join lateral (select person_id from core.alumni_search where domain = s.domain offset 0) a
       limit ${LOOKED_AT}
     ) looked`,
    [domains],
  )
  if (looked === undefined) return 0
  const { rows, some, people, reached, customers } = looked
  const share = some === 0 ? 1 : people / some
  // The customer that was reached last was cut off somewhere: half of it, for want of anything better.
  const all = rows < LOOKED_AT ? rows : (rows * customers) / (reached - 0.5)
  return Math.round(all * share)
}
