import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'
import { asOperator } from '../../../db/database.ts'
import { bringUp } from '../search-index/bring-up.ts'
import { diffValues } from './diff-values.ts'
import { runSearch } from './run-search.ts'

let t: TestApp
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

async function ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) {
  const answer = await t.app.inject({ method, url, headers: t.operator, ...(payload !== undefined && { payload }) })
  return { status: answer.statusCode, body: answer.json() }
}

async function person(slug: string, title: string, start = '2020-01-01') {
  const url = `https://www.linkedin.com/in/${slug}`
  const experience = [
    { title, company: 'Acme', company_domain: 'acme.com', start_date: start, end_date: null, is_current: true },
  ]
  const { status, body } = await ask('POST', '/run/people/clay-native/person-profile/ingest', {
    linkedin_url: url,
    workflow_slug: 'clay-person-profile',
    raw_payload: { name: `Person ${slug}`, url, country: 'United States', experience },
  })
  expect(status, JSON.stringify(body)).toBe(200)
}

async function save(payload: object) {
  const { status, body } = await ask('POST', '/v1/saved-searches', payload)
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}

const slugs = (rows: { linkedin_slug: string }[]) => rows.map((row) => row.linkedin_slug)

async function idOf(slug: string): Promise<string> {
  const { rows } = await t.db.pool.query('select id from core.people where linkedin_slug = $1', [slug])
  return rows[0].id
}

beforeAll(async () => {
  t = await openTestApp()
  await person('ada', 'VP Marketing', daysAgo(30))
  await person('bob', 'VP Marketing', daysAgo(100))
  for (const slug of ['c1', 'c2', 'c3', 'c4', 'c5', 'c6']) await person(slug, 'Director of Growth')
})
afterAll(() => t.close())

test('saving answers at once with the number and five rows; every change is a version with what differs', async () => {
  const criteria = { title: ['growth', 'marketing'] }
  const saved = await save({ name: ' Growth ', criteria, sort: 'full_name' })
  expect(saved).toMatchObject({
    name: 'Growth',
    kind: 'leads',
    version: 1,
    count: 8,
    count_is: 'exact',
    reveal_limit: 50,
  })
  expect(slugs(saved.sample)).toEqual(['ada', 'bob', 'c1', 'c2', 'c3'])
  expect(saved.owner).toBe('operator')

  const url = `/v1/saved-searches/${saved.id}`
  const same = await ask('PATCH', url, { name: 'Growth', criteria })
  expect(same.body).toMatchObject({ version: 1, run: null, count: 8 })
  const changed = await ask('PATCH', url, { criteria: { title: ['growth'] }, name: 'Only growth', version: 1 })
  expect(changed.body).toMatchObject({ version: 2, count: 6, run: { reason: 'changed', new_count: 0, left_count: 2 } })
  expect((await ask('PATCH', url, { name: 'x', version: 1 })).body).toMatchObject({
    status: 409,
    code: 'saved_search_changed',
  })

  const { body } = await ask('GET', url)
  expect(body.versions.map(({ version }: { version: number }) => version)).toEqual([2, 1])
  expect(body.versions[0]).toMatchObject({ changed_by: 'operator', criteria: { title: ['growth'] } })
  expect(body.versions[0].diff).toEqual([
    { pointer: '/name', before: 'Growth', after: 'Only growth' },
    { pointer: '/criteria/title', before: ['growth', 'marketing'], after: ['growth'] },
  ])
  expect(slugs((await ask('GET', `${url}/runs/2/rows?change=left`)).body.data)).toEqual(['bob', 'ada'])
})

test('what is no filter is refused with the field, and saves nothing', async () => {
  const before = (await ask('GET', '/v1/saved-searches')).body.meta.total
  for (const [payload, code, pointer] of [
    [{ name: 'x', criteria: { seniorty: 'VP' } }, 'filter_invalid', '/criteria/seniorty'],
    [
      { name: 'x', criteria: { job_start_date: { within_days: 'ten' } } },
      'filter_invalid',
      '/criteria/job_start_date/within_days',
    ],
    [{ name: 'x', criteria: { person_country: 'Narnia' } }, 'filter_invalid', '/criteria/person_country'],
    [{ name: 'x', criteria: {}, sort: 'people_count' }, 'sort_invalid', undefined],
    [{ name: ' ', criteria: {} }, 'invalid_request', '/name'],
    [{ name: 'x', criteria: {}, reveal_limit: 501 }, 'invalid_request', '/reveal_limit'],
  ] as const) {
    const { status, body } = await ask('POST', '/v1/saved-searches', payload)
    expect([body.code, body.errors?.[0].pointer]).toEqual([code, pointer])
    expect(status).toBeLessThan(500)
  }
  for (const url of ['x', '00000000-0000-0000-0000-000000000000', "'; drop table x"]) {
    expect((await ask('GET', `/v1/saved-searches/${encodeURIComponent(url)}`)).status).toBe(404)
  }
  expect((await ask('GET', '/v1/saved-searches?cursor=x')).body.code).toBe('invalid_cursor')
  expect((await ask('GET', '/v1/saved-searches?owner=%00')).status).toBe(422)
  const { id } = (await ask('GET', '/v1/saved-searches')).body.data[0]
  const odd = [
    'runs/x/rows',
    'runs/2147483648/rows',
    'runs/1/rows?cursor=MS5uZXcuOTk5OTk5',
    'runs/1/rows?change=both',
    'runs?limit=0',
  ]
  odd.push('results?cursor=%00', 'results?limit=-1', 'results?fields=%00', 'results?fields[]=x', 'results?count=all')
  for (const path of odd) expect((await ask('GET', `/v1/saved-searches/${id}/${path}`)).status, path).toBeLessThan(500)
  for (const payload of [
    {},
    { criteria: [] },
    { version: 'x' },
    { status: 'deleted' },
    { kind: 'people' },
    { criteria: { or: [1] } },
  ]) {
    expect([400, 422]).toContain((await ask('PATCH', `/v1/saved-searches/${id}`, payload)).status)
  }
  expect((await ask('GET', '/v1/saved-searches')).body.meta.total).toBe(before)
})

test('results come in the order of the search, page by page, with the fields asked for', async () => {
  const { id } = await save({ name: 'all', criteria: {}, sort: 'full_name' })
  const url = `/v1/saved-searches/${id}/results`
  const pages: unknown[] = []
  let cursor: string | null = ''
  do {
    const query: string = `limit=3&fields=linkedin_slug,full_name${cursor === '' ? '' : `&cursor=${cursor}`}`
    const { body } = await ask('GET', `${url}?${query}`)
    expect(body.meta).toMatchObject({ total: 8, total_is: 'exact', limit: 3, offset: 0 })
    pages.push(...body.data)
    cursor = body.meta.cursor
  } while (cursor !== null)
  expect(pages[0]).toEqual({ linkedin_slug: 'ada', full_name: 'Person ada' })
  expect(slugs(pages as { linkedin_slug: string }[])).toEqual(['ada', 'bob', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6'])
  expect((await ask('GET', `${url}?fields=salary`)).body.code).toBe('fields_invalid')
  expect((await ask('GET', `${url}?offset=10001`)).status).toBe(400)
})

test('a run tells what is new since the last one: each once, newest first, by cursor', async () => {
  const { id } = await save({ name: 'engineers', criteria: { title: 'engineer' } })
  const run = async () => (await ask('POST', `/v1/saved-searches/${id}/run`)).body
  expect(await run()).toMatchObject({ run: 2, total: 0, new_count: 0 })
  for (const slug of ['e1', 'e2', 'e3']) await person(slug, 'Engineer')
  const second = await run()
  expect(second).toMatchObject({ run: 3, total: 3, new_count: 3, left_count: 0, unchanged_count: 0, complete: true })
  expect(slugs(second.new_sample)).toEqual(['e3', 'e2', 'e1'])
  await person('e1', 'Chief of Staff')
  await person('e4', 'Engineer')
  const third = await run()
  expect(third).toMatchObject({ run: 4, total: 3, new_count: 1, left_count: 1, unchanged_count: 2, merged_count: 0 })
  expect([slugs(third.new_sample), slugs(third.left_sample)]).toEqual([['e4'], ['e1']])
  expect(await run()).toMatchObject({ new_count: 0, left_count: 0, unchanged_count: 3 })

  const rows = `/v1/saved-searches/${id}/runs/3/rows`
  const first = (await ask('GET', `${rows}?limit=2`)).body
  const rest = (await ask('GET', `${rows}?limit=2&fields=linkedin_slug&cursor=${first.meta.cursor}`)).body
  expect([slugs(first.data), slugs(rest.data), rest.meta.cursor]).toEqual([['e3', 'e2'], ['e1'], null])
  expect((await ask('GET', `/v1/saved-searches/${id}/runs/4/rows?cursor=${first.meta.cursor}`)).body.code).toBe(
    'invalid_cursor',
  )
  expect((await ask('GET', `/v1/saved-searches/${id}/runs/99/rows`)).status).toBe(404)
  for (let i = 0; i < 9; i += 1) await run()
  expect((await ask('GET', rows)).body).toMatchObject({ status: 410, code: 'saved_search_run_forgotten' })
  expect((await ask('GET', `/v1/saved-searches/${id}/runs?limit=100`)).body.runs).toHaveLength(14)
})

test('a merge is not new: who is known under another id by now stays', async () => {
  await person('m1', 'Mathematician')
  const { id } = await save({ name: 'mathematicians', criteria: { title: 'mathematician' } })
  const run = async () => (await ask('POST', `/v1/saved-searches/${id}/run`)).body
  await person('m2', 'Physicist')
  const [one, two] = [await idOf('m1'), await idOf('m2')]
  // The one who matches goes into the other, who is the surviving id and gets the newest title.
  const merged = await ask('POST', '/v1/people/merge', { into: two, from: one })
  expect(merged.status, JSON.stringify(merged.body)).toBe(200)
  await person('m2', 'Mathematician')
  expect(await run()).toMatchObject({ total: 1, new_count: 0, left_count: 0, unchanged_count: 1, merged_count: 1 })
  // Control: somebody else with that title is new.
  await person('m3', 'Mathematician')
  expect(await run()).toMatchObject({ total: 2, new_count: 1, unchanged_count: 1, merged_count: 0 })
})

test('"in the last 90 days" counts from the day of the run, not of saving', async () => {
  const { id } = await save({
    name: 'new in role',
    criteria: { title: 'marketing', job_start_date: { within_days: 90 } },
  })
  const on = (day: string) => asOperator(t.db, (tx) => runSearch(tx, id, 'test', { now: new Date(`${day}T12:00:00Z`) }))
  expect((await on(daysAgo(0))).run).toMatchObject({ total: 1, new_count: 0, left_count: 0 })
  expect((await on(daysAgo(-70))).run).toMatchObject({ total: 0, left_count: 1 })
  expect((await on(daysAgo(11))).run).toMatchObject({ total: 2, new_count: 2 })
})

test('beyond the bound nothing is claimed: who lies before the remembered ones is neither new nor gone', async () => {
  const { id } = await save({ name: 'growth', criteria: { title: 'growth' } })
  const run = (most: number) => asOperator(t.db, (tx) => runSearch(tx, id, 'test', { most }))
  expect((await run(3)).run).toMatchObject({ remembered: 3, complete: false, new_count: 0, left_count: 0, total: 6 })
  await person('c7', 'Director of Growth')
  await bringUp(t.db)
  // Remembered were c6, c5, c4; now c7, c6, c5: c7 came, and c4 is out of sight.
  expect((await run(3)).run).toMatchObject({ new_count: 1, left_count: 0, unchanged_count: 2, complete: false })
  await person('c6', 'Poet')
  await bringUp(t.db)
  // c4, who came into sight again, is not new; c6 left indeed.
  expect((await run(3)).run).toMatchObject({ new_count: 0, left_count: 1, unchanged_count: 2 })
  expect((await run(100)).run).toMatchObject({ remembered: 6, complete: true, new_count: 0, left_count: 0 })
})

test('somebody whose search row is being made again has not left, and is not new when it is back', async () => {
  await person('s1', 'Sculptor')
  await person('s2', 'Sculptor')
  const { id } = await save({ name: 'sculptors', criteria: { title: 'sculptor' } })
  const run = async () => (await ask('POST', `/v1/saved-searches/${id}/run`)).body
  const one = await idOf('s1')
  await t.db.pool.query('delete from core.person_search where person_id = $1', [one])
  expect(await run()).toMatchObject({ total: 1, left_count: 0, unchanged_count: 1 })
  await t.db.pool.query('insert into core.person_search_changes (id) values ($1)', [one])
  expect(await run()).toMatchObject({ total: 2, new_count: 0, left_count: 0, unchanged_count: 2 })
})

test('two runs at once are one after the other: what is new is told once', async () => {
  const { id } = await save({ name: 'poets', criteria: { title: 'poet' } })
  await person('p1', 'Poet')
  const runs = await Promise.all([1, 2, 3].map(() => ask('POST', `/v1/saved-searches/${id}/run`)))
  expect(runs.map(({ body }) => body.new_count).toSorted()).toEqual([0, 0, 1])
  expect(runs.map(({ body }) => body.run).toSorted()).toEqual([2, 3, 4])
})

test('lists page without gap; archived searches are not run, deleted ones are gone', async () => {
  const ids: string[] = []
  for (const name of ['a', 'b', 'c'])
    ids.unshift((await save({ name, kind: 'companies', criteria: {}, owner: 'Olga' })).id)
  const [last = ''] = ids
  const first = (await ask('GET', '/v1/saved-searches?owner=Olga&limit=2')).body
  const rest = (await ask('GET', `/v1/saved-searches?owner=Olga&limit=2&cursor=${first.meta.cursor}`)).body
  expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(ids)
  expect([first.meta.total, rest.meta.cursor]).toEqual([3, null])

  await ask('PATCH', `/v1/saved-searches/${last}`, { status: 'archived' })
  expect((await ask('POST', `/v1/saved-searches/${last}/run`)).body).toMatchObject({
    status: 409,
    code: 'saved_search_archived',
  })
  expect((await ask('GET', '/v1/saved-searches?owner=Olga&status=active')).body.meta.total).toBe(2)
  expect((await ask('DELETE', `/v1/saved-searches/${last}`)).status).toBe(200)
  for (const [method, path] of [
    ['GET', ''],
    ['DELETE', ''],
    ['GET', '/results'],
    ['POST', '/run'],
    ['GET', '/runs'],
  ] as const) {
    const { status, body } = await ask(method, `/v1/saved-searches/${last}${path}`)
    expect([status, body.code]).toEqual([410, 'saved_search_deleted'])
  }
  expect((await ask('GET', '/v1/saved-searches?owner=Olga')).body.meta.total).toBe(2)
  const kept = await t.db.pool.query('select count(*)::int as n from core.saved_search_versions where search_id = $1', [
    last,
  ])
  expect(kept.rows).toEqual([{ n: 2 }])
})

test('differences name the place, and an order of members is none', () => {
  expect(diffValues({ a: { 'b/c': 1, d: [1] }, e: 1 }, { a: { 'b/c': 2, d: [1] }, f: null })).toEqual([
    { pointer: '/a/b~1c', before: 1, after: 2 },
    { pointer: '/e', before: 1 },
    { pointer: '/f', after: null },
  ])
  expect(diffValues({ a: [{ b: 1, c: 2 }] }, { a: [{ c: 2, b: 1 }] })).toEqual([])
})
