import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'
import { asOperator } from '../../../db/database.ts'
import { keepRefused, type Refusal } from './keep-refused.ts'
import { openQuarantine } from './quarantine.ts'
import { trimQuarantine } from './trim-quarantine.ts'

let t: TestApp
beforeAll(async () => {
  t = await openTestApp()
})
afterAll(() => t.close())
beforeEach(() => t.db.pool.query('delete from raw.quarantine'))

function refusal(more: Partial<Refusal> = {}): Refusal {
  return {
    id: randomUUID(),
    workflowSlug: 'clay-person-profile',
    route: '/v1/ingest/clay-person-profile',
    keyId: 'operator',
    contentType: 'application/json',
    contentEncoding: null,
    body: Buffer.from('{'),
    status: 400,
    code: 'syntax',
    detail: 'broken',
    errors: null,
    ...more,
  }
}

function get(url: string) {
  return t.app.inject({ url, headers: t.operator })
}

function replay(id: string) {
  return t.app.inject({ method: 'POST', url: `/v1/quarantine/${id}/replay`, headers: t.operator })
}

function send(url: string, payload: object) {
  return t.app.inject({ method: 'POST', url, headers: t.operator, payload })
}

async function ids(): Promise<string[]> {
  const { rows } = await t.db.pool.query('select id from raw.quarantine order by received_at, id')
  return rows.map((row) => row.id)
}

test('a list goes page by page, newest first, without gaps or repetitions, also at equal times', async () => {
  const all = Array.from({ length: 25 }, () => refusal())
  await asOperator(t.db, (tx) => keepRefused(tx, all))
  await asOperator(t.db, (tx) => keepRefused(tx, [refusal({ code: 'depth', workflowSlug: 'other' })]))
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const url: string = `/v1/quarantine?limit=10${cursor === null ? '' : `&cursor=${cursor}`}`
    const page = (await get(url)).json()
    expect(page.entries.length).toBeLessThanOrEqual(10)
    seen.push(...page.entries.map((entry: { id: string }) => entry.id))
    cursor = page.cursor
  } while (cursor !== null)
  expect(seen).toHaveLength(26)
  expect(seen.toReversed()).toEqual(await ids())
  expect((await get('/v1/quarantine?code=depth')).json().entries).toMatchObject([{ code: 'depth' }])
  expect((await get('/v1/quarantine?workflow=other')).json().entries).toHaveLength(1)
})

test.each(['limit=0', 'limit=201', 'limit=x', 'cursor=nonsense', 'cursor='])('?%s is 400', async (query) => {
  expect((await get(`/v1/quarantine?${query}`)).statusCode).toBe(400)
})

test.each([randomUUID(), 'x', '..%2f', '%00'])(
  'an entry that is not there (%s) is 404, also for a replay',
  async (id) => {
    expect((await get(`/v1/quarantine/${id}`)).json().code).toBe('quarantine_entry_not_found')
    expect((await replay(id)).statusCode).toBe(404)
  },
)

test('a body refused for its unknown workflow goes through once the workflow is registered', async () => {
  const slug = `late-${randomUUID().slice(0, 8)}`
  const refused = await send(`/v1/ingest/${slug}`, { domain: 'late.example', name: 'Late Ltd' })
  const id = refused.json().quarantine_id
  const tooEarly = await replay(id)
  expect(tooEarly.statusCode).toBe(404)
  expect(tooEarly.json()).toMatchObject({ code: 'workflow_not_found', quarantine_id: id })

  const definition = { slug, provider: 'test', platform: 'test', payload_type: 'firmographics', entity_type: 'company' }
  expect((await send('/v1/workflows', definition)).statusCode).toBe(201)
  const done = await replay(id)
  expect(done.statusCode).toBe(200)
  const kept = (await get(`/v1/quarantine/${id}`)).json()
  expect(kept.raw_id).toBe(done.json().raw_id)
  expect(kept.replayed_at).not.toBeNull()
  expect((await replay(id)).json()).toMatchObject({ deduplicated: true, raw_id: kept.raw_id })
  expect(await ids()).toHaveLength(1)
})

test('a body with the wrong Content-Type is taken as JSON by a replay; a broken one keeps the new reason', async () => {
  const slug = `any-${randomUUID().slice(0, 8)}`
  await send('/v1/workflows', { slug, provider: 'a', platform: 'b', payload_type: 'c', entity_type: 'company' })
  const headers = { ...t.operator, 'content-type': 'text/plain' }
  const post = (payload: string) => t.app.inject({ method: 'POST', url: `/v1/ingest/${slug}`, headers, payload })
  const good = (await post('{"a":1}')).json()
  const bad = (await post('{"a":')).json()
  expect([good.code, bad.code]).toEqual(['unsupported_media_type', 'unsupported_media_type'])
  expect((await replay(good.quarantine_id)).statusCode).toBe(200)
  expect((await replay(bad.quarantine_id)).json()).toMatchObject({ status: 400, code: 'syntax' })
  expect((await get(`/v1/quarantine/${bad.quarantine_id}`)).json()).toMatchObject({
    status: 400,
    code: 'syntax',
    raw_id: null,
  })
})

test('the quarantine is bounded in rows, bytes and days, and the oldest go first', async () => {
  const all = Array.from({ length: 10 }, () => refusal({ body: Buffer.alloc(1_000) }))
  for (const one of all) await asOperator(t.db, (tx) => keepRefused(tx, [one]))
  const order = all.map(({ id }) => id)
  expect(await asOperator(t.db, (tx) => trimQuarantine(tx))).toBe(0)
  expect(await asOperator(t.db, (tx) => trimQuarantine(tx, { rows: 8 }))).toBe(2)
  expect(await ids()).toEqual(order.slice(2))
  expect(await asOperator(t.db, (tx) => trimQuarantine(tx, { bytes: 5_500 }))).toBe(3)
  expect(await ids()).toEqual(order.slice(5))
  await t.db.pool.query(`update raw.quarantine set received_at = now() - interval '31 days' where id = $1`, [order[7]])
  expect(await asOperator(t.db, (tx) => trimQuarantine(tx))).toBe(1)
  expect(await ids()).toEqual(order.slice(5).filter((id) => id !== order[7]))
})

test('text that no text column holds is kept readable, the bytes as they came', async () => {
  const body = Buffer.from([0x00, 0xff, 0x7b])
  const one = refusal({
    body,
    route: '/v1/ingest/a\0b',
    workflowSlug: 'a\0b',
    detail: 'lone \ud800',
    contentType: 'x\0y',
  })
  await asOperator(t.db, (tx) => keepRefused(tx, [one]))
  const kept = (await get(`/v1/quarantine/${one.id}`)).json()
  expect(kept).toMatchObject({ route: '/v1/ingest/a\ufffdb', detail: 'lone \ufffd', body: null })
  expect(Buffer.from(kept.body_base64, 'base64').equals(body)).toBe(true)
})

test('5,000 refusals at once are all kept, and each caller waits for its own', async () => {
  const quarantine = openQuarantine(t.db)
  await Promise.all(Array.from({ length: 5_000 }, () => quarantine.keep(refusal())))
  expect(await ids()).toHaveLength(5_000)
})

test('a body that cannot be kept is not refused for good: the sender is told to send it again', async () => {
  const other = await openTestApp()
  await other.db.pool.query(
    `create function disk_full() returns trigger language plpgsql as $$ begin raise exception using errcode = '53100'; end $$;
     create trigger disk_full before insert on raw.quarantine execute function disk_full()`,
  )
  const response = await other.app.inject({
    method: 'POST',
    url: '/v1/ingest/clay-person-profile',
    headers: { ...other.operator, 'content-type': 'application/json' },
    payload: '{',
  })
  expect(response.statusCode).toBe(503)
  expect(response.headers['retry-after']).toBeDefined()
  await other.close()
})
