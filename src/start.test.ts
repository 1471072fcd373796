import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createEmptyDatabase } from '../test/support/database.ts'
import { type Config, readConfig } from './config.ts'
import { type Galena, startGalena } from './start.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'galena-start-'))
  // The embedded server runs under another account when the tests run as root.
  await chmod(dataDir, 0o711)
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

const log = pino({ level: 'silent' })

function config(env: NodeJS.ProcessEnv): Config {
  return readConfig({ PORT: '0', GALENA_DATA_DIR: dataDir, ...env })
}

async function until(what: () => Promise<boolean>, seconds = 20): Promise<boolean> {
  for (let i = 0; i < seconds * 10; i++) {
    if (await what()) return true
    await sleep(100)
  }
  return false
}

function isReady({ url }: Galena): Promise<boolean> {
  return fetch(`${url}/ready`).then(
    (response) => response.status === 200,
    () => false,
  )
}

function post({ url, operatorKey }: Galena, slug: string): Promise<Response> {
  return fetch(`${url}/v1/ingest/clay-person-profile`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${operatorKey}` },
    body: JSON.stringify({
      linkedin_url: `https://www.linkedin.com/in/${slug}`,
      workflow_slug: 'clay-person-profile',
      raw_payload: { name: slug },
    }),
  })
}

test('on a database by URL everything starts, migrates, becomes ready, answers, and stops in order', async () => {
  const database = await createEmptyDatabase()
  const galena = await startGalena(config({ DATABASE_URL: database.url }), { log })
  expect(galena.operatorKeyCreated).toBe(true)
  expect((await readFile(join(dataDir, 'operator-key'), 'utf8')).trim()).toBe(galena.operatorKey)
  expect(await until(() => isReady(galena))).toBe(true)
  const posts = Promise.all(Array.from({ length: 100 }, (_, i) => post(galena, `start-${i}`)))
  await sleep(20)
  const stopped = galena.stop()
  // What had arrived is answered; what had not is refused by the connection, never by half an answer.
  const statuses = (await posts.catch(() => [])).map(({ status }) => status)
  expect(statuses.every((status) => status === 200)).toBe(true)
  await stopped
  expect(await isReady(galena)).toBe(false)

  const again = await startGalena(config({ DATABASE_URL: database.url, GALENA_API_KEY: 'k'.repeat(24) }), { log })
  expect(again).toMatchObject({ operatorKey: 'k'.repeat(24), operatorKeyCreated: false })
  expect((await post(again, 'start-1')).status).toBe(200)
  await again.stop()
  await database.drop()
})

test('a start that fails leaves nothing running', async () => {
  const database = await createEmptyDatabase()
  const first = await startGalena(config({ DATABASE_URL: database.url }), { log, jobs: false })
  const taken = new URL(first.url).port
  await expect(startGalena(config({ DATABASE_URL: database.url, PORT: taken }), { log })).rejects.toThrow('EADDRINUSE')
  expect(await isReady(first)).toBe(true)
  await first.stop()
  await database.drop()
  await expect(startGalena(config({ DATABASE_URL: database.url }), { log })).rejects.toThrow('does not exist')
})

test('when the embedded server is killed requests are 503 with Retry-After, and then everything goes on', async () => {
  const galena = await startGalena(config({}), { log })
  expect(await until(() => isReady(galena))).toBe(true)
  expect((await post(galena, 'before')).status).toBe(200)
  const pid = Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n', 1)[0])
  process.kill(pid, 'SIGKILL')
  const statuses = new Set<number>()
  await until(async () => {
    const response = await post(galena, `meanwhile-${statuses.size}`)
    statuses.add(response.status)
    if (response.status === 503) expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
    return response.status === 200 && (await isReady(galena))
  })
  expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([])
  expect(await until(() => isReady(galena))).toBe(true)
  const again = await (await post(galena, 'before')).json()
  expect(again).toMatchObject({ success: true, deduplicated: true })
  await galena.stop()
})
