import { afterAll, beforeAll, expect, test } from 'vitest'
import { cli } from '../../../test/support/cli.ts'
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import type { Finding } from './doctor.ts'

let migrated: TestDatabase
let empty: TestDatabase

beforeAll(async () => {
  migrated = await createTestDatabase()
  empty = await createEmptyDatabase()
})

afterAll(async () => {
  await migrated.drop()
  await empty.drop()
})

async function examine(url: string): Promise<{ code: number; findings: Map<string, Finding> }> {
  const { code, out } = await cli(['doctor', '--json'], { env: { DATABASE_URL: url } })
  return { code, findings: new Map((JSON.parse(out) as Finding[]).map((finding) => [finding.name, finding])) }
}

test('a database in order needs nothing', async () => {
  const { code, findings } = await examine(migrated.url)
  expect([...findings.values()].filter(({ ok }) => !ok)).toEqual([])
  expect(code).toBe(0)
  expect(findings.get('warehouse')?.found).toBe('0 companies, 0 people')
})

test('pending migrations are found, with what to do', async () => {
  const { code, findings } = await examine(empty.url)
  expect(findings.get('migrations')).toMatchObject({ ok: false, todo: 'galena migrate' })
  expect(code).toBe(1)
})

test('a database that is not there is found, and its password stays out', async () => {
  const { code, out } = await cli(['doctor'], { env: { DATABASE_URL: 'postgres://u:secret-word@127.0.0.1:9/x' } })
  expect(code).toBe(1)
  expect(out).toContain('Check DATABASE_URL')
  expect(out).not.toContain('secret-word')
})
