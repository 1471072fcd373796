import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import { submission } from '../../../test/support/submit.ts'
import { connect, type Database } from '../../db/database.ts'
import { companyFirmographics } from '../workflows/company-firmographics.ts'
import { personProfile } from '../workflows/person-profile.ts'
import { startIngest } from './engine.ts'
import type { Ingest } from './submission.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let db: Database
let ingest: Ingest
/** What the engine had to say: nothing, unless a test expects it. */
const complaints: Record<string, unknown>[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url)
  ingest = await startIngest({ db, log: (message, fields) => complaints.push({ message, ...fields }) })
})

afterAll(async () => {
  await ingest.close()
  await db.close()
  await database.drop()
})

const profile = (slug: string, over: Record<string, unknown> = {}) => ({
  linkedin_url: `https://www.linkedin.com/in/${slug}/?utm=1`,
  workflow_slug: 'clay-person-profile',
  raw_payload: {
    slug,
    profile_id: 71000321,
    first_name: 'Odalys',
    last_name: 'Fenwick',
    name: 'Odalys Fenwick',
    headline: 'Revenue lead',
    country: 'United States',
    location_name: 'Duluth, Minnesota, United States',
    connections: 512,
    jobs_count: 2,
    latest_experience: {
      title: 'VP, Revenue',
      company: 'Brightkiln',
      company_domain: 'brightkiln.example',
      url: 'https://www.linkedin.com/company/brightkiln',
      start_date: '2025-10-01',
      is_current: true,
    },
    experience: [
      {
        title: 'VP, Revenue',
        company: 'Brightkiln',
        company_domain: 'brightkiln.example',
        url: 'https://www.linkedin.com/company/brightkiln',
        start_date: '2025-10-01',
        end_date: null,
        is_current: true,
      },
      {
        title: 'Sales Director',
        company: 'Brightkiln',
        company_domain: 'www.Brightkiln.example',
        start_date: '2023-02',
        end_date: '2025-09',
        is_current: false,
      },
      {
        title: 'Account Manager',
        company: 'Larkmere',
        company_domain: 'larkmere.example',
        start_date: '2019',
        end_date: '2023-01-01',
        is_current: false,
      },
    ],
    education: [{ school_name: 'Lakehead College', degree: 'BA', start_date: '2009-09-01', end_date: '2013-06-01' }],
    last_refresh: '2026-01-20T00:00:00Z',
    ...over,
  },
})

async function rows(sql: string, values: unknown[] = []) {
  return (await db.pool.query(sql, values)).rows
}

test('a profile becomes raw, extracted and core rows in one go', async () => {
  const outcome = await ingest.submit(submission(personProfile, profile('odalys-fenwick')))
  expect(outcome).toMatchObject({
    status: 200,
    body: { success: true, experience_count: 3, education_count: 1, companies_count: 2, past_employers_count: 2 },
  })
  expect(await rows('select full_name, title, company_domain, country, job_start_date from core.people')).toEqual([
    {
      full_name: 'Odalys Fenwick',
      title: 'VP, Revenue',
      company_domain: 'brightkiln.example',
      country: 'United States',
      job_start_date: '2025-10-01',
    },
  ])
  expect(await rows('select domain, name from core.companies order by 1')).toEqual([
    { domain: 'brightkiln.example', name: 'Brightkiln' },
    { domain: 'larkmere.example', name: 'Larkmere' },
  ])
  expect(await rows('select previous_title, new_title, promotion_date::text from core.person_promotions')).toEqual([
    { previous_title: 'Sales Director', new_title: 'VP, Revenue', promotion_date: '2025-10-01' },
  ])
  expect(
    await rows(
      'select title, start_date::text, start_precision from core.person_work_history order by experience_order',
    ),
  ).toEqual([
    { title: 'VP, Revenue', start_date: '2025-10-01', start_precision: 'day' },
    { title: 'Sales Director', start_date: '2023-02-01', start_precision: 'month' },
    { title: 'Account Manager', start_date: '2019-01-01', start_precision: 'year' },
  ])
})

test('the same body again changes nothing and is answered with the first result', async () => {
  const first = await ingest.submit(submission(personProfile, profile('same-again')))
  const counts = await rows('select count(*) from raw.person_payloads')
  const second = await ingest.submit(submission(personProfile, profile('same-again')))
  const spaced = await ingest.submit(submission(personProfile, JSON.stringify(profile('same-again'), null, 1)))
  expect(second.body).toEqual({ ...first.body, deduplicated: true })
  expect(spaced.body).toEqual({ ...first.body, deduplicated: true })
  expect(await rows('select count(*) from raw.person_payloads')).toEqual(counts)
})

test('a newer payload wins per field, an older one only fills', async () => {
  await ingest.submit(
    submission(personProfile, profile('per-field', { last_refresh: '2026-02-01T00:00:00Z', headline: null })),
  )
  await ingest.submit(
    submission(
      personProfile,
      profile('per-field', { last_refresh: '2026-01-01T00:00:00Z', name: 'Old Name', headline: 'Old headline' }),
    ),
  )
  expect(await rows(`select full_name, headline from core.people where linkedin_slug = 'per-field'`)).toEqual([
    { full_name: 'Odalys Fenwick', headline: 'Old headline' },
  ])
  expect(
    await rows(
      `select field, value from core.field_history where subject = 'slug:per-field' and field = 'full_name' order by last_seen`,
    ),
  ).toEqual([
    { field: 'full_name', value: 'Old Name' },
    { field: 'full_name', value: 'Odalys Fenwick' },
  ])
})

test('firmographics of a company known from a job completes it under the same id', async () => {
  const [before] = await rows(`select id from core.companies where domain = 'larkmere.example'`)
  const outcome = await ingest.submit(
    submission(companyFirmographics, {
      company_domain: 'https://www.larkmere.example/about',
      raw_payload: {
        url: 'https://www.linkedin.com/company/Larkmere/',
        org_id: 5,
        name: 'Larkmere Ltd',
        employee_count: '1,240',
        founded: 'x',
        last_refresh: '2026-01-11T08:00:00Z',
      },
    }),
  )
  expect(outcome.body.warnings).toMatchObject([{ field: 'founded' }])
  expect(
    await rows(`select id, name, employee_count, linkedin_url from core.companies where domain = 'larkmere.example'`),
  ).toEqual([
    {
      id: before?.id,
      name: 'Larkmere Ltd',
      employee_count: 1240,
      linkedin_url: 'https://www.linkedin.com/company/larkmere',
    },
  ])
})

test('many bodies at once share transactions, and each gets its own answer', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 300 }, (_, i) =>
      ingest.submit(submission(personProfile, profile(`crowd-${i}`, { profile_id: 5000 + i }))),
    ),
  )
  expect(new Set(outcomes.map((o) => o.body.raw_id)).size).toBe(300)
  expect(
    await rows(
      `select count(*)::int as n, count(distinct received_at)::int < 20 as shared from raw.person_payloads where linkedin_url like '%crowd-%'`,
    ),
  ).toEqual([{ n: 300, shared: true }])
})

test('rows that plain SQL wrote before are met, not stumbled over', async () => {
  const url = 'https://www.linkedin.com/in/written-by-hand'
  await db.pool.query(
    `insert into core.identifiers (key, owner, kind) values ('member:424242', 'member:424242', 'person')`,
  )
  await db.pool.query(`insert into core.people (linkedin_url, full_name) values ($1, 'By Hand')`, [url])
  await db.pool.query(
    `insert into core.person_past_employer (linkedin_url, past_company_name, past_company_domain, source)
     values ($1, 'Larkmere', 'larkmere.example', 'salesnav_scrape_settings')`,
    [url],
  )
  const outcome = await ingest.submit(submission(personProfile, profile('written-by-hand', { profile_id: 424242 })))
  expect([outcome.status, complaints]).toEqual([200, []])
  expect(await rows('select full_name from core.people where linkedin_url = $1', [url])).toEqual([
    { full_name: 'Odalys Fenwick' },
  ])
  expect(
    await rows('select past_company_domain, source from core.person_past_employer where linkedin_url = $1 order by 1', [
      url,
    ]),
  ).toEqual([
    { past_company_domain: 'brightkiln.example', source: 'person_profile' },
    { past_company_domain: 'larkmere.example', source: 'salesnav_scrape_settings' },
  ])
})
