import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'
import { asOperator } from '../../../db/database.ts'
import { applyTeachings } from '../teach/apply-teachings.ts'
import { startBackfill } from './get-backfill.ts'
import { backfillTasks } from './jobs.ts'
import { runBackfill } from './run-backfill.ts'

let t: TestApp

beforeAll(async () => {
  t = await openTestApp()
})
afterAll(() => t.close())

async function call(method: 'GET' | 'POST', url: string, payload?: object) {
  const response = await t.app.inject({
    method,
    url,
    headers: t.operator,
    ...(payload === undefined ? {} : { payload }),
  })
  return { status: response.statusCode, body: response.json() }
}
async function send(url: string, payload: object) {
  const { status, body } = await call('POST', url, payload)
  expect(status, JSON.stringify(body).slice(0, 500)).toBe(200)
  return body
}
async function column(sql: string, values: unknown[] = []) {
  const { rows } = await t.db.pool.query({ text: sql, values, rowMode: 'array' })
  return rows.map(([value]) => value)
}
const findPerson = (slug: string, location_name: string) => ({
  linkedin_url: `https://www.linkedin.com/in/${slug}`,
  workflow_slug: 'clay-find-people',
  raw_payload: { name: slug, location_name, latest_experience_title: 'Engineer' },
})

test('names: what somebody emptied by hand comes back from what sources said, batch after batch', async () => {
  const path = '/run/companies/db/populate-name/backfill'
  for (const [domain, name] of [
    ['a.com', 'Alder, Inc.'],
    ['b.com', 'Birch LLC'],
    ['c.com', 'Cedar'],
  ] as const) {
    await send('/run/companies/clay-native/normalize-company/ingest', {
      domain,
      original_company_name: name,
      cleaned_company_name: name.split(/[ ,]/)[0],
    })
  }
  await send('/run/companies/db/core-company/upsert', { domain: 'd.com', name: 'Never cleaned' })
  expect(await send(path, { dry_run: true })).toMatchObject({ total_updated: 0, records_missing: 1, status: 'done' })

  await t.db.pool.query(`update core.companies set cleaned_name = null where domain in ('a.com', 'b.com')`)
  const names = () => column(`select cleaned_name from core.companies order by domain`)
  const dry = await send(path, { dry_run: true })
  expect(dry).toMatchObject({ total_updated: 2, records_missing: 3, source_breakdown: { 'cleaned-company-name': 2 } })
  expect(await names()).toEqual([null, null, 'Cedar', null])
  expect(await send(path, { batch_size: 1, max_batches: 1 })).toMatchObject({ total_updated: 1, batches_processed: 1 })
  expect(await names()).toEqual(['Alder', null, 'Cedar', null])
  expect(await send(path, { batch_size: 1 })).toMatchObject({ total_updated: 1, batches_processed: 1 })
  expect(await names()).toEqual(['Alder', 'Birch', 'Cedar', null])
  expect(await send(path, {})).toMatchObject({ total_updated: 0, batches_processed: 0, records_missing: 1 })
})

test('descriptions: the best source counts, and the answer says which; a second run changes nothing', async () => {
  const path = '/run/companies/db/populate-description/backfill'
  const describe = (workflow_slug: string, route: string, company_domain: string, description: string) =>
    send(`/run/companies/clay-native/${route}/ingest`, {
      company_domain,
      workflow_slug,
      raw_payload: { name: company_domain, domain: company_domain, description },
    })
  await describe('clay-company-firmographics', 'firmographics', 'fir.com', 'By firmographics')
  await describe('clay-find-companies', 'find-companies', 'fir.com', 'By discovery')
  await describe('clay-find-companies', 'find-companies', 'oak.com', 'By discovery')
  const shown = () =>
    column(`select description from core.companies where domain in ('fir.com', 'oak.com') order by domain`)
  const before = await shown()
  expect(before).not.toContain(null)
  await t.db.pool.query(`update core.companies set description = '' where domain in ('fir.com', 'oak.com')`)
  expect(await send(path, { dry_run: true })).toMatchObject({ updated_count: 2, dry_run: true })
  expect(await shown()).toEqual(['', ''])
  const done = await send(path, {})
  expect(done).toMatchObject({ updated_count: 2, dry_run: false, source_breakdown: { vc_portfolio: 0 } })
  expect(done.source_breakdown.company_firmographics + done.source_breakdown.company_discovery).toBe(2)
  expect(await shown()).toEqual(before)
  expect(await send(path, {})).toMatchObject({ updated_count: 0 })
})

test('locations: a lookup that was filled in by plain SQL reaches people, and only those it knows', async () => {
  const path = '/run/people/db/populate-location/backfill'
  for (const [slug, place] of [
    ['p1', 'Gotham Harbour'],
    ['p2', 'gotham  harbour'],
    ['p3', 'Nowhere at all'],
  ] as const) {
    await send('/run/people/clay-native/find-people/ingest', findPerson(slug, place))
  }
  expect(await send(path, {})).toMatchObject({ dry_run: true, records_missing_city: 3, matches_in_sample: 0 })
  await t.db.pool.query(
    `insert into reference.location_lookup (location_name, city, state, country, has_city, has_state, has_country)
     values ('Gotham Harbour', 'Gotham', 'New Jersey', 'United States', true, true, true)`,
  )
  const dry = await send(path, {})
  expect(dry).toMatchObject({ matches_in_sample: 2, records_missing_city: 3, lookup_entries: 1, error_count: 0 })
  expect(dry.sample_matches).toMatchObject([{ city: 'Gotham', country: 'United States' }, {}])
  const cities = () => column(`select city from core.people where linkedin_slug like 'p_' order by linkedin_slug`)
  expect(await cities()).toEqual([null, null, null])
  expect(await send(path, { dry_run: false, limit: 1 })).toMatchObject({ updated_count: 1, limit: 1 })
  expect(await cities()).toEqual(['Gotham', null, null])
  expect(await send(path, { dry_run: false, limit: 1 })).toMatchObject({ updated_count: 1 })
  expect(await cities()).toEqual(['Gotham', 'Gotham', null])
})

test('matched locations: pages neither repeat nor leave out, whatever the limit, and two at once count nothing twice', async () => {
  const path = '/run/people/db/populate-matched-location/backfill'
  const people = Array.from({ length: 450 }, (_, i) => findPerson(`m${i}`, i % 3 === 0 ? 'Elsewhere' : 'Metropolis'))
  const { status } = await call('POST', '/v1/ingest/clay-find-people', people)
  expect(status).toBe(200)
  await t.db.pool.query(
    `insert into reference.location_lookup (location_name, city) values ('METROPOLIS', 'Metropolis')`,
  )
  const matched = async () =>
    Number((await column(`select count(*) from extracted.person_discovery where matched_city = 'Metropolis'`))[0])
  // Two of the people of the test before have a location that the lookup knows.
  expect(await send(path, { limit: 100 })).toMatchObject({ total_records_to_update: 302, calls_needed: 4, limit: 100 })
  expect(await matched()).toBe(0)
  expect(await send(path, { dry_run: false, limit: 130 })).toMatchObject({
    updated_count: 130,
    status: 'done',
    remaining_records: null,
  })
  const wanted = { kind: 'matched_location', dry_run: false, most_updates: null, started_by: 'test' } as const
  const id = await asOperator(t.db, (tx) => startBackfill(tx, wanted))
  const both = await Promise.all([runBackfill(t.db, id, 60_000), runBackfill(t.db, id, 60_000)])
  expect(both.map((backfill) => backfill?.records_updated)).toEqual([172, 172])
  expect(await matched()).toBe(300)
  expect((await call('GET', `/v1/backfills/${id}`)).body).toMatchObject({ status: 'done', updated_count: 172 })
  expect((await call('GET', '/v1/backfills?limit=1')).body.backfills).toMatchObject([{ backfill_id: id }])
  expect((await call('GET', '/v1/backfills/no%00ne')).status).toBe(404)
})

test('what is stopped goes on where it was', async () => {
  await t.db.pool.query(`update extracted.person_discovery set matched_city = null where matched_city = 'Metropolis'`)
  const wanted = { kind: 'matched_location', dry_run: false, most_updates: null, started_by: 'test' } as const
  const id = await asOperator(t.db, (tx) => startBackfill(tx, wanted))
  let backfill = await runBackfill(t.db, id, 0)
  expect(backfill).toMatchObject({ state: 'running', records_updated: 0 })
  for (let i = 0; i < 100 && backfill?.state === 'running'; i++) backfill = await runBackfill(t.db, id, 1)
  expect(backfill).toMatchObject({ state: 'done', records_updated: 300 })
  const stands = async (one: string) => (await call('GET', `/v1/backfills/${one}`)).body.status
  const left = await asOperator(t.db, (tx) => startBackfill(tx, wanted))
  const work = () => backfillTasks[0]?.run({ db: t.db, log: () => {} }, {})
  await work()
  // Somebody waits for its first seconds, and does it meanwhile.
  expect(await stands(left)).toBe('running')
  await t.db.pool.query(`update reference.backfills set updated_at = now() - interval '1 minute' where id = $1`, [left])
  await work()
  expect(await stands(left)).toBe('done')
})

test('titles: what most people say fills what a taught title lacks, never what is taught; applied, and undone', async () => {
  const path = '/v1/reference/title/backfill'
  const title = (slug: string, latest_title: string, job_function: string, seniority_level: string) =>
    send('/run/people/not-sure/job-title-clean/ingest', {
      linkedin_url: `https://www.linkedin.com/in/${slug}`,
      workflow_slug: 'clay-find-people-title-enrichment',
      latest_title,
      job_function,
      seniority_level,
    })
  await title('t1', 'Growth Wizard', 'Marketing', 'Manager')
  await title('t2', 'growth wizard', 'Marketing', 'Senior')
  await title('t3', 'GROWTH WIZARD!', 'Sales', 'Senior')
  await title('t4', 'Deal Sherpa', 'Sales', 'Lead')
  await title('t5', 'Deal Sherpa', 'Marketing', 'Lead')
  await send('/v1/reference/title/teach', {
    entries: [
      { value: 'Growth Wizard', cleaned_job_title: 'Growth Manager', seniority_level: 'Manager' },
      { value: 'Deal Sherpa', cleaned_job_title: 'Deal Desk' },
    ],
  })
  await send('/run/people/clay-native/find-people/ingest', {
    ...findPerson('w1', 'Nowhere at all'),
    raw_payload: { name: 'W', latest_experience_title: 'Growth Wizard' },
  })
  const stored = async () =>
    (
      await t.db.pool.query(
        `select latest_title as title, cleaned_job_title as cleaned, job_function as func, seniority_level as level
         from reference.job_title_lookup order by 1`,
      )
    ).rows
  const before = await stored()
  expect(await send(path, {})).toMatchObject({
    dry_run: true,
    updated_count: 2,
    source_breakdown: { job_function: 1, seniority_level: 1 },
  })
  expect(await stored()).toEqual(before)
  expect(await send(path, { dry_run: false })).toMatchObject({ updated_count: 2 })
  expect(await stored()).toEqual([
    { title: 'Deal Sherpa', cleaned: 'Deal Desk', func: null, level: 'Lead' },
    { title: 'Growth Wizard', cleaned: 'Growth Manager', func: 'Marketing', level: 'Manager' },
  ])
  await applyTeachings(t.db)
  const shown = () => column(`select department from core.people where linkedin_slug = 'w1'`)
  expect(await shown()).toEqual(['Marketing'])
  const { body } = await call('GET', '/v1/reference/teachings')
  expect(body.teachings[0]).toMatchObject({ source: 'POST /v1/reference/title/backfill' })
  await send(`/v1/reference/teachings/${body.teachings[0].id ?? body.teachings[0].teaching_id}/undo`, {})
  await applyTeachings(t.db)
  expect(await stored()).toEqual(before)
  expect(await shown()).toEqual([null])
})

test('what is no amount is refused', async () => {
  for (const body of [{ limit: 0 }, { limit: -1 }, { limit: 'x' }, { limit: 1e30 }, { dry_run: 'maybe' }]) {
    const { status } = await call('POST', '/run/people/db/populate-location/backfill', body)
    expect(status, JSON.stringify(body)).toBe(422)
  }
  expect((await call('POST', '/run/people/db/populate-location/backfill', { limit: null, dry_run: null })).status).toBe(
    200,
  )
})
