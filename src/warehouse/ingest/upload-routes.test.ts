import { once } from 'node:events'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../test/support/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await openTestApp()
})
afterAll(() => t.close())

const csv = 'Firm,Website\nHarrowgate,harrowgate.com\nNorth Pier,northpier.com\nBroken,not a domain\n'

function upload(url: string, payload: string | Buffer, headers: Record<string, string> = {}) {
  return t.app.inject({
    method: 'POST',
    url,
    payload,
    headers: { ...t.operator, 'content-type': 'text/csv', ...headers },
  })
}

test('a CSV file is answered with its upload, its counts, and a reason for each refused row', async () => {
  const response = await upload('/v1/uploads/vc-firms?filename=firms.csv', csv)
  expect(response.statusCode).toBe(200)
  expect(response.json()).toMatchObject({
    success: true,
    rows: 3,
    accepted: 2,
    refused: [{ row: 4, code: 'domain_invalid' }],
  })
  const { rows } = await t.db.pool.query('select id, kind, filename, rows_accepted from raw.uploads')
  expect(rows).toEqual([{ id: response.json().upload_id, kind: 'vc-firms', filename: 'firms.csv', rows_accepted: 2 }])
})

test('gzip, NDJSON, JSON, and another charset are read too; the same bytes are the same upload', async () => {
  const zipped = await upload('/v1/uploads/vc-firms', gzipSync(csv), { 'content-encoding': 'gzip' })
  expect(zipped.json()).toMatchObject({ accepted: 2 })
  expect((await upload('/v1/uploads/vc-firms', csv)).json()).toMatchObject({
    accepted: 2,
    deduplicated: 2,
    upload_id: zipped.json().upload_id,
  })
  const lines = '{"name":"A","domain":"a-vc.com"}\n{"name":"B","domain":"b-vc.com"}\n'
  expect(
    (await upload('/v1/uploads/vc-firms', lines, { 'content-type': 'application/x-ndjson' })).json().accepted,
  ).toBe(2)
  const array = '[{"name":"C","domain":"c-vc.com"}]'
  expect((await upload('/v1/uploads/vc-firms', array, { 'content-type': 'application/json' })).json().accepted).toBe(1)
  const latin = Buffer.from('name,domain\nÉlan,elan-vc.com\n', 'latin1')
  await upload('/v1/uploads/vc-firms', latin, { 'content-type': 'text/csv; charset=iso-8859-1' })
  const { rows } = await t.db.pool.query(`select name from raw.vc_firms where domain = 'elan-vc.com'`)
  expect(rows).toEqual([{ name: 'Élan' }])
})

test('a portfolio may be told its firm in the query', async () => {
  const portfolio = 'Company,Website\nLarkmere,larkmere.com\n'
  expect((await upload('/v1/uploads/vc-portfolio', portfolio)).json()).toMatchObject({
    status: 422,
    code: 'vc_missing',
  })
  const url = '/v1/uploads/vc-portfolio?vc_name=Pier&vc_domain=pier.com'
  expect((await upload(url, portfolio)).json()).toMatchObject({ accepted: 1 })
})

test.each([
  ['an unknown kind', '/v1/uploads/leads', csv, {}, 404, 'upload_kind_not_found'],
  [
    'no content type of a file',
    '/v1/uploads/vc-firms',
    csv,
    { 'content-type': 'image/png' },
    415,
    'unsupported_media_type',
  ],
  ['an empty file', '/v1/uploads/vc-firms', '', {}, 400, 'empty'],
  ['a header that says nothing', '/v1/uploads/vc-firms', 'x,y\n1,2\n', {}, 422, 'no_columns'],
  ['rows none of which can be stored', '/v1/uploads/vc-firms', 'name,domain\nA,b c\n', {}, 422, 'no_row_accepted'],
  ['a quote that is never closed', '/v1/uploads/vc-firms', 'name,domain\n"A,b.com\n', {}, 400, 'csv_unreadable'],
  [
    'an encoding that does not exist',
    '/v1/uploads/vc-firms',
    csv,
    { 'content-type': 'text/csv; charset=x' },
    400,
    'unknown_encoding',
  ],
])('%s is refused as what it is', async (_name, url, payload, headers, status, code) => {
  const response = await upload(url, payload, headers as unknown as Record<string, string>)
  expect(response.json()).toMatchObject({ status, code, success: false })
})

test('the scope ingest is needed', async () => {
  const key = await t.app.inject({
    method: 'POST',
    url: '/v1/keys',
    headers: t.operator,
    payload: { name: 'r', scopes: ['read'] },
  })
  const response = await upload('/v1/uploads/vc-firms', csv, { authorization: `Bearer ${key.json().key}` })
  expect(response.statusCode).toBe(403)
})

test('a sender who leaves in the middle costs nothing, and the next file is taken', async () => {
  const address = await t.app.listen({ port: 0, host: '127.0.0.1' })
  const before = await t.db.pool.query('select count(*)::int as n from raw.uploads')
  const sending = request(`${address}/v1/uploads/vc-firms`, {
    method: 'POST',
    headers: { ...t.operator, 'content-type': 'text/csv', 'content-length': '1000000' },
  })
  sending.on('error', () => {})
  sending.write(csv)
  await once(sending, 'socket')
  await sleep(100)
  sending.destroy()
  await sleep(100)
  expect((await upload('/v1/uploads/vc-firms', `${csv}\n`)).statusCode).toBe(200)
  const after = await t.db.pool.query('select count(*)::int as n from raw.uploads')
  expect(after.rows[0].n).toBe(before.rows[0].n + 1)
})
