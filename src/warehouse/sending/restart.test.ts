import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { openReceiver, type Receiver } from '../../../test/support/receiver.ts'
import { asOperator, connect, type Database } from '../../db/database.ts'
import { openOutbound } from '../../outbound/open-outbound.ts'
import { createWaterfallJob } from './create-jobs.ts'
import { getJob } from './get-jobs.ts'
import { sendDue } from './send-due.ts'

const worker = join(import.meta.dirname, '../../../test/support/send-worker.ts')
const RECORDS = 120

let database: TestDatabase
let db: Database
let receiver: Receiver
beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url, { connections: 5 })
  receiver = await openReceiver()
})
afterAll(async () => {
  await receiver.close()
  await db.close()
  await database.drop()
})
beforeEach(() => {
  receiver.received.length = 0
  receiver.answer = () => 200
})

async function start(records = RECORDS): Promise<string> {
  const { id } = await asOperator(db, (tx) =>
    createWaterfallJob(tx, {
      webhookUrl: receiver.url,
      ratePerSecond: 50,
      by: 'test',
      records: Array.from({ length: records }, (_, i) => JSON.stringify({ n: i + 1 })),
    }),
  )
  return id
}

async function arrived(count: number): Promise<void> {
  for (let i = 0; i < 1_500 && receiver.received.length < count; i++) await sleep(10)
}

/** Twenty seconds later: what a dead process held is free. */
async function letLeasesEnd(): Promise<void> {
  await db.pool.query(`update raw.sending_jobs set worker_until = now() - interval '1 s' where worker is not null`)
  await db.pool.query(`update raw.sending_records set lease_until = now() - interval '1 s' where status = 'sending'`)
}

test('killed again and again in the middle, every record arrives, and what arrives twice can be told by its id', async () => {
  const id = await start()
  for (let kill = 1; kill <= 3; kill++) {
    const child = spawn(process.execPath, [worker, database.url, receiver.host], { stdio: 'inherit' })
    await arrived(kill * 25)
    child.kill('SIGKILL')
    await once(child, 'exit')
    // The count is true also now, when nobody is there to keep it.
    const job = await asOperator(db, (tx) => getJob(tx, id))
    expect(job).toMatchObject({ status: 'processing', sent_count: expect.any(Number), failed_count: 0 })
    expect(job.sent_count).toBeLessThanOrEqual(receiver.received.length)
    expect(job.sent_count + job.waiting_count).toBe(RECORDS)
    await letLeasesEnd()
  }
  await sendDue({ db, outbound: openOutbound({ allow: [receiver.host] }), budgetMs: 20_000 })
  const ids = receiver.received.map(({ id: record }) => record)
  expect(new Set(ids)).toEqual(new Set(Array.from({ length: RECORDS }, (_, i) => `${id}:${i + 1}`)))
  expect(ids.length - RECORDS).toBeLessThanOrEqual(3 * 32)
  expect(await asOperator(db, (tx) => getJob(tx, id))).toMatchObject({ status: 'completed', sent_count: RECORDS })
  const { rows } = await db.pool.query('select sent_count, status from raw.email_waterfall_jobs where id = $1', [id])
  expect(rows).toEqual([{ sent_count: RECORDS, status: 'completed' }])
})

test('control: while its lease lasts, nobody else sends what a process holds', async () => {
  const id = await start()
  const child = spawn(process.execPath, [worker, database.url, receiver.host], { stdio: 'inherit' })
  await arrived(10)
  child.kill('SIGKILL')
  await once(child, 'exit')
  const before = receiver.received.length
  await sendDue({ db, outbound: openOutbound({ allow: [receiver.host] }), budgetMs: 700 })
  expect(receiver.received).toHaveLength(before)
  await db.pool.query('delete from raw.sending_jobs where id = $1', [id])
})

test('a process that ends in order sends nothing twice and leaves the job to others at once', async () => {
  const id = await start(60)
  receiver.answer = () => 200
  for (const enough of [10, 25, 40]) {
    const stop = new AbortController()
    const sending = sendDue({
      db,
      outbound: openOutbound({ allow: [receiver.host] }),
      budgetMs: 20_000,
      stopping: stop.signal,
    })
    await arrived(enough)
    stop.abort()
    await sending
  }
  await sendDue({ db, outbound: openOutbound({ allow: [receiver.host] }), budgetMs: 20_000 })
  expect(receiver.received).toHaveLength(60)
  expect(await asOperator(db, (tx) => getJob(tx, id))).toMatchObject({ status: 'completed', sent_count: 60 })
})
