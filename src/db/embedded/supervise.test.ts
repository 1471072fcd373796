import { spawn } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { childrenOf, eventually, holdEmbedded } from '../../../test/support/processes.ts'
import { openEmbedded } from './open-embedded.ts'
import { findPostmaster, isAlive, isServerOf } from './postmaster.ts'
import { canReach, chooseAccount } from './server-account.ts'

const settings = { fsync: 'off', shared_buffers: '16MB' }
const log = () => undefined
let folder = ''
let dataDir = ''
let cluster = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'galena-supervise-'))
  await chmod(folder, 0o711)
  dataDir = join(folder, 'data')
  cluster = join(dataDir, 'postgres')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('two processes that start at the same moment share one server and one database', async () => {
  const [one, other] = await Promise.all([holdEmbedded(dataDir), holdEmbedded(dataDir)])
  expect(other.url).toBe(one.url)
  expect([one.attached, other.attached].sort()).toEqual([false, true])
  await query(one.url, 'create table shared as select 1 as id')
  expect(await query(other.url, 'select id from shared')).toEqual([{ id: 1 }])
  await Promise.all([one.stop(), other.stop()])
  expect(await eventually(async () => !(await findPostmaster(cluster)))).toBe(true)
})

test('a second process attaches, and its leaving does not stop the server', async () => {
  const first = await holdEmbedded(dataDir)
  const second = await openEmbedded({ dataDir, log, settings })
  expect(second.attached).toBe(true)
  await second.stop()
  expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await first.stop()
  // The control: with nobody left the server ends.
  expect(await findPostmaster(cluster)).toBeUndefined()
})

test('when the process that started it leaves first, the next one sees to its end', async () => {
  const first = await holdEmbedded(dataDir)
  const second = await holdEmbedded(dataDir)
  expect(await first.stop()).toBe(0)
  expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
  const server = await findPostmaster(cluster)
  await new Promise((resolve) => setTimeout(resolve, 1500))
  second.process.kill('SIGKILL')
  expect(server && (await eventually(async () => !(await isServerOf(cluster, server.pid))))).toBe(true)
})

test('a session of Galena keeps the server, any other does not', async () => {
  const server = await openEmbedded({ dataDir, log, settings })
  const ours = new pg.Client({ connectionString: server.url, application_name: 'galena api' })
  ours.on('error', () => undefined)
  await ours.connect()
  await server.stop()
  expect((await ours.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await ours.end()

  const again = await openEmbedded({ dataDir, log, settings })
  expect(again.attached).toBe(true)
  const theirs = new pg.Client({ connectionString: again.url, application_name: 'psql' })
  theirs.on('error', () => undefined)
  await theirs.connect()
  await again.stop()
  expect(await findPostmaster(cluster)).toBeUndefined()
  await theirs.end()
})

test('SIGKILL of the process leaves no server behind', async () => {
  const holder = await holdEmbedded(dataDir)
  const server = await findPostmaster(cluster)
  holder.process.kill('SIGKILL')
  expect(server && isAlive(server.pid)).toBe(true)
  expect(server && (await eventually(async () => !(await isServerOf(cluster, server.pid))))).toBe(true)
  expect(childrenOf(holder.pid)).toEqual([])
  // It went down cleanly, as the lock file is gone.
  await expect(readFile(join(cluster, 'postmaster.pid'))).rejects.toMatchObject({ code: 'ENOENT' })
})

test('after SIGKILL of everything the next start has what was committed', async () => {
  const holder = await holdEmbedded(dataDir)
  await query(holder.url, 'create table survivor as select 7 as id')
  const server = await findPostmaster(cluster)
  const pid = server?.pid ?? 0
  const all = [...childrenOf(pid), pid, ...childrenOf(holder.pid), holder.pid]
  expect(all.length).toBeGreaterThan(5)
  for (const each of all) if (isAlive(each)) process.kill(each, 'SIGKILL')

  const next = await openEmbedded({ dataDir, log, settings })
  expect(await query(next.url, 'select id from survivor')).toEqual([{ id: 7 }])
  await next.stop()
})

test('a server that ends unasked comes back, with its address and its data', async () => {
  const server = await openEmbedded({ dataDir, log, settings })
  await query(server.url, 'create table persistent as select 3 as id')
  for (const signal of ['SIGQUIT', 'SIGKILL', 'SIGINT'] as const) {
    const back = new Promise<string>((resolve) => server.onRestart(resolve))
    process.kill((await findPostmaster(cluster))?.pid ?? 0, signal)
    expect(await back).toBe(server.url)
    expect(await query(server.url, 'select id from persistent')).toEqual([{ id: 3 }])
  }
  await server.stop()
  expect(await findPostmaster(cluster)).toBeUndefined()
})

test('when the process that started the server is killed, the others start it again', async () => {
  const first = await holdEmbedded(dataDir)
  const second = await holdEmbedded(dataDir)
  first.process.kill('SIGKILL')
  expect(await second.next()).toMatchObject({ restarted: true })
  expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await second.stop()
  expect(await findPostmaster(cluster)).toBeUndefined()
})

test('a lock file that names the process of somebody else is no server', async () => {
  const account = await chooseAccount(cluster)
  const stranger = spawn('sleep', ['60'], { ...account, cwd: '/' })
  await writeFile(join(cluster, 'postmaster.pid'), `${stranger.pid}\n${cluster}\n1\n1\n\n127.0.0.1\n`)
  const server = await openEmbedded({ dataDir, log, settings })
  expect(server.attached).toBe(false)
  await server.stop()
  expect(stranger.pid && isAlive(stranger.pid)).toBe(true)
  stranger.kill()
})

test('a process that comes while the last one leaves has a server', async () => {
  for (let round = 0; round < 8; round++) {
    const first = await openEmbedded({ dataDir, log, settings })
    const leaving = new Promise((resolve) => setTimeout(resolve, round * 3)).then(() => first.stop())
    const second = await openEmbedded({ dataDir, log, settings })
    await leaving
    // Entered in the very moment in which the first one stopped it, the server is started again.
    await expect
      .poll(() => query(second.url, 'select 1 as one').catch(String), { timeout: 10_000 })
      .toEqual([{ one: 1 }])
    await second.stop()
    expect(await findPostmaster(cluster)).toBeUndefined()
  }
})

test('under umask 077 everything is reachable that must be', async () => {
  const masked = join(folder, 'masked', 'data')
  const holder = await holdEmbedded(masked, { umask: '077' })
  expect(await query(holder.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await holder.stop()
  const location = JSON.parse(await readFile(join(masked, 'location.json'), 'utf8'))
  if (location.cluster !== 'postgres') await rm(dirname(location.cluster), { recursive: true })
})

const account = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : null
const checkout = new URL('.', import.meta.url).pathname
test.runIf(account && (await canReach(account, [checkout])))('an ordinary user without a home can run it', async () => {
  const parent = join(folder, 'open')
  await mkdir(parent)
  await chmod(parent, 0o777)
  const holder = await holdEmbedded(join(parent, 'data'), { account: account ?? { uid: 0, gid: 0 } })
  expect(await query(holder.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await holder.stop()
})

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
