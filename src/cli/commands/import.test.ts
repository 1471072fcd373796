import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cli } from '../../../test/support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'

let database: TestDatabase
let folder: string
let env: NodeJS.ProcessEnv
beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'galena-cli-'))
  env = { DATABASE_URL: database.url, GALENA_DATA_DIR: join(folder, 'data') }
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

test('rows that are refused go to a file that can be imported once it is corrected', async () => {
  const file = join(folder, 'portfolio.csv')
  await writeFile(file, 'Company,Website,City\nOne,one.com,Leeds\nTwo,two.com,https://two.com\n')
  const args = ['--vc-name', 'Pier', '--vc-domain', 'pier.com']
  const first = await cli(['import', 'vc-portfolio', file, ...args], { env })
  expect(first.err).toContain('Company  company_name')
  expect(first.err).toContain('1 accepted, 1 refused')
  expect(first.err).toContain('line 3: The columns of this row are shifted')
  expect(first.code).toBe(2)

  const refused = `${file}.refused.ndjson`
  await writeFile(refused, (await readFile(refused, 'utf8')).replace('"city":"https://two.com"', '"city":"Ghent"'))
  const second = await cli(['import', 'vc-portfolio', refused, ...args, '--json'], { env })
  expect(JSON.parse(second.out)).toMatchObject({ rows: 1, accepted: 1, refused: [] })
  expect(second.code).toBe(0)
})

test('an unknown kind is refused with the list of those that there are', async () => {
  const { code, err } = await cli(['import', 'leads', 'x.csv'], { env })
  expect(code).toBe(1)
  expect(err).toContain('vc-firms, vc-portfolio, crunchbase-portfolio, salesnav')
})
