import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cli } from '../../../test/support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'galena-demo-'))
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

/** The number that stands before these words. */
function numberBefore(words: string, out: string): number {
  return Number(new RegExp(`([\\d,]+)\\s+${words}`).exec(out)?.[1]?.replaceAll(',', ''))
}

test('the demo ends with real companies on the screen; a second run finds everything known already', {
  timeout: 120_000,
}, async () => {
  const env = { DATABASE_URL: database.url, GALENA_DATA_DIR: join(folder, 'data'), PORT: '0' }
  const first = await cli(['demo', '--exit', '--people', '300'], { env })
  expect(first.err).not.toContain('galena:')
  expect(first.code).toBe(0)
  expect(numberBefore('search hits', first.out)).toBeGreaterThan(9_000)
  expect(numberBefore('companies, each', first.out)).toBeGreaterThan(4_500)
  expect(numberBefore('were renamed', first.out)).toBeGreaterThan(200)
  expect(numberBefore('moved to another domain', first.out)).toBeGreaterThan(200)
  expect(numberBefore('changed their status', first.out)).toBeGreaterThan(200)
  expect(numberBefore('changed their head count', first.out)).toBeGreaterThan(900)
  expect(numberBefore('people with', first.out)).toBe(300)
  expect(first.out).toMatch(/Financial Services companies in the United States[\s\S]+\.com +\d+ +Active/)
  expect(first.out).toMatch(/One of them through time[\s\S]+domain +\S+ → \S+/)
  expect(first.out).toMatch(/curl http:\/\/127\.0\.0\.1:\d+\/v1\/ingest\/yc-company/)
  expect(first.out.split('\n').filter((line) => line.length > 80)).toEqual([])

  const second = await cli(['demo', '--exit', '--people', '300'], { env })
  expect(second.out).toContain('Everything was known already: nothing was stored twice.')
  expect(numberBefore('companies, each', second.out)).toBe(numberBefore('companies, each', first.out))
})
