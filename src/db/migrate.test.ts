import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { createEmptyDatabase, createTestDatabase } from '../../test/support/database.ts'
import { dumpSchema } from './dump-schema.ts'
import { migrate, pendingMigrations, readMigrations } from './migrate.ts'

test('an empty database gets every migration, in order, and the same call again gets none', async () => {
  const { url } = await emptyDatabase()
  const pending = await pendingMigrations(url)
  expect(pending.length).toBeGreaterThan(10)
  expect(pending).toEqual([...pending].sort())
  const said: string[] = []
  expect(await migrate(url, (message) => said.push(message))).toEqual({ applied: pending })
  expect(said).toEqual(pending.map((file) => `applied ${file}`))
  expect(await pendingMigrations(url)).toEqual([])
  expect(await migrate(url)).toEqual({ applied: [] })
})

test('asking what is pending changes nothing', async () => {
  const { url } = await emptyDatabase()
  await pendingMigrations(url)
  expect(await query(url, `select from pg_namespace where nspname in ('raw', 'supabase_migrations')`)).toEqual([])
})

test('two migrations at once apply every file once', async () => {
  const { url } = await emptyDatabase()
  const pending = await pendingMigrations(url)
  const runs = await Promise.all([migrate(url), migrate(url), migrate(url)])
  expect(runs.flatMap((run) => run.applied).sort()).toEqual(pending)
  expect(await dumpSchema(url)).toBe(await dumpSchema((await migratedDatabase()).url))
})

test('a file that fails leaves nothing behind, the ones before it stay', async () => {
  const { url } = await emptyDatabase()
  // `create table if not exists` finds this in its place, and the index after it cannot be made.
  await query(url, 'create schema raw; create view raw.payloads as select 1 as id')
  await expect(migrate(url)).rejects.toThrow(/002_raw failed and was rolled back/)
  expect(await pendingMigrations(url)).toEqual((await fileNames()).slice(1))
  expect(await query(url, `select to_regclass('raw.company_payloads') as made`)).toEqual([{ made: null }])
  await query(url, 'drop view raw.payloads')
  expect(await migrate(url)).toEqual({ applied: (await fileNames()).slice(1) })
})

test('the history holds what the Supabase CLI writes: version, statements, name', async () => {
  const { url } = await migratedDatabase()
  const [first] = await readMigrations()
  expect(await query(url, 'select * from supabase_migrations.schema_migrations order by version limit 1')).toEqual([
    { version: '001', name: 'schemas', statements: [first?.sql] },
  ])
})

test('files applied by hand, each of them twice, end in the same schema and the same rows', async () => {
  const { url } = await emptyDatabase()
  for (let round = 0; round < 2; round++) {
    for (const { sql } of await readMigrations()) await query(url, sql)
  }
  const reference = (await migratedDatabase()).url
  expect(await dumpSchema(url)).toBe(await dumpSchema(reference))
  for (const table of ['source_ranks', 'signal_registry', 'employee_ranges']) {
    const count = `select count(*)::int as rows from reference.${table}`
    expect(await query(url, count)).toEqual(await query(reference, count))
  }
})

test('after files applied by hand, migrate applies them again without harm', async () => {
  const { url } = await emptyDatabase()
  for (const { sql } of await readMigrations()) await query(url, sql)
  expect(await migrate(url)).toEqual({ applied: await fileNames() })
  expect(await dumpSchema(url)).toBe(await dumpSchema((await migratedDatabase()).url))
})

async function fileNames(): Promise<string[]> {
  return (await readMigrations()).map(({ version, name }) => `${version}_${name}`)
}

async function emptyDatabase() {
  const database = await createEmptyDatabase()
  onTestFinished(() => database.drop())
  return database
}

async function migratedDatabase() {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  return database
}

async function query(url: string, sql: string): Promise<object[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<object>(sql)).rows
  } finally {
    await client.end()
  }
}
