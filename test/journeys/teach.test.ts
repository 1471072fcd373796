import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrateJobs } from '../../src/jobs/migrate-jobs.ts'
import { type Jobs, startJobs } from '../../src/jobs/start-jobs.ts'
import { warehouseTasks } from '../../src/warehouse/jobs.ts'
import { openTestApp, type TestApp } from '../support/app.ts'

let galena: TestApp
let jobs: Jobs

beforeAll(async () => {
  galena = await openTestApp()
  const { db } = galena
  const { rows } = await db.pool.query<{ url: string }>(`select format('%s', current_database()) as url`)
  const url = new URL(String(db.pool.options.connectionString))
  url.pathname = `/${rows[0]?.url}`
  await migrateJobs(url.href)
  jobs = startJobs({ db, tasks: warehouseTasks, schedules: [], log: () => {} })
  while (!jobs.check().ok) await sleep(20)
})
afterAll(async () => {
  await jobs.stop()
  await galena.close()
})

async function call(method: 'GET' | 'POST', url: string, payload?: object) {
  const headers = galena.operator
  const response = await galena.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
  return { status: response.statusCode, body: response.json() }
}

const title = 'Wizard of Light-Bulb Moments'
const lookUp = () => call('POST', '/run/people/db/person-job-title/lookup', { job_title: title, infer: false })

async function person(slug: string) {
  const { rows } = await galena.db.pool.query(
    `select p.title, p.seniority, p.department, j.matched_cleaned_job_title as cleaned
     from core.people p left join core.person_job_titles j using (linkedin_url) where p.linkedin_slug = $1`,
    [slug],
  )
  return rows[0]
}

function ingest(slug: string, spelling: string) {
  const job = { title: spelling, company: 'Acme', company_domain: 'acme.com', is_current: true }
  return call('POST', '/run/people/clay-native/person-profile/ingest', {
    linkedin_url: `https://www.linkedin.com/in/${slug}`,
    workflow_slug: 'clay-person-profile',
    raw_payload: { slug, name: slug, latest_experience: job, experience: [job] },
  })
}

async function applied(id: string) {
  for (let i = 0; i < 200; i++) {
    const { body } = await call('GET', `/v1/reference/teachings/${id}`)
    if (body.state === 'applied') return body
    await sleep(50)
  }
  throw new Error(`${id} was not applied`)
}

test('lookup (miss), teach, lookup (hit), and a person ingested a week before carries the taught title; undone, none', async () => {
  await ingest('ada', title)
  await ingest('bob', ` wizard of LIGHT bulb moments`)
  await galena.db.pool.query(
    `update raw.person_payloads set received_at = received_at - interval '7 days', created_at = created_at - interval '7 days'`,
  )
  expect((await lookUp()).body).toMatchObject({ match_status: false, cleaned_job_title: null })

  const { body: queue } = await call('GET', '/v1/reference/unmapped?kind=title')
  expect(queue).toMatchObject({ success: true, count: 1, cursor: null })
  expect(queue.as_of).toMatch(/^\d{4}-/)
  expect(queue.entries).toMatchObject([
    { key: 'wizard of light bulb moments', rows: 4, spellings: 2, places: { 'core.people.title': 2 } },
  ])

  const taught = await call('POST', '/v1/reference/title/teach', {
    value: title,
    cleaned_job_title: 'Marketing Director',
    seniority_level: 'Director',
    job_function: 'Marketing',
  })
  expect(taught).toMatchObject({ status: 200, body: { success: true, taught: 1, unchanged: 0 } })
  expect((await lookUp()).body).toMatchObject({ match_status: true, cleaned_job_title: 'Marketing Director' })

  const teaching = await applied(taught.body.teaching_id)
  expect(teaching).toMatchObject({
    kind: 'title',
    taught_by: 'operator',
    places: { 'core.people.title': { rows: 2, before: 0, after: 2 } },
    entries: [{ value: title, previous: null, next: { seniority_level: 'Director' } }],
  })
  for (const slug of ['ada', 'bob']) {
    expect(await person(slug)).toMatchObject({
      seniority: 'Director',
      department: 'Marketing',
      cleaned: 'Marketing Director',
    })
  }
  expect((await call('GET', '/v1/reference/unmapped?kind=title')).body.entries).toEqual([])

  const undone = await call('POST', `/v1/reference/teachings/${taught.body.teaching_id}/undo`)
  expect(undone.body).toMatchObject({ taught: 1, kept: 0 })
  await applied(undone.body.teaching_id)
  expect(await person('ada')).toMatchObject({ title, seniority: null, department: null, cleaned: null })
  expect((await lookUp()).body).toMatchObject({ match_status: false })
  expect(await call('POST', `/v1/reference/teachings/${taught.body.teaching_id}/undo`)).toMatchObject({ status: 409 })
})

test('the queue is paged by a cursor, the most rows first', async () => {
  for (const [i, name] of ['Alpha', 'Beta', 'Beta', 'Gamma', 'Gamma', 'Gamma'].entries()) {
    await ingest(`page-${i}`, `${name} Zookeeper`)
  }
  await sleep(600)
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`
    const { body } = await call('GET', `/v1/reference/unmapped?kind=title&limit=1${query}`)
    seen.push(...body.entries.map(({ value }: { value: string }) => value))
    cursor = body.cursor
  }
  expect(seen).toEqual(['Gamma Zookeeper', 'Beta Zookeeper', title, 'Alpha Zookeeper'])
  expect(await call('GET', '/v1/reference/unmapped?kind=title&cursor=x')).toMatchObject({ status: 400 })
  expect(await call('GET', '/v1/reference/unmapped?kind=nothing')).toMatchObject({ status: 400 })
})

test.each([
  ['industry', 'Tinned Clouds', 'Packaging'],
  ['country', 'Middle Kingdom', 'Middleland'],
])('a company shows the taught %s', async (kind, raw, canonical) => {
  await call('POST', '/run/companies/clay-native/find-companies/ingest', {
    company_domain: 'clouds.com',
    workflow_slug: 'clay-find-companies',
    raw_payload: { name: 'Clouds', industry: 'Tinned Clouds', country: 'Middle Kingdom' },
  })
  const queue = await call('GET', `/v1/reference/unmapped?kind=${kind}`)
  expect(queue.body.entries).toMatchObject([{ value: raw, rows: 1 }])
  const { body } = await call('POST', `/v1/reference/${kind}/teach`, {
    entries: [{ value: raw.toUpperCase(), canonical }],
  })
  await applied(body.teaching_id)
  const { rows } = await galena.db.pool.query(`select ${kind} as shown from core.companies where domain = 'clouds.com'`)
  expect(rows).toEqual([{ shown: canonical }])
  await sleep(600)
  expect((await call('GET', `/v1/reference/unmapped?kind=${kind}`)).body.entries).toEqual([])
})

test('customers of a taught company name show its domain', async () => {
  const sent = await call('POST', '/run/companies/claygent/customers-of-1/ingest', {
    origin_company_domain: 'clouds.com',
    origin_company_name: 'Clouds',
    workflow_slug: 'claygent-get-all-company-customers',
    raw_payload: { customers: [{ companyName: 'The Oven People', url: '', hasCaseStudy: false }], confidence: 'high' },
  })
  expect(sent.body).toMatchObject({ success: true })
  const queue = await call('GET', '/v1/reference/unmapped?kind=company_name')
  expect(queue.body.entries).toMatchObject([{ value: 'The Oven People', rows: 1 }])
  const { body } = await call('POST', '/v1/reference/company_name/teach', {
    value: 'Oven People, Inc.',
    domain: 'https://www.kilnworks.com/about',
  })
  await applied(body.teaching_id)
  const domain = () =>
    galena.db.pool.query(`select customer_domain from core.company_customers where customer_name = 'The Oven People'`)
  expect((await domain()).rows).toEqual([{ customer_domain: 'kilnworks.com' }])
  const undone = await call('POST', `/v1/reference/teachings/${body.teaching_id}/undo`)
  await applied(undone.body.teaching_id)
  expect((await domain()).rows).toEqual([{ customer_domain: null }])
})

test('what cannot be taught is refused, with where it stands', async () => {
  expect(await call('POST', '/v1/reference/title/teach', { value: 'CEO' })).toMatchObject({
    status: 422,
    body: { code: 'invalid_entries', errors: [{ pointer: '/entries/0' }] },
  })
  expect(await call('POST', '/v1/reference/title/teach', { entries: [] })).toMatchObject({ status: 422 })
  expect(await call('POST', '/v1/reference/teachings/nothing/undo')).toMatchObject({ status: 404 })
})

test.each<[string, object | undefined, number]>([
  ['/v1/reference/title/teach', { value: 'a\u0000b', seniority_level: '\ud800' }, 200],
  ['/v1/reference/title/teach', { value: 'Z'.repeat(501), seniority_level: 'VP' }, 422],
  ['/v1/reference/title/teach', { value: '한국어 \u{1F680}'.repeat(40), seniority_level: 'VP' }, 200],
  ['/v1/reference/title/teach', { value: 7, seniority_level: 'VP' }, 422],
  [
    '/v1/reference/title/teach',
    { entries: Array.from({ length: 1_001 }, () => ({ value: 'x', seniority_level: 'x' })) },
    422,
  ],
  ['/v1/reference/company_name/teach', { value: 'Acme', domain: 'http://[::1]/' }, 422],
  ['/v1/reference/country/teach', { value: '!!', canonical: 'x' }, 422],
  ['/v1/reference/colour/teach', { value: 'x' }, 404],
  ['/v1/reference/teachings/%00/undo', undefined, 404],
  ['/v1/reference/teachings/00000000-0000-0000-0000-000000000000/undo', undefined, 404],
])('%s answers odd bodies without a fault', async (url, body, status) => {
  expect((await call('POST', url, body)).status).toBe(status)
})

test.each(['5 a\u0000b', '99999999999999999999 a', '1 \ud800', '', '-1 x', '1 '])(
  'a cursor of %j is answered',
  async (text) => {
    const cursor = Buffer.from(text).toString('base64url')
    const { status } = await call('GET', `/v1/reference/unmapped?kind=title&cursor=${cursor}`)
    expect([200, 400]).toContain(status)
  },
)
