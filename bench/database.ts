import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openEmbedded } from '../src/db/embedded/open-embedded.ts'
import { isAlive } from '../src/db/embedded/postmaster.ts'
import { migrate } from '../src/db/migrate.ts'

/** A PostgreSQL of the benchmark's own, in a temporary folder, with the settings that every embedded server has. */
export interface BenchServer {
  /** For logs and data of what is started beside the server; goes when the benchmark ends. */
  folder: string
  version: string
  /** A database with every migration applied and nothing in it. */
  createDatabase(): Promise<BenchDatabase>
  /** The database of this name, filled once and found again by the next benchmark in a folder that is kept. */
  filledDatabase(name: string, fill: (database: BenchDatabase) => Promise<void>): Promise<BenchDatabase>
  close(): Promise<void>
}

export interface BenchDatabase {
  url: string
  client: pg.Client
  /** Empties every table that has rows, and writes what is dirty to disk: each run begins with the same. */
  empty(): Promise<void>
  /** Leaves it as it is. */
  close(): Promise<void>
  drop(): Promise<void>
}

const prefix = 'galena-bench-'
export const payloadSchemas = ['raw', 'extracted', 'core', 'client']

/** In `keep` everything stays for the next time; otherwise it goes when the server is closed. */
export async function openBenchServer(keep?: string): Promise<BenchServer> {
  await removeAbandoned()
  const folder = keep ?? (await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`)))
  await mkdir(folder, { recursive: true })
  // As root the server runs under another account, which must get through.
  await chmod(folder, 0o711)
  const embedded = await openEmbedded({ dataDir: join(folder, 'data'), log: () => {} })
  const admin = await connected(embedded.url)
  await dropOld(admin)
  await admin.query('create database bench_template')
  await migrate(named(embedded.url, 'bench_template'))
  const { rows } = await admin.query<{ server_version: string }>('show server_version')
  let count = 0
  const open = async (name: string): Promise<BenchDatabase> => {
    const url = named(embedded.url, name)
    const client = await connected(url)
    return {
      url,
      client,
      empty: () => emptyTables(client),
      close: () => client.end(),
      async drop() {
        await client.end()
        await admin.query(`drop database ${name} with (force)`)
      },
    }
  }
  return {
    folder,
    version: rows[0]?.server_version ?? '',
    async createDatabase() {
      const name = `bench_${++count}`
      await admin.query(`create database ${name} template bench_template`)
      return open(name)
    },
    async filledDatabase(name, fill) {
      if (await isFilled(admin, name)) {
        await migrate(named(embedded.url, name))
        return open(name)
      }
      await admin.query(`drop database if exists ${name} with (force)`)
      await admin.query(`create database ${name} template bench_template`)
      const database = await open(name)
      await fill(database)
      await admin.query(`comment on database ${name} is 'filled'`)
      return database
    },
    async close() {
      await admin.end()
      await embedded.stop()
      if (keep === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

async function isFilled(admin: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await admin.query(
    `select from pg_database where datname = $1 and shobj_description(oid, 'pg_database') = 'filled'`,
    [name],
  )
  return rowCount === 1
}

/** In a folder that is kept: the template, which may lack migrations, and what a killed benchmark left. */
async function dropOld(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>(
    `select datname from pg_database where datname like 'bench\\_%'`,
  )
  for (const { datname } of rows) await admin.query(`drop database ${datname} with (force)`)
}

/** Tables that hold rows, parents before the tables that refer to them. */
export async function filledTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; parents: string[] }>(
    `select format('%I.%I', n.nspname, c.relname) as name,
       array(select f.confrelid::regclass::text from pg_constraint f where f.conrelid = c.oid and f.contype = 'f') as parents
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind in ('r', 'p') order by 1`,
    [payloadSchemas],
  )
  const sorted: string[] = []
  const visit = (name: string) => {
    const table = rows.find((row) => row.name === name)
    if (table === undefined || sorted.includes(name)) return
    for (const parent of table.parents) if (parent !== name) visit(parent)
    sorted.push(name)
  }
  for (const { name } of rows) visit(name)
  const filled: string[] = []
  for (const name of sorted) {
    const found = await client.query(`select from ${name} limit 1`)
    if (found.rowCount === 1) filled.push(name)
  }
  return filled
}

async function emptyTables(client: pg.Client): Promise<void> {
  const tables = await filledTables(client)
  if (tables.length > 0) await client.query(`truncate ${tables.join(', ')} cascade`)
  await client.query('checkpoint')
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'galena bench' })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

function named(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

/** Folders of benchmarks that were killed; their servers ended with them. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : 0
    if (!(pid > 0) || isAlive(pid)) continue
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)
  }
}
