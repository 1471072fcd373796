import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../test/support/app.ts'
import { openReceiver, type Receiver } from '../../../test/support/receiver.ts'
import { migrateJobs } from '../../jobs/migrate-jobs.ts'
import { type Jobs, startJobs } from '../../jobs/start-jobs.ts'
import { openOutbound } from '../../outbound/open-outbound.ts'
import { sendingTasks } from './jobs.ts'

let galena: TestApp
let receiver: Receiver
let jobs: Jobs
beforeAll(async () => {
  receiver = await openReceiver()
  const outbound = openOutbound({ allow: [receiver.host] })
  galena = await openTestApp({ outbound })
  await migrateJobs(String(galena.db.pool.options.connectionString))
  jobs = startJobs({ db: galena.db, tasks: sendingTasks(outbound), schedules: [], log: () => {} })
  while (!jobs.check().ok) await sleep(50)
})
afterAll(async () => {
  await jobs.stop()
  await galena.close()
  await receiver.close()
})

async function start(count: number): Promise<string> {
  const answer = await galena.app.inject({
    method: 'POST',
    url: '/run/people/email-waterfall/start',
    headers: galena.operator,
    payload: {
      records: Array.from({ length: count }, (_, i) => ({ n: i })),
      clay_webhook_url: receiver.url,
      rate_per_second: 20,
    },
  })
  return answer.json().job_id
}

async function status(id: string): Promise<{ status: string; sent_count: number }> {
  const url = `/run/people/email-waterfall/status?job_id=${id}`
  return (await galena.app.inject({ method: 'GET', url, headers: galena.operator })).json()
}

test('a running server sends what it was given, also what comes while it sends, and stops at once when told to', async () => {
  const first = await start(30)
  while (receiver.received.length < 5) await sleep(20)
  const second = await start(5)
  for (let i = 0; i < 400 && (await status(second)).status !== 'completed'; i++) await sleep(50)
  // Side by side: the short one did not wait for the long one.
  expect(await status(second)).toMatchObject({ status: 'completed', sent_count: 5 })
  for (let i = 0; i < 400 && (await status(first)).status !== 'completed'; i++) await sleep(50)
  expect(await status(first)).toMatchObject({ status: 'completed', sent_count: 30 })
  const long = await start(1_000)
  while ((await status(long)).sent_count < 5) await sleep(50)
  const begun = performance.now()
  await jobs.stop()
  expect(performance.now() - begun).toBeLessThan(5_000)
  const { rows } = await galena.db.pool.query(
    `select worker, (select count(*)::int from raw.sending_records where status = 'sending') as sending
     from raw.sending_jobs where id = $1`,
    [long],
  )
  expect(rows).toEqual([{ worker: null, sending: 0 }])
})
