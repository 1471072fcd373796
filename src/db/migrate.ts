import { readdir, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { Umzug } from 'umzug'

const folder = fileURLToPath(new URL('../../supabase/migrations/', import.meta.url))

interface Migration {
  /** The digits in front, which is what the Supabase CLI calls a version. */
  version: string
  name: string
  sql: string
}

/**
 * Applies what is pending, each file in one transaction, and names the files applied by this call. Needs a direct
 * connection of the schema's owner. Two at once are safe: the second waits for the first and finds nothing left.
 * The history is the Supabase CLI's own table, so `supabase db push` and this continue each other's work.
 */
export async function migrate(url: string, log: (message: string) => void = () => {}): Promise<{ applied: string[] }> {
  const migrations = await readMigrations()
  return withClient(url, async (client) => {
    await inTransaction(client, () => client.query(history))
    const applied: string[] = []
    const umzug = new Umzug({
      context: client,
      migrations: migrations.map((migration) => ({
        name: migration.version,
        up: async () => {
          if (!(await apply(client, migration))) return
          applied.push(`${migration.version}_${migration.name}`)
          log(`applied ${migration.version}_${migration.name}`)
        },
      })),
      storage: {
        executed: () => readVersions(client),
        // Written by apply(), in the transaction of the migration itself.
        logMigration: async () => {},
        unlogMigration: () => Promise.reject(new Error('Migrations only go forward')),
      },
      logger: undefined,
    })
    await umzug.up()
    return { applied }
  })
}

/** The files that `migrate` would apply, in order. Changes nothing. */
export async function pendingMigrations(url: string): Promise<string[]> {
  const migrations = await readMigrations()
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ there: boolean }>(
      `select to_regclass('supabase_migrations.schema_migrations') is not null as there`,
    )
    const done = new Set(rows[0]?.there ? await readVersions(client) : [])
    return migrations.filter((m) => !done.has(m.version)).map((m) => `${m.version}_${m.name}`)
  })
}

/** The migrations as they stand in the folder, in the order of their numbers. */
export async function readMigrations(): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d+_.+\.sql$/.test(file)).sort()
  return Promise.all(
    files.map(async (file) => {
      const [version = '', ...name] = basename(file, '.sql').split('_')
      return { version, name: name.join('_'), sql: await readFile(folder + file, 'utf8') }
    }),
  )
}

const lock = `select pg_advisory_xact_lock(hashtextextended('galena migrate', 0))`

// As the CLI creates it. `if not exists` alone is no protection: two at once both find nothing and one of them fails.
const history = `
  ${lock};
  create schema if not exists supabase_migrations;
  create table if not exists supabase_migrations.schema_migrations (version text not null primary key);
  alter table supabase_migrations.schema_migrations add column if not exists statements text[];
  alter table supabase_migrations.schema_migrations add column if not exists name text`

/** False if another process applied it in the meantime. */
async function apply(client: pg.Client, { version, name, sql }: Migration): Promise<boolean> {
  return inTransaction(client, async () => {
    await client.query(lock)
    if ((await readVersions(client)).includes(version)) return false
    try {
      await client.query(sql)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new Error(`Migration ${version}_${name} failed and was rolled back: ${reason}`, { cause: error })
    }
    await client.query(
      'insert into supabase_migrations.schema_migrations (version, statements, name) values ($1, $2, $3)',
      [version, [sql], name],
    )
    return true
  })
}

async function readVersions(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ version: string }>(
    'select version from supabase_migrations.schema_migrations order by version',
  )
  return rows.map((row) => row.version)
}

async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    const result = await work()
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'galena' })
  // Notices of `if not exists` are not errors, and a lost connection rejects the query that waits for it.
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
