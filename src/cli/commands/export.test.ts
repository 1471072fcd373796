import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cli } from '../../../test/support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'

let database: TestDatabase
let folder: string

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'galena-test-'))
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(`insert into core.companies (domain, name, employee_count)
    select 'c' || i || '.com', 'Company ' || i, i from generate_series(1, 600) i`)
  // More than a search makes ready itself: the command does.
  await client.query('insert into core.company_search_changes (id) select id from core.companies')
  await client.end()
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

const run = (args: string[], options = {}) =>
  cli(['export', ...args], { env: { DATABASE_URL: database.url }, ...options })

test('a search goes to a file, its format by its name, or to standard output', async () => {
  const path = join(folder, 'companies.csv')
  const filter = join(folder, 'filter.json')
  await writeFile(filter, '{"employee_count":{"max":550}}')
  const ran = await run([
    'companies',
    '--filter',
    `@${filter}`,
    '--sort',
    'employee_count',
    '--fields',
    'domain,employee_count',
    '--out',
    path,
  ])
  expect(ran).toMatchObject({ code: 0, out: '' })
  expect(ran.err).toMatch(/^550 rows in /m)
  const lines = (await readFile(path, 'utf8')).split('\r\n')
  expect(lines.slice(0, 3)).toEqual(['domain,employee_count', 'c550.com,550', 'c549.com,549'])
  expect(lines).toHaveLength(552)

  const few = await run(['companies', '--sort', 'name', '--fields', 'name', '--limit', '2', '--format', 'ndjson'])
  expect(few).toMatchObject({ code: 0, out: '{"name":"Company 1"}\n{"name":"Company 10"}\n' })
})

test.each([
  [['--filter', '{"shoe_size":1}'], 'filter_invalid'],
  [['--filter', 'shoes'], 'filter_invalid'],
  [['--filter', '@/nowhere.json'], 'file_not_found'],
  [['--fields', 'shoe_size'], 'fields_invalid'],
  [['--out', 'file.xls'], 'format_unknown'],
  [['--out', '/nowhere/file.csv'], 'file_unwritable'],
])('%j is refused with %s', async (args, code) => {
  const ran = await run(['companies', ...args])
  expect(ran.code).toBe(1)
  expect(ran.err).toContain(`(${code})`)
})

test('one that is stopped leaves no file and says so', async () => {
  const before = await readdir(folder)
  const ran = await run(['companies', '--out', join(folder, 'stopped.parquet')], { stopped: AbortSignal.abort() })
  expect(ran).toMatchObject({ code: 130, err: 'Stopped.\n' })
  expect(await readdir(folder)).toEqual(before)
})
