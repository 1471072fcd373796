import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPERATOR_KEY, openTestApp, type TestApp } from '../../test/support/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await openTestApp()
})
afterAll(() => t.close())

test('health answers without a key, on its own and whatever the key', async () => {
  const response = await t.app.inject('/health')
  expect(response.statusCode).toBe(200)
  expect(response.json()).toEqual({ status: 'ok', version: '0.0.0' })
})

test('ready says which part is missing and why, with 503', async () => {
  const other = await openTestApp({
    readiness: {
      database: async () => ({ ok: true }),
      migrations: async () => ({ ok: false, why: '3 pending: run galena migrate' }),
      jobs: async () => ({ ok: true }),
    },
  })
  const response = await other.app.inject('/ready')
  expect(response.statusCode).toBe(503)
  expect(response.headers['retry-after']).toBe('2')
  expect(response.json()).toMatchObject({
    ready: false,
    migrations: { ok: false, why: '3 pending: run galena migrate' },
  })
  await other.close()
  expect((await t.app.inject('/ready')).statusCode).toBe(200)
})

test.each([
  ['GET', '/nowhere', 404, 'route_not_found', undefined],
  ['DELETE', '/health', 405, 'method_not_allowed', 'OPTIONS, GET, HEAD'],
  ['TRACE', '/health', 405, 'method_not_allowed', 'OPTIONS, GET, HEAD'],
  ['TRACE', '/nowhere', 405, 'method_not_allowed', undefined],
  ['PUT', '/v1/keys/7', 405, 'method_not_allowed', 'OPTIONS, DELETE'],
  ['GET', '/%zz', 400, 'bad_url', undefined],
  ['GET', '/v1/keys', 401, 'key_missing', undefined],
] as const)('%s %s is a problem document with status %i', async (method, url, status, code, allow) => {
  const response = await t.app.inject({ method: method as 'GET', url })
  expect(response.statusCode).toBe(status)
  expect(response.headers['content-type']).toContain('application/problem+json')
  expect(response.headers.allow).toBe(allow)
  const body = response.json()
  expect(body).toMatchObject({ status, code, type: `urn:galena:error:${code}`, success: false, error: body.detail })
  expect(body.instance).toBe(`urn:uuid:${response.headers['x-request-id']}`)
})

test('OPTIONS of a known path lists its methods', async () => {
  const response = await t.app.inject({ method: 'OPTIONS', url: '/v1/keys' })
  expect(response.statusCode).toBe(204)
  expect(response.headers.allow).toContain('POST')
})

test('every answer carries the security headers and is not cached', async () => {
  for (const url of ['/health', '/nowhere', '/v1/keys']) {
    const { headers } = await t.app.inject(url)
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    })
  }
})

test('a fault of the server is an opaque 500 whose id stands in the log', async () => {
  const other = await openTestApp({
    readiness: {
      database: async () => {
        throw new SyntaxError('Unexpected token in {"email":"ada@canary.test"}')
      },
      migrations: async () => ({ ok: true }),
      jobs: async () => ({ ok: true }),
    },
  })
  const response = await other.app.inject('/ready')
  expect(response.statusCode).toBe(500)
  expect(response.json()).toMatchObject({ code: 'internal', success: false })
  const line = other.lines.find((text) => text.includes('request failed')) ?? ''
  expect(JSON.parse(line).request_id).toBe(response.headers['x-request-id'])
  expect(line).toContain('app.test.ts')
  expect(other.lines.join('') + response.body).not.toContain('canary')
  await other.close()
})

test('a request is one line of JSON with ids and without its query', async () => {
  t.lines.length = 0
  const headers = { ...t.operator, 'user-agent': 'evil\r\n{"forged":true}' }
  await t.app.inject({ url: '/v1/limits?secret=canary', headers })
  expect(t.lines).toHaveLength(1)
  expect(JSON.parse(t.lines[0] ?? '')).toMatchObject({
    method: 'GET',
    route: '/v1/limits',
    status: 200,
    key: 'operator',
  })
  expect(t.lines[0]?.match(/\n/g)).toHaveLength(1)
  expect(t.lines[0]).not.toContain('canary')
})

test.each(['api_key', 'key', 'token', 'access_token', 'API_KEY'])(
  'a key in ?%s= is refused, and flagged when it is real',
  async (name) => {
    t.lines.length = 0
    const refused = await t.app.inject({ url: `/v1/limits?${name}=${OPERATOR_KEY}`, headers: t.operator })
    expect(refused.statusCode).toBe(400)
    expect(refused.json().code).toBe('key_in_query')
    const exposed = t.lines.map((line) => JSON.parse(line)).filter((line) => line.exposed)
    expect(exposed).toMatchObject([{ key: 'operator', msg: 'key exposed in a URL: replace it' }])
    expect(t.lines.join('')).not.toContain(OPERATOR_KEY)

    t.lines.length = 0
    expect((await t.app.inject(`/health?${name}=something-else`)).statusCode).toBe(400)
    expect(t.lines.some((line) => line.includes('exposed'))).toBe(false)
  },
)

test('too many requests of one key are 429 with Retry-After, and another key is not touched', async () => {
  const other = await openTestApp({ rate: { perSecond: 1, burst: 3 } })
  const created = await other.app.inject({
    method: 'POST',
    url: '/v1/keys',
    headers: other.operator,
    payload: { name: 'clay', scopes: ['read'] },
  })
  const statuses = []
  for (let i = 0; i < 4; i++)
    statuses.push((await other.app.inject({ url: '/v1/limits', headers: other.operator })).statusCode)
  expect(statuses).toEqual([200, 200, 429, 429])
  const refused = await other.app.inject({ url: '/v1/limits', headers: other.operator })
  expect(refused.json().code).toBe('rate_limited')
  expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(1)
  const headers = { 'x-api-key': created.json().key }
  expect((await other.app.inject({ url: '/v1/limits', headers })).statusCode).toBe(200)
  await other.close()
})

test('the numbers page counts requests by route, never by URL', async () => {
  await t.app.inject('/health?canary=1')
  const response = await t.app.inject({ url: '/metrics', headers: t.operator })
  expect(response.headers['content-type']).toContain('text/plain')
  expect(response.body).toContain('galena_http_request_seconds_count{method="GET",route="/health",status="200"}')
  expect(response.body).not.toContain('canary')
})
