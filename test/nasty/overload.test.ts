import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Answer,
  expectProblem,
  type NastyServer,
  openNastyServer,
  PROFILES,
  profile,
} from '../support/nasty-server.ts'

let server: NastyServer
beforeAll(async () => {
  server = await openNastyServer({ writers: 1, maxBatch: 5, maxQueue: 20 })
})
afterAll(() => server.close())

function send(slug: string): Promise<Answer> {
  return server.post(PROFILES, JSON.stringify(profile(slug)))
}

async function storedSlugs(prefix: string): Promise<string[]> {
  const { rows } = await server.db.pool.query<{ slug: string }>(
    `select substring(linkedin_url from '/in/(.*)') as slug from raw.person_payloads
     where linkedin_url like '%/' || $1 || '%' order by 1`,
    [prefix],
  )
  return rows.map(({ slug }) => slug)
}

/** A refusal that says when to come again, and keeps nothing: the sender still has it. */
function expectComeAgain(answer: Answer): void {
  expectProblem(answer, 503, 'overloaded')
  const seconds = Number(answer.headers.get('retry-after'))
  expect(seconds).toBeGreaterThanOrEqual(1)
  expect(seconds).toBeLessThanOrEqual(60)
  expect(answer.body).not.toHaveProperty('quarantine_id')
}

test('far more than the queue holds: 200 or 503 with Retry-After, and exactly what was acknowledged is stored', async () => {
  // How many are refused depends on how fast the machine writes: it was 69 once.
  const slugs = Array.from({ length: 400 }, (_, n) => `flood-${n}`)
  const answers = await Promise.all(slugs.map(async (slug) => ({ slug, answer: await send(slug) })))
  const accepted = answers.filter(({ answer }) => answer.status === 200)
  const refused = answers.filter(({ answer }) => answer.status !== 200)
  expect(accepted.length).toBeGreaterThan(20)
  expect(refused.length).toBeGreaterThan(20)
  for (const { answer } of refused) expectComeAgain(answer)
  expect(await storedSlugs('flood-')).toEqual(accepted.map(({ slug }) => slug).sort())
})

test('whoever comes again when told to lands in the end', async () => {
  const waiting = Array.from({ length: 100 }, (_, n) => `patient-${n}`)
  for (let round = 0; round < 20 && waiting.length > 0; round++) {
    const answers = await Promise.all(waiting.splice(0).map(async (slug) => ({ slug, answer: await send(slug) })))
    for (const { slug, answer } of answers) {
      if (answer.status === 200) continue
      expectComeAgain(answer)
      waiting.push(slug)
    }
    // A tenth of what was asked for: the queue of this test is a five-hundredth of the real one.
    if (waiting.length > 0) await sleep(100)
  }
  expect(waiting).toEqual([])
  expect(await storedSlugs('patient-')).toHaveLength(100)
})

test('while the database stands still the queue fills and the rest is refused at once; nothing of it is lost', async () => {
  const client = await server.db.pool.connect()
  await client.query('begin')
  await client.query('lock table raw.person_payloads in exclusive mode')
  const first = Array.from({ length: 20 }, (_, n) => send(`stalled-${n}`))
  await sleep(100)
  for (let n = 20; n < 40; n++) expectComeAgain(await send(`stalled-${n}`))
  expect((await server.get('/health')).status).toBe(200)
  await client.query('commit')
  client.release()
  expect((await Promise.all(first)).map(({ status }) => status)).toEqual(Array(20).fill(200))
  expect(await storedSlugs('stalled-')).toHaveLength(20)
  await server.wellAfterwards()
})
