import { hash, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../../test/support/app.ts'
import { asOperator } from '../../../../db/database.ts'
import { readFilter } from '../../filter/read-filter.ts'
import { pickSample, roundDown } from './pick-revealed.ts'
import { shareRate } from './share-routes.ts'
import { makeToken, readToken } from './share-token.ts'

let t: TestApp
const everybody = Array.from({ length: 9 }, (_, i) => `person-${i}`)
const EVIL = `<script>alert("x")</script>' onload='y`

async function ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) {
  const answer = await t.app.inject({ method, url, headers: t.operator, ...(payload !== undefined && { payload }) })
  return { status: answer.statusCode, body: answer.json() }
}

/** As somebody who has nothing but the link; each from an address of their own. */
let viewers = 0
function view(url: string, headers: Record<string, string> = {}) {
  viewers += 1
  return t.app.inject({ url, headers, remoteAddress: `10.1.${viewers >> 8}.${viewers & 255}` })
}

async function person(slug: string, name = `Name of ${slug}`) {
  const url = `https://www.linkedin.com/in/${slug}`
  const experience = [
    { title: 'VP Sales', company: 'Acme', company_domain: 'acme.com', start_date: '2020-01-01', is_current: true },
  ]
  const { status } = await ask('POST', '/run/people/clay-native/person-profile/ingest', {
    linkedin_url: url,
    workflow_slug: 'clay-person-profile',
    raw_payload: { name, url, country: 'United States', experience },
  })
  expect(status).toBe(200)
}

async function link(payload: object = {}, search = searchId) {
  const { status, body } = await ask('POST', `/v1/saved-searches/${search}/links`, payload)
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}

let searchId: string
beforeAll(async () => {
  t = await openTestApp()
  for (const slug of everybody) await person(slug)
  await person('evil', EVIL)
  const { body } = await ask('POST', '/v1/saved-searches', {
    ...{ name: 'Secret plan', criteria: { title: 'VP Sales' }, sort: 'full_name', reveal_limit: 4 },
  })
  searchId = body.id
})
afterAll(() => t.close())

/** Everything a person's row says that nobody else's does. */
async function tracesOf(slugs: readonly string[]): Promise<string[]> {
  const { rows } = await t.db.pool.query(
    `select p.id::text, p.linkedin_slug, p.full_name, s.position::text
     from core.people p join core.person_search s on s.person_id = p.id where p.linkedin_slug = any($1)`,
    [slugs],
  )
  return rows.flatMap(({ id, linkedin_slug, full_name }) => [id, `/in/${linkedin_slug}`, full_name])
}

test('a link shows its rows and the number of the rest, and nothing by which anybody else could be found', async () => {
  const made = await link({ label: 'for Bob', title: 'VPs of sales' })
  expect(made).toMatchObject({ revealed: 4, hidden_count: 6, hidden_is: 'exact', status: 'live', views: 0 })
  expect(made.url).toMatch(/^\/share\/[\w-]{48}$/)
  const first = await view(made.url)
  const shown = first.json()
  expect(Object.keys(shown).toSorted()).toEqual([
    'as_of',
    'expires_at',
    'fields',
    'hidden',
    'kind',
    'rows',
    'shown',
    'success',
    'title',
  ])
  expect(shown).toMatchObject({ shown: 4, hidden: { count: 6, count_is: 'exact' }, title: 'VPs of sales' })
  const slugs: string[] = shown.rows.map((row: { linkedin_url: string }) => row.linkedin_url.split('/in/')[1])
  expect(shown.rows[0]).toMatchObject({ full_name: expect.any(String), company_domain: 'acme.com' })
  for (const [name] of Object.entries(shown.rows[0])) expect(name).not.toMatch(/(^|_)id$|_at$|email|urn|position/)

  const hidden = await tracesOf([...everybody, 'evil'].filter((slug) => !slugs.includes(slug)))
  expect(hidden.length).toBe(18)
  const page = await view(made.url, { accept: 'text/html,*/*' })
  for (const answer of [first, page]) {
    const text = `${answer.body}${JSON.stringify(answer.headers)}`
    expect(hidden.filter((trace) => text.includes(trace))).toEqual([])
    for (const secret of [searchId, made.id, 'Secret plan', 'for Bob', 'cursor']) expect(text).not.toContain(secret)
  }
  // Control: the traces are what a row of the search shows.
  const all = JSON.stringify((await ask('GET', `/v1/saved-searches/${searchId}/results`)).body)
  expect(hidden.every((trace) => all.includes(JSON.stringify(trace).slice(1, -1)))).toBe(true)
})

test('nothing a viewer sends, and no time that passes, shows another row', async () => {
  const { url } = await link()
  const before = (await view(url)).body
  const tries = [
    '?limit=100&offset=4',
    '?cursor=x&sort=newest',
    '?fields=work_email',
    '?filter={}&count=exact&reveal=9',
  ]
  for (const query of tries) expect((await view(url + query)).body).toBe(before)
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'] as const) {
    expect((await t.app.inject({ method, url, payload: {} })).statusCode).toBe(405)
  }
  await person('aaa-newcomer', 'Aaron First')
  await ask('PATCH', `/v1/saved-searches/${searchId}`, { criteria: { full_name: 'Aaron' } })
  expect((await view(url)).body).toBe(before)
  await ask('PATCH', `/v1/saved-searches/${searchId}`, { criteria: { title: 'VP Sales' } })
  // Several links do not add up to more: they show the same rows, a shorter one fewer of them.
  const urls = await Promise.all([{}, {}, { reveal: 2 }].map(async (wanted) => (await link(wanted)).url))
  const [a, b, c] = await Promise.all(urls.map(async (one) => (await view(one)).json().rows))
  expect(b).toEqual(a)
  expect(c).toEqual(a.slice(0, 2))
})

test('the sample is not the beginning of any order; the first rows are shown when they are asked for', async () => {
  const names = async (wanted: object) =>
    (await view((await link(wanted)).url)).json().rows.map((row: { full_name: string }) => row.full_name)
  const first = await names({ pick: 'first', fields: ['full_name'] })
  expect(first).toEqual(['Aaron First', 'Name of person-0', 'Name of person-1', 'Name of person-2'])
  // Of 11, four are shown: whoever stands first in the order is among them as often as anybody, 15 times in 40.
  const [aaron = ''] = (await tracesOf(['aaa-newcomer'])).slice(0, 1)
  const where = readFilter('leads', { title: 'VP Sales' })
  const samples = await asOperator(t.db, (tx) =>
    Promise.all(
      Array.from({ length: 40 }, () =>
        pickSample(tx, { kind: 'leads', where, searchId: randomUUID(), secret: randomBytes(32), count: 4 }),
      ),
    ),
  )
  const shown = samples.filter(({ ids }) => ids.includes(aaron)).length
  expect(shown).toBeGreaterThan(0)
  expect(shown).toBeLessThan(39)
  expect(samples[0]?.total).toBe(11)
})

test('the page runs nothing, loads nothing, and shows every value as text', async () => {
  await ask('PATCH', `/v1/saved-searches/${searchId}`, { reveal_limit: 500 })
  const { url } = await link({ title: EVIL, count: 'rounded' })
  const page = await view(url, { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' })
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
  const policy = String(page.headers['content-security-policy'])
  const style = /<style>([\s\S]*?)<\/style>/.exec(page.body)?.[1] ?? ''
  expect(policy).toContain(`default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'`)
  expect(policy).not.toMatch(/unsafe|script-src|https?:/)
  expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', vary: 'accept' })
  expect(page.headers['x-robots-tag']).toContain('noindex')
  expect(page.body).not.toMatch(/<script|<img|<a |<form| on\w+=["']|javascript:|src=/i)
  // In heading, title of the page, and the cell of the person who is called so.
  expect(page.body.split('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39; onload').length).toBe(4)
  // Control: the value arrives as it was stored.
  expect((await view(url)).json().title).toBe(EVIL)
  await ask('PATCH', `/v1/saved-searches/${searchId}`, { reveal_limit: 4 })
})

test('a token with any character changed, cut, or made without the secret shows nothing', async () => {
  const { url, id } = await link()
  const token = url.slice('/share/'.length)
  const other = (await link()).url.slice('/share/'.length)
  const flipped = [...token].map((sign, i) => token.slice(0, i) + (sign === 'A' ? 'B' : 'A') + token.slice(i + 1))
  const forged = [
    ...flipped,
    ...[token.slice(0, -1), `${token}A`, `${token}=`, token.toLowerCase(), 'x', id, `%00${token}`, '..%2F..%2Fready'],
    token.slice(0, 24) + other.slice(24),
    makeToken(randomBytes(32), id),
    Buffer.from(`${id}`).toString('base64url'),
  ]
  const unknown = told(await view(`/share/${'A'.repeat(48)}`))
  expect(unknown).toMatchObject({ status: 404, code: 'share_not_found' })
  for (const guess of forged) expect([guess, told(await view(`/share/${guess}`))]).toEqual([guess, unknown])
  expect((await view(url)).statusCode).toBe(200)
  const secret = randomBytes(32)
  expect(readToken(secret, makeToken(secret, id))).toBe(id)
})

/** What somebody without a good link is told, without the id of the request. */
function told(answer: Awaited<ReturnType<typeof view>>) {
  const { instance: _instance, ...body } = answer.json()
  const { 'x-request-id': _id, date: _date, ...headers } = answer.headers
  return { ...body, headers }
}

test('expired, revoked and deleted links say what unknown ones say, to programs and to browsers', async () => {
  const unknown = told(await view(`/share/${'A'.repeat(48)}`))
  const html = { accept: 'text/html' }
  const noPage = await view(`/share/${'A'.repeat(48)}`, html)
  expect([noPage.statusCode, noPage.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
  const ended = [await link(), await link(), await link({ expires_in_days: 1 })]
  for (const { url } of ended) expect((await view(url)).statusCode).toBe(200)
  const [expired, revoked, deleted] = ended
  await t.db.pool.query(`update core.share_links set expires_at = now() where id = $1`, [expired.id])
  const url = `/v1/saved-searches/${searchId}/links/${revoked.id}`
  const gone = await ask('DELETE', url)
  expect(gone.body).toMatchObject({ status: 'revoked', revoked_by: 'operator', views: 1 })
  expect((await ask('DELETE', url)).body.revoked_at).toBe(gone.body.revoked_at)
  const { body } = await ask('GET', `/v1/saved-searches/${searchId}/links`)
  const states = body.links.map(({ id, status }: { id: string; status: string }) => [id, status])
  expect(states).toEqual(
    expect.arrayContaining([
      [expired.id, 'expired'],
      [revoked.id, 'revoked'],
      [deleted.id, 'live'],
    ]),
  )
  await t.db.pool.query('update core.saved_searches set deleted_at = now() where id = $1', [searchId])
  for (const one of ended) {
    expect(told(await view(one.url))).toEqual(unknown)
    expect((await view(one.url, html)).body).toBe(noPage.body)
  }
  await t.db.pool.query('update core.saved_searches set deleted_at = null where id = $1', [searchId])
  expect((await view(deleted.url)).statusCode).toBe(200)
  expect((await ask('DELETE', `/v1/saved-searches/${searchId}/links/${randomUUID()}`)).status).toBe(404)
})

test('views are counted, tokens are never logged, and a token is no key in a URL', async () => {
  const { url, id } = await link()
  for (let i = 0; i < 3; i += 1) await view(url)
  const { body } = await ask('GET', `/v1/saved-searches/${searchId}/links`)
  const counted = body.links.find((one: { id: string }) => one.id === id)
  expect(counted).toMatchObject({ views: 3, url, last_viewed_at: expect.any(String) })
  const token = url.slice('/share/'.length)
  await view(`${url}/deeper?x=${token}`)
  await view(`${url.slice(0, -1)}%zz`)
  expect(t.lines.filter((line) => line.includes('/share/:token')).length).toBeGreaterThan(2)
  expect(t.lines.filter((line) => line.includes(token.slice(0, 20)))).toEqual([])
  expect((await view(`${url}?key=x`)).json().code).toBe('key_in_query')
})

test('somebody who guesses is slowed down, and nobody else by it', async () => {
  const guess = () =>
    t.app.inject({ url: `/share/${randomBytes(36).toString('base64url')}`, remoteAddress: '10.9.9.9' })
  const answers = await Promise.all(Array.from({ length: shareRate.burst + 20 }, guess))
  const slowed = answers.filter(({ statusCode }) => statusCode === 429)
  expect(slowed.length).toBeGreaterThan(0)
  expect(slowed[0]?.headers['retry-after']).toBe('1')
  expect(answers.length - slowed.length).toBeGreaterThanOrEqual(shareRate.burst)
  expect((await view((await link()).url)).statusCode).toBe(200)
})

test('how many are hidden is told as it was chosen', async () => {
  expect(await link({ count: 'none' })).toMatchObject({ hidden_count: null, hidden_is: 'not_told' })
  expect(await link({ count: 'rounded', reveal: 1 })).toMatchObject({ hidden_count: 10, hidden_is: 'at_least' })
  expect([0, 1, 9, 10, 19, 99, 100, 119, 1_234, 98_765].map(roundDown)).toEqual([
    ...[0, 1, 1, 10, 10, 90, 100, 110, 1_200, 98_000],
  ])
  for (const [payload, code] of [
    [{ reveal: 5 }, 'reveal_limit'],
    [{ fields: ['full_name', 'person_id'] }, 'field_not_shareable'],
    [{ expires_in_days: 0 }, 'invalid_request'],
    [{ expires_in_days: 367 }, 'invalid_request'],
  ] as const) {
    expect((await ask('POST', `/v1/saved-searches/${searchId}/links`, payload)).body).toMatchObject({
      status: 422,
      code,
    })
  }
  const { body } = await ask('POST', '/v1/saved-searches', { name: 'c', kind: 'companies', criteria: {} })
  const companies = (await view((await link({}, body.id)).url)).json()
  expect(companies).toMatchObject({ kind: 'companies', shown: 1, rows: [{ domain: 'acme.com' }] })
})
