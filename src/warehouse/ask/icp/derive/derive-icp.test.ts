import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.ts'
import { asOperator, connect, type Database } from '../../../../db/database.ts'
import { workOff } from '../../search-index/bring-up.ts'
import { requireCriteria } from '../require-criteria.ts'
import { deriveIcp } from './derive-icp.ts'
import { chanceOf } from './weigh-values.ts'

let database: TestDatabase
let db: Database

beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url, { connections: 2 })
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

test('proposes what sets customers and champions apart from everybody, with support and lift, and nothing else', async () => {
  await db.pool.query(`
      with c as (insert into core.companies (domain, industry, employee_count, country, founded_year)
        select 'd' || n || '.com', case when n % 5 = 0 then 'Software Development' else 'Banking' end,
          case when n <= 12 then 100 else 5 end, 'Germany', case when n <= 20 then 2015 else 1900 + n % 90 end
        from generate_series(1, 200) n returning id),
      p as (insert into core.people (linkedin_url, title)
        select 'https://www.linkedin.com/in/d' || n, case when n % 10 = 0 then 'VP of Security' else 'Sales Manager' end
        from generate_series(1, 200) n returning id),
      customers as (insert into reference.company_customers (domain, customer_domain)
        select 'seller.com', 'd' || n || '.com' from generate_series(1, 12) n union all select 'seller.com', 'unknown.com'
        union all select 'thin.com', 'd1.com'),
      champions as (insert into core.case_study_champions (full_name, job_title, origin_company_domain, case_study_url)
        select 'Champion ' || n, case when n = 1 then 'Sales Manager' else 'VP, Security' end, 'seller.com', 'https://x/' || n
        from generate_series(1, 8) n),
      queued as (insert into core.company_search_changes (id) select id from c)
      insert into core.person_search_changes (id) select id from p`)
  await workOff(db)
  const body = await asOperator(db, (tx) => deriveIcp(tx, 'seller.com'))
  expect(body).toMatchObject({
    sufficient: true,
    evidence: { customers_listed: 13, customers_known: 12, champions: 8 },
    company_criteria: {
      industries: [],
      size_buckets: ['51-200'],
      countries: [],
      founded_min: 2015,
      founded_max: 2015,
    },
    person_criteria: { title_contains_any: ['security'], title_contains_all: [], seniority: ['VP'] },
  })
  const told = Object.fromEntries(body.derived.map((one) => [one.criterion, one]))
  expect(told.size_buckets?.values[0]).toMatchObject({ value: '51-200', support: 12, share: 1, holds: true })
  expect(told.size_buckets?.values[0]?.lift).toBeGreaterThan(5)
  expect(told.countries, 'everybody is in Germany').toMatchObject({ decision: 'not_characteristic', known: 12 })
  expect(told.title_contains_any?.values).toMatchObject([
    { value: 'security', support: 7 },
    { value: 'sales', holds: false },
  ])
  const stored = await asOperator(db, (tx) => requireCriteria(tx, body))
  expect(stored, 'what is proposed can be stored as it is').toMatchObject({ company_criteria: body.company_criteria })
  for (const domain of ['thin.com', 'nobody-at-all.com']) {
    const thin = await asOperator(db, (tx) => deriveIcp(tx, domain))
    expect(thin).toMatchObject({ sufficient: false, company_criteria: { industries: [] } })
    expect(thin.derived.every(({ decision }) => decision === 'insufficient')).toBe(true)
  }
})

test('chance is the tail of the binomial distribution', () => {
  expect(chanceOf(2, 2, 0.5)).toBeCloseTo(0.25)
  expect(chanceOf(3, 40, 0.05)).toBeCloseTo(0.3233, 3)
  expect([chanceOf(0, 5, 0.1), chanceOf(1, 5, 0), chanceOf(5, 5, 1)]).toEqual([1, 0, 1])
  expect(chanceOf(9_000, 10_000, 0.5)).toBeLessThan(1e-9)
})
