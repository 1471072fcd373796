import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { stateOf, wipe } from '../../../../test/support/state.ts'
import { submission } from '../../../../test/support/submit.ts'
import { asOperator, connect, type Database } from '../../../db/database.ts'
import { startIngest } from '../../ingest/engine.ts'
import { replay } from '../../ingest/replay.ts'
import type { Ingest } from '../../ingest/submission.ts'
import { builtIn } from '../../workflows/built-in.ts'
import { type Catalog, loadCatalog } from '../../workflows/registry.ts'
import { applyTeachings } from './apply-teachings.ts'
import type { Entry, Kind } from './schema.ts'
import { teachEntries } from './teach-entries.ts'
import { undoTeaching } from './undo-teaching.ts'

let database: TestDatabase
let db: Database
let catalog: Catalog
let ingest: Ingest
const by = { id: 'operator', source: 'test' }

beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url, { connections: 8 })
  catalog = await loadCatalog(db)
  ingest = await startIngest({ db })
  await send('clay-person-profile', profile('ada', 'Chief Happiness Officer', 'Ghent, Flanders'))
  await send('clay-person-profile', profile('bob', ' chief  happiness officer', 'GHENT - Flanders'))
  await send('clay-person-profile', profile('cai', 'Chief Happiness Officer', 'Ghent, Flanders', 'Belgium'))
  await send('clay-person-profile', profile('dee', 'Plumber', 'Leeds'))
  await send('clay-find-people', found('ada', 'Chief Happiness Officer', 'Ghent, Flanders'))
  await send('clay-find-people', found('eli', 'CHIEF HAPPINESS-OFFICER', 'Ghent, Flanders'))
  // Cleaned elsewhere: what is taught outranks it, and it comes back when that is undone.
  await send('clay-find-people-title-enrichment', {
    workflow_slug: 'clay-find-people-title-enrichment',
    linkedin_url: url('cai'),
    latest_title: 'Chief Happiness Officer',
    cleaned_job_title: 'CHO',
    seniority_level: 'C-Suite',
    job_function: 'Operations',
  })
  await send('salesnav-person', {
    person_linkedin_sales_nav_url: 'https://www.linkedin.com/sales/lead/ACwAAAB1,NAME_SEARCH,x',
    first_name: 'Fay',
    location: 'Ghent, Flanders',
    job_title: 'Plumber',
  })
  await send('clay-find-companies', company('acme.com', 'Ghent, Flanders', 'Tinned Clouds', 'Middle Kingdom'))
  await send('clay-find-companies', company('bolt.com', 'Leeds', 'tinned  CLOUDS', 'Belgium'))
})
afterAll(async () => {
  await ingest.close()
  await db.close()
  await database.drop()
})
beforeEach(async () => {
  await db.pool.query(
    `truncate reference.teachings, reference.teaching_entries, reference.job_title_lookup, reference.location_lookup,
       reference.value_lookup`,
  )
  await rebuild()
})

const url = (slug: string) => `https://www.linkedin.com/in/${slug}`

function profile(slug: string, title: string, location: string, country: string | null = null) {
  const past = {
    title: 'CHIEF HAPPINESS OFFICER',
    company: 'Olds',
    company_domain: 'olds.com',
    start_date: '2019-01-01',
  }
  const job = { title, company: 'Acme', company_domain: 'acme.com', start_date: '2024-02-01', is_current: true }
  return {
    linkedin_url: url(slug),
    workflow_slug: 'clay-person-profile',
    raw_payload: {
      slug,
      name: slug,
      country,
      location_name: location,
      latest_experience: job,
      experience: [job, past],
    },
  }
}

function found(slug: string, title: string, location: string) {
  return {
    linkedin_url: url(slug),
    raw_payload: {
      url: url(slug),
      name: slug,
      location_name: location,
      latest_experience_title: title,
      domain: 'acme.com',
    },
  }
}

function company(domain: string, location: string, industry: string, country: string) {
  return {
    company_domain: domain,
    raw_payload: { name: domain, location, industry, country, size: '51-200 employees' },
  }
}

async function send(slug: string, body: unknown): Promise<void> {
  const workflow = builtIn.find((one) => one.slug === slug)
  if (workflow === undefined) throw new Error(slug)
  const { body: answer } = await ingest.submit(submission(workflow, body))
  expect(answer).toMatchObject({ success: true })
}

/** Everything derived again from the payloads alone: what the state has to be. */
async function rebuild(): Promise<void> {
  await wipe(db)
  await replay(db, catalog)
}

async function derived() {
  const state = await stateOf(db)
  for (const table of ['teachings', 'teaching_entries', 'lookup_versions']) delete state[`reference.${table}`]
  return state
}

const teach = <K extends Kind>(kind: K, entries: Entry<K>[]) =>
  asOperator(db, (tx) => teachEntries(tx, kind, entries, by))

const cho = {
  value: 'Chief Happiness Officer',
  cleaned_job_title: 'Chief Happiness Officer',
  seniority_level: 'C-Suite',
  job_function: 'Human Resources',
}
const ghent = { value: 'ghent flanders', city: 'Ghent', state: 'Flanders', country: 'Belgique' }

describe.each([
  ['title', [cho]],
  ['location', [ghent]],
  ['industry', [{ value: 'Tinned Clouds', canonical: 'Cloud Packing' }]],
  ['country', [{ value: 'middle kingdom', canonical: 'Middleland' }]],
  ['employee_range', [{ value: '51-200', canonical: 'medium' }]],
] as [Kind, Entry[]][])('a taught %s', (kind, entries) => {
  test('applied to what is stored, gives what ingesting everything after it gives; undone, what was before', async () => {
    const before = await derived()
    const { teaching_id } = await teach(kind, entries)
    expect(await applyTeachings(db)).toBe(1)
    const applied = await derived()
    await rebuild()
    expect(await derived()).toEqual(applied)
    expect(Object.keys(applied).some((table) => applied[table]?.join() !== before[table]?.join())).toBe(true)

    await asOperator(db, (tx) => undoTeaching(tx, teaching_id ?? '', by))
    expect(await applyTeachings(db)).toBe(1)
    expect(await derived()).toEqual(before)
  })

  test('taught otherwise, gives what ingesting everything after that gives', async () => {
    await teach(kind, entries)
    await applyTeachings(db)
    await teach(
      kind,
      entries.map((entry) =>
        Object.fromEntries(Object.entries(entry).map(([part, text]) => [part, part === 'value' ? text : `${text} 2`])),
      ) as Entry[],
    )
    await applyTeachings(db)
    const applied = await derived()
    await rebuild()
    expect(await derived()).toEqual(applied)
  })
})

test('people, their jobs and discoveries show the taught title in every spelling; rows are counted before and after', async () => {
  await teach('title', [cho])
  await applyTeachings(db)
  const { rows: people } = await db.pool.query(
    `select p.linkedin_slug as slug, p.seniority, p.department, j.matched_cleaned_job_title as cleaned, j.source
     from core.people p left join core.person_job_titles j using (linkedin_url) order by 1`,
  )
  const shown = { seniority: 'C-Suite', department: 'Human Resources', cleaned: cho.cleaned_job_title }
  const [ada, bob, cai, dee, eli] = people
  for (const person of [ada, bob, cai, eli]) expect(person).toMatchObject({ ...shown, source: 'job_title_lookup' })
  expect(dee).toMatchObject({ seniority: null, cleaned: null })
  const { rows: jobs } = await db.pool.query(
    `select h.title, h.matched_seniority as core, e.matched_seniority as extracted, e.matched_cleaned_job_title as cleaned
     from core.person_work_history h join extracted.person_experience e using (id)
     where h.linkedin_url = $1 order by h.experience_order`,
    [url('dee')],
  )
  expect(jobs).toEqual([
    { title: 'Plumber', core: null, extracted: null, cleaned: null },
    { title: 'CHIEF HAPPINESS OFFICER', core: 'C-Suite', extracted: 'C-Suite', cleaned: cho.cleaned_job_title },
  ])
  const { rows: teachings } = await db.pool.query('select state, places from reference.teachings')
  expect(teachings).toEqual([
    {
      state: 'applied',
      places: {
        'core.people.title': { rows: 4, before: 0, after: 4 },
        'core.person_work_history.title': { rows: 7, before: 0, after: 7 },
        'extracted.person_discovery.latest_title': { rows: 2, before: 0, after: 2 },
      },
    },
  ])
})

test('a later teaching stands when an earlier one is undone', async () => {
  const first = await teach('title', [cho, { value: 'Plumber', job_function: 'Operations' }])
  await teach('title', [{ ...cho, seniority_level: 'Head' }])
  const undone = await asOperator(db, (tx) => undoTeaching(tx, first.teaching_id ?? '', by))
  expect(undone).toMatchObject({ taught: 1, kept: 1 })
  const { rows } = await db.pool.query('select latest_title, seniority_level from reference.job_title_lookup')
  expect(rows).toEqual([{ latest_title: 'Chief Happiness Officer', seniority_level: 'Head' }])
  await expect(asOperator(db, (tx) => undoTeaching(tx, first.teaching_id ?? '', by))).rejects.toMatchObject({
    code: 'teaching_undone',
  })
})
