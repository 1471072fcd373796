import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { connect, type Database, type Reader, reader } from '../../../db/database.ts'
import { coalesce } from './coalesce.ts'
import { findTitles } from './find-titles.ts'
import { remember } from './remember.ts'

let database: TestDatabase
let db: Database
let elsewhere: pg.Client
beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url, { connections: 5 })
  elsewhere = new pg.Client({ connectionString: database.url })
  await elsewhere.connect()
})
afterAll(async () => {
  await elsewhere.end()
  await db.close()
  await database.drop()
})
beforeEach(async () => {
  await elsewhere.query('truncate reference.job_title_lookup')
})

const teach = (title: string, cleaned: string) =>
  elsewhere.query(
    `insert into reference.job_title_lookup (latest_title, cleaned_job_title) values ($1, $2)
     on conflict (latest_title) do update set cleaned_job_title = excluded.cleaned_job_title`,
    [title, cleaned],
  )

/** A process that looks titles up, and how many titles it had to ask the database for. */
function openProcess() {
  let asked = 0
  const counted: Reader = {
    query(text, values) {
      if (Array.isArray(values?.[1])) asked += values[1].length
      return reader(db).query(text, values)
    },
  }
  const find = remember((titles) => findTitles(counted, titles))
  return {
    cleaned: async (...titles: string[]) => (await find(titles)).map((entry) => entry?.cleaned_job_title ?? null),
    asked: () => asked,
  }
}

test('what is taught, changed or removed elsewhere is in the next answer', async () => {
  const { cleaned } = openProcess()
  expect(await cleaned('VP Sales')).toEqual([null])
  await teach('VP Sales', 'Vice President of Sales')
  expect(await cleaned('VP Sales', 'vp sales', 'CEO')).toEqual([
    'Vice President of Sales',
    'Vice President of Sales',
    null,
  ])
  await teach('VP Sales', 'Sales Lead')
  expect(await cleaned('VP Sales', 'vp sales', 'CEO')).toEqual(['Sales Lead', 'Sales Lead', null])
  await elsewhere.query(`delete from reference.job_title_lookup where latest_title = 'VP Sales'`)
  expect(await cleaned('VP Sales', 'vp sales')).toEqual([null, null])
  await teach('CEO', 'Chief')
  expect(await cleaned('VP Sales', 'CEO')).toEqual([null, 'Chief'])
  await elsewhere.query('truncate reference.job_title_lookup')
  expect(await cleaned('CEO')).toEqual([null])
  await elsewhere.query(
    `copy reference.job_title_lookup (latest_title, cleaned_job_title) from program 'echo CEO,Boss' csv`,
  )
  expect(await cleaned('CEO')).toEqual(['Boss'])
})

test('what somebody has taught but not committed is not seen, and is seen afterwards', async () => {
  const { cleaned } = openProcess()
  await teach('CTO', 'before')
  await cleaned('CTO')
  await elsewhere.query('begin')
  await teach('CTO', 'after')
  expect(await cleaned('CTO')).toEqual(['before'])
  await elsewhere.query('commit')
  expect(await cleaned('CTO')).toEqual(['after'])
})

test('unchanged titles are asked for once', async () => {
  const { cleaned, asked } = openProcess()
  await teach('CFO', 'Chief Financial Officer')
  await cleaned('CFO', 'cfo', 'nobody')
  expect(asked()).toBe(3)
  await cleaned('nobody', 'CFO', 'COO', 'cfo')
  expect(asked()).toBe(4)
})

test('control: without the count of changes an old answer would be given', async () => {
  const { cleaned } = openProcess()
  await teach('CMO', 'before')
  await cleaned('CMO')
  await elsewhere.query('alter table reference.job_title_lookup disable trigger count_change')
  await teach('CMO', 'after')
  expect(await cleaned('CMO')).toEqual(['before'])
  await elsewhere.query('alter table reference.job_title_lookup enable always trigger count_change')
})

test('changes made with replication triggers only are counted too', async () => {
  const { cleaned } = openProcess()
  await cleaned('CIO')
  await elsewhere.query('set session_replication_role = replica')
  await teach('CIO', 'Chief Information Officer')
  await elsewhere.query('reset session_replication_role')
  expect(await cleaned('CIO')).toEqual(['Chief Information Officer'])
})

test('questions that overlap with changes never leave an old answer behind', async () => {
  const { cleaned } = openProcess()
  const spellings = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'Head of X' : 'head of x'))
  for (let round = 1; round <= 60; round++) {
    const before = spellings.slice(0, 10).map((title) => cleaned(title))
    const taught = teach('Head of X', String(round))
    const during = spellings.map((title) => cleaned(title, 'CEO'))
    await taught
    expect(await cleaned('head of x')).toEqual([String(round)])
    await Promise.all([...before, ...during])
    expect(await cleaned('Head of X', 'head of x')).toEqual([String(round), String(round)])
  }
})

test('what is remembered is bounded', async () => {
  let asked = 0
  const find = remember(async (texts: string[]) => {
    asked += texts.length
    return { version: 1, entries: texts.map(() => 'x') }
  })
  const long = 'x'.repeat(300)
  await find(['first', long])
  await find(['first'])
  expect(asked).toBe(2)
  await find([long])
  expect(asked).toBe(3)
  for (let i = 0; i < 60; i++) await find(Array.from({ length: 1_000 }, (_, k) => `${i} ${k}`))
  const before = asked
  await find(['first'])
  expect(asked).toBe(before + 1)
})

test('callers of one turn share one question, and each gets its own answer', async () => {
  const questions: string[][] = []
  const ask = coalesce(async (keys: string[]) => {
    questions.push(keys)
    if (keys.includes('broken')) throw new Error('no database')
    return keys.map((key) => key.toUpperCase())
  })
  expect(await Promise.all(['a', 'b', 'a'].map(ask))).toEqual(['A', 'B', 'A'])
  expect(questions).toEqual([['a', 'b', 'a']])
  const both = await Promise.allSettled([ask('broken'), ask('c')])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await ask('c')).toBe('C')
})
