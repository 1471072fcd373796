import { connect as openSocket, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { IngestOptions } from '../../src/warehouse/ingest/engine.ts'
import { OPERATOR_KEY, openTestApp, type TestApp } from './app.ts'

export const PROFILES = '/run/people/clay-native/person-profile/ingest'
/** A workflow registered at run time that takes any object: its whole body is the payload. */
export const ANYTHING = '/v1/ingest/anything'

export interface Answer {
  status: number
  headers: Headers
  text: string
  /** The body as JSON; undefined where it is none. */
  body: Record<string, unknown> | undefined
}

export interface NastyServer extends TestApp {
  port: number
  url: string
  /** Posts to a route with the operator's key. Fails on an answer of 500, or one that takes longer (2 s unless given). */
  post(path: string, body: string | Uint8Array, headers?: Record<string, string>, patience?: number): Promise<Answer>
  get(path: string): Promise<Answer>
  /** Bytes over a socket of its own; what came back when the server closed it or fell silent. */
  speak(...parts: (string | Uint8Array | { wait: number })[]): Promise<string>
  /** The server is up, takes the next good payload, was nowhere at fault, and no prototype was touched. */
  wellAfterwards(): Promise<void>
}

/** Answers must come within so many milliseconds, whatever was sent. */
const PATIENCE = 2_000
/** A socket that says nothing for so long has nothing to say. */
const SILENCE = 400

let goodOnes = 0

/** A server that really listens, and what a sender needs to be nasty to it. */
export async function openNastyServer(engine: Partial<IngestOptions> = {}): Promise<NastyServer> {
  const test = await openTestApp({}, engine)
  const url = await test.app.listen({ host: '127.0.0.1', port: 0 })
  const port = Number(new URL(url).port)
  await test.app.inject({
    method: 'POST',
    url: '/v1/workflows',
    headers: test.operator,
    payload: { slug: 'anything', provider: 'test', platform: 'test', payload_type: 'any', entity_type: 'company' },
  })

  async function request(path: string, init: RequestInit, patience = PATIENCE): Promise<Answer> {
    const begun = performance.now()
    const response = await fetch(url + path, init)
    const text = await response.text()
    expect(performance.now() - begun).toBeLessThan(patience)
    expect(response.status, text).not.toBe(500)
    return { status: response.status, headers: response.headers, text, body: jsonOf(text) }
  }

  function post(
    path: string,
    body: string | Uint8Array,
    headers: Record<string, string> = {},
    patience = PATIENCE,
  ): Promise<Answer> {
    const init = {
      method: 'POST',
      headers: { ...test.operator, 'content-type': 'application/json', ...headers },
      body: body as RequestInit['body'] & string,
    }
    return request(path, init, patience)
  }

  async function wellAfterwards(): Promise<void> {
    const answer = await post(PROFILES, JSON.stringify(profile(`good-${goodOnes++}`)))
    expect(answer.body).toMatchObject({ success: true })
    expect(answer.body).not.toHaveProperty('deduplicated')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(test.lines.splice(0).filter(isFault).join('\n')).toBe('')
  }

  return {
    ...test,
    port,
    url,
    post,
    get: (path) => request(path, { headers: test.operator }),
    speak: (...parts) => speak(port, parts),
    wellAfterwards,
  }
}

/** A profile that every server must take. */
export function profile(slug: string, payload: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  return {
    linkedin_url: `https://www.linkedin.com/in/${slug}`,
    workflow_slug: 'clay-person-profile',
    raw_payload: { name: `Ada ${slug}`, experience: [], ...payload },
    ...more,
  }
}

/** The text of a request whose head is written by hand. */
export function head(line: string, headers: Record<string, string | number | (string | number)[]> = {}): string {
  const all = { host: 'localhost', authorization: `Bearer ${OPERATOR_KEY}`, ...headers }
  const lines = Object.entries(all).flatMap(([name, value]) => [value].flat().map((each) => `${name}: ${each}`))
  return `${[line, ...lines].join('\r\n')}\r\n\r\n`
}

/** Status codes of the answers on one connection, in order. */
export function statuses(answers: string): number[] {
  return [...answers.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status)).filter((code) => code >= 200)
}

/** A refusal is a problem document with a stable type, and says itself that it is one to senders that only look there. */
export function expectProblem(answer: Answer, status: number, code: string): void {
  expect({ status: answer.status, code: answer.body?.code }, answer.text).toEqual({ status, code })
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  expect(answer.body).toMatchObject({ type: `urn:galena:error:${code}`, status, success: false })
  expect(answer.body?.error).toBeTruthy()
}

/** As expectProblem, and the bytes are kept exactly as they were sent. */
export async function expectKept(
  server: NastyServer,
  answer: Answer,
  { status, code, bytes }: { status: number; code: string; bytes: string | Uint8Array },
): Promise<void> {
  expectProblem(answer, status, code)
  const { rows } = await server.db.pool.query('select body, status, code from raw.quarantine where id = $1', [
    answer.body?.quarantine_id,
  ])
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ status, code })
  expect(Buffer.from(bytes).equals(rows[0].body)).toBe(true)
}

/**
 * Accepted, and raw holds what was sent: by the exact bytes where jsonb would lose something, else by a jsonb that is
 * equal in value, as PostgreSQL itself sees it. `payload` is the JSON text that the raw table should hold.
 */
export async function expectStored(
  server: NastyServer,
  answer: Answer,
  {
    table = 'raw.payloads',
    bytes,
    payload = Buffer.from(bytes)
      .toString()
      .replace(/^\ufeff/, ''),
    lossy = false,
  }: { table?: string; bytes: string | Uint8Array; payload?: string; lossy?: boolean },
): Promise<void> {
  expect(answer.status, answer.text).toBe(200)
  const { rows } = await server.db.pool.query(
    `select body, case when body is null then raw_payload = $2::text::jsonb end as equal from ${table} where id = $1`,
    [answer.body?.raw_id, lossy ? '{}' : payload],
  )
  expect(rows).toHaveLength(1)
  const [{ body, equal }] = rows
  if (lossy) expect(Buffer.from(bytes).equals(body)).toBe(true)
  else expect({ body, equal }).toEqual({ body: null, equal: true })
}

export function warningCodes(answer: Answer): string[] {
  return ((answer.body?.warnings ?? []) as { code: string }[]).map(({ code }) => code)
}

/** Does the work for each item, eight at a time. */
export async function eightAtOnce<T>(items: Iterable<T>, work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = items[Symbol.iterator]()
  const worker = async () => {
    for (let next = waiting.next(); next.done !== true; next = waiting.next()) await work(next.value)
  }
  await Promise.all(Array.from({ length: 8 }, worker))
}

/** Resident memory of this process, server and tests together, in MB. */
export function residentMb(): number {
  return process.memoryUsage.rss() / 1_048_576
}

function jsonOf(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** 503 asks to come again and is no fault. */
function isFault(line: string): boolean {
  const { level, status } = JSON.parse(line)
  return level >= 50 || (status >= 500 && status !== 503)
}

async function speak(port: number, parts: (string | Uint8Array | { wait: number })[]): Promise<string> {
  const socket = openSocket(port, '127.0.0.1')
  let answer = ''
  let last = performance.now()
  socket.on('data', (chunk) => {
    answer += chunk.toString('latin1')
    last = performance.now()
  })
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  // A server that hangs up while we still send is no failure of the test.
  socket.on('error', () => {})
  for (const part of parts) {
    if (typeof part === 'object' && 'wait' in part) await sleep(part.wait)
    else await write(socket, part)
  }
  last = performance.now()
  while (!socket.closed && performance.now() - last < SILENCE) await Promise.race([closed, sleep(20)])
  socket.destroy()
  return answer
}

function write(socket: Socket, part: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => socket.write(part as string, () => resolve()))
}
