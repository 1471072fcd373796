import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { asOperator, connect, type Database } from '../../../db/database.ts'
import { migrateJobs } from '../../../jobs/migrate-jobs.ts'
import { startJobs } from '../../../jobs/start-jobs.ts'
import { teachingTasks } from './jobs.ts'
import type { Entry } from './schema.ts'
import { teachEntries } from './teach-entries.ts'

let database: TestDatabase
let db: Database
const by = { id: 'operator', source: 'test' }

beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url, { connections: 5 })
})
beforeEach(async () => {
  await db.pool.query(`truncate reference.teachings, reference.teaching_entries, reference.job_title_lookup`)
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const teachTitles = (entries: Entry<'title'>[]) => asOperator(db, (tx) => teachEntries(tx, 'title', entries, by))

async function rows(text: string) {
  return (await db.pool.query(text)).rows
}

test('a teaching is attributed, with what each value meant before; the same again writes nothing', async () => {
  const vp = { value: ' VP Sales ', cleaned_job_title: 'VP of Sales', seniority_level: 'VP', job_function: 'Sales' }
  const first = await teachTitles([vp, { value: 'Ninja', job_function: 'Engineering' }])
  expect(first).toMatchObject({ taught: 2, unchanged: 0, teaching_id: expect.any(String) })
  expect(await teachTitles([vp])).toEqual({ teaching_id: null, taught: 0, unchanged: 1 })
  expect(await teachTitles([{ ...vp, seniority_level: 'Head' }])).toMatchObject({ taught: 1 })
  expect(
    await rows(`select t.taught_by, e.value, e.normalized_key, e.previous ->> 'seniority_level' as before,
      e.next ->> 'seniority_level' as after from reference.teachings t
      join reference.teaching_entries e on e.teaching_id = t.id order by t.id, e.value`),
  ).toEqual([
    { taught_by: 'operator', value: 'Ninja', normalized_key: 'ninja', before: null, after: null },
    { taught_by: 'operator', value: 'VP Sales', normalized_key: 'vp sales', before: null, after: 'VP' },
    { taught_by: 'operator', value: 'VP Sales', normalized_key: 'vp sales', before: 'VP', after: 'Head' },
  ])
})

test('callers who teach one value at once: each sees what the one before left, and the last stands', async () => {
  const levels = Array.from({ length: 8 }, (_, i) => `Level ${i}`)
  await Promise.all(
    levels.map((seniority_level) =>
      teachTitles([
        { value: 'B', seniority_level },
        { value: 'A', seniority_level },
      ]),
    ),
  )
  const links = await rows(
    `select previous ->> 'seniority_level' as before, next ->> 'seniority_level' as after from reference.teaching_entries
     where value = 'A'`,
  )
  expect(links).toHaveLength(levels.length)
  // A chain: every level was somebody's before, but for the last one, which stands.
  const [stands] = await rows(`select seniority_level from reference.job_title_lookup where latest_title = 'A'`)
  const befores = links.map(({ before }) => before)
  expect(new Set([...befores, stands?.seniority_level])).toEqual(new Set([null, ...levels]))
})

test.each([
  ['no letter', { value: ' -- ', cleaned_job_title: 'X' }, '/entries/1/value'],
  ['nothing to say', { value: 'CEO', cleaned_job_title: ' ' }, '/entries/1'],
])('an entry with %s is named, and nothing is taught', async (_, wrong, pointer) => {
  const right = { value: 'CTO', cleaned_job_title: 'CTO' }
  await expect(teachTitles([right, wrong])).rejects.toMatchObject({ code: 'invalid_entries', errors: [{ pointer }] })
  expect(await rows('select from reference.job_title_lookup')).toEqual([])
})

test('many teachings wait for one job; without a queue they wait for the schedule', async () => {
  await teachTitles([{ value: 'One', job_function: 'Sales' }])
  await migrateJobs(database.url)
  const started = startJobs({ db, tasks: teachingTasks, schedules: [], log: () => {} })
  while (!started.check().ok) await new Promise((resolve) => setTimeout(resolve, 20))
  await started.stop()
  await db.pool.query('delete from pgboss.job')
  await teachTitles([{ value: 'Two', job_function: 'Sales' }])
  await teachTitles([{ value: 'Three', job_function: 'Sales' }])
  expect(await rows(`select name, state from pgboss.job`)).toEqual([{ name: 'apply-teachings', state: 'created' }])
  expect(await rows('select from reference.teachings')).toHaveLength(3)
})
