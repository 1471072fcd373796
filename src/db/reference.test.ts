import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'

let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

describe('normalize_key', () => {
  test.each([
    ['VP, Sales', 'vp sales'],
    ['  VP –\tSales\u00a0\u00a0(EMEA) ', 'vp sales emea'],
    ['ＶＰ　Ｓａｌｅｓ', 'vp sales'],
    ['ﬁnance lead', 'finance lead'],
    ['CAFE\u0301 owner', 'café owner'],
    ['ÉCOLE', 'école'],
    ['C# Developer', 'c# developer'],
    ['C++ Developer', 'c++ developer'],
    ['C Developer', 'c developer'],
    ['São Paulo, Brazil', 'são paulo brazil'],
    ['東京・日本', '東京 日本'],
    ['東京、日本', '東京 日本'],
    ["O’Neil & Sons' «CTO»", 'o neil sons cto'],
    ['R\u200bD\ufeff', 'r d'],
    ['👩‍💻 Engineer', '👩 💻 engineer'],
    ['---', ''],
    ['', ''],
  ])('%j is %j', async (raw, key) => {
    expect((await client.query('select reference.normalize_key($1) as key', [raw])).rows).toEqual([{ key }])
  })

  test('says the same of what it has said, for every character', async () => {
    const { rows } = await client.query(`
      select to_hex(n) from generate_series(1, 65535) n
      where n not between 55296 and 57343
        and reference.normalize_key(reference.normalize_key('a' || chr(n) || 'b'))
          <> reference.normalize_key('a' || chr(n) || 'b')`)
    expect(rows).toEqual([])
  })

  test('is kept beside every title and location of the lookups', async () => {
    await client.query(`insert into reference.job_title_lookup (latest_title) values ('VP,  Sales')`)
    await client.query(`insert into reference.location_lookup (location_name) values ('Ghent, Flanders')`)
    const { rows } = await client.query(
      `select normalized_key from reference.job_title_lookup
       union all select normalized_key from reference.location_lookup order by 1`,
    )
    expect(rows).toEqual([{ normalized_key: 'ghent flanders' }, { normalized_key: 'vp sales' }])
  })
})

test('employee ranges leave no gap and do not overlap', async () => {
  const { rows } = await client.query<{ name: string; min_employees: number; max_employees: number | null }>(
    'select name, min_employees, max_employees from reference.employee_ranges order by sort_order',
  )
  expect(rows).toHaveLength(8)
  expect(rows.map((row) => row.min_employees)).toEqual([
    1,
    ...rows.slice(0, -1).map((row) => (row.max_employees ?? 0) + 1),
  ])
  expect(rows.at(-1)).toMatchObject({ name: '10001+', max_employees: null })
})

test('signals that are only listed are inactive, the others active', async () => {
  const { rows } = await client.query<{ signal_slug: string; is_active: boolean }>(
    `select signal_slug, is_active from reference.signal_registry where source = 'clay' order by signal_slug`,
  )
  expect(Object.fromEntries(rows.map((row) => [row.signal_slug, row.is_active]))).toEqual({
    'clay-job-change': true,
    'clay-job-posting': true,
    'clay-linkedin-brand-mention': false,
    'clay-new-hire': true,
    'clay-news-fundraising': true,
    'clay-promotion': true,
    'clay-web-intent': false,
  })
})

test('source ranks: a pin before people, people before machines, a mention last', async () => {
  const { rows } = await client.query<{ source: string }>(
    `select source from reference.source_ranks where entity = 'company' and field = '*'
       and source in ('pin', 'manual-core-data', 'clay-company-firmographics', 'cb-vc-portfolio', 'clay-find-companies',
         'salesnav-company', 'leadmagic-company', '*', 'mention')
     order by rank`,
  )
  expect(rows.map((row) => row.source)).toEqual([
    'pin',
    'manual-core-data',
    'clay-company-firmographics',
    'cb-vc-portfolio',
    'clay-find-companies',
    'salesnav-company',
    'leadmagic-company',
    '*',
    'mention',
  ])
})

test('what an operator changed in a seeded table survives the next migration run', async () => {
  const { readMigrations } = await import('./migrate.ts')
  await client.query(`update reference.source_ranks set rank = 5 where source = 'cb-vc-portfolio' and field = 'name'`)
  for (const { sql } of await readMigrations()) await client.query(sql)
  const { rows } = await client.query(
    `select rank from reference.source_ranks where source = 'cb-vc-portfolio' and field = 'name'`,
  )
  expect(rows).toEqual([{ rank: 5 }])
})
