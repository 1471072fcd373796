import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../../test/support/app.ts'
import { compareLists, type Listed } from './compare-lists.ts'

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
const url = (slug: string) => `https://www.linkedin.com/in/${slug}`
const person = (slug: string, title: string | null = null) => ({
  linkedin_url: url(slug),
  title,
  full_name: `Name of ${slug}`,
})
const send = (snapshot_date: string, people: object[] | undefined, more: object = {}) =>
  post('/v1/signals/snapshots', { company_domain: 'kiln.com', snapshot_date, ...(people && { people }), ...more })
const feed = async (client: string) => (await get(`/v1/signals/feed?client_domain=${client}&limit=500`)).body.data
const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
const profile = (slug: string, experience: object[]) =>
  post('/run/people/clay-native/person-profile/ingest', {
    linkedin_url: url(slug),
    workflow_slug: 'clay-person-profile',
    raw_payload: { slug, name: `Core ${slug}`, experience },
  })
const works = (domain: string, title: string, start: number) => ({
  ...{ title, company: domain, company_domain: domain, start_date: day(start), is_current: true },
})

beforeAll(async () => {
  t = await openTestApp()
  // In core: one who comes from another company, one who has gone to another, one who has been there for years.
  await profile('mover', [works('acme.com', 'Director of Sales', 900)])
  await profile('leaver', [works('rival.com', 'VP Product', 12)])
  await profile('veteran', [works('kiln.com', 'CFO', 2500)])
  await post('/run/client/leads/ingest', { client_domain: 'watcher.com', company_domain: 'kiln.com' })
})
afterAll(() => t.close())

const january = [person('stays', 'Engineer'), person('rises', 'Sales Manager'), person('leaver', 'Head of Product')]

test('the first list of a company is a baseline and tells nothing', async () => {
  const { status, body } = await send('2026-01-05', [...january, { linkedin_url: 'nobody' }, person('stays')])
  expect(status).toBe(200)
  expect(body).toMatchObject({ batch_id: 'kiln.com:2026-01-05', deduplicated: false, changes: [], changes_total: 0 })
  expect(body.snapshot).toMatchObject({
    is_initial_check: true,
    total_people_count: 3,
    ignored_count: 2,
    company_domain: 'kiln.com',
  })
  expect(await feed('watcher.com')).toEqual([])
})

test('the next list tells who came from where, who left for where, and who has another title', async () => {
  const { body } = await send('2026-01-12', [
    { linkedin_url: 'http://de.linkedin.com/in/Stays/', title: ' ENGINEER ' },
    person('rises', 'VP of Sales'),
    person('mover', 'Chief Revenue Officer'),
    person('unknown', 'Intern'),
    person('veteran', 'CFO'),
  ])
  const changes = Object.fromEntries(
    body.changes.map((change: { linkedin_url: string }) => [change.linkedin_url, change]),
  )
  expect(Object.keys(changes).toSorted()).toEqual(['leaver', 'mover', 'rises', 'unknown', 'veteran'].map(url))
  expect(changes[url('mover')]).toMatchObject({
    ...{ change: 'hire', seniority: 'C-Suite', is_senior: true, previous_title: 'Director of Sales' },
    ...{ other_company_domain: 'acme.com', confidence: 95, reduced_confidence_reasons: [] },
    evidence: { current: { company_domain: 'acme.com' }, rows: [{ table: 'core.people' }] },
  })
  expect(changes[url('unknown')]).toMatchObject({
    ...{ change: 'hire', is_senior: false, confidence: 75, reduced_confidence_reasons: ['not_known_in_core'] },
  })
  expect(changes[url('veteran')]).toMatchObject({
    ...{ change: 'hire', confidence: 40, reduced_confidence_reasons: ['started_before_previous_list'] },
  })
  expect(changes[url('leaver')]).toMatchObject({
    ...{ change: 'departure', is_senior: true, title: null, previous_title: 'Head of Product' },
    ...{ other_company_domain: 'rival.com', confidence: 95 },
  })
  expect(changes[url('rises')]).toMatchObject({
    ...{ change: 'title_change', previous_title: 'Sales Manager', title: 'VP of Sales' },
    ...{ previous_seniority: 'Manager', seniority: 'VP', is_senior: true },
  })
  expect(body.snapshot).toMatchObject({
    ...{ people_added_count: 3, people_removed_count: 1, title_changed_count: 1, senior_added_count: 2 },
    ...{ senior_removed_count: 1, previous_batch_id: 'kiln.com:2026-01-05', is_initial_check: false },
  })
})

test('what a list tells is in the feed of a client with the company among its leads, unless it is hardly believable', async () => {
  const signals = await feed('watcher.com')
  expect(
    signals
      .map((one: { signal_slug: string; person_linkedin_url: string }) => [one.signal_slug, one.person_linkedin_url])
      .toSorted(),
  ).toEqual([
    ['snapshot-departure', url('leaver')],
    ['snapshot-hire', url('mover')],
    ['snapshot-hire', url('unknown')],
    ['snapshot-title-change', url('rises')],
  ])
  expect(
    signals.find((one: { person_linkedin_url: string }) => one.person_linkedin_url === url('mover')),
  ).toMatchObject({
    ...{ is_senior: true, happened_on: '2026-01-12', company_domain: 'kiln.com', confidence: 95 },
    evidence: { other_company_domain: 'acme.com', previous_snapshot_date: '2026-01-05' },
  })
  expect(await feed('stranger.com')).toEqual([])
})

test('a list that is sent again changes nothing; another client that sends it is told the same', async () => {
  const again = await send('2026-01-12', [person('somebody-else')], { client_domain: 'second.com' })
  expect(again.body).toMatchObject({ deduplicated: true, differs: true, changes_total: 5 })
  expect(await feed('watcher.com')).toHaveLength(4)
  expect(await feed('second.com')).toHaveLength(4)
  const { body } = await get('/v1/signals/snapshots/kiln.com?limit=1')
  expect(body.meta).toMatchObject({ total: 2, cursor: expect.any(String) })
  const older = await get(`/v1/signals/snapshots/kiln.com?cursor=${body.meta.cursor}`)
  expect(older.body.data).toMatchObject([{ snapshot_date: '2026-01-05' }])
  const one = await get('/v1/signals/snapshots/https%3A%2F%2Fwww.kiln.com/2026-01-12?change=departure')
  expect(one.body).toMatchObject({ changes_total: 1, changes: [{ linkedin_url: url('leaver') }] })
})

test('lists come in their order, of days that have been', async () => {
  expect(await send('2026-01-10', january)).toMatchObject({ status: 409, body: { code: 'snapshot_out_of_order' } })
  expect(await send('2026-02-30', january)).toMatchObject({ status: 422, body: { code: 'snapshot_date_invalid' } })
  expect(await send('2999-01-01', january)).toMatchObject({ status: 422, body: { code: 'snapshot_date_invalid' } })
  expect(await send('2026-03-01', [{ linkedin_url: 'x' }])).toMatchObject({
    status: 422,
    body: { code: 'people_unusable' },
  })
  expect((await post('/v1/signals/snapshots', { people: january })).body.code).toBe('company_required')
  const page = { company_linkedin_url: 'https://example.com/acme', people: january }
  expect((await post('/v1/signals/snapshots', page)).body.code).toBe('linkedin_url_invalid')
  expect((await post('/v1/signals/snapshots', { company_domain: 'unknown.com' })).body.code).toBe('company_not_found')
  expect((await get('/v1/signals/snapshots/nowhere.com')).status).toBe(404)
  expect((await get('/v1/signals/snapshots/%00')).status).toBe(400)
  expect((await get('/v1/signals/snapshots/kiln.com/yesterday')).status).toBe(404)
  const odd = { company_domain: 'odd.com', company_name: '\u0000', people: [person('a', '\ud800\u0000')] }
  expect((await post('/v1/signals/snapshots', odd)).status).toBe(200)
})

test('without people the stored ones count, and whoever only became known since is hardly believed', async () => {
  const stored = await send('2026-04-01', undefined, { client_domain: 'stored.com' })
  expect(stored.body.snapshot).toMatchObject({ source: 'core', total_people_count: 1 })
  await profile('newly-known', [works('kiln.com', 'Buyer', 2000)])
  await profile('veteran', [works('acme.com', 'CFO', 3)])
  const next = await send('2026-05-01', undefined, { client_domain: 'stored.com' })
  expect(next.body.changes).toMatchObject([
    { change: 'hire', linkedin_url: url('newly-known'), confidence: 40 },
    { change: 'departure', linkedin_url: url('veteran'), other_company_domain: 'acme.com', confidence: 95 },
  ])
})

test('a list that is much shorter than the one before is doubted, and changes are read in pages', async () => {
  const many = Array.from({ length: 3_000 }, (_, i) => person(`many-${i}`, 'Engineer'))
  const big = { company_domain: 'big.com', people: many }
  expect((await post('/v1/signals/snapshots', { ...big, snapshot_date: '2026-01-01' })).status).toBe(200)
  const { body } = await post('/v1/signals/snapshots', {
    ...big,
    people: many.slice(0, 100),
    snapshot_date: '2026-01-02',
  })
  expect(body).toMatchObject({ changes_total: 2_900, snapshot: { people_removed_count: 2_900 } })
  expect(body.changes).toHaveLength(1_000)
  expect(body.changes[0].reduced_confidence_reasons).toContain('list_is_much_shorter')
  const rest = await get('/v1/signals/snapshots/big.com/2026-01-02?offset=2000')
  expect(rest.body.changes).toHaveLength(900)
  const kept = await t.db.pool.query(`select count(*)::int as n from client.people_snapshots where people is not null`)
  expect(kept.rows[0].n).toBeLessThan(8)
})

test('a person under another profile URL, and a company whose domain became known, are the same as before', async () => {
  await t.db.pool.query(`insert into core.identifiers (key, owner, kind) values
    ('slug:jo', 'slug:jo', 'person'), ('slug:jo-smith', 'slug:jo', 'person')`)
  const page = { company_linkedin_url: 'https://www.linkedin.com/company/new-co/about' }
  await post('/v1/signals/snapshots', { ...page, snapshot_date: '2026-01-01', people: [person('jo'), person('max')] })
  const { body } = await post('/v1/signals/snapshots', {
    ...{ ...page, company_domain: 'newco.com', snapshot_date: '2026-01-02' },
    people: [person('jo-smith'), person('mia')],
  })
  expect(body.snapshot).toMatchObject({ is_initial_check: false, company_domain: 'newco.com' })
  expect(body.changes.map((one: { change: string; linkedin_url: string }) => [one.change, one.linkedin_url])).toEqual([
    ['hire', url('mia')],
    ['departure', url('max')],
  ])
})

test('property: two lists and what is said to differ between them make each other', () => {
  const listed = fc.uniqueArray(
    fc.record({ slug: fc.integer({ min: 0, max: 20 }), title: fc.constantFrom(null, 'CEO', 'Buyer', 'VP, Sales') }),
    { selector: ({ slug }) => slug },
  )
  const list = listed.map((people) =>
    people.map(({ slug, title }): Listed => ({ linkedin_url: url(`p${slug}`), full_name: null, title })),
  )
  fc.assert(
    fc.property(list, list, (before, after) => {
      const differences = compareLists(before, after)
      const urls = (change: string) =>
        differences.filter((one) => one.change === change).map(({ person: { linkedin_url } }) => linkedin_url)
      const made = new Set(before.map(({ linkedin_url }) => linkedin_url))
      for (const gone of urls('departure')) expect(made.delete(gone)).toBe(true)
      for (const hired of urls('hire')) expect(made.has(hired)).toBe(false)
      for (const hired of urls('hire')) made.add(hired)
      expect([...made].toSorted()).toEqual(after.map(({ linkedin_url }) => linkedin_url).toSorted())
      expect(compareLists(after, after)).toEqual([])
      // Turned around, hires are departures.
      expect(compareLists(after, before).filter(({ change }) => change === 'departure')).toHaveLength(
        urls('hire').length,
      )
    }),
    { numRuns: 200 },
  )
})
