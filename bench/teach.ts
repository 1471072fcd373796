import { setTimeout as sleep } from 'node:timers/promises'
import { asOperator, connect, type Database } from '../src/db/database.ts'
import { applyTeachings } from '../src/warehouse/reference/teach/apply-teachings.ts'
import { countRawValues } from '../src/warehouse/reference/teach/count-raw-values.ts'
import { listUnmapped } from '../src/warehouse/reference/teach/list-unmapped.ts'
import { teachEntries } from '../src/warehouse/reference/teach/teach-entries.ts'
import type { BenchDatabase, BenchServer } from './database.ts'
import { type Limit, seconds } from './measure.ts'
import type { Sizes } from './sizes.ts'

/** Titles that a tenth of all people have each; the others have 200,000 different ones. */
const common = 5
/** Jobs of a person: the current one, one of a former title that is taught too, and others. */
const jobs = 3

/**
 * Teaches a title that a tenth of all people have, once for each of several such titles, and applies it as the job does, in
 * this process; meanwhile somebody reads people here, one after the other.
 */
export async function teach(server: BenchServer, { people, runs }: Sizes): Promise<Limit[]> {
  const database = await server.createDatabase()
  await fill(database, people)
  const db = connect(database.url, { applicationName: 'galena bench' })
  const alone = await readFor(db, people, sleep(5_000))
  console.error(
    `reads with nothing else going on: p99 ${alone.p99.toFixed(2)} ms, slowest ${alone.slowest.toFixed(1)} ms`,
  )
  const took: number[] = []
  const p99: number[] = []
  const slowest: number[] = []
  for (let run = 0; run < Math.min(runs, common); run++) {
    const done = seconds(async () => {
      const entry = {
        value: `growth   WIZARD ${run}`,
        cleaned_job_title: 'Marketing Director',
        seniority_level: 'Director',
      }
      await asOperator(db, (tx) => teachEntries(tx, 'title', [entry], { id: 'operator', source: 'bench' }))
      await applyTeachings(db)
    })
    const reads = await readFor(db, people, done)
    took.push(await done)
    p99.push(reads.p99)
    slowest.push(reads.slowest)
  }
  await requireApplied(database, people, took.length)
  const counting: number[] = []
  const asking: number[] = []
  counting.push(await seconds(() => asOperator(db, (tx) => countRawValues(tx, 'title'))))
  for (let i = 0; i < 50; i++) {
    asking.push(
      1000 *
        (await seconds(() => asOperator(db, (tx) => listUnmapped(tx, { kind: 'title', limit: 50, counted: true })))),
    )
  }
  console.error(`counting all raw titles in the background: ${counting[0]?.toFixed(1)} s`)
  await db.close()
  await database.drop()
  const of = `${people.toLocaleString('en')} people`
  return [
    {
      name: 'teach',
      what: `a title that a tenth of ${of} have, taught until applied`,
      unit: 's',
      below: 10,
      values: took,
    },
    { name: 'teach-readers', what: 'reads meanwhile, 99th percentile', unit: 'ms', below: 50, values: p99 },
    { name: 'teach-slowest', what: 'reads meanwhile, the slowest', unit: 'ms', below: 1_000, values: slowest },
    { name: 'unmapped', what: `the unmapped queue's first page, ${of}`, unit: 'ms', below: 50, values: asking },
  ]
}

async function readFor(db: Database, people: number, until: Promise<unknown>) {
  let going = true
  void until.finally(() => {
    going = false
  })
  const times: number[] = []
  while (going) {
    const url = `https://www.linkedin.com/in/p${Math.floor(Math.random() * people)}`
    const begun = performance.now()
    await db.pool.query(
      'select * from core.people left join core.person_job_titles using (linkedin_url) where linkedin_url = $1',
      [url],
    )
    times.push(performance.now() - begun)
    await sleep(1)
  }
  times.sort((a, b) => a - b)
  return { p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN, slowest: times.at(-1) ?? Number.NaN }
}

/** Rows as ingest leaves them, without the payloads they would come from. */
export async function fill({ client }: BenchDatabase, people: number): Promise<void> {
  await client.query('set session_replication_role = replica')
  const title = `case when i % 10 < ${common} then 'Growth Wizard ' || i % 10 else 'Specialist ' || hashint4(i) % 100000 end`
  await client.query(
    `insert into core.people (id, linkedin_url, linkedin_slug, full_name, title)
     select md5(i::text)::uuid, 'https://www.linkedin.com/in/p' || i, 'p' || i, 'Person ' || i, ${title}
     from generate_series(1, $1::int) i order by hashint4(i)`,
    [people],
  )
  await client.query(
    `insert into core.identities (id, kind, root) select md5(i::text)::uuid, 'person', 'slug:p' || i from generate_series(1, $1::int) i`,
    [people],
  )
  for (const table of ['extracted.person_experience', 'core.person_work_history']) {
    const raw = table.startsWith('extracted') ? 'raw_payload_id' : 'source_id'
    await client.query(
      `insert into ${table} (id, linkedin_url, ${raw}, title, company_domain, experience_order)
       select lpad(to_hex(i * ${jobs} + n), 32, '0')::uuid, 'https://www.linkedin.com/in/p' || i, md5(i::text)::uuid,
         case when n = 0 then ${title} else 'Former Specialist ' || hashint4(i * ${jobs} + n) % 200000 end,
         'company' || hashint4(i) % 50000 || '.com', n
       from generate_series(1, $1::int) i, generate_series(0, ${jobs - 1}) n`,
      [people],
    )
  }
  await client.query('set session_replication_role = origin')
  await client.query(
    'vacuum analyze core.people, core.identities, core.person_work_history, extracted.person_experience',
  )
  await client.query('checkpoint')
}

async function requireApplied({ client }: BenchDatabase, people: number, titles: number): Promise<void> {
  const { rows } = await client.query<{ people: number; jobs: number }>(
    `select (select count(*)::int from core.people p join core.person_job_titles j using (linkedin_url)
       where p.seniority = 'Director' and j.matched_seniority = 'Director') as people,
       (select count(*)::int from core.person_work_history h join extracted.person_experience e using (id)
       where h.matched_seniority = 'Director' and e.matched_seniority = 'Director') as jobs`,
  )
  const expected = (people / 10) * titles
  if (rows[0]?.people !== expected || rows[0]?.jobs !== expected) {
    throw new Error(`Applied to ${JSON.stringify(rows[0])}, not to ${expected}`)
  }
}
