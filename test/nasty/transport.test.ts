import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { constants, gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { intakeLimits } from '../../src/warehouse/ingest/intake-limits.ts'
import { limits } from '../../src/warehouse/ingest/limits.ts'
import {
  ANYTHING,
  expectKept,
  expectProblem,
  head,
  type NastyServer,
  openNastyServer,
  PROFILES,
  profile,
  residentMb,
  statuses,
} from '../support/nasty-server.ts'
import { eventually } from '../support/processes.ts'

let server: NastyServer
/** Begun at once, because it takes as long as the server has patience. */
let halfAHead: Promise<string>
beforeAll(async () => {
  server = await openNastyServer()
  server.app.server.headersTimeout = 1_000
  halfAHead = slowly('POST / HTTP/1.1\r\nhost: localhost\r\nx-slow: ')
})
afterEach(() => server.wellAfterwards())
afterAll(() => server.close())

const JSON_TYPE = { 'content-type': 'application/json' }

function good(slug: string): string {
  return JSON.stringify(profile(slug))
}

function postOf(body: string, headers: Record<string, string | number | (string | number)[]> = {}): string {
  return (
    head(`POST ${PROFILES} HTTP/1.1`, { ...JSON_TYPE, 'content-length': Buffer.byteLength(body), ...headers }) + body
  )
}

async function storedAs(slug: string): Promise<number> {
  const { rows } = await server.db.pool.query(
    `select count(*)::int as n from raw.person_payloads where linkedin_url = 'https://www.linkedin.com/in/' || $1`,
    [slug],
  )
  return rows[0].n
}

test.each([
  'text/plain',
  'application/xml',
  'application/json; charset=UTF-8; charset=utf-7',
  'application/json; charset=utf-16',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  'json',
  ';',
  '',
])('nasty input 48: Content-Type %j is 415 and kept', async (type) => {
  const bytes = good('typed')
  const answer = await server.post(PROFILES, bytes, { 'content-type': type })
  await expectKept(server, answer, { status: 415, code: 'unsupported_media_type', bytes })
})

test('nasty input 48: no Content-Type at all is 415', async () => {
  const body = good('untyped')
  const answer = await server.speak(head(`POST ${PROFILES} HTTP/1.1`, { 'content-length': body.length }), body)
  expect(statuses(answer)).toEqual([415])
})

const zipped = gzipSync(good('zipped'))

test.each<[string, Buffer, string, number, string]>([
  ['in gzip twice', gzipSync(zipped), 'gzip', 400, 'encoding'],
  ['in gzip twice, and said so', gzipSync(zipped), 'gzip, gzip', 415, 'content_encoding'],
  ['that is no gzip', Buffer.from(good('x')), 'gzip', 400, 'encoding_gzip'],
  ['in gzip cut short', zipped.subarray(0, -9), 'gzip', 400, 'encoding_gzip'],
  ['in gzip with a wrong sum', Buffer.concat([zipped.subarray(0, -8), Buffer.alloc(8)]), 'gzip', 400, 'encoding_gzip'],
  ['in gzip with something behind it', Buffer.concat([zipped, Buffer.from('x')]), 'gzip', 400, 'encoding_gzip'],
  ['that says br', Buffer.from('x'), 'br', 415, 'content_encoding'],
  ['that says deflate', Buffer.from('x'), 'deflate', 415, 'content_encoding'],
  ['that says zstd', Buffer.from('x'), 'zstd', 415, 'content_encoding'],
  ['that says x', Buffer.from('x'), 'x', 415, 'content_encoding'],
])('nasty input 49: a body %s is refused and kept as it came', async (_name, bytes, encoding, status, code) => {
  const answer = await server.post(PROFILES, bytes, { 'content-encoding': encoding })
  await expectKept(server, answer, { status, code, bytes })
})

test('nasty input 49: 10 MB that inflate to 10 GB are 413 as soon as the limit is passed, and hold no memory', async () => {
  const member = gzipSync(Buffer.alloc(100_000_000), { level: constants.Z_BEST_COMPRESSION })
  const bomb = Buffer.concat(Array(Math.floor(limits.arrayBytes / member.length)).fill(member))
  expect(bomb.length * 1_000).toBeGreaterThan(10_000_000_000)
  const before = residentMb()
  for (const path of [ANYTHING, PROFILES]) {
    expectProblem(await server.post(path, bomb, { 'content-encoding': 'gzip' }), 413, 'too_large')
  }
  const small = Buffer.concat(Array(10).fill(member))
  expectProblem(await server.post(PROFILES, small, { 'content-encoding': 'gzip' }), 413, 'too_large')
  const lines = await server.post(ANYTHING, small, {
    'content-encoding': 'gzip',
    'content-type': 'application/x-ndjson',
  })
  expectProblem(lines, 413, 'inflate_ratio')
  expect(residentMb() - before).toBeLessThan(150)
})

test.each<[string, Record<string, string | number | (string | number)[]>, string]>([
  ['too small a Content-Length', { 'content-length': 10 }, good('short')],
  ['a negative Content-Length', { 'content-length': -5 }, good('negative')],
  ['two Content-Lengths', { 'content-length': [300, 301] }, good('two')],
  ['Content-Length and chunked', { 'content-length': 300, 'transfer-encoding': 'chunked' }, `0\r\n\r\n${good('both')}`],
  ['Content-Length with a sign', { 'content-length': '+300' }, good('sign')],
  ['Content-Length in hexadecimal', { 'content-length': '0x12c' }, good('hex')],
  ['a Transfer-Encoding that is none', { 'transfer-encoding': 'xchunked' }, `0\r\n\r\n${good('te')}`],
  ['a chunk of a negative size', { 'transfer-encoding': 'chunked' }, `-1\r\n${good('neg')}\r\n0\r\n\r\n`],
  ['a flood of chunk extensions', { 'transfer-encoding': 'chunked' }, `1;${'x=y;'.repeat(20_000)}\r\n{\r\n0\r\n\r\n`],
])('nasty input 50: %s is 400 and the connection is closed', async (_name, headers, body) => {
  const answer = await server.speak(head(`POST ${PROFILES} HTTP/1.1`, { ...JSON_TYPE, ...headers }), body)
  expect(statuses(answer).every((status) => status >= 400 && status < 500)).toBe(true)
  expect(statuses(answer).at(-1)).toBe(400)
  expect(answer.toLowerCase()).toContain('connection: close')
  expect(await storedAs(slugIn(body))).toBe(0)
})

function slugIn(body: string): string {
  return /in\/([\w-]+)/.exec(body)?.[1] ?? ''
}

test('nasty inputs 50 and 51: a body that ends before its Content-Length leaves nothing behind', async () => {
  const body = good('ninety-nine')
  const cut = body.slice(0, Math.floor(body.length * 0.99))
  const before = (await server.db.pool.query('select count(*) from raw.quarantine')).rows
  const socket = connect(server.port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(postOf(cut, { 'content-length': body.length }))
  await sleep(50)
  socket.destroy()
  expect(await eventually(() => server.lines.some((line) => JSON.parse(line).aborted === true))).toBe(true)
  expect(await storedAs('ninety-nine')).toBe(0)
  expect((await server.db.pool.query('select count(*) from raw.quarantine')).rows).toEqual(before)
})

test('nasty input 51: whoever leaves before the answer finds it stored once, and is told so', async () => {
  const body = good('left-early')
  const socket = connect(server.port, '127.0.0.1')
  await once(socket, 'connect')
  await new Promise((resolve) => socket.write(postOf(body), resolve))
  socket.destroy()
  expect(await eventually(async () => (await storedAs('left-early')) === 1)).toBe(true)
  const again = await server.post(PROFILES, body)
  expect(again.body).toMatchObject({ success: true, deduplicated: true })
  expect(await storedAs('left-early')).toBe(1)
})

test('nasty input 52: a body of one byte per second is 408 when its time is over', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const seen = once(server.app.server, 'request')
    const socket = connect(server.port, '127.0.0.1')
    socket.on('error', () => {})
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString()
    })
    const closed = once(socket, 'close')
    socket.write(postOf('', { 'content-length': 1_000 }))
    await seen
    for (let second = 0; second < intakeLimits.bodySeconds; second++) {
      expect(answer).toBe('')
      socket.write('{')
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
      await vi.advanceTimersByTimeAsync(1_000)
    }
    await closed
    expect(statuses(answer)).toEqual([408])
    expect(answer).toContain('body_timeout')
  } finally {
    vi.useRealTimers()
  }
})

test('nasty input 52: 10,000 bytes of header and 2,000 headers are 431, a URL of 64 KB is 414', async () => {
  const long = await server.speak(postOf('{}', { 'x-long': 'x'.repeat(10_000) }))
  expect(statuses(long)).toEqual([431])
  const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`x-${n}`, 'y']))
  expect(statuses(await server.speak(postOf('{}', many)))).toEqual([431])
  for (const path of [`/v1/ingest/${'x'.repeat(65_536)}`, `${PROFILES}?x=${'x'.repeat(65_536)}`]) {
    const answer = await server.speak(head(`POST ${path} HTTP/1.1`, { ...JSON_TYPE, 'content-length': 2 }), '{}')
    expect(statuses(answer)).toEqual([414])
    expect(answer).toContain('url_too_long')
  }
  expectProblem(await server.post(`/v1/ingest/${'x'.repeat(600)}`, '{}'), 414, 'url_too_long')
})

test('nasty input 53: good and bad requests on one connection each get their answer, in order', async () => {
  const answer = await server.speak(
    [
      postOf(good('pipeline-1')),
      postOf('{"cut":'),
      postOf(good('pipeline-2'), { 'content-type': 'text/plain' }),
      postOf(good('pipeline-3')),
      head('GET /nowhere HTTP/1.1'),
      postOf(good('pipeline-1')),
    ].join(''),
  )
  expect(statuses(answer)).toEqual([200, 400, 415, 200, 404, 200])
  expect(answer.match(/"deduplicated":true/g)).toHaveLength(1)
  const broken = await server.speak(
    `${postOf(good('pipeline-4'))}THIS IS NOT HTTP\r\n\r\n${postOf(good('pipeline-5'))}`,
  )
  expect(statuses(broken).at(-1)).toBe(400)
  expect(await storedAs('pipeline-5')).toBe(0)
})

test('nasty input 53: methods that a route does not know are 405 with Allow, and a word that is no method is 400', async () => {
  for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'TRACE']) {
    const answer = await server.speak(head(`${method} ${PROFILES} HTTP/1.1`, { connection: 'close' }))
    expect(statuses(answer), method).toEqual([405])
    expect(answer.toLowerCase()).toMatch(/allow: .*post/)
  }
  const options = await server.speak(head(`OPTIONS ${PROFILES} HTTP/1.1`, { connection: 'close' }))
  expect(statuses(options)).toEqual([204])
  expect(statuses(await server.speak(head('TRACE / HTTP/1.1', { connection: 'close' })))).toEqual([405])
  expect(statuses(await server.speak(head(`EVIL ${PROFILES} HTTP/1.1`)))).toEqual([400])
  expect(statuses(await server.speak(head('CONNECT example.com:443 HTTP/1.1')))).not.toContain(200)
})

test('Expect: 100-continue is answered at once, and the body then', async () => {
  const body = good('expecting')
  const [top, rest] = [postOf('', { 'content-length': body.length, expect: '100-continue' }), body]
  const answer = await server.speak(top, { wait: 50 }, rest)
  expect(answer).toMatch(/^HTTP\/1\.1 100 Continue/)
  expect(statuses(answer)).toEqual([200])
  expect(statuses(await server.speak(postOf('{}', { expect: '200-maybe' })))).toEqual([417])
})

test('nasty input 55: a key in the URL is refused, and the log says whose key was exposed', async () => {
  const made = await server.app.inject({
    method: 'POST',
    url: '/v1/keys',
    headers: server.operator,
    payload: { name: 'careless', scopes: ['ingest'] },
  })
  const { key, id } = made.json()
  for (const query of [`api_key=${key}`, `x=1&access_token=${key}`, `x=${key}`]) {
    const answer = await server.post(`${PROFILES}?${query}`, good('exposed'))
    expectProblem(answer, 400, 'key_in_query')
    expect(server.lines.some((line) => JSON.parse(line).exposed === true && JSON.parse(line).key === id)).toBe(true)
    expect(server.lines.join('')).not.toContain(key)
  }
  expect(await storedAs('exposed')).toBe(0)
})

test('nasty input 52: headers that never end are 408, and the connection is closed', async () => {
  expect(statuses(await halfAHead)).toEqual([408])
}, 20_000)

/** Sends a beginning, then a letter now and then, until the server has enough. */
async function slowly(beginning: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1')
  socket.on('error', () => {})
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk.toString()
  })
  const closed = once(socket, 'close')
  socket.write(beginning)
  const timer = setInterval(() => socket.write('x'), 300)
  await closed
  clearInterval(timer)
  return answer
}
