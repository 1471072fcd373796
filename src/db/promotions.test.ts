import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ada, bob, insertJobs, type Job, promotedAt, readPromotions, startCareers } from '../../test/support/careers.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'

let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

beforeEach(async () => {
  client = await connectTo(database.url)
  await startCareers(client)
})
afterEach(() => client.end())

const before = { linkedin_url: ada, title: 'Director', company_domain: 'acme.com', start_date: '2020-01-01' }
const after = { linkedin_url: ada, title: 'VP', company_domain: 'acme.com', end_date: null }

test.each([
  ['the day after the end', '2022-12-31', '2023-01-01', true],
  ['90 days after the end', '2022-12-31', '2023-03-31', true],
  ['91 days after the end', '2022-12-31', '2023-04-01', false],
  ['31 days before the end', '2022-12-31', '2022-11-30', true],
  ['32 days before the end', '2022-12-31', '2022-11-29', false],
  ['months without days, the same month', '2022-12-01', '2022-12-01', true],
  ['the previous job has no end', null, '2023-01-01', false],
  ['the new job has no start', '2022-12-31', null, false],
])('new job begins %s', async (_when, end, start, expected) => {
  await insert({ ...before, end_date: end }, { ...after, start_date: start })
  expect(await readPromotions(client)).toEqual(expected ? [`Director > VP ${start}`] : [])
})

const acme = 'https://www.linkedin.com/company/acme'
test.each<[string, Partial<Job>, Partial<Job>, boolean]>([
  ['one domain, whatever its case', { company_domain: 'acme.com' }, { company_domain: 'ACME.com ' }, true],
  ['two domains', { company_domain: 'acme.com' }, { company_domain: 'acme.io' }, false],
  [
    'two domains and one organisation id',
    { company_domain: 'a.com', company_org_id: 1 },
    { company_domain: 'b.com', company_org_id: 1 },
    true,
  ],
  [
    'one organisation id, a domain missing',
    { company_domain: null, company_org_id: 1 },
    { company_domain: 'acme.com', company_org_id: 1 },
    true,
  ],
  [
    'two organisation ids and one page',
    { company_org_id: 1, company_linkedin_url: acme },
    { company_org_id: 2, company_linkedin_url: acme },
    true,
  ],
  [
    'one page, written differently',
    { company_linkedin_url: acme },
    { company_linkedin_url: 'http://linkedin.com/company/Acme/about' },
    true,
  ],
  ['one name only', { company: 'Acme' }, { company: 'Acme' }, false],
])('%s', async (_company, one, other, expected) => {
  const base = { linkedin_url: ada, start_date: '2020-01-01' }
  await insert(
    { ...base, title: 'Director', end_date: '2022-12-31', ...one },
    { ...base, title: 'VP', start_date: '2023-01-01', ...other },
  )
  expect(await readPromotions(client)).toHaveLength(expected ? 1 : 0)
})

test.each([
  ['VP', 'VP', false],
  ['VP, Sales', 'vp  sales', false],
  ['ＶＰ Sales', 'VP–Sales', false],
  ['Developer C', 'Developer C#', true],
  ['VP, Sales', 'VP, Sales & Marketing', true],
  [null, 'VP', false],
])('title %s, then %s', async (one, other, expected) => {
  await insert({ ...before, title: one, end_date: '2022-12-31' }, { ...after, title: other, start_date: '2023-01-01' })
  expect(await readPromotions(client)).toHaveLength(expected ? 1 : 0)
})

test('of two previous jobs the one with the latest end counts', async () => {
  await insert(
    { ...before, title: 'Intern', end_date: '2022-11-30' },
    { ...before, title: 'Director', end_date: '2022-12-31' },
    { ...after, start_date: '2023-01-01' },
  )
  expect(await readPromotions(client)).toEqual(['Director > VP 2023-01-01'])
})

test('two short jobs side by side are not promotions of each other', async () => {
  const job = { ...before, start_date: '2020-01-01', end_date: '2020-01-01' }
  await insert({ ...job, title: 'Advisor' }, { ...job, title: 'Board member' })
  expect(await readPromotions(client)).toEqual([])
})

test('a job that is listed twice is one promotion, and another person is not involved', async () => {
  const [director, vp] = promotedAt(ada)
  await insert(director, vp, vp, { ...director, linkedin_url: bob })
  expect(await readPromotions(client)).toEqual(['Director > VP 2023-01-01'])
})

test('each step of a career, with the same ids in whatever order the jobs are written', async () => {
  const [director, vp] = promotedAt(ada)
  const steps = [director, { ...vp, end_date: '2024-01-01' }, { ...vp, title: 'CEO', start_date: '2024-01-01' }]
  await insert(...steps)
  const ids = 'select id, new_title from core.person_promotions order by id'
  const first = (await client.query(ids)).rows
  expect(await readPromotions(client)).toEqual(['Director > VP 2023-01-01', 'VP > CEO 2024-01-01'])
  await client.query('delete from extracted.person_experience')
  for (const job of steps.toReversed()) await insert(job)
  expect((await client.query(ids)).rows).toEqual(first)
})

function insert(...jobs: Job[]): Promise<void> {
  return insertJobs(client, jobs)
}

async function connectTo(url: string): Promise<pg.Client> {
  const connection = new pg.Client({ connectionString: url })
  await connection.connect()
  return connection
}
