import { hash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../test/support/app.ts'
import { openReceiver, type Receiver } from '../../../test/support/receiver.ts'
import { openOutbound } from '../../outbound/open-outbound.ts'
import { type SendTurn, sendDue } from './send-due.ts'

let galena: TestApp
let receiver: Receiver
const allow: string[] = []

beforeAll(async () => {
  receiver = await openReceiver()
  allow.push(receiver.host)
  galena = await openTestApp({ outbound: openOutbound({ allow }) })
})
afterAll(async () => {
  await galena.close()
  await receiver.close()
})
beforeEach(() => {
  receiver.received.length = 0
  receiver.answer = () => 200
})
// What one test leaves over must not be sent by the next.
afterEach(async () => {
  await galena.db.pool.query('truncate raw.sending_jobs cascade')
})

const quick = { attempts: 4, firstWaitMs: 20, longestWaitMs: 2_000 }

function send(more: Partial<SendTurn> = {}): Promise<void> {
  const turn = { db: galena.db, outbound: openOutbound({ allow }), retry: quick, budgetMs: 8_000, deadlineMs: 300 }
  return sendDue({ ...turn, ...more })
}

async function post(url: string, body: unknown = {}) {
  const answer = await galena.app.inject({ method: 'POST', url, headers: galena.operator, payload: body as object })
  return { status: answer.statusCode, body: answer.json() }
}

async function get(url: string) {
  const answer = await galena.app.inject({ method: 'GET', url, headers: galena.operator })
  return { status: answer.statusCode, body: answer.json() }
}

async function start(count: number, more: object = {}): Promise<string> {
  const records = Array.from({ length: count }, (_, i) => ({ n: i + 1 }))
  const { body } = await post('/run/people/email-waterfall/start', {
    records,
    clay_webhook_url: receiver.url,
    rate_per_second: 50,
    ...more,
  })
  expect(body).toMatchObject({ success: true, total_records: count })
  return body.job_id
}

async function status(id: string) {
  const { body } = await get(`/run/people/email-waterfall/status?job_id=${id}`)
  // The founding table says the same at any moment.
  const { rows } = await galena.db.pool.query(
    'select status, sent_count, failed_count, total_records from raw.email_waterfall_jobs where id = $1',
    [id],
  )
  const { status, sent_count, failed_count, total_records } = body
  expect(rows).toEqual([{ status, sent_count, failed_count, total_records }])
  return body
}

function numbers(): number[] {
  return receiver.received.map(({ record }) => Number(record.n)).toSorted((a, b) => a - b)
}

test('a waterfall job sends each record once, as it is, and says so', async () => {
  const id = await start(20)
  expect(await status(id)).toMatchObject({ status: 'pending', sent_count: 0, total_records: 20, completed_at: null })
  await send()
  expect(numbers()).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
  expect(receiver.received[0]).toMatchObject({ record: { n: 1 }, id: `${id}:1`, attempt: 1 })
  const done = await status(id)
  expect(done).toMatchObject({ success: true, job_id: id, status: 'completed', sent_count: 20, failed_count: 0 })
  expect(done.completed_at).not.toBeNull()
})

test('what fails for a while is tried again, what cannot succeed is not, and retry-failed sends only what failed', async () => {
  const failing: Record<number, (attempt: number) => ReturnType<Receiver['answer']>> = {
    2: (attempt) => (attempt < 3 ? 500 : 200),
    4: (attempt) => (attempt < 2 ? 'reset' : 200),
    6: (attempt) => (attempt < 2 ? 'silence' : 200),
    8: () => 500,
    10: () => 404,
    12: () => ({ status: 307, headers: { location: receiver.url } }),
  }
  receiver.answer = ({ record, attempt }) => failing[Number(record.n)]?.(attempt) ?? 200
  const id = await start(14)
  await send()
  expect(await status(id)).toMatchObject({ status: 'completed', sent_count: 11, failed_count: 3 })
  const attempts = (n: number) => receiver.received.filter(({ record }) => record.n === n).length
  expect([2, 4, 6, 8, 10, 12, 1].map(attempts)).toEqual([3, 2, 2, 4, 1, 1, 1])
  const { body } = await get(`/v1/sending-jobs/${id}/records?status=failed`)
  expect(body.records).toMatchObject([
    { position: 8, attempts: 4, http_status: 500 },
    { position: 10, attempts: 1, http_status: 404, last_error: 'The receiver answered 404: ok' },
    { position: 12, http_status: 307, last_error: '307: redirects are not followed' },
  ])
  receiver.received.length = 0
  receiver.answer = () => 200
  expect((await post(`/v1/sending-jobs/${id}/retry-failed`)).body).toMatchObject({ retried: 3 })
  expect(await status(id)).toMatchObject({ status: 'pending', sent_count: 11, failed_count: 0, completed_at: null })
  await send()
  expect(numbers()).toEqual([8, 10, 12])
  expect(await status(id)).toMatchObject({ status: 'completed', sent_count: 14, failed_count: 0 })
  expect((await post(`/v1/sending-jobs/${id}/retry-failed`)).body).toMatchObject({ retried: 0 })
})

test('429 with Retry-After holds the whole job for that long', async () => {
  let asked = 0
  receiver.answer = () => (++asked === 3 ? { status: 429, headers: { 'retry-after': '1' } } : 200)
  const id = await start(30, { rate_per_second: 20 })
  await send()
  expect(await status(id)).toMatchObject({ status: 'completed', sent_count: 30 })
  const third = receiver.received[2]?.at ?? 0
  // What was on its way already is let through.
  const later = receiver.received.filter(({ at }) => at > third + 150)
  expect(later[0]?.at ?? 0).toBeGreaterThanOrEqual(third + 950)
  expect(later[0]?.at ?? 0).toBeLessThan(third + 2_000)
})

test('410 ends the job; resumed it goes on with the rest', async () => {
  receiver.answer = ({ record }) => (record.n === 3 ? 410 : 200)
  const id = await start(10, { rate_per_second: 5 })
  await send()
  const stopped = await status(id)
  expect(stopped).toMatchObject({ status: 'failed', sent_count: 2, failed_count: 1 })
  expect(stopped.stop_reason).toContain('410')
  receiver.answer = () => 200
  await galena.db.pool.query('update raw.sending_jobs set rate_per_second = 50')
  expect((await post(`/v1/sending-jobs/${id}/resume`)).status).toBe(200)
  await send()
  expect(await status(id)).toMatchObject({ status: 'completed', sent_count: 9, failed_count: 1 })
})

test('the rate holds, also with a receiver that is slow to answer', async () => {
  receiver.answer = () => ({ status: 200, afterMs: 400 })
  const id = await start(20, { rate_per_second: 10 })
  const begun = Date.now()
  await send({ deadlineMs: 5_000 })
  expect(await status(id)).toMatchObject({ status: 'completed', sent_count: 20 })
  expect(Date.now() - begun).toBeGreaterThan(1_800)
  // One after the other would take eight seconds.
  expect(Date.now() - begun).toBeLessThan(5_000)
  const times = receiver.received.map(({ at }) => at)
  for (let i = 11; i < times.length; i++) expect((times[i] ?? 0) - (times[i - 11] ?? 0)).toBeGreaterThan(900)
})

test('a paused job sends nothing, and goes on where it was', async () => {
  const id = await start(40, { rate_per_second: 20 })
  const sending = send()
  while (receiver.received.length < 5) await new Promise((done) => setTimeout(done, 10))
  expect((await post(`/v1/sending-jobs/${id}/pause`)).body).toMatchObject({ job: { status: 'paused' } })
  await sending
  const soFar = receiver.received.length
  expect(soFar).toBeLessThan(10)
  expect(await status(id)).toMatchObject({ status: 'paused', sent_count: soFar })
  await send()
  expect(receiver.received).toHaveLength(soFar)
  await post(`/v1/sending-jobs/${id}/resume`)
  await send()
  expect(numbers()).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
  expect(await status(id)).toMatchObject({ status: 'completed', sent_count: 40 })
  expect((await post(`/v1/sending-jobs/${id}/pause`)).body).toMatchObject({ code: 'sending_job_ended' })
})

test('two processes send a job together and no record twice', async () => {
  const first = await start(30)
  const second = await start(30)
  await Promise.all([send(), send(), send()])
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(60)
  expect(receiver.received).toHaveLength(60)
  expect(await status(first)).toMatchObject({ status: 'completed', sent_count: 30 })
  expect(await status(second)).toMatchObject({ status: 'completed', sent_count: 30 })
})

test('an address that may not be called is refused before anything is kept', async () => {
  for (const url of ['http://127.0.0.1:1/', 'http://169.254.169.254/', 'http://localhost/', 'ftp://a.example/', 'x']) {
    const { status, body } = await post('/run/people/email-waterfall/start', {
      records: [{}],
      clay_webhook_url: url,
    })
    expect([status, body.code], url).toEqual([422, 'outbound_refused'])
  }
  const { rows } = await galena.db.pool.query('select count(*)::int as jobs from raw.sending_jobs')
  expect(rows).toEqual([{ jobs: 0 }])
})

test('a receiver that may no longer be called stops the job, and costs no record', async () => {
  const id = await start(5)
  await send({ outbound: openOutbound({ allow: [] }) })
  const stopped = await status(id)
  expect(stopped).toMatchObject({ status: 'failed', sent_count: 0, failed_count: 0, waiting_count: 5 })
  expect(stopped.stop_reason).toContain('GALENA_OUTBOUND_ALLOW')
  expect(receiver.received).toEqual([])
})

test('odd requests are told what is wrong', async () => {
  expect((await get('/run/people/email-waterfall/status?job_id=x')).body).toMatchObject({
    code: 'sending_job_not_found',
  })
  expect((await get('/v1/sending-jobs?cursor=x')).body).toMatchObject({ code: 'invalid_cursor' })
  expect((await post('/v1/sending-jobs/00000000-0000-4000-8000-000000000000/pause')).status).toBe(404)
  for (const rate_per_second of [0, 51, '8']) {
    const { status } = await post('/run/people/email-waterfall/start', {
      records: [{}],
      clay_webhook_url: receiver.url,
      rate_per_second,
    })
    expect(status).toBe(422)
  }
})

test('records keep their text: zeros, lone surrogates and all', async () => {
  const record = { zero: 'a\u0000b', lone: '\ud800', deep: [{ a: null }], é: '😀' }
  const id = await start(1, { records: [record] })
  await send()
  expect(await status(id)).toMatchObject({ status: 'completed' })
  expect(receiver.received[0]?.record).toMatchObject({ deep: [{ a: null }], é: '😀' })
})

test('keys may do what their scope says: send what they bring, look, or send what is stored', async () => {
  const key = async (scope: string) => {
    const { body } = await post('/v1/keys', { name: scope, scopes: [scope] })
    return { authorization: `Bearer ${body.key}` }
  }
  const [ingest, read] = [await key('ingest'), await key('read')]
  const payload = { records: [{}], clay_webhook_url: receiver.url }
  const calls = [
    ['POST', '/run/people/email-waterfall/start', ingest, 200],
    ['POST', '/run/people/email-waterfall/start', read, 403],
    ['GET', '/v1/sending-jobs', read, 200],
    ['GET', '/v1/sending-jobs', ingest, 403],
    ['POST', '/v1/salesnav/uploads/00000000-0000-4000-8000-000000000000/send', ingest, 403],
    ['POST', '/v1/sending-jobs/00000000-0000-4000-8000-000000000000/retry-failed', ingest, 403],
  ] as const
  for (const [method, url, headers, status] of calls) {
    const answer = await galena.app.inject({ method, url, headers, ...(method === 'POST' && { payload }) })
    expect([answer.statusCode, url], answer.body).toEqual([status, url])
  }
  // The webhook's path is as good as a password.
  const { body } = await get('/v1/sending-jobs')
  expect(JSON.stringify(body)).toContain(receiver.host)
  expect(JSON.stringify(body)).not.toContain('/hook')
})

test('chaos: a receiver that fails in every way gets every record', async () => {
  const dice = (n: number, attempt: number) => hash('sha256', `${n} ${attempt}`, 'buffer').readUInt16BE() % 100
  receiver.answer = ({ record, attempt }) => {
    const roll = dice(Number(record.n), attempt)
    if (roll < 30) return 500
    if (roll < 35) return 'silence'
    if (roll < 40) return 'reset'
    return 200
  }
  const id = await start(100)
  await send({ retry: { attempts: 20, firstWaitMs: 20, longestWaitMs: 100 }, budgetMs: 30_000, deadlineMs: 150 })
  expect(await status(id)).toMatchObject({ status: 'completed', sent_count: 100, failed_count: 0 })
  expect(new Set(numbers()).size).toBe(100)
  // Control: there was something to try again.
  expect(receiver.received.length).toBeGreaterThan(120)
})

test('a receiver that is down is asked less and less, and gets everything when it is back', async () => {
  let down = true
  receiver.answer = () => (down ? 'reset' : 200)
  const id = await start(60)
  const back = setTimeout(() => {
    down = false
  }, 1_500)
  await send({ retry: { attempts: 50, firstWaitMs: 20, longestWaitMs: 50 }, budgetMs: 30_000 })
  clearTimeout(back)
  expect(await status(id)).toMatchObject({ status: 'completed', sent_count: 60 })
  // At 50 a second for a second and a half it would have been asked 75 times in vain.
  expect(receiver.received.length - 60).toBeLessThan(40)
})
