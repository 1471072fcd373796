import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  ada,
  bob,
  insertJobs,
  type Job,
  promotedAt,
  raw,
  readPromotions,
  startCareers,
} from '../../test/support/careers.ts'
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

test('an insert by plain SQL arrives with every column', async () => {
  await insert({ linkedin_url: ada, title: 'VP Sales', company: 'Acme', company_domain: 'acme.com' })
  const { rows } = await client.query('select * from core.person_work_history')
  const [job] = (await client.query('select * from extracted.person_experience')).rows
  expect(rows).toEqual([
    {
      id: job.id,
      source_id: job.id,
      linkedin_url: ada,
      company_domain: 'acme.com',
      company_name: 'Acme',
      company_linkedin_url: null,
      title: 'VP Sales',
      matched_job_function: null,
      matched_seniority: null,
      start_date: null,
      end_date: null,
      is_current: null,
      experience_order: null,
      created_at: expect.any(Date),
      start_precision: null,
      end_precision: null,
    },
  ])
})

test('update and delete arrive too, also when a job moves to another person', async () => {
  await insert(
    { linkedin_url: ada, title: 'CTO' },
    { linkedin_url: ada, title: 'CEO' },
    { linkedin_url: bob, title: 'CFO' },
  )
  await client.query(`update extracted.person_experience set title = 'Chief of Staff' where title = 'CEO'`)
  expect(await titles(ada)).toEqual(['CTO', 'Chief of Staff'])
  await client.query(`update extracted.person_experience set linkedin_url = $1 where title = 'CTO'`, [bob])
  expect(await titles(ada)).toEqual(['Chief of Staff'])
  expect(await titles(bob)).toEqual(['CFO', 'CTO'])
  await client.query('delete from extracted.person_experience where linkedin_url = $1', [ada])
  expect(await titles(ada)).toEqual([])
  expect(await titles(bob)).toEqual(['CFO', 'CTO'])
  await expectEqual()
})

test('truncate empties history and promotions', async () => {
  await insert(...promotedAt(ada))
  expect(await readPromotions(client)).toHaveLength(1)
  await client.query('truncate extracted.person_experience')
  expect(await titles(ada)).toEqual([])
  expect(await readPromotions(client)).toEqual([])
})

test('the same jobs deleted and inserted again, or copied in, never double', async () => {
  for (let round = 0; round < 3; round++) {
    await client.query('delete from extracted.person_experience where linkedin_url = $1', [ada])
    await insert(...promotedAt(ada))
  }
  await expectEqual()
  expect(await titles(ada)).toHaveLength(2)
  expect(await readPromotions(client)).toHaveLength(1)
})

test('a title with commas stays whole', async () => {
  await insert({ linkedin_url: ada, title: 'VP, Sales, "EMEA", {APAC}' })
  expect(await titles(ada)).toEqual(['VP, Sales, "EMEA", {APAC}'])
})

test('a job that did not change keeps its row', async () => {
  await insert({ linkedin_url: ada, title: 'CTO' }, { linkedin_url: ada, title: 'CEO' })
  const version = `select xmin::text from core.person_work_history where title = 'CTO'`
  const before = (await client.query(version)).rows
  await client.query(`update extracted.person_experience set company = 'Acme' where title = 'CEO'`)
  expect((await client.query(version)).rows).toEqual(before)
})

test('a statement that touches nobody does nothing', async () => {
  await insert({ linkedin_url: ada, title: 'CTO' })
  await client.query(`update extracted.person_experience set title = 'x' where false`)
  expect(await titles(ada)).toEqual(['CTO'])
})

test('more people in one statement than can be locked one by one', async () => {
  await client.query(
    `insert into extracted.person_experience (raw_payload_id, linkedin_url, title, company_domain, start_date, end_date)
     select $1, 'https://www.linkedin.com/in/p' || p, 'Title ' || j, 'acme.com',
       date '2020-01-01' + j * 400, date '2020-01-01' + j * 400 + 390
     from generate_series(1, 20000) p, generate_series(0, 1) j`,
    [raw],
  )
  await expectEqual()
  expect((await client.query('select count(*)::int from core.person_promotions')).rows).toEqual([{ count: 20000 }])
})

test('two writers of one person leave what both of them wrote', async () => {
  const other = await connectTo(database.url)
  await insert({ linkedin_url: ada, title: 'CTO' }, { linkedin_url: ada, title: 'CEO' })
  await client.query('begin')
  await client.query(`delete from extracted.person_experience where title = 'CTO'`)
  const waiting = other.query(
    `insert into extracted.person_experience (raw_payload_id, linkedin_url, title) values ($1, $2, 'CFO')`,
    [raw, ada],
  )
  expect(await Promise.race([waiting, soon('still waiting')])).toBe('still waiting')
  await client.query('commit')
  await waiting
  await other.end()
  expect(await titles(ada)).toEqual(['CEO', 'CFO'])
  await expectEqual()
})

test(`"set local galena.sync = 'off'" switches it off for one transaction`, async () => {
  await client.query('begin')
  await client.query(`set local galena.sync = 'off'`)
  await insert(...promotedAt(ada))
  await client.query('commit')
  expect(await titles(ada)).toEqual([])
  expect(await readPromotions(client)).toEqual([])

  // Control: the next transaction of the same session has it on, and repairs the person it touches.
  await client.query(`update extracted.person_experience set summary = 'x' where linkedin_url = $1`, [ada])
  expect(await titles(ada)).toHaveLength(2)
  expect(await readPromotions(client)).toHaveLength(1)
})

function insert(...jobs: Job[]): Promise<void> {
  return insertJobs(client, jobs)
}

async function titles(linkedinUrl: string): Promise<(string | null)[]> {
  const { rows } = await client.query<{ title: string | null }>(
    'select title from core.person_work_history where linkedin_url = $1 order by title collate "C"',
    [linkedinUrl],
  )
  return rows.map((row) => row.title)
}

/** History row for row what the jobs are, promotions what the jobs say. */
async function expectEqual(): Promise<void> {
  const { rows } = await client.query(
    `with jobs as (
       select id, linkedin_url, company_domain, company, company_linkedin_url, title, start_date, end_date, is_current
       from extracted.person_experience
     ), history as (
       select source_id, linkedin_url, company_domain, company_name, company_linkedin_url, title, start_date, end_date,
         is_current
       from core.person_work_history
     )
     (table jobs except all table history) union all (table history except all table jobs)`,
  )
  expect(rows).toEqual([])
  const promoted = await client.query(
    `with expected as (
       select p.id from core.detect_promotions(array(select linkedin_url from extracted.person_experience)) p
     )
     (table expected except all select id from core.person_promotions)
     union all (select id from core.person_promotions except all table expected)`,
  )
  expect(promoted.rows).toEqual([])
}

async function connectTo(url: string): Promise<pg.Client> {
  const connection = new pg.Client({ connectionString: url })
  await connection.connect()
  return connection
}

function soon(value: string): Promise<string> {
  return new Promise((resolve) => setTimeout(resolve, 200, value))
}
