import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  type Answer,
  expectKept,
  expectProblem,
  head,
  type NastyServer,
  openNastyServer,
  PROFILES,
  profile,
  statuses,
} from '../support/nasty-server.ts'

let server: NastyServer
beforeAll(async () => {
  server = await openNastyServer()
})
afterEach(() => server.wellAfterwards())
afterAll(() => server.close())

const GENERAL = '/v1/ingest/clay-person-profile'

function send(slug: string, key: string, { path = PROFILES, payload = {} } = {}): Promise<Answer> {
  return server.post(path, JSON.stringify(profile(slug, payload)), { 'idempotency-key': key }, 10_000)
}

async function stored(slug: string): Promise<number> {
  const { rows } = await server.db.pool.query(
    `select count(*)::int as n from raw.person_payloads where linkedin_url = 'https://www.linkedin.com/in/' || $1`,
    [slug],
  )
  return rows[0].n
}

test.each([
  ['empty', ''],
  ['of 256 characters', 'k'.repeat(256)],
  ['in latin-1', 'caf\u00e9'],
  ['with a tab', 'a\tb'],
])('nasty input 56: a key %s is 400, and the body is kept', async (_name, key) => {
  const bytes = JSON.stringify(profile('odd-key'))
  const answer = await server.post(PROFILES, bytes, { 'idempotency-key': key })
  await expectKept(server, answer, { status: 400, code: 'invalid_idempotency_key', bytes })
})

test('nasty input 56: two keys, and a key with a NUL, are 400', async () => {
  const body = JSON.stringify(profile('two-keys'))
  const top = (key: string | string[]) =>
    head(`POST ${PROFILES} HTTP/1.1`, {
      'content-type': 'application/json',
      'content-length': body.length,
      'idempotency-key': key,
    })
  const two = await server.speak(top(['one', 'two']), body)
  expect(statuses(two)).toEqual([400])
  expect(two).toContain('invalid_idempotency_key')
  expect(statuses(await server.speak(top('a\0b'), body))).toEqual([400])
  expect(await stored('two-keys')).toBe(0)
})

test('nasty input 56: the same key again gives the same answer, with another body 422, on another route its own', async () => {
  const first = await send('again', 'again')
  expect(first.headers.get('idempotency-replayed')).toBeNull()
  const second = await send('again', 'again')
  expect(second.headers.get('idempotency-replayed')).toBe('true')
  expect(second.body).toEqual(first.body)
  expectProblem(await send('again', 'again', { payload: { headline: 'other' } }), 422, 'idempotency_mismatch')
  const elsewhere = await send('elsewhere', 'again', { path: GENERAL })
  expect(elsewhere.status).toBe(200)
  expect(elsewhere.headers.get('idempotency-replayed')).toBeNull()
  expect(await stored('again')).toBe(1)
})

test('nasty input 56: a refused body does not use up its key', async () => {
  const headers = { 'idempotency-key': 'second-try' }
  const broken = await server.post(PROFILES, '{"cut":', headers)
  expectProblem(broken, 400, 'syntax')
  expect((await send('second-try', 'second-try')).status).toBe(200)
  expect(await stored('second-try')).toBe(1)
})

test('nasty input 56: 20 keys, each in 50 parallel requests, have 20 effects', async () => {
  const keys = Array.from({ length: 20 }, (_, n) => `parallel-${n}`)
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => keys.map(async (key) => ({ key, answer: await send(key, key) }))).flat(),
  )
  const ids = new Map<string, Set<unknown>>()
  for (const { key, answer } of answers) {
    if (answer.status === 409) {
      expectProblem(answer, 409, 'idempotency_in_flight')
      expect(answer.headers.get('retry-after')).toBe('1')
      expect(answer.body).not.toHaveProperty('quarantine_id')
    } else {
      expect(answer.status, answer.text).toBe(200)
      ids.set(key, (ids.get(key) ?? new Set()).add(answer.body?.raw_id))
    }
  }
  expect([...ids.values()].map((set) => set.size)).toEqual(keys.map(() => 1))
  for (const key of keys) {
    expect(await stored(key)).toBe(1)
    expect((await send(key, key)).headers.get('idempotency-replayed')).toBe('true')
  }
})

test('50 equal bodies at once without a key are stored once, and 49 are told so', async () => {
  const body = JSON.stringify(profile('fifty', { headline: 'the same' }))
  const answers = await Promise.all(Array.from({ length: 50 }, () => server.post(PROFILES, body, {}, 10_000)))
  expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200))
  expect(answers.filter(({ body }) => body?.deduplicated === true)).toHaveLength(49)
  expect(new Set(answers.map(({ body }) => body?.raw_id)).size).toBe(1)
  expect(await stored('fifty')).toBe(1)
  // In other bytes, but equal in value.
  const spaced = JSON.stringify(JSON.parse(body), null, 2)
  expect((await server.post(PROFILES, spaced)).body).toMatchObject({ deduplicated: true })
  expect(await stored('fifty')).toBe(1)
  // Control: another value is another payload.
  expect((await send('fifty', 'other', { payload: { headline: 'another' } })).body).not.toHaveProperty('deduplicated')
  expect(await stored('fifty')).toBe(2)
})
