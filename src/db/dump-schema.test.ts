import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { dumpColumnTypes } from './dump-column-types.ts'
import { dumpSchema } from './dump-schema.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
let migrated: TestDatabase
let changing: TestDatabase

beforeAll(async () => {
  migrated = await createTestDatabase()
  changing = await createTestDatabase()
})
afterAll(async () => {
  await migrated.drop()
  await changing.drop()
})

test('schema.sql is what the migrations make (else: galena run schema)', async () => {
  expect(await dumpSchema(migrated.url)).toBe(await readFile(`${root}schema.sql`, 'utf8'))
})

test('schema.sql makes the same schema again', async () => {
  const copy = await createEmptyDatabase()
  onTestFinished(() => copy.drop())
  const schema = await readFile(`${root}schema.sql`, 'utf8')
  await query(copy.url, schema)
  expect(await dumpSchema(copy.url)).toBe(schema)
})

test('rows.generated.ts is what the migrations make (else: galena run schema)', async () => {
  await expect(verifyRows(migrated.url)).resolves.toBeDefined()
})

test('column-types.generated.ts is what the migrations make (else: galena run schema)', async () => {
  const written = await readFile(`${root}src/db/column-types.generated.ts`, 'utf8')
  expect(await dumpColumnTypes(migrated.url)).toBe(written)
})

test('any change to the database shows, in both', async () => {
  const changed = await createTestDatabase()
  onTestFinished(() => changed.drop())
  const before = await dumpSchema(changed.url)
  await query(changed.url, 'alter table core.companies alter column name set not null')
  expect(await dumpSchema(changed.url)).not.toBe(before)
  await expect(verifyRows(changed.url)).rejects.toMatchObject({ code: 1 })
})

test.each([
  ['a default', `alter table core.companies alter column tags set default '{}'`],
  ['a check', "alter table core.companies add constraint no_spaces check (domain !~ ' ')"],
  ['a foreign key', 'alter table core.people add foreign key (core_company_id) references core.companies (id)'],
  ['an index', 'create index on core.companies (country)'],
  ['a function', `create function core.one() returns int language sql return 1`],
  ['a trigger', 'drop trigger sync_person_experience_after_delete on extracted.person_experience'],
  ['a view', 'drop view core.company_names'],
  ['an enum', `create type public.lead_state as enum ('new', 'won')`],
  ['row-level security', 'alter table public.api_keys enable row level security'],
  ['a policy', 'create policy everybody on public.api_keys using (true)'],
])('%s that differs shows', async (_what, sql) => {
  const before = await dumpSchema(changing.url)
  await query(changing.url, sql)
  expect(await dumpSchema(changing.url)).not.toBe(before)
})

test('the queue and the migration history are no part of it', async () => {
  const queue = await createTestDatabase()
  onTestFinished(() => queue.drop())
  await query(queue.url, 'create schema pgboss; create table pgboss.job (id int)')
  expect(await dumpSchema(queue.url)).toBe(await dumpSchema(migrated.url))
  await expect(verifyRows(queue.url)).resolves.toBeDefined()
})

/** Settings are in .kysely-codegenrc.json. */
function verifyRows(url: string) {
  return promisify(execFile)(`${root}node_modules/.bin/kysely-codegen`, ['--url', url, '--verify'], { cwd: root })
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
