// Galena's migrate and the Supabase CLI continue each other's work: `node test/system/supabase-cli.ts [server url]`.
// Not part of `npm test`: npx fetches the CLI, 140 MB. Without a server of yours it starts an embedded one.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { dumpSchema } from '../../src/db/dump-schema.ts'
import { openEmbedded } from '../../src/db/embedded/open-embedded.ts'
import { migrate } from '../../src/db/migrate.ts'

const cli = 'supabase@3.1.0'
const migrations = fileURLToPath(new URL('../../supabase/migrations', import.meta.url))

// The CLI leaves files beside the migrations, so it gets a copy.
const folder = await mkdtemp(join(tmpdir(), 'galena-supabase-'))
await chmod(folder, 0o711)
await cp(migrations, join(folder, 'supabase/migrations'), { recursive: true })
const given = process.argv[2]
const server =
  given === undefined
    ? await openEmbedded({ dataDir: join(folder, 'data'), log: () => {}, settings: { fsync: 'off' } })
    : { url: given, stop: async () => {} }
try {
  await check(server.url)
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

async function check(serverUrl: string): Promise<void> {
  const ours = await createDatabase(serverUrl, 'galena_ours_first')
  const theirs = await createDatabase(serverUrl, 'galena_theirs_first')

  const { applied } = await migrate(ours)
  assert.ok(applied.length > 0)
  assert.match(await push(ours), /up to date/i)
  console.log(`ours first: the CLI finds all ${applied.length} migrations applied`)

  const said = await push(theirs)
  for (const file of applied) assert.ok(said.includes(file), `The CLI did not apply ${file}: ${said}`)
  assert.deepEqual(await migrate(theirs), { applied: [] })
  console.log('theirs first: migrate finds nothing to apply')

  assert.equal(await dumpSchema(theirs), await dumpSchema(ours))
  console.log('both end in the same schema')
  for (const url of [ours, theirs]) await dropDatabase(serverUrl, new URL(url).pathname.slice(1))
}

async function push(url: string): Promise<string> {
  const remote = new URL(url)
  remote.searchParams.set('sslmode', 'disable')
  const args = ['--yes', cli, 'db', 'push', `--remote=${remote.href}`, '--yes']
  const { stdout, stderr } = await promisify(execFile)('npx', args, { cwd: folder, timeout: 600_000 })
  return stdout + stderr
}

async function createDatabase(serverUrl: string, name: string): Promise<string> {
  await dropDatabase(serverUrl, name)
  await run(serverUrl, `create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

function dropDatabase(serverUrl: string, name: string): Promise<void> {
  return run(serverUrl, `drop database if exists ${name} with (force)`)
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
