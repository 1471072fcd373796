import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.ts'
import { asOperator, connect, type Database, type Tx } from '../../../../db/database.ts'
import { countCustomerAlumni } from './count-customer-alumni.ts'
import { findCustomerAlumni } from './find-customer-alumni.ts'
import { refreshAlumni } from './refresh-alumni.ts'
import { rememberEstimates } from './remember-estimates.ts'

let database: TestDatabase
let db: Database
const run = <T>(work: (tx: Tx) => Promise<T>) => asOperator(db, work)

// 300 people with up to six jobs at 40 companies, of which 25 are customers; few days, so that many coincide.
beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url, { connections: 2 })
  await run(async (tx) => {
    tx.send('select setseed(0.25)')
    tx.send(`insert into core.people (id, linkedin_url)
      select md5('p' || i)::uuid, 'https://www.linkedin.com/in/p' || i from generate_series(1, 300) i`)
    tx.send(`insert into core.person_work_history (linkedin_url, company_domain, end_date, is_current)
      select 'https://www.linkedin.com/in/p' || i, 'c' || floor(40 * random() ^ 2)::int || '.example',
        case when random() < 0.9 then date '2026-01-01' - floor(30 * random())::int end, random() < 0.2
      from generate_series(1, 300) i, generate_series(1, 1 + i % 6)`)
    tx.send(`insert into core.person_past_employer (linkedin_url, past_company_domain)
      select 'https://www.linkedin.com/in/p' || i, 'c39.example' from generate_series(1, 300, 40) i`)
    tx.send(`insert into reference.company_customers (domain, customer_domain)
      select 'vendor.example', 'c' || i || '.example' from generate_series(15, 39) i`)
    // all but one of these have nobody
    tx.send(`insert into reference.company_customers (domain, customer_domain)
      select 'lopsided.example', case i when 0 then 'c0.example' else 'nobody' || i || '.example' end
      from generate_series(0, 50) i`)
    // a customer whose domain nobody knows
    tx.send(`insert into core.company_customers (origin_company_domain, customer_name, normalized_name)
      values ('vendor.example', 'C1', 'c1')`)
  })
  await refreshAll()
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

async function refreshAll(): Promise<void> {
  await run(async (tx) => {
    const people = await tx.query<{ id: string }>('select id from core.people')
    await refreshAlumni(
      tx,
      people.map(({ id }) => id),
    )
  })
}

/** The same question, put to the jobs themselves. */
function everybody(vendor = 'vendor.example') {
  return run((tx) =>
    tx.query<{ person_id: string; domain: string; ended_on: string | null }>(
      `select person_id, domain, nullif(ended_on, '-infinity') as ended_on
       from (
         select distinct on (p.id) p.id as person_id, h.company_domain as domain, coalesce(h.end_date, '-infinity') as ended_on
         from (
           select linkedin_url, company_domain, end_date from core.person_work_history where is_current is not true
           union all
           select linkedin_url, past_company_domain, null from core.person_past_employer
         ) h
         join core.people p using (linkedin_url)
         where h.company_domain in (select customer_domain from reference.company_customers where domain = $1)
         order by p.id, coalesce(h.end_date, '-infinity') desc, h.company_domain collate "C"
       ) best
       order by best.ended_on desc, person_id desc`,
      [vendor],
    ),
  )
}

const domains = ['vendor.example']

/** All pages, one after the other. */
async function page(of: string[], limit: number) {
  const paged = []
  let cursor: string | undefined
  do {
    const found = await run((tx) => findCustomerAlumni(tx, { domains: of, limit, cursor }))
    paged.push(...found.alumni)
    cursor = found.cursor ?? undefined
  } while (cursor !== undefined)
  return paged
}

test('everybody who left a customer is listed once, who left last first, on pages of any size', async () => {
  const all = await everybody()
  expect(all.length).toBeGreaterThan(100)
  expect(all.filter(({ ended_on }) => ended_on === null).length).toBeGreaterThan(5)
  for (const limit of [1, 7, 50, 1000]) expect(await page(domains, limit), `pages of ${limit}`).toEqual(all)
  const lopsided = await everybody('lopsided.example')
  expect(lopsided.length).toBeGreaterThan(50)
  for (const limit of [7, 40]) expect(await page(['lopsided.example'], limit), `pages of ${limit}`).toEqual(lopsided)
  const { alumni } = await run((tx) => findCustomerAlumni(tx, { domains, limit: 10, offset: 60 }))
  expect(alumni).toEqual(all.slice(60, 70))
  const estimates = rememberEstimates()
  for (const mode of ['exact', 'estimated', undefined] as const) {
    const count = await run((tx) => countCustomerAlumni(tx, domains, { mode, estimates }))
    expect(count).toEqual({ total: all.length, total_is: 'exact' })
  }
  expect(await run((tx) => findCustomerAlumni(tx, { domains: ['nobody.example'], limit: 10 }))).toEqual({
    ...{ alumni: [], cursor: null },
  })
})

test('what changes in a career changes who is listed; what has not changed is not written again', async () => {
  const before = await everybody()
  const written = 'select xmin::text, count(*)::int4 as rows from core.alumni_search group by 1'
  const first = await run((tx) => tx.query(written))
  await refreshAll()
  expect(await run((tx) => tx.query(written))).toEqual(first)

  const gone = before[0]?.person_id
  await run((tx) => tx.execute('delete from core.people where id = $1', [gone]))
  await run((tx) =>
    tx.execute(`update core.person_work_history set end_date = end_date + 100 where company_domain = 'c20.example'`),
  )
  await run((tx) => refreshAlumni(tx, [gone ?? '']))
  await refreshAll()
  const after = await everybody()
  expect(after).not.toEqual(before)
  const { alumni } = await run((tx) => findCustomerAlumni(tx, { domains, limit: 1000 }))
  expect(alumni).toEqual(after)
})

test('cursors that are not ours are refused', async () => {
  for (const text of ['', 'alumni 2026-02-30 x', `alumni 2026-02-30 ${crypto.randomUUID()}`, 'alumni 0000-01-01 ']) {
    const cursor = Buffer.from(text).toString('base64url')
    await expect(run((tx) => findCustomerAlumni(tx, { domains, limit: 1, cursor }))).rejects.toMatchObject({
      code: 'invalid_cursor',
    })
  }
  const cursor = Buffer.from(`alumni 2026-02-28 ${crypto.randomUUID()}`).toString('base64url')
  await expect(run((tx) => findCustomerAlumni(tx, { domains, limit: 1, cursor }))).resolves.toBeDefined()
})

test('a count above 10,000 is estimated, within a few percent, and remembered for a minute', async () => {
  // 9,000 people left two customers each, 9,000 one
  await run((tx) =>
    tx.execute(`insert into core.alumni_search (domain, ended_on, person_id)
      select 'c' || c || '.example', '2025-01-01', md5('many' || i)::uuid
      from generate_series(15, 34) c, generate_series(1, 18000) i where c % 20 = i % 20 or i <= 9000 and c % 20 = (i + 7) % 20`),
  )
  let now = 0
  const estimates = rememberEstimates(() => now)
  const count = (mode?: 'exact') => run((tx) => countCustomerAlumni(tx, domains, { mode, estimates }))
  const exact = await count('exact')
  expect(exact.total).toBeGreaterThan(18_000)
  const estimated = await count()
  expect(estimated.total_is).toBe('estimated')
  expect(Math.abs(estimated.total / exact.total - 1)).toBeLessThan(0.05)
  await run((tx) => tx.execute(`delete from core.alumni_search where ended_on = '2025-01-01'`))
  expect(await count()).toEqual(estimated)
  now = 61_000
  expect((await count()).total).toBeLessThan(300)
})
