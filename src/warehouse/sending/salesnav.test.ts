import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../test/support/app.ts'
import { openReceiver, type Receiver } from '../../../test/support/receiver.ts'
import { openOutbound } from '../../outbound/open-outbound.ts'
import { sendDue } from './send-due.ts'

let galena: TestApp
let receiver: Receiver
beforeAll(async () => {
  receiver = await openReceiver()
  galena = await openTestApp({ outbound: openOutbound({ allow: [receiver.host] }) })
})
afterAll(async () => {
  await galena.close()
  await receiver.close()
})

const send = () =>
  sendDue({
    db: galena.db,
    outbound: openOutbound({ allow: [receiver.host] }),
    retry: { attempts: 2, firstWaitMs: 10, longestWaitMs: 100 },
    budgetMs: 8_000,
  })

async function call(method: 'GET' | 'POST', url: string, payload?: unknown, type = 'application/json') {
  const headers = { ...galena.operator, ...(payload === undefined ? {} : { 'content-type': type }) }
  const body = payload === undefined ? {} : { payload: payload as object }
  const answer = await galena.app.inject({ method, url, headers, ...body })
  return { status: answer.statusCode, body: answer.json() }
}

async function upload(people: readonly string[]): Promise<string> {
  const rows = people.map(
    (name) => `${name},Lead,https://www.linkedin.com/sales/lead/${name},Tollan Foods,tollan.example`,
  )
  const csv = `first_name,last_name,linkedin_url_user_profile,company,company_website\n${rows.join('\n')}\n`
  const { body } = await call('POST', '/v1/uploads/salesnav?filename=leads.csv', csv, 'text/csv')
  expect(body).toMatchObject({ success: true, accepted: people.length })
  return body.upload_id
}

test('an upload goes out in numbered batches, is stamped when accepted, and its rows are matched when they come back', async () => {
  const id = await upload(['Ana', 'Ben', 'Cem', 'Dea', 'Eli'])
  const url = `/v1/salesnav/uploads/${id}`
  expect((await call('GET', url)).body).toMatchObject({
    filename: 'leads.csv',
    rows: 5,
    sent: 0,
    matched: 0,
    batches: [{ batch_number: null, rows: 5 }],
  })
  receiver.answer = ({ record }) => (record.first_name === 'Cem' ? 422 : 200)
  const started = await call('POST', `${url}/send`, { webhook_url: receiver.url, batch_size: 2, rate_per_second: 50 })
  expect(started.body).toMatchObject({ success: true, total_records: 5 })
  await send()
  const sent = receiver.received.map(({ record }) => record)
  expect(sent).toHaveLength(5)
  expect(sent[0]).toMatchObject({
    upload_id: id,
    clay_batch_number: 1,
    first_name: 'Ana',
    company_name: 'Tollan Foods',
    domain: 'tollan.example',
    person_linkedin_sales_nav_url: 'https://www.linkedin.com/sales/lead/Ana',
  })
  expect((await call('GET', url)).body).toMatchObject({
    rows: 5,
    sent: 4,
    failed: 1,
    matched: 0,
    batches: [
      { batch_number: 1, rows: 2, sent: 2, failed: 0 },
      { batch_number: 2, rows: 2 },
      { batch_number: 3, rows: 1 },
    ],
    jobs: [{ status: 'completed', sent_count: 4, failed_count: 1 }],
  })
  // What was said to the webhook is what is stamped.
  const { rows } = await galena.db.pool.query(
    'select id, sent_to_clay_at, clay_batch_number from raw.salesnav_scrapes where upload_id = $1',
    [id],
  )
  for (const record of sent) {
    const row = rows.find(({ id: row }) => row === record.source_id)
    const failed = record.first_name === 'Cem'
    expect(row.sent_to_clay_at?.getTime()).toBe(failed ? undefined : new Date(String(record.sent_to_clay_at)).getTime())
    expect(row.clay_batch_number).toBe(record.clay_batch_number)
  }
  // Clay sends two of them back, as it got them, and one that nobody knows.
  const route = '/run/people/salesnav/scraped-data/ingest'
  for (const record of sent.slice(0, 2)) {
    const { email: _, ...back } = record
    const source_id = String(record.source_id).toUpperCase()
    const texts = Object.fromEntries(Object.entries(back).filter(([, value]) => typeof value === 'string'))
    expect((await call('POST', route, { ...texts, source_id: ` ${source_id} ` })).status).toBe(200)
  }
  await call('POST', route, { first_name: 'Odd', company_name: 'X', source_id: 'x'.repeat(5_000) })
  expect((await call('GET', url)).body).toMatchObject({ matched: 2 })
  // Only what failed goes out again.
  receiver.received.length = 0
  receiver.answer = () => 200
  expect((await call('POST', `/v1/sending-jobs/${started.body.job_id}/retry-failed`)).body).toMatchObject({
    retried: 1,
  })
  await send()
  expect(receiver.received.map(({ record }) => record.first_name)).toEqual(['Cem'])
  expect((await call('GET', url)).body).toMatchObject({ sent: 5, failed: 0 })
})

test('a row is in one job, unless somebody asks for all again; batch numbers go on', async () => {
  receiver.received.length = 0
  const id = await upload(['Fay', 'Gus'])
  const url = `/v1/salesnav/uploads/${id}/send`
  const wanted = { webhook_url: receiver.url, batch_size: 1, rate_per_second: 50 }
  const [one, two] = await Promise.all([call('POST', url, wanted), call('POST', url, wanted)])
  expect([one.status, two.status].toSorted()).toEqual([200, 409])
  await send()
  expect(receiver.received).toHaveLength(2)
  expect((await call('POST', url, wanted)).body).toMatchObject({ code: 'nothing_to_send' })
  expect((await call('POST', url, { ...wanted, again: true })).body).toMatchObject({ total_records: 2 })
  await send()
  expect(receiver.received.map(({ record }) => record.clay_batch_number)).toEqual([1, 2, 3, 4])
})

test('odd requests are told what is wrong', async () => {
  const none = '00000000-0000-4000-8000-00000000abcd'
  const wanted = { webhook_url: receiver.url }
  expect((await call('GET', `/v1/salesnav/uploads/${none}`)).body).toMatchObject({ code: 'upload_not_found' })
  expect((await call('GET', '/v1/salesnav/uploads/x')).status).toBe(404)
  expect((await call('POST', `/v1/salesnav/uploads/${none}/send`, wanted)).body).toMatchObject({
    code: 'upload_not_found',
  })
  expect((await call('POST', '/v1/salesnav/uploads/x/send', wanted)).status).toBe(400)
  const bad = { webhook_url: 'http://192.168.0.1/' }
  expect((await call('POST', `/v1/salesnav/uploads/${none}/send`, bad)).body).toMatchObject({
    code: 'outbound_refused',
  })
})
