import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cli } from '../../../test/support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { eventually } from '../../../test/support/processes.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('the queue runs until the process is asked to stop', async () => {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const stop = new AbortController()
  const working = cli(['work'], { env: { DATABASE_URL: database.url }, stopped: stop.signal })
  const isScheduled = async () => {
    const { rows } = await client.query(`select to_regclass('pgboss.schedule') is not null as there`)
    if (!rows[0].there) return false
    return Number((await client.query('select count(*) as n from pgboss.schedule')).rows[0].n) > 0
  }
  expect(await eventually(isScheduled)).toBe(true)
  await sleep(50)
  stop.abort()
  expect((await working).code).toBe(0)
  await client.end()
})
