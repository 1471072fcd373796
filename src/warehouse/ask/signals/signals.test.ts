import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'
import { feedAll } from './feed/feed-changes.ts'
import { purgeFeed } from './feed/purge-feed.ts'

let t: TestApp
async function post(path: string, payload: unknown) {
  const headers = { ...t.operator, 'content-type': 'application/json' }
  const response = await t.app.inject({ method: 'POST', url: path, headers, payload: JSON.stringify(payload) })
  return { status: response.statusCode, body: response.json() }
}
async function get(path: string) {
  const response = await t.app.inject({ method: 'GET', url: path, headers: t.operator })
  return { status: response.statusCode, body: response.json() }
}
async function feed(client: string, query = '') {
  const { body } = await get(`/v1/signals/feed?client_domain=${client}${query}`)
  return body.data as Record<string, string>[]
}
const slugs = async (client: string, query = '') =>
  (await feed(client, query)).map(({ signal_slug }) => String(signal_slug)).toSorted()

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
const url = (slug: string) => `https://www.linkedin.com/in/${slug}`

const profile = (slug: string, name: string, experience: object[]) =>
  post('/run/people/clay-native/person-profile/ingest', {
    linkedin_url: url(slug),
    workflow_slug: 'clay-person-profile',
    raw_payload: { slug, name, experience },
  })
const job = (domain: string, title: string, start: number, end?: number) => ({
  title,
  company: domain.split('.')[0],
  company_domain: domain,
  start_date: day(start),
  ...(end === undefined ? { is_current: true } : { end_date: day(end), is_current: false }),
})
const lead = (client: string, values: object) => post('/run/client/leads/ingest', { client_domain: client, ...values })
const jobChange = (client: string, slug: string, more: object = {}) =>
  post('/run/people/clay-native/signal-job-change/ingest', {
    client_domain: client,
    raw_job_change_payload: {
      confidence: 90,
      reducedConfidenceReasons: ['title_only'],
      previousCompany: 'https://www.linkedin.com/company/larkmere',
      fullProfile: {
        name: 'Odalys Fenwick',
        url: url(slug),
        latest_experience: { company: 'Kiln', company_domain: 'kiln.com', title: 'VP Revenue', start_date: day(20) },
      },
      ...more,
    },
  })

beforeAll(async () => {
  t = await openTestApp()
})
afterAll(() => t.close())

test('a payload that names a client is in its feed at once, once, with its evidence; a baseline is not', async () => {
  const sent = await jobChange('seller.com', 'odalys')
  await jobChange('seller.com', 'baseline', { isInitialCheck: true })
  await jobChange('seller.com', 'odalys', { confidence: 95 })
  const { body } = await get('/v1/signals/feed?client_domain=https://www.Seller.com/')
  expect(body.meta).toMatchObject({ total: 1, total_is: 'exact', cursor: null, up_to_date: true })
  expect(body.data).toEqual([
    expect.objectContaining({
      signal_slug: 'clay-job-change',
      signal_level: 'person',
      person_linkedin_url: url('odalys'),
      company_domain: 'kiln.com',
      happened_on: day(20),
      origin: 'payload',
      confidence: expect.any(Number),
      reduced_confidence_reasons: ['title_only'],
      raw_payload_id: expect.any(String),
      extracted_id: sent.body.extracted_id,
      is_read: false,
      evidence: expect.objectContaining({
        rows: [{ table: 'extracted.signal_job_change', id: sent.body.extracted_id }],
        previous: { company_linkedin_url: 'https://www.linkedin.com/company/larkmere' },
        new: expect.objectContaining({ title: 'VP Revenue', company_name: 'Kiln' }),
      }),
    }),
  ])
  // Control: the baseline was stored, and nobody else is told.
  const { rows } = await t.db.pool.query('select from extracted.signal_job_change where is_initial_check')
  expect(rows).toHaveLength(1)
  expect(await feed('other.com')).toEqual([])
})

test('what core says about the people among its leads is told to the client, whatever arrived first', async () => {
  await lead('early.com', { person_linkedin_url: url('ada'), work_email: 'someone@else.com' })
  await profile('ada', 'Ada Lovelace', [
    job('kiln.com', 'VP Marketing', 30),
    job('kiln.com', 'Marketing Manager', 700, 31),
    job('acme.com', 'Marketer', 2000, 700),
  ])
  await t.db.pool.query(
    `insert into core.company_vc_investors (company_domain, vc_name, natural_key) values ('kiln.com', 'Sequoia', 'k')`,
  )
  await t.db.pool.query(
    `insert into reference.company_customers (domain, customer_domain, customer_name) values ('late.com', 'acme.com', 'Acme')`,
  )
  await lead('late.com', { person_linkedin_url: url('ada') })
  // Nobody is told who has no such lead, and early.com has no customers.
  expect(await slugs('early.com')).toEqual(['at-vc-portfolio', 'new-in-role', 'recently-promoted'])
  expect(await slugs('late.com')).toEqual(['at-vc-portfolio', 'new-in-role', 'recently-promoted', 'worked-at-customer'])
  expect(await feed('nobody.com')).toEqual([])
  const [customer] = await feed('late.com', '&slug=worked-at-customer')
  expect(customer).toMatchObject({
    origin: 'lead',
    confidence: 100,
    happened_on: day(700),
    evidence: {
      customer: { domain: 'acme.com', name: 'Acme' },
      previous: { title: 'Marketer', company_domain: 'acme.com', end_date: day(700) },
    },
  })
  const [promoted] = await feed('late.com', '&slug=recently-promoted')
  expect(promoted).toMatchObject({
    evidence: { previous: { title: 'Marketing Manager' }, new: { title: 'VP Marketing' } },
    raw_payload_id: expect.any(String),
  })
  const [started] = await feed('late.com', '&slug=new-in-role')
  expect(started).toMatchObject({ is_senior: true, happened_on: day(30), raw_payload_id: expect.any(String) })
  expect(await slugs('late.com', '&senior=true')).toHaveLength(4)
  expect(await slugs('late.com', '&senior=false')).toEqual([])
  // A customer that becomes known later tells the leads that are there.
  await t.db.pool.query(
    `insert into reference.company_customers (domain, customer_domain) values ('early.com', 'acme.com')`,
  )
  expect(await slugs('early.com', '&slug=worked-at-customer')).toEqual(['worked-at-customer'])
})

test('a lead known by an e-mail address alone is told of, whichever of the two became known first', async () => {
  await lead('mail-first.com', { work_email: 'Ada@Kiln.com' })
  expect(await feed('mail-first.com')).toEqual([])
  await post('/run/people/clay-icypeas/get-email/ingest', {
    person_linkedin_url: url('ada'),
    icypeas_raw_payload: { status: 'FOUND', emails: [{ email: 'ada@kiln.com', certainty: 'ultra_sure' }] },
  })
  await lead('mail-last.com', { work_email: 'ADA@kiln.com' })
  for (const client of ['mail-first.com', 'mail-last.com']) expect(await slugs(client)).toContain('new-in-role')
})

test('somebody who has been in a role for long, or still works at the customer, is told to nobody', async () => {
  await profile('grace', 'Grace Hopper', [job('navy.com', 'Admiral', 3000)])
  await profile('alan', 'Alan', [job('acme.com', 'Director', 3000), job('acme.com', 'Clerk', 4000, 3001)])
  for (const slug of ['grace', 'alan']) await lead('late.com', { person_linkedin_url: url(slug) })
  const [grace, alan] = [url('grace'), url('alan')]
  const told = async () => (await feed('late.com')).map(({ person_linkedin_url }) => person_linkedin_url)
  expect(await told()).not.toContain(grace)
  expect(await told()).not.toContain(alan)
  // Control: once he has left, he is.
  await profile('alan', 'Alan', [job('bletchley.com', 'Reader', 200), job('acme.com', 'Clerk', 4000, 201)])
  expect(await told()).toContain(alan)
})

test('signals that name no client go to those who have the person or the company among their leads', async () => {
  await lead('byperson.com', { person_linkedin_url: url('teun') })
  await lead('bycompany.com', { company_domain: 'tollan.com', work_email: 'x@tollan.com' })
  await post('/run/people/clay-native/signal-new-hire-2/ingest', {
    company_domain: 'tollan.com',
    person_linkedin_url: url('teun'),
  })
  await post('/run/companies/clay-native/signal-job-posting-2/ingest', {
    company_linkedin_url: 'https://www.linkedin.com/company/tollan',
    company_domain: 'tollan.com',
    job_title: 'Baker',
    post_on: '2026-01-30',
  })
  expect(await slugs('byperson.com')).toEqual(['clay-new-hire'])
  expect(await slugs('bycompany.com')).toEqual(['clay-job-posting', 'clay-new-hire'])
  expect(await slugs('bycompany.com', '&level=person')).toEqual([])
  expect((await feed('bycompany.com', '&slug=clay-job-posting'))[0]).toMatchObject({
    happened_on: '2026-01-30',
    origin: 'lead',
    evidence: { signal: { job_title: 'Baker' } },
  })
})

test('people who change after an ICP is watched are told when they match it and something happened; others are not', async () => {
  const criteria = JSON.stringify({ title_contains_any: ['marketing'] })
  await profile('before', 'Before', [job('kiln.com', 'Head of Marketing', 10)])
  await feedAll(t.db)
  await t.db.pool.query(
    `insert into reference.company_icp (domain, person_criteria) values ('icp.com', $1), ('unasked.com', $1)`,
    [criteria],
  )
  expect(await feed('icp.com')).toEqual([])
  await profile('match', 'Match', [job('kiln.com', 'VP Marketing', 10)])
  await profile('other', 'Other', [job('kiln.com', 'Engineer', 10)])
  expect(await feed('icp.com', '&slug=new-in-role')).toEqual([
    expect.objectContaining({ person_name: 'Match', origin: 'icp' }),
  ])
  expect(await feed('unasked.com')).toEqual([])
  // A state is no news of somebody who has been there for long: only that the role is new was told of them.
  await profile('settled', 'Settled', [job('kiln.com', 'Marketing Lead', 900)])
  await t.db.pool.query(`update core.people set created_at = now() - interval '9 days' where linkedin_slug = 'settled'`)
  const told = await feed('icp.com')
  expect(told.map(({ person_name }) => person_name)).not.toContain('Settled')
  expect(told.map(({ signal_slug }) => signal_slug)).toContain('at-vc-portfolio')
})

test('the feed is read in pages, narrowed, and marked', async () => {
  for (const n of ['a', 'b', 'c', 'd', 'e']) await jobChange('pages.com', `person-${n}`)
  const all = await feed('pages.com')
  expect(all).toHaveLength(5)
  const seen: unknown[] = []
  let cursor: string | null = ''
  for (let page = 0; cursor !== null && page < 9; page++) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`
    const { body } = await get(`/v1/signals/feed?client_domain=pages.com&limit=2&count=none${query}`)
    seen.push(...body.data)
    cursor = body.meta.cursor
  }
  expect(seen).toEqual(all)
  const [newest, second] = all
  expect(await post(`/v1/signals/feed/${newest?.id}`, { is_actioned: true })).toMatchObject({
    status: 200,
    body: { is_read: true, is_actioned: true, actioned_at: expect.any(String) },
  })
  expect(await feed('pages.com', '&unread=true')).toHaveLength(4)
  expect(await feed('pages.com', '&actioned=true')).toHaveLength(1)
  expect((await post('/v1/signals/read', { client_domain: 'pages.com', until: second?.fed_at })).body.marked).toBe(4)
  expect(await feed('pages.com', '&unread=true')).toEqual([])
  expect((await post(`/v1/signals/feed/${newest?.id}`, { is_read: false })).body).toMatchObject({ read_at: null })
  expect(await feed('pages.com', '&unread=true')).toHaveLength(1)
  expect(await feed('pages.com', `&since=${newest?.fed_at}`)).not.toEqual([])
  expect(await feed('pages.com', '&since=2099-01-01T00:00:00Z')).toEqual([])
})

test('a kind that is switched off is neither put into feeds nor shown; on again, what was there before is', async () => {
  const { body } = await get('/v1/signals/catalogue?active=false')
  expect(body.data.map((kind: { signal_slug: string }) => kind.signal_slug)).toEqual([
    'clay-web-intent',
    'clay-linkedin-brand-mention',
  ])
  expect((await post('/v1/signals/catalogue/clay-job-change', { is_active: false })).body.is_active).toBe(false)
  await jobChange('pages.com', 'person-off')
  expect(await feed('pages.com')).toEqual([])
  await post('/v1/signals/catalogue/clay-job-change', { is_active: true })
  expect(await feed('pages.com')).toHaveLength(5)
  await jobChange('pages.com', 'person-on')
  expect(await feed('pages.com')).toHaveLength(6)
})

test('working off the same changes again, or twice at once, tells nobody anything twice', async () => {
  const count = async () => (await t.db.pool.query('select count(*)::int as n from client.signal_feed')).rows[0].n
  const noteEverything = () =>
    t.db.pool.query(`insert into client.signal_changes (kind, key)
      select 'job_change', id::text from extracted.signal_job_change union all select 'lead', id::text from client.leads
      union all select 'person', id::text from core.people`)
  const before = await count()
  await noteEverything()
  await feedAll(t.db)
  const once = await count()
  // Control: the change that was noted while its kind was off is looked at again, and told now.
  expect(once).toBeGreaterThan(before)
  await noteEverything()
  const done = await Promise.all([feedAll(t.db), feedAll(t.db)])
  expect(done[0].changes + done[1].changes).toBeGreaterThan(10)
  expect(await count()).toBe(once)
})

test('a change that cannot be worked off costs nobody anything else', async () => {
  await jobChange('pages.com', 'person-good')
  await t.db.pool.query(`insert into client.signal_changes (kind, key) values ('news', 'no-id')`)
  await jobChange('pages.com', 'person-better')
  const { body } = await get('/v1/signals/feed?client_domain=pages.com')
  expect(body.meta).toMatchObject({ up_to_date: false, total: 7 })
  expect(await feedAll(t.db)).toMatchObject({ failed: 1 })
  expect((await get('/v1/signals/feed?client_domain=pages.com')).body.meta).toMatchObject({
    up_to_date: true,
    total: 9,
  })
})

test('old signals are purged, younger ones stay', async () => {
  await t.db.pool.query(
    `update client.signal_feed set created_at = now() - interval '401 days' where client_domain = 'pages.com'`,
  )
  const before = await t.db.pool.query(
    `select count(*)::int as n from client.signal_feed where client_domain <> 'pages.com'`,
  )
  expect(await purgeFeed(t.db)).toBe(9)
  const after = await t.db.pool.query('select count(*)::int as n from client.signal_feed')
  expect(after.rows).toEqual(before.rows)
})

test('hostile requests are refused by name, and break nothing', async () => {
  const refusals: [string, number][] = [
    ['/v1/signals/feed', 400],
    ['/v1/signals/feed?client_domain=nonsense', 422],
    ['/v1/signals/feed?client_domain=gmail.com', 422],
    ['/v1/signals/feed?client_domain=a.com&slug=nothing', 400],
    ['/v1/signals/feed?client_domain=a.com&cursor=AAAA', 400],
    [
      '/v1/signals/feed?client_domain=a.com&cursor=MjAyNi05OS05OVQwMDowMDowMC4wMDAwMDBaIGFhYWFhYWFhLWFhYWEtYWFhYS1hYWFhLWFhYWFhYWFhYWFhYQ',
      400,
    ],
    ['/v1/signals/feed?client_domain=a.com&since=yesterday', 400],
    ['/v1/signals/feed?client_domain=a.com&since=0000-01-01T00:00:00Z', 400],
    ['/v1/signals/feed?client_domain=a.com&limit=0', 400],
    ['/v1/signals/feed?client_domain=a.com&category=%00', 200],
  ]
  for (const [path, status] of refusals) expect([path, (await get(path)).status]).toEqual([path, status])
  expect((await post('/v1/signals/feed/not-an-id', { is_read: true })).status).toBe(404)
  expect((await post('/v1/signals/feed/9b2c1a44-0000-4000-8000-000000000000', { is_read: true })).status).toBe(404)
  expect((await post('/v1/signals/feed/x', {})).status).toBe(422)
  expect((await post('/v1/signals/catalogue/nothing%00', { is_active: true })).status).toBe(404)
  const odd = { confidence: 900, reducedConfidenceReasons: { a: '\u0000' } }
  expect((await jobChange('odd.com', 'odd', odd)).status).toBe(200)
  expect(await feed('odd.com')).toEqual([expect.objectContaining({ confidence: 100 })])
})
