import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { OPERATOR_KEY, openTestApp, type TestApp } from '../../test/support/app.ts'
import { intakeLimits } from '../warehouse/ingest/intake-limits.ts'

const PATH = '/run/people/clay-native/person-profile/ingest'

let t: TestApp
let port: number
beforeAll(async () => {
  t = await openTestApp()
  await t.app.listen({ port: 0, host: '127.0.0.1' })
  port = (t.app.server.address() as AddressInfo).port
})
afterAll(() => t.close())

/** Sends bytes as they are and returns everything that came back until the server closed. */
async function raw(...parts: (string | Buffer)[]): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    answer += chunk
  })
  socket.on('error', () => {})
  for (const part of parts) socket.write(part)
  await once(socket, 'close')
  return answer
}

function head(more: string[], method = 'POST', path = PATH): string {
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: x', `Authorization: Bearer ${OPERATOR_KEY}`, 'Connection: close']
  return `${[...lines, 'Content-Type: application/json', ...more].join('\r\n')}\r\n\r\n`
}

function problemIn(answer: string): { status: number; code: string; success: boolean } {
  expect(answer).toContain('application/problem+json')
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4).replace(/^[0-9a-f]+\r\n([\s\S]*)\r\n0\r\n\r\n$/, '$1'))
}

test.each([
  ['both lengths', ['Content-Length: 2', 'Transfer-Encoding: chunked'], '0\r\n\r\n', 400, 'bad_request'],
  ['two lengths', ['Content-Length: 2', 'Content-Length: 3'], '{}', 400, 'bad_request'],
  ['a negative length', ['Content-Length: -1'], '{}', 400, 'bad_request'],
  ['a length that is no number', ['Content-Length: two'], '{}', 400, 'bad_request'],
  ['a chunk that is no chunk', ['Transfer-Encoding: chunked'], 'zz\r\n{}\r\n0\r\n\r\n', 400, 'bad_request'],
  ['a NUL in a header', ['X-Note: a\0b'], '', 400, 'bad_request'],
  ['10,000 bytes of header', [`X-Note: ${'x'.repeat(10_000)}`], '', 431, 'headers_too_large'],
  ['2,000 headers', Array.from({ length: 2_000 }, (_, i) => `X-${i}: y`), '', 431, 'headers_too_large'],
] as const)('a request with %s is a problem and ends the connection', async (_name, headers, body, status, code) => {
  expect(problemIn(await raw(head([...headers]), body))).toMatchObject({ status, code, success: false })
})

test('a URL of 64 kB is 414, a method nobody knows 400, and TRACE 405', async () => {
  expect(problemIn(await raw(head([], 'GET', `/${'x'.repeat(65_536)}`))).code).toBe('url_too_long')
  expect(problemIn(await raw(head([], 'FOO', '/health'))).status).toBe(400)
  expect(problemIn(await raw(head([], 'TRACE', '/health'))).code).toBe('method_not_allowed')
})

test('pipelined good and bad requests are each answered, in order', async () => {
  const keep = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`
  const answer = await raw(`${keep('/health')}${keep('/nowhere')}${head([], 'GET', '/health')}`)
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 200'])
})

test('a body that says it is too large is refused before it is sent, and one that turns out to be is cut', async () => {
  const announced = await raw(head(['Content-Length: 99999999']), '{')
  expect(problemIn(announced)).toMatchObject({ status: 413, code: 'too_large' })
  const block = Buffer.alloc(65_536, 'x')
  const chunk = Buffer.concat([Buffer.from('10000\r\n'), block, Buffer.from('\r\n')])
  const chunked = await raw(head(['Transfer-Encoding: chunked']), ...Array(20).fill(chunk), '0\r\n\r\n')
  expect(problemIn(chunked).code).toBe('too_large')
})

test('Expect: 100-continue is answered before the body', async () => {
  const answer = await raw(head(['Content-Length: 2', 'Expect: 100-continue']), '{}')
  expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 422/)
})

test('a body that trickles in is 408 after its deadline, and the connection ends', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const answer = raw(head(['Content-Length: 100']), '{')
    const socketSeen = once(t.app.server, 'request')
    await socketSeen
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
    await vi.advanceTimersByTimeAsync(intakeLimits.bodySeconds * 1000 - 100)
    await vi.advanceTimersByTimeAsync(200)
    expect(problemIn(await answer)).toMatchObject({ status: 408, code: 'body_timeout' })
  } finally {
    vi.useRealTimers()
  }
})

test('a client that leaves in the middle of a body stores nothing and harms nobody', async () => {
  const before = await t.db.pool.query(
    'select (select count(*) from raw.quarantine) + (select count(*) from raw.person_payloads) as n',
  )
  const socket = connect(port, '127.0.0.1')
  socket.write(head(['Content-Length: 1000']))
  socket.write('{"linkedin_url":')
  await new Promise((resolve) => setTimeout(resolve, 100))
  socket.destroy()
  await new Promise((resolve) => setTimeout(resolve, 100))
  const after = await t.db.pool.query(
    'select (select count(*) from raw.quarantine) + (select count(*) from raw.person_payloads) as n',
  )
  expect(after.rows).toEqual(before.rows)
  expect(t.lines.some((line) => JSON.parse(line).aborted === true)).toBe(true)
  expect(t.lines.some((line) => JSON.parse(line).level >= 50)).toBe(false)
  expect((await t.app.inject('/health')).statusCode).toBe(200)
})
