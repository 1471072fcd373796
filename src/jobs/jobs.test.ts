import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { asOperator, connect, type Database } from '../db/database.ts'
import { defineTask } from './define-task.ts'
import { migrateJobs } from './migrate-jobs.ts'
import { type Jobs, startJobs } from './start-jobs.ts'

let database: TestDatabase
let db: Database
let jobs: Jobs
const seen: number[] = []
const attempts = new Map<number, number>()

const note = defineTask({
  name: 'note',
  schema: Type.Object({ n: Type.Integer(), fail: Type.Optional(Type.Boolean()) }),
  retry: { limit: 2, delaySeconds: 1 },
  async handler(_context, { n, fail }) {
    attempts.set(n, (attempts.get(n) ?? 0) + 1)
    if (fail === true && attempts.get(n) === 1) throw new Error('first attempt')
    seen.push(n)
  },
})

beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url, { connections: 5 })
})
afterAll(async () => {
  await jobs?.stop()
  await db.close()
  await database.drop()
})

async function until(what: () => boolean, seconds = 15): Promise<void> {
  for (let i = 0; i < seconds * 20 && !what(); i++) await sleep(50)
}

test('without its schema the queue says why it is not ready, and starts by itself once it is there', async () => {
  jobs = startJobs({ db, tasks: [note], schedules: [{ task: note, cron: '0 0 1 1 *', data: { n: 0 } }], log: () => {} })
  await until(() => jobs.check().why?.includes('cannot start') === true, 5)
  expect(jobs.check()).toMatchObject({ ok: false })
  await migrateJobs(database.url)
  await migrateJobs(database.url)
  await until(() => jobs.check().ok)
  expect(jobs.check()).toEqual({ ok: true })
})

test('a job exists exactly if the transaction that asked for it commits, and is tried again when it fails', async () => {
  await asOperator(db, (tx) => jobs.enqueue(tx, note, { n: 1 }))
  await asOperator(db, async (tx) => {
    await jobs.enqueue(tx, note, { n: 2 })
    throw new Error('changed my mind')
  }).catch(() => {})
  await asOperator(db, (tx) => jobs.enqueue(tx, note, { n: 3, fail: true }))
  await until(() => seen.includes(1) && seen.includes(3))
  expect(seen.toSorted()).toEqual([1, 3])
  expect(attempts.get(3)).toBe(2)
})

test('data that do not fit are refused when they are enqueued and when they are run', async () => {
  await expect(asOperator(db, (tx) => jobs.enqueue(tx, note, { n: 'one' }))).rejects.toThrow('do not fit note')
  await expect(note.run({ db, log: () => {} }, { n: 'one' })).rejects.toThrow('do not fit note')
})

test('after a stop nothing runs', async () => {
  await jobs.stop()
  expect(jobs.check()).toEqual({ ok: false, why: 'The queue has stopped' })
})
