import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { type AddressInfo, connect as connectSocket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPERATOR_KEY, openTestApp, type TestApp } from '../../../test/support/app.ts'
import { unavailable } from '../../errors.ts'
import type { Ingest } from './submission.ts'

const PATH = '/v1/ingest/clay-person-profile'

let t: TestApp
let port: number
beforeAll(async () => {
  t = await openTestApp()
  port = await listen(t)
})
afterAll(() => t.close())

async function listen(opened: TestApp): Promise<number> {
  await opened.app.listen({ port: 0, host: '127.0.0.1' })
  return (opened.app.server.address() as AddressInfo).port
}

function line(slug: string, more: object = {}): string {
  return JSON.stringify({
    linkedin_url: `https://www.linkedin.com/in/${slug}`,
    workflow_slug: 'clay-person-profile',
    raw_payload: { name: slug, slug },
    ...more,
  })
}

interface Answer {
  status: number
  headers: Headers
  lines: Record<string, unknown>[]
}

async function send(body: string | Buffer, headers: Record<string, string> = {}, path = PATH): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${OPERATOR_KEY}`, 'content-type': 'application/x-ndjson', ...headers },
    body,
  })
  const text = await response.text()
  const lines = response.status === 200 ? text.trim().split('\n') : [text]
  return { status: response.status, headers: response.headers, lines: lines.map((one) => JSON.parse(one)) }
}

/** A client that writes a chunked body as it likes. */
function open(path = PATH, at = port) {
  const request = httpRequest({
    port: at,
    path,
    method: 'POST',
    headers: { authorization: `Bearer ${OPERATOR_KEY}`, 'content-type': 'application/x-ndjson' },
  })
  const { promise: first, resolve: answered } = Promise.withResolvers<unknown>()
  const response = new Promise<Answer>((resolve, reject) => {
    request.on('error', reject)
    request.on('response', async (incoming) => {
      let text = ''
      try {
        for await (const chunk of incoming) {
          text += chunk
          answered(JSON.parse(text.split('\n', 1)[0] ?? ''))
        }
      } catch (error) {
        reject(error)
      }
      const lines = text.trim().split('\n')
      resolve({ status: incoming.statusCode ?? 0, headers: new Headers(), lines: lines.map((one) => JSON.parse(one)) })
    })
  })
  return { request, response, first }
}

async function count(table: string, where = 'true'): Promise<number> {
  const { rows } = await t.db.pool.query(`select count(*)::int as n from ${table} where ${where}`)
  return rows[0].n
}

test('every line is answered in order, with its number and ref, and a second time as deduplicated', async () => {
  const body = Array.from({ length: 2_500 }, (_, i) => line(`ordered-${i}`, { ref: `r${i}` })).join('\n')
  const first = await send(body)
  expect(first.headers.get('content-type')).toContain('application/x-ndjson')
  expect(first.headers.get('cache-control')).toBe('no-store')
  expect(first.lines.map((answer) => answer.line)).toEqual(Array.from({ length: 2_500 }, (_, i) => i + 1))
  expect(first.lines.every((answer, i) => answer.ref === `r${i}` && answer.status === 200)).toBe(true)
  expect(await count('core.people', `linkedin_url like '%/ordered-%'`)).toBe(2_500)
  const again = await send(body)
  expect(again.lines.every((answer, i) => answer.deduplicated && answer.raw_id === first.lines[i]?.raw_id)).toBe(true)
})

test('bad lines are named and kept, their neighbours are stored', async () => {
  const lines = [
    line('mixed-1'),
    '',
    '{"broken":',
    '\r',
    `${line('mixed-2')}\r`,
    '[1,2]',
    `\ufeff${line('mixed-bom')}`,
    line('mixed-3', { text: '\u2028 is no line end' }),
    '{"linkedin_url":"https://www.linkedin.com/in/x","workflow_slug":"nobody","raw_payload":{},"ref":4}',
    `"${'x'.repeat(9_000_000)}"`,
    line('mixed-4'),
  ]
  const rows = await count('raw.quarantine')
  const { lines: answers } = await send(lines.join('\n'))
  expect(answers.map(({ line: number, status, code }) => [number, status, code])).toEqual([
    [1, 200, undefined],
    [3, 400, 'syntax'],
    [5, 200, undefined],
    [6, 422, 'shape'],
    [7, 400, 'syntax'],
    [8, 200, undefined],
    [9, 422, 'workflow_not_found'],
    [10, 413, 'too_large'],
    [11, 200, undefined],
  ])
  expect(answers[6]).toMatchObject({ ref: 4, success: false })
  expect(await count('raw.quarantine')).toBe(rows + 4)
  const kept = await t.app.inject({ url: `/v1/quarantine/${answers[1]?.quarantine_id}`, headers: t.operator })
  expect(kept.json()).toMatchObject({ body: '{"broken":', route: PATH, code: 'syntax' })
})

test('a gzip stream is read; one that is cut off answers what came and ends with aborted', async () => {
  const text = Array.from({ length: 300 }, (_, i) => line(`zip-${i}`, { noise: Math.random() })).join('\n')
  const whole = await send(gzipSync(text), { 'content-encoding': 'gzip' })
  expect(whole.lines).toHaveLength(300)
  const cut = await send(gzipSync(text.replaceAll('zip-', 'zup-')).subarray(0, -1_500), { 'content-encoding': 'gzip' })
  const last = cut.lines.at(-1)
  expect(last).toMatchObject({ status: 'aborted', code: 'encoding_gzip', lines: cut.lines.length - 1 })
  expect(cut.lines.length).toBeGreaterThan(10)
  expect(cut.lines.length).toBeLessThan(300)
  expect(await count('core.people', `linkedin_url like '%/zup-%'`)).toBeGreaterThanOrEqual(cut.lines.length - 2)
})

test('a gzip bomb inside a stream is stopped', async () => {
  const bomb = gzipSync(Buffer.alloc(150_000_000), { level: 9 })
  const { status, lines } = await send(bomb, { 'content-encoding': 'gzip' })
  expect(status).toBe(413)
  expect(lines[0]).toMatchObject({ code: 'inflate_ratio' })
})

test.each([
  ['nothing in it', '\n \n', {}, PATH, 400, 'empty'],
  ['an unknown slug', '{}', {}, '/v1/ingest/nobody', 404, 'workflow_not_found'],
  ['an Idempotency-Key', '{}', { 'idempotency-key': 'x' }, PATH, 400, 'idempotency_key_not_possible'],
  [
    'another charset',
    '{}',
    { 'content-type': 'application/x-ndjson; charset=latin1' },
    PATH,
    415,
    'unsupported_media_type',
  ],
  ['an unknown encoding', '{}', { 'content-encoding': 'br' }, PATH, 415, 'content_encoding'],
] as const)('a stream with %s is an ordinary problem', async (_name, body, headers, path, status, code) => {
  const answer = await send(body, headers, path)
  expect(answer.status).toBe(status)
  expect(answer.lines[0]).toMatchObject({ code, success: false })
})

test('answers come while the stream is still open', async () => {
  const { request, response, first } = open()
  request.write(`${line('early')}\n`)
  expect(await first).toMatchObject({ line: 1, status: 200 })
  request.end(line('late'))
  expect((await response).lines).toHaveLength(2)
  expect(await count('core.people', `linkedin_url like '%/late'`)).toBe(1)
})

test('a client that goes away in the middle leaves whole lines behind and the server up', async () => {
  const { request, response } = open()
  response.catch(() => {})
  for (let i = 0; i < 50; i++) request.write(`${line(`gone-${i}`)}\n`)
  request.write(line('gone-half').slice(0, 40))
  await sleep(300)
  request.destroy()
  await sleep(300)
  expect(await count('core.people', `linkedin_url like '%/gone-%'`)).toBe(50)
  expect(await count('raw.quarantine', `convert_from(body, 'utf8') like '%gone-half%'`)).toBe(0)
  expect((await send(line('after-gone'))).lines[0]).toMatchObject({ status: 200 })
})

test('a client that reads nothing before it has sent everything is served', async () => {
  const lines = 60_000
  const socket = connectSocket(port, '127.0.0.1')
  socket.pause()
  const head = `POST ${PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${OPERATOR_KEY}\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`
  socket.write(head)
  for (let i = 0; i < lines; i += 1_000) {
    // Nothing valid: refusals are answered without the database, and 60,000 of them fill any socket buffer.
    const block = Buffer.from('{"a":1}\n'.repeat(1_000))
    if (!socket.write(`${block.length.toString(16)}\r\n${block}\r\n`)) await once(socket, 'drain')
  }
  await new Promise((resolve) => socket.write('0\r\n\r\n', resolve))
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  socket.resume()
  await once(socket, 'close')
  expect(text).toContain(`{"line":${lines},"status":422`)
  expect(await count('raw.quarantine')).toBeLessThanOrEqual(12_000)
})

test('while the server is overloaded or the database is away lines wait; nothing is lost or answered 503', async () => {
  let failures = 0
  const other = await openTestApp()
  const real: Ingest = other.ingest
  const flaky: Ingest = {
    ...real,
    submit(submission) {
      if (failures++ % 3 !== 0) return real.submit(submission)
      return Promise.reject(unavailable(failures % 2 ? 'overloaded' : 'database_unavailable', 'later', 1))
    },
  }
  const served = await openTestApp({ ingest: flaky })
  const at = await listen(served)
  const { request, response } = open(PATH, at)
  request.end(Array.from({ length: 300 }, (_, i) => line(`flaky-${i}`)).join('\n'))
  const { lines } = await response
  expect(lines).toHaveLength(300)
  expect(lines.every(({ status }) => status === 200)).toBe(true)
  expect(failures).toBeGreaterThan(400)
  await served.close()
  await other.close()
})

test('a stop ends open streams with aborted after everything that was sent is stored', async () => {
  const other = await openTestApp()
  const at = await listen(other)
  const { request, response } = open(PATH, at)
  for (let i = 0; i < 20; i++) request.write(`${line(`stop-${i}`)}\n`)
  await sleep(300)
  const closing = other.app.close()
  const { lines } = await response
  request.destroy()
  expect(lines).toHaveLength(21)
  expect(lines.at(-1)).toMatchObject({ status: 'aborted', lines: 20, code: 'shutting_down' })
  await closing
  await other.close()
})
