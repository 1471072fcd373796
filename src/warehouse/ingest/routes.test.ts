import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../test/support/app.ts'

const ROUTE = '/run/people/clay-native/person-profile/ingest'
const GENERAL = '/v1/ingest/clay-person-profile'

let t: TestApp
beforeAll(async () => {
  t = await openTestApp()
})
afterAll(() => t.close())

function profile(slug: string, more: object = {}) {
  return {
    linkedin_url: `https://www.linkedin.com/in/${slug}`,
    workflow_slug: 'clay-person-profile',
    raw_payload: { name: `Ada ${slug}`, slug, experience: [], education: [], last_refresh: '2026-01-01T00:00:00Z' },
    ...more,
  }
}

type Headers = Record<string, string>

function post(body: unknown, headers: Headers = {}, url = ROUTE) {
  const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  return t.app.inject({
    method: 'POST',
    url,
    headers: { ...t.operator, 'content-type': 'application/json', ...headers },
    payload,
  })
}

async function count(table: string, where = 'true'): Promise<number> {
  const { rows } = await t.db.pool.query(`select count(*)::int as n from ${table} where ${where}`)
  return rows[0].n
}

async function quarantined(id: string) {
  const response = await t.app.inject({ url: `/v1/quarantine/${id}`, headers: t.operator })
  return response.json()
}

test('a payload is stored, extracted and answered with its raw_id', async () => {
  const response = await post(profile('first'))
  expect(response.statusCode).toBe(200)
  const body = response.json()
  expect(body).toMatchObject({ success: true, experience_count: 0 })
  expect(await count('raw.person_payloads', `id = '${body.raw_id}'`)).toBe(1)
  expect(await count('core.people', `linkedin_url = 'https://www.linkedin.com/in/first'`)).toBe(1)
})

test('the same body again is deduplicated and stores nothing', async () => {
  const body = profile('twice')
  const first = (await post(body)).json()
  const rows = await count('raw.person_payloads')
  const second = (await post(body)).json()
  expect(second).toEqual({ ...first, deduplicated: true })
  expect(await count('raw.person_payloads')).toBe(rows)
})

test('a log line names workflow and raw_id and never contains the payload or the key', async () => {
  t.lines.length = 0
  const response = await post(profile('logged', { note: 'canary-in-payload' }), {}, `${ROUTE}?debug=canary-in-query`)
  const refused = await post('{"canary-in-payload', {})
  expect(t.lines).toHaveLength(2)
  expect(JSON.parse(t.lines[0] ?? '')).toMatchObject({
    route: ROUTE,
    status: 200,
    key: 'operator',
    workflow: 'clay-person-profile',
    raw_id: response.json().raw_id,
  })
  expect(JSON.parse(t.lines[1] ?? '')).toMatchObject({
    status: 400,
    code: 'syntax',
    quarantine_id: refused.json().quarantine_id,
  })
  expect(t.lines.join('')).not.toMatch(/canary|operator-key/)
})

test.each([
  ['an empty body', '', 400, 'empty'],
  ['white space only', ' \n\t ', 400, 'empty'],
  ['a byte order mark only', Buffer.from([0xef, 0xbb, 0xbf]), 400, 'empty'],
  ['UTF-16', Buffer.from('\ufeff{"a":1}', 'utf16le'), 400, 'encoding'],
  ['an invalid byte', Buffer.from([0x22, 0xff, 0x22]), 400, 'encoding'],
  ['a cut character', Buffer.from('"\u00e9').subarray(0, 2), 400, 'encoding'],
  ['cut JSON', '{"linkedin_url": "x"', 400, 'syntax'],
  ['NaN', '{"a": NaN}', 400, 'syntax'],
  ['depth 65', `${'['.repeat(65)}${']'.repeat(65)}`, 400, 'depth'],
  ['a huge number', '{"a": 1e400}', 400, 'number_range'],
  ['__proto__', '{"__proto__": {"admin": true}}', 400, 'proto_key'],
  ['a scalar', '42', 422, 'shape'],
  ['null', 'null', 422, 'shape'],
  ['an array where one object is expected', '[{}]', 422, 'shape'],
  ['a missing field', '{"workflow_slug": "clay-person-profile", "raw_payload": {}}', 422, 'invalid_request'],
  ['an unknown workflow', JSON.stringify(profile('x', { workflow_slug: 'nobody' })), 422, 'workflow_not_found'],
  ['a NUL in the slug', JSON.stringify(profile('x', { workflow_slug: 'no\0body' })), 422, 'workflow_not_found'],
  [
    "another entity's workflow",
    JSON.stringify(profile('x', { workflow_slug: 'clay-find-companies' })),
    422,
    'workflow_mismatch',
  ],
] as const)('%s is refused, and kept byte for byte', async (_name, body, status, code) => {
  const response = await post(body)
  expect(response.statusCode).toBe(status)
  expect(response.headers['content-type']).toContain('application/problem+json')
  const problem = response.json()
  expect(problem).toMatchObject({ code, success: false, error: problem.detail })
  const kept = await quarantined(problem.quarantine_id)
  expect(kept).toMatchObject({ code, status, route: ROUTE, api_key_id: 'operator', content_type: 'application/json' })
  expect(Buffer.from(kept.body_base64, 'base64').equals(Buffer.from(body))).toBe(true)
})

test.each([
  ['application/json', 200],
  ['application/json; charset=utf-8', 200],
  ['application/json;charset="UTF-8"', 200],
  ['application/vnd.clay+json', 200],
  ['APPLICATION/JSON', 200],
  ['application/json; charset=iso-8859-1', 415],
  ['application/json; charset=UTF-8; charset=utf-7', 415],
  ['text/plain', 415],
  ['text/json', 415],
  ['multipart/form-data; boundary=x', 415],
  ['application/x-www-form-urlencoded', 415],
  ['application/x-ndjson', 415],
  ['not a content type at all \u00e9', 415],
  ['', 415],
] as const)('Content-Type %j is answered %i, and a refused body is kept', async (type, status) => {
  const response = await post(profile('typed'), { 'content-type': type })
  expect(response.statusCode).toBe(status)
  if (status === 415) {
    expect(response.json().code).toBe('unsupported_media_type')
    expect((await quarantined(response.json().quarantine_id)).bytes).toBe(JSON.stringify(profile('typed')).length)
  }
})

test('a missing Content-Type is 415, also with a body that nobody would miss', async () => {
  for (const payload of [JSON.stringify(profile('untyped')), undefined]) {
    const response = await t.app.inject({
      method: 'POST',
      url: ROUTE,
      headers: t.operator,
      ...(payload === undefined ? {} : { payload: Buffer.from(payload) }),
    })
    expect(response.statusCode).toBe(415)
  }
})

test('latin-1 bytes under their own charset are 415 and kept as they came', async () => {
  const bytes = Buffer.from('{"name":"Jos\u00e9"}', 'latin1')
  const response = await post(bytes, { 'content-type': 'application/json; charset=iso-8859-1' })
  const kept = await quarantined(response.json().quarantine_id)
  expect(Buffer.from(kept.body_base64, 'base64').equals(bytes)).toBe(true)
  expect(kept.body).toBeNull()
})

test.each([
  ['gzip', gzipSync(JSON.stringify(profile('zipped'))), 200, undefined],
  ['gzip', gzipSync(Buffer.alloc(50_000_000)), 413, 'too_large'],
  ['gzip', Buffer.from('this is no gzip'), 400, 'encoding_gzip'],
  ['gzip', gzipSync(JSON.stringify(profile('cut'))).subarray(0, -9), 400, 'encoding_gzip'],
  ['br', Buffer.from('x'), 415, 'content_encoding'],
  ['gzip, gzip', Buffer.from('x'), 415, 'content_encoding'],
] as const)('Content-Encoding %s of a %i-byte body', async (encoding, body, status, code) => {
  const response = await post(body, { 'content-encoding': encoding })
  expect(response.statusCode).toBe(status)
  expect(response.json().code).toBe(code)
})

test('a body at the limit is read, one byte more is 413 and not kept', async () => {
  const limit = 1_048_576
  const rows = await count('raw.quarantine')
  const fill = (size: number) => {
    const empty = JSON.stringify(profile('large', { fill: '' }))
    return JSON.stringify(profile('large', { fill: 'x'.repeat(size - empty.length) }))
  }
  expect((await post(fill(limit))).statusCode).toBe(200)
  const refused = await post(fill(limit + 1))
  expect(refused.statusCode).toBe(413)
  expect(refused.json()).toMatchObject({ code: 'too_large' })
  expect(refused.json().quarantine_id).toBeUndefined()
  expect(await count('raw.quarantine')).toBe(rows)
})

test('an Idempotency-Key gives the first answer again; with another body it is 422', async () => {
  const key = { 'idempotency-key': 'order-1' }
  const first = await post(profile('keyed'), key)
  const again = await post(profile('keyed'), key)
  expect(again.headers['idempotency-replayed']).toBe('true')
  expect(again.json()).toEqual(first.json())
  expect(first.headers['idempotency-replayed']).toBeUndefined()

  const other = await post(profile('keyed', { note: 'changed' }), key)
  expect(other.statusCode).toBe(422)
  expect(other.json().code).toBe('idempotency_mismatch')

  const elsewhere = await post(profile('keyed'), key, GENERAL)
  expect(elsewhere.headers['idempotency-replayed']).toBeUndefined()
  expect(elsewhere.statusCode).toBe(200)
})

test('the same Idempotency-Key of another caller is another key', async () => {
  const created = await t.app.inject({
    method: 'POST',
    url: '/v1/keys',
    headers: t.operator,
    payload: { name: 'other', scopes: ['ingest'] },
  })
  const key = { 'idempotency-key': 'shared' }
  await post(profile('mine'), key)
  const theirs = await post(profile('theirs'), { ...key, authorization: `Bearer ${created.json().key}` })
  expect(theirs.statusCode).toBe(200)
  expect(theirs.headers['idempotency-replayed']).toBeUndefined()
})

test('50 parallel requests with one Idempotency-Key have one effect', async () => {
  const key = { 'idempotency-key': 'parallel' }
  const responses = await Promise.all(Array.from({ length: 50 }, () => post(profile('parallel'), key)))
  const statuses = responses.map(({ statusCode }) => statusCode)
  expect(new Set(statuses).size).toBeLessThanOrEqual(2)
  expect(statuses.every((status) => status === 200 || status === 409)).toBe(true)
  for (const response of responses.filter(({ statusCode }) => statusCode === 409)) {
    expect(response.json()).toMatchObject({ code: 'idempotency_in_flight' })
    expect(response.headers['retry-after']).toBe('1')
    expect(response.json().quarantine_id).toBeUndefined()
  }
  expect(await count('raw.person_payloads', `linkedin_url like '%/parallel'`)).toBe(1)
})

test.each([
  ['', 400],
  ['x'.repeat(255), 200],
  ['x'.repeat(256), 400],
  ['caf\u00e9', 400],
  ['with\ttab', 400],
  ['with space, and comma', 200],
])('Idempotency-Key %j is answered %i', async (key, status) => {
  const response = await post(profile(`k${key.length}`), { 'idempotency-key': key })
  expect(response.statusCode).toBe(status)
  if (status === 400) expect(response.json()).toMatchObject({ code: 'invalid_idempotency_key' })
})

test('an object of the general way echoes its ref, which is no part of what is compared', async () => {
  const first = await post({ ref: 'row-7', ...profile('general') }, {}, GENERAL)
  expect(first.json()).toMatchObject({ success: true, ref: 'row-7' })
  const again = await post({ ref: 8, ...profile('general') }, {}, GENERAL)
  expect(again.json()).toMatchObject({ ref: 8, deduplicated: true, raw_id: first.json().raw_id })
})

test('a slug nobody registered is 404 and the body is kept', async () => {
  for (const slug of ['nobody', '..%2f..%2fetc%2fpasswd', '%00', 'a%0d%0ab']) {
    const response = await post(profile('x'), {}, `/v1/ingest/${slug}`)
    expect(response.statusCode).toBe(404)
    expect(response.json()).toMatchObject({ code: 'workflow_not_found' })
    expect((await quarantined(response.json().quarantine_id)).code).toBe('workflow_not_found')
  }
})

test('an array is answered element by element, and a bad element costs the others nothing', async () => {
  const body = [{ ref: 'a', ...profile('arr-1') }, { ref: 'b', nothing: true }, { ref: 'c', ...profile('arr-2') }, 7]
  const response = await post(body, {}, GENERAL)
  expect(response.statusCode).toBe(200)
  const answers = response.json()
  expect(answers).toMatchObject([
    { index: 0, ref: 'a', status: 200, success: true },
    { index: 1, ref: 'b', status: 422, code: 'invalid_request', success: false },
    { index: 2, ref: 'c', status: 200 },
    { index: 3, status: 422, code: 'shape' },
  ])
  const kept = await quarantined(answers[1].quarantine_id)
  expect(kept).toMatchObject({ body: '{"ref":"b","nothing":true}', route: GENERAL })
  const again = await post(body, {}, GENERAL)
  expect(again.json()[0]).toMatchObject({ deduplicated: true, raw_id: answers[0].raw_id })
})

test('an array that is no JSON as a whole stores nothing; an empty one is an empty answer', async () => {
  const rows = await count('raw.person_payloads')
  const broken = await post(`[${JSON.stringify(profile('arr-9'))}, {]`, {}, GENERAL)
  expect(broken.statusCode).toBe(400)
  expect(broken.json().quarantine_id).toBeDefined()
  expect(await count('raw.person_payloads')).toBe(rows)
  expect((await post('[]', {}, GENERAL)).json()).toEqual([])
  expect((await post('[{}]', { 'idempotency-key': 'x' }, GENERAL)).json().code).toBe('idempotency_key_not_possible')
  expect((await post('[]', {}, '/v1/ingest/nobody')).statusCode).toBe(404)
})

test('a payload that is kept without extraction keeps its raw_id and goes to no quarantine', async () => {
  const company = {
    company_domain: 'conflict.example.com',
    workflow_slug: 'clay-find-companies',
    raw_payload: { name: 'A', domain: 'acme-conflict.com', linkedin_url: 'https://www.linkedin.com/company/one' },
  }
  const url = '/run/companies/clay-native/find-companies/ingest'
  const other = {
    ...company,
    raw_payload: { ...company.raw_payload, linkedin_url: 'https://www.linkedin.com/company/two' },
  }
  expect((await post(company, {}, url)).statusCode).toBe(200)
  const conflict = await post(other, {}, url)
  expect(conflict.statusCode).toBe(409)
  expect(conflict.json()).toMatchObject({
    code: 'linkedin_url_conflict',
    error: 'linkedin_url_conflict',
    success: false,
  })
  expect(conflict.json().raw_id).toMatch(/^[0-9a-f-]{36}$/)
  expect(conflict.json().quarantine_id).toBeUndefined()
})
