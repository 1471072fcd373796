import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { submission } from '../../../../test/support/submit.ts'
import { asOperator, connect, type Database } from '../../../db/database.ts'
import { startIngest } from '../../ingest/engine.ts'
import { builtIn } from '../../workflows/built-in.ts'
import { applyTeachings } from './apply-teachings.ts'
import type { Entry } from './schema.ts'
import { teachEntries } from './teach-entries.ts'

let database: TestDatabase
let db: Database
beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url, { connections: 10 })
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const by = { id: 'operator', source: 'test' }
const teach = (entry: Entry<'title'>) => asOperator(db, (tx) => teachEntries(tx, 'title', [entry], by))

async function rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await db.pool.query<Row>(text, values)).rows
}

/** People of one title, as ingest leaves them, and what they show. */
async function store(title: string, people: number): Promise<void> {
  await db.pool.query(
    `with p as (
       insert into core.people (id, linkedin_url, linkedin_slug, title)
       select gen_random_uuid(), 'https://www.linkedin.com/in/' || $1 || i, $1 || i, $2 from generate_series(1, $3::int) i
       returning id, linkedin_slug)
     insert into core.identities (id, kind, root) select id, 'person', 'slug:' || linkedin_slug from p`,
    [title.toLowerCase().replaceAll(' ', '-'), title, people],
  )
}

function shown(title: string) {
  return rows<{ people: number; seniority: string | null; cleaned: string | null }>(
    `select p.seniority, j.matched_seniority as cleaned, count(*)::int as people
     from core.people p left join core.person_job_titles j using (linkedin_url)
     where p.title = $1 group by 1, 2 order by 1`,
    [title],
  )
}

test('an application that is killed is finished by the next run, which ends in the same state and knows what was before', async () => {
  await store('Night Owl', 20_000)
  const { teaching_id } = await teach({ value: 'night owl', seniority_level: 'Senior' })
  const child = fork(new URL('../../../../test/support/apply-teachings.ts', import.meta.url), [database.url])
  for (let i = 0; i < 2_000 && (await shown('Night Owl')).length < 2; i++) await sleep(2)
  child.kill('SIGKILL')
  await once(child, 'exit')
  const half = await shown('Night Owl')
  // The control: it was killed in the middle.
  expect(half.map(({ seniority }) => seniority)).toEqual(['Senior', null])
  expect(await applyTeachings(db)).toBe(1)
  expect(await shown('Night Owl')).toEqual([{ seniority: 'Senior', cleaned: 'Senior', people: 20_000 }])
  expect(
    await rows(`select state, places -> 'core.people.title' as people from reference.teachings where id = $1`, [
      teaching_id,
    ]),
  ).toEqual([{ state: 'applied', people: { rows: 20_000, before: 0, after: 20_000 } }])
})

test('people who are ingested, again and for the first time, while their title is taught and taught otherwise, all show what stands', async () => {
  const workflow = builtIn.find(({ slug }) => slug === 'clay-person-profile')
  if (workflow === undefined) throw new Error('clay-person-profile')
  const ingest = await startIngest({ db })
  let going = true
  let sent = 0
  const sender = async (lane: number) => {
    while (going) {
      const slug = `busy-${lane}-${Math.floor(sent / 6) % 40}`
      const job = { title: 'Busy Bee', company: 'Acme', company_domain: 'acme.com', is_current: true }
      await ingest.submit(
        submission(workflow, {
          linkedin_url: `https://www.linkedin.com/in/${slug}`,
          workflow_slug: workflow.slug,
          raw_payload: {
            slug,
            name: `${slug} ${++sent}`,
            latest_experience: job,
            experience: [job, { ...job, title: 'BUSY BEE', is_current: false, summary: `${sent}` }],
          },
        }),
      )
    }
  }
  const senders = [0, 1, 2, 3, 4, 5].map(sender)
  let last = ''
  for (let round = 0; round < 12; round++) {
    last = `Level ${round}`
    await teach({ value: round % 2 === 0 ? 'busy bee' : 'Busy Bee', seniority_level: last })
    if (round % 2 === 1) await teach({ value: 'busy bee', seniority_level: last })
    await Promise.all([applyTeachings(db), round % 3 === 0 ? applyTeachings(db) : undefined])
  }
  going = false
  await Promise.all(senders)
  await ingest.close()
  expect(sent).toBeGreaterThan(50)
  const [stands] = await rows<{ level: string }>(
    `select seniority_level as level from reference.job_title_lookup where latest_title = 'Busy Bee'`,
  )
  const people = await shown('Busy Bee')
  expect(people.map(({ seniority, cleaned }) => [seniority, cleaned])).toEqual([[stands?.level, stands?.level]])
  const jobs = await rows(
    `select distinct h.title, h.matched_seniority as core, e.matched_seniority as extracted
     from core.person_work_history h join extracted.person_experience e using (id) where h.title = 'Busy Bee'`,
  )
  expect(jobs).toEqual([{ title: 'Busy Bee', core: stands?.level, extracted: stands?.level }])
})

test.each([
  [
    'has written',
    `insert into core.people (linkedin_url, linkedin_slug, title) values ('https://www.linkedin.com/in/x', 'x', 'Y')`,
  ],
  ['has only read so far', 'select reference.hold_fold_version()'],
])('what a transaction that %s writes after a title was taught is found all the same', async (_, first) => {
  await db.pool.query('truncate core.people, core.identities, core.person_job_titles cascade')
  await store('Slow Mole', 1)
  const writer = await db.pool.connect()
  await writer.query('begin')
  await writer.query(first)
  await teach({ value: 'Slow Mole', seniority_level: `Lead ${first.length}` })
  const applying = applyTeachings(db)
  await sleep(300)
  await writer.query(
    `insert into core.people (linkedin_url, linkedin_slug, title) values ('https://www.linkedin.com/in/late', 'late', 'Slow Mole')`,
  )
  await writer.query('commit')
  writer.release()
  await applying
  const level = `Lead ${first.length}`
  expect(await shown('Slow Mole')).toEqual([{ seniority: level, cleaned: level, people: 2 }])
})
