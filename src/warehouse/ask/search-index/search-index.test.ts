import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { asOperator, connect, type Database } from '../../../db/database.ts'
import { bringUp, workOff } from './bring-up.ts'
import { countValues } from './count-values.ts'
import { queueAll } from './rebuild.ts'

let database: TestDatabase
let db: Database

beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url, { connections: 5 })
  await db.pool.query(`insert into core.companies (domain, name, industry, country)
    select 'c' || n || '.com', 'Company ' || n, 'Banking', 'France' from generate_series(1, 40) n`)
  await db.pool.query(`insert into core.people (linkedin_url, full_name, title, company_domain)
    select 'https://www.linkedin.com/in/p' || n, 'Person ' || n, 'Head of Sales', 'c' || (n % 40 + 1) || '.com'
    from generate_series(1, 1200) n`)
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const count = async (sql: string) => Number((await db.pool.query(`select count(*) from ${sql}`)).rows[0].count)

test('rows written past the engine are found after everything was queued; once, and with their employers', async () => {
  expect(await count('core.person_search')).toBe(0)
  expect(await queueAll(db)).toBe(1_240)
  expect(await bringUp(db)).toEqual({ behind: true })
  // Two at once: one does the work, neither does it twice.
  const [one, two] = await Promise.all([workOff(db), workOff(db)])
  expect(one + two).toBeGreaterThanOrEqual(1_240)
  expect(await count('core.company_search')).toBe(40)
  expect(await count('core.person_search where company_id is not null')).toBe(1_200)
  expect(await count('core.person_search_changes')).toBe(0)
  expect(await bringUp(db)).toEqual({ behind: false })
  expect(await queueAll(db), 'the same version again').toBe(0)
})

test('rows of what is gone go, and what changed beside a company changes it and its people', async () => {
  const before = await count('core.person_search')
  const { rows } = await db.pool.query(`delete from core.people where linkedin_url like '%/p7' returning id`)
  await db.pool.query('insert into core.person_search_changes values ($1)', [rows[0].id])
  await db.pool.query(`insert into core.company_business_model (domain, is_b2b) values ('c3.com', true)`)
  await workOff(db)
  expect(await count('core.person_search')).toBe(before - 1)
  const terms = `(select terms from core.company_search where domain = 'c3.com')`
  expect(await count(`core.person_search s where s.terms @> ${terms}`)).toBe(30)
  await db.pool.query(`delete from core.company_business_model`)
  await workOff(db)
  const { rows: after } = await db.pool.query(`select cardinality(terms) as n from core.company_search order by 1`)
  expect(new Set(after.map(({ n }) => n)).size, 'all alike again').toBe(1)
})

test('values are counted with the people of each company', async () => {
  await asOperator(db, countValues)
  expect(await count(`core.search_values where field = 'industry' and value = 'Banking' and row_count = 40`)).toBe(1)
  expect(await count(`core.search_values where field = 'seniority' and value = 'Head' and row_count = 1199`)).toBe(1)
  expect(await count('core.company_search where people_count = 30')).toBe(39)
})
