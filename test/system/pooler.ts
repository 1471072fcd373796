// Galena behind a transaction pooler: `npm run check:pooler`. Needs pgbouncer (Debian: apt-get install pgbouncer).
// Starts the embedded server, pgbouncer in transaction mode with fewer connections than callers, and Galena on it.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { generatePerson } from '../../demo/generate-people.ts'
import { openEmbedded } from '../../src/db/embedded/open-embedded.ts'
import { startGalena } from '../../src/start.ts'

const PAYLOADS = 400

const pgbouncer = locate('pgbouncer', 'apt-get install pgbouncer')
const folder = await mkdtemp(join(tmpdir(), 'galena-pooler-'))
await chmod(folder, 0o755)
const server = await openEmbedded({ dataDir: join(folder, 'data'), log: () => {}, settings: { fsync: 'off' } })
const pooler = await startPooler(server.url)
try {
  await check(pooler.url, server.url)
} finally {
  pooler.stop()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

async function check(databaseUrl: string, databaseDirectUrl: string): Promise<void> {
  const dataDir = join(folder, 'home')
  const config = {
    databaseUrl,
    databaseDirectUrl,
    dataDir,
    apiKey: undefined,
    outboundAllow: [],
    host: '127.0.0.1',
    port: 0,
    logLevel: 'silent' as const,
  }
  const galena = await startGalena(config, { log: pino({ level: 'silent' }) })
  try {
    const answers = await Promise.all(
      Array.from({ length: PAYLOADS }, (_, i) => send(galena.url, galena.operatorKey, generatePerson(i))),
    )
    assert.deepEqual([...new Set(answers)], [200])
    const ready = await fetch(`${galena.url}/ready`)
    assert.equal(ready.status, 200, await ready.text())
  } finally {
    await galena.stop()
  }
  const client = new pg.Client({ connectionString: databaseDirectUrl })
  await client.connect()
  const { rows } = await client.query<{ raw: number; people: number; unpooled: number }>(
    `select (select count(*) from raw.person_payloads)::int as raw, (select count(*) from core.people)::int as people`,
  )
  await client.end()
  assert.deepEqual(rows, [{ raw: PAYLOADS, people: PAYLOADS }])
  console.log(`${PAYLOADS} payloads through a transaction pooler with 4 connections: all stored once`)
}

async function send(url: string, key: string, body: unknown): Promise<number> {
  const response = await fetch(`${url}/run/people/clay-native/person-profile/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  })
  await response.arrayBuffer()
  return response.status
}

async function startPooler(url: string) {
  const target = new URL(url)
  const port = await freePort()
  const users = join(folder, 'users.txt')
  const config = join(folder, 'pgbouncer.ini')
  await writeFile(users, `"${target.username}" "${decodeURIComponent(target.password)}"\n`, { mode: 0o644 })
  await writeFile(
    config,
    `[databases]
galena = host=${target.hostname} port=${target.port} dbname=${target.pathname.slice(1)} user=${target.username} password=${decodeURIComponent(target.password)}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${users}
pool_mode = transaction
default_pool_size = 4
max_client_conn = 200
ignore_startup_parameters = extra_float_digits
`,
    { mode: 0o644 },
  )
  // pgbouncer does not run as root.
  const account = process.getuid?.() === 0 ? accountId('nobody') : undefined
  const child = spawn(pgbouncer, [config], {
    stdio: 'ignore',
    ...(account === undefined ? {} : { uid: account, gid: account }),
  })
  const pooled = new URL(url)
  pooled.port = String(port)
  pooled.pathname = '/galena'
  await answers(pooled.href)
  return { url: pooled.href, stop: () => child.kill('SIGINT') }
}

async function answers(url: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.query('select 1')
      await client.end()
      return
    } catch (error) {
      if (attempt > 50) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

function accountId(name: string): number {
  return Number(execFileSync('id', ['-u', name], { encoding: 'utf8' }))
}

function locate(program: string, remedy: string): string {
  try {
    return execFileSync('/bin/sh', ['-c', `PATH="$PATH:/usr/sbin" command -v ${program}`], { encoding: 'utf8' }).trim()
  } catch {
    console.error(`${program} is missing, so nothing was checked: ${remedy}`)
    return process.exit(1)
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}
