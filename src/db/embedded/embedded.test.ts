import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventually } from '../../../test/support/processes.ts'
import { openEmbedded } from './open-embedded.ts'
import { findPostmaster } from './postmaster.ts'
import { canReach, chooseAccount } from './server-account.ts'

const isRoot = process.getuid?.() === 0
const settings = { fsync: 'off', shared_buffers: '16MB' }
const said: string[] = []
const log = (message: string) => void said.push(message)
const folders: string[] = []
let dataDir = ''

beforeAll(async () => {
  dataDir = join(await folder(), 'data')
})
beforeEach(() => void said.splice(0))
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

test('what was written is there after a restart, at the same address', async () => {
  const first = await openEmbedded({ dataDir, log, settings })
  expect(first.attached).toBe(false)
  await query(first.url, 'create table kept as select 42 as answer')
  await first.stop()
  await expect(query(first.url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })

  const second = await openEmbedded({ dataDir, log, settings })
  expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }])
  expect(second.url).toBe(first.url)
  await second.stop()
})

test('the database is UTF-8 in every environment, checks its pages and listens to this machine only', async () => {
  const server = await openEmbedded({ dataDir, log, settings })
  const [row] = await query(
    server.url,
    `select current_setting('server_encoding') as encoding, datlocale as locale, datlocprovider as provider,
       current_setting('data_checksums') as checksums, current_setting('listen_addresses') as listens,
       current_setting('unix_socket_directories') as sockets, current_setting('TimeZone') as zone,
       current_setting('synchronous_commit') as commits
     from pg_database where datname = current_database()`,
  )
  expect(row).toEqual({
    encoding: 'UTF8',
    locale: 'C.UTF-8',
    provider: 'b',
    checksums: 'on',
    listens: '127.0.0.1',
    sockets: '',
    zone: 'UTC',
    commits: 'on',
  })
  await server.stop()
})

test('the restricted role logs in, is no superuser and cannot bypass row security', async () => {
  const server = await openEmbedded({ dataDir, log, settings })
  const roles = `select current_user::text as name, rolsuper, rolbypassrls from pg_roles where rolname = current_user`
  expect(await query(server.urlFor('app'), roles)).toEqual([
    { name: 'galena_app', rolsuper: false, rolbypassrls: false },
  ])
  expect(await query(server.url, roles)).toEqual([{ name: 'galena', rolsuper: true, rolbypassrls: true }])
  await server.stop()
})

test('secrets are readable by their owner alone, and the log keeps no values', async () => {
  const server = await openEmbedded({ dataDir, log, settings })
  await expect(query(server.url, `select 'a-secret-value'::int`)).rejects.toMatchObject({ code: '22P02' })
  await server.stop()
  const written = await readFile(join(dataDir, 'postgres.log'), 'utf8')
  expect(written).toContain('database system is shut down')
  expect(written).not.toContain('a-secret-value')
  expect((await stat(join(dataDir, 'credentials.json'))).mode & 0o777).toBe(0o600)
  expect((await stat(join(dataDir, 'postgres.log'))).mode & 0o777).toBe(0o600)
  expect((await stat(join(dataDir, 'postgres'))).mode & 0o777).toBe(0o700)
})

test('a data folder of another major version is refused and left as it is', async () => {
  const other = join(await folder(), 'data')
  await mkdir(join(other, 'postgres'), { recursive: true })
  await writeFile(join(other, 'postgres', 'PG_VERSION'), '16\n')
  const refusal = expect(openEmbedded({ dataDir: other, log, settings })).rejects
  await refusal.toMatchObject({ code: 'embedded_major', message: expect.stringContaining('made by PostgreSQL 16') })
  expect(await readFile(join(other, 'postgres', 'PG_VERSION'), 'utf8')).toBe('16\n')
})

test('a data folder can be moved, with its data', async () => {
  const parent = await folder()
  const before = await openEmbedded({ dataDir: join(parent, 'before'), log, settings })
  await query(before.url, 'create table moved as select 5 as id')
  await before.stop()
  await rename(join(parent, 'before'), join(parent, 'after'))
  const after = await openEmbedded({ dataDir: join(parent, 'after'), log, settings })
  expect(await query(after.url, 'select id from moved')).toEqual([{ id: 5 }])
  await after.stop()
})

test('a database that was moved away is not replaced by an empty one', async () => {
  const gone = join(await folder(), 'data')
  await (await openEmbedded({ dataDir: gone, log, settings })).stop()
  await rm(join(gone, 'postgres'), { recursive: true })
  await expect(openEmbedded({ dataDir: gone, log, settings })).rejects.toMatchObject({ code: 'embedded_data_gone' })
})

test('credentials that are not those of the database are refused, and nothing stays running', async () => {
  const mixed = join(await folder(), 'data')
  await (await openEmbedded({ dataDir: mixed, log, settings })).stop()
  const credentials = JSON.parse(await readFile(join(mixed, 'credentials.json'), 'utf8'))
  await writeFile(join(mixed, 'credentials.json'), JSON.stringify({ ...credentials, superuser: 'another' }))
  await expect(openEmbedded({ dataDir: mixed, log, settings })).rejects.toMatchObject({ code: 'embedded_password' })
  expect(await eventually(async () => !(await findPostmaster(join(mixed, 'postgres'))))).toBe(true)
})

describe.runIf(isRoot)(isRoot ? 'as root' : 'as root (skipped: these need to be root)', () => {
  test('a folder that the server cannot enter keeps its database elsewhere', async () => {
    const hidden = join(await folder(0o700), 'data')
    const account = await chooseAccount(undefined)
    const server = await openEmbedded({ dataDir: hidden, log, settings })
    const [row] = await query(server.url, `select current_setting('data_directory') as folder`)
    await server.stop()
    const { cluster } = JSON.parse(await readFile(join(hidden, 'location.json'), 'utf8'))
    folders.push(join(cluster, '..'))
    expect(row).toEqual({ folder: cluster })
    expect(cluster).toMatch(/^\/var\/lib\/galena\/data-/)
    expect((await stat(cluster)).uid).toBe(account?.uid)

    const again = await openEmbedded({ dataDir: hidden, log, settings })
    expect(again.url).toBe(server.url)
    await again.stop()

    const copy = join(await folder(0o700), 'data')
    await cp(hidden, copy, { recursive: true })
    await expect(openEmbedded({ dataDir: copy, log, settings })).rejects.toMatchObject({ code: 'embedded_copied' })
    // The control: the server's account does not get where we put the folder.
    expect(await canReach(account, [hidden])).toBe(false)
  })

  test('the server runs under the account that owns the data', async () => {
    const owned = join(await folder(), 'data')
    const server = await openEmbedded({ dataDir: owned, log, settings })
    const account = await chooseAccount(join(owned, 'postgres'))
    const pid = Number((await readFile(join(owned, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0])
    expect((await stat(`/proc/${pid}`)).uid).toBe(account?.uid)
    expect(account?.uid).not.toBe(0)
    await server.stop()
  })
})

async function folder(mode = 0o711): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'galena-embedded-'))
  folders.push(made)
  // The default lets the server's account through when this runs as root.
  await chmod(made, mode)
  return made
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
