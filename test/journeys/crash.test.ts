import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GeneratedPerson, generatePerson } from '../../demo/generate-people.ts'
import { type EmbeddedServer, openEmbedded } from '../../src/db/embedded/open-embedded.ts'
import { checkPeople, type Ledger } from '../support/check-people.ts'
import { eventually } from '../support/processes.ts'
import { type ServedGalena, serveGalena } from '../support/served-galena.ts'

const PEOPLE = 2_000
const SENT_AGAIN = 200
const CALLERS = 32
const KILLS = 10
const STOPS = 3
const KEY = 'the-key-of-the-crash-journey-0123'
const ROUTE = '/run/people/clay-native/person-profile/ingest'

let folder: string
let galena: ServedGalena
const sent = new Map<string, GeneratedPerson>()
const acknowledged = new Map<string, string>()
/** Attempts whose end the caller never learned: the payload may be stored or not. */
let unknown = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'galena-crash-'))
  await chmod(folder, 0o711)
  galena = await serveGalena(join(folder, 'data'), KEY)
  expect(await eventually(() => galena.ready(), 60)).toBe(true)
}, 90_000)
afterAll(async () => {
  await galena.stop()
  await rm(folder, { recursive: true, force: true })
})

test('2,000 payloads while the server is killed 10 times and PostgreSQL 3 times: all acknowledged in the end', async () => {
  const random = randomOf(20_260_131)
  const people = Array.from({ length: PEOPLE }, (_, seed) => generatePerson(7_000_000 + seed))
  const again = Array.from({ length: SENT_AGAIN }, () => people[Math.floor(random() * PEOPLE)] as GeneratedPerson)
  const queue = shuffled([...people, ...again], random)
  const total = queue.length
  const wild = wreak(random, total)
  await Promise.all(Array.from({ length: CALLERS }, () => call(queue)))
  expect(await wild).toEqual({ kills: KILLS, stops: STOPS })
  expect(sent.size).toBe(PEOPLE)
  // Each was acknowledged with one and the same id, however often it was sent.
  expect(acknowledged.size).toBe(PEOPLE)
  expect(unknown).toBeGreaterThan(KILLS)
  expect(galena.complaints).not.toContain('"level":60')
  expect(galena.unasked).toBe(0)
}, 150_000)

test('a request with an Idempotency-Key that dies with the server is completed by its retry, once', async () => {
  const random = randomOf(7)
  for (let n = 0; n < 3; n++) {
    const person = generatePerson(8_000_000 + n)
    const slug = String(person.raw_payload.slug)
    sent.set(slug, person)
    const key = `dies-${n}`
    const lost = attempt(person, key)
    await sleep(random() * 12)
    await galena.killServer()
    const first = await lost
    let retried = await attempt(person, key)
    for (; retried?.status !== 200; retried = await attempt(person, key)) {
      // In flight in a process that is dead: a key must not stay taken.
      expect(retried?.status ?? 503).toBe(503)
      await sleep(50)
    }
    const { raw_id } = (await retried.json()) as { raw_id: string }
    if (first?.status === 200) expect(await first.json()).toMatchObject({ raw_id })
    const again = await attempt(person, key)
    expect(again?.headers.get('idempotency-replayed')).toBe('true')
    expect(await again?.json()).toMatchObject({ raw_id })
    acknowledged.set(raw_id, slug)
  }
  expect(galena.unasked).toBe(0)
}, 60_000)

test('afterwards nothing acknowledged is lost, nothing is doubled, and nothing is there that was never sent', async () => {
  expect(await galena.stop()).toBe(0)
  const server = await openEmbedded({ dataDir: join(folder, 'data'), log: () => {} })
  try {
    const ledger: Ledger = { sent, acknowledged }
    expect(await inTransaction(server, (client) => checkPeople(client, ledger))).toEqual([])
    // Control: the check sees what it is looking for.
    for (const [damage, problem] of damages(ledger)) {
      const found = await inTransaction(server, async (client) => {
        // Without the foreign keys, which would not let it happen.
        await client.query('set local session_replication_role = replica')
        await client.query(damage)
        return checkPeople(client, ledger)
      })
      expect(found.join('\n')).toMatch(problem)
    }
  } finally {
    await server.stop()
  }
}, 60_000)

/** Takes from the queue and sends each payload until somebody has acknowledged it. */
async function call(queue: GeneratedPerson[]): Promise<void> {
  for (let person = queue.pop(); person !== undefined; person = queue.pop()) {
    const slug = String(person.raw_payload.slug)
    sent.set(slug, person)
    for (let answer = await attempt(person); ; answer = await attempt(person)) {
      if (answer?.status === 200) {
        const { raw_id } = (await answer.json()) as { raw_id: string }
        acknowledged.set(raw_id, slug)
        break
      }
      if (answer !== undefined && answer.status !== 503) throw new Error(`${answer.status}: ${await answer.text()}`)
      await answer?.arrayBuffer()
      await sleep(100)
    }
  }
}

async function attempt(person: GeneratedPerson, key?: string): Promise<Response | undefined> {
  try {
    const response = await fetch(galena.url + ROUTE, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${KEY}`,
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      body: JSON.stringify(person),
      signal: AbortSignal.timeout(20_000),
    })
    // An answer of which only a part arrived is no acknowledgement.
    return new Response(await response.text(), { status: response.status, headers: response.headers })
  } catch {
    unknown++
    return undefined
  }
}

/** Kills and stops, in a random order, at random moments spread over the whole load. */
async function wreak(random: () => number, total: number): Promise<{ kills: number; stops: number }> {
  const deeds = shuffled([...Array(KILLS).fill('kill'), ...Array(STOPS).fill('stop')], random)
  const done = { kills: 0, stops: 0 }
  for (const [i, deed] of deeds.entries()) {
    const due = ((i + random()) * total * 0.9) / deeds.length
    while (acknowledged.size < Math.min(due, PEOPLE * 0.9)) await sleep(5)
    await sleep(random() * 40)
    if (deed === 'kill') {
      await galena.killServer()
      done.kills++
    } else {
      await galena.stopPostgres()
      done.stops++
    }
  }
  return done
}

function damages({ acknowledged }: Ledger): [sql: string, problem: RegExp][] {
  const [id] = acknowledged.keys()
  const person = `(select linkedin_url from core.people order by 1 limit 1)`
  const copy = (table: string, order: string) =>
    `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid()))).* from ${table} t order by ${order} limit 1`
  return [
    [`delete from raw.person_payloads where id = '${id}'`, /acknowledged and not stored/],
    [copy('raw.person_payloads', 'id'), /stored twice/],
    [copy('core.person_work_history', 'id'), /history and experience differ[\s\S]*jobs doubled/],
    [`delete from core.people where linkedin_url = ${person}`, /absent from core/],
    [`update core.people set linkedin_url = linkedin_url || 'x' where linkedin_url = ${person}`, /never sent/],
    [copy('core.person_promotions', 'id'), /promotions differ/],
    [`delete from core.person_past_employer where linkedin_url = ${person}`, /other jobs than were sent/],
    [
      `update core.companies set domain = 'unsent.example' where id = (select id from core.companies limit 1)`,
      /nobody named/,
    ],
    [`delete from extracted.person_experience where linkedin_url = ${person}`, /other jobs than were sent/],
  ]
}

async function inTransaction<T>(server: EmbeddedServer, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  try {
    await client.query('begin')
    return await work(client)
  } finally {
    await client.query('rollback')
    await client.end()
  }
}

function shuffled<T>(items: T[], random: () => number): T[] {
  const left = [...items]
  return items.map(() => left.splice(Math.floor(random() * left.length), 1)[0] as T)
}

function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
