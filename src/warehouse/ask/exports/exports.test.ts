import { once } from 'node:events'
import { connect as connectTo } from 'node:net'
import { zstdDecompressSync } from 'node:zlib'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPERATOR_KEY, openTestApp, type TestApp } from '../../../../test/support/app.ts'
import { asOperator } from '../../../db/database.ts'
import { readSnapshot } from '../../../db/read-snapshot.ts'
import { purgeExports } from './end-exports.ts'
import { claimExport, saveChunk } from './hold-export.ts'
import { makeExports } from './make-exports.ts'
import { openSpool } from './spool.ts'

const PEOPLE = 2_345
let t: TestApp
let url: string

beforeAll(async () => {
  t = await openTestApp()
  await t.db.pool.query(
    `insert into core.companies (id, domain, name, country, industry, employee_count)
     values ('00000000-0000-4000-8000-00000000000c', 'acme.com', '=Acme()', 'United States', 'Software Development', 120)`,
  )
  await t.db.pool.query(
    `insert into core.people (linkedin_url, linkedin_slug, full_name, company_domain, country, job_start_date, title)
     select 'https://www.linkedin.com/in/p' || i, 'p' || i, 'Person ' || i, 'acme.com',
       case when i % 2 = 0 then 'France' end, date '2020-01-01' + i, 'VP Marketing'
     from generate_series(1, ${PEOPLE}) i`,
  )
  await t.db.pool.query('truncate core.person_search_changes, core.company_search_changes')
  await t.db.pool.query(
    `insert into core.person_search (person_id, company_id, sort_name, title_words, terms)
     select id, '00000000-0000-4000-8000-00000000000c', lower(full_name), ' vp marketing ', '{}'
     from core.people order by job_start_date`,
  )
  url = await t.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => t.close())

const log = () => {}

async function call(method: 'GET' | 'POST' | 'DELETE' | 'HEAD', path: string, payload?: object) {
  return t.app.inject({ method, url: path, headers: t.operator, ...(payload && { payload }) })
}

async function order(payload: object) {
  const answer = await call('POST', '/v1/exports', { kind: 'leads', format: 'ndjson', delivery: 'job', ...payload })
  expect(answer.statusCode, answer.body).toBe(202)
  return answer.json().export
}

/** Holds back whatever reads companies, until it is let go. */
async function block(): Promise<() => Promise<void>> {
  const client = await t.db.pool.connect()
  await client.query('begin; lock table core.companies in access exclusive mode')
  return async () => {
    await client.query('rollback')
    client.release()
  }
}

async function snapshots(): Promise<number> {
  const { rowCount } = await t.db.pool.query(
    `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
       and query ~ 'rows_of_snapshot' and state <> 'idle'`,
  )
  return rowCount ?? 0
}

test('every row is streamed, once, newest first, in each format, and said to be what it is', async () => {
  const body = {
    kind: 'leads',
    delivery: 'stream',
    fields: ['full_name', 'job_start_date', 'company_name', 'employee_count'],
  }
  const csv = await call('POST', '/v1/exports', { ...body, format: 'csv' })
  expect(csv.headers['content-type']).toMatch(/^text\/csv/)
  expect(csv.headers['content-disposition']).toMatch(/^attachment; filename="leads-\d{4}-\d\d-\d\d\.csv"$/)
  const lines = csv.body.split('\r\n')
  expect(lines).toHaveLength(PEOPLE + 2)
  expect(lines.slice(0, 2)).toEqual([body.fields.join(), `Person ${PEOPLE},2026-06-03,'=Acme(),120`])

  const ndjson = await call('POST', '/v1/exports', { ...body, format: 'ndjson' })
  const told = ndjson.body.trimEnd().split('\n')
  expect(new Set(told).size).toBe(PEOPLE)
  const search = await call('POST', '/v1/leads/search', { fields: body.fields, limit: 1_000 })
  expect(told.slice(0, 1_000).map((line) => JSON.parse(line))).toEqual(search.json().data)

  const parquet = await call('POST', '/v1/exports', { ...body, format: 'parquet', limit: 1_500 })
  const bytes = new Uint8Array(parquet.rawPayload)
  const compressors = { ZSTD: (input: Uint8Array) => new Uint8Array(zstdDecompressSync(input)) }
  const read = await parquetReadObjects({ file: bytes.buffer, compressors })
  expect(read).toHaveLength(1_500)
  expect(read[0]).toMatchObject({ full_name: `Person ${PEOPLE}`, employee_count: 120 })

  for (const kind of ['people', 'companies']) {
    const whole = await call('POST', '/v1/exports', { kind, delivery: 'stream', format: 'ndjson', limit: 3 })
    const shown = await call('POST', `/v1/${kind}/search`, { sort: 'newest', limit: 3 })
    const rows = whole.body.trimEnd().split('\n').filter(Boolean)
    expect(
      rows.map((line) => JSON.parse(line)),
      kind,
    ).toEqual(shown.json().data)
  }
})

test.each([
  [{ filter: { seniorety: 'VP' } }, 400, 'filter_invalid'],
  [{ fields: ['full_name', 'shoe_size'] }, 400, 'fields_invalid'],
  [{ sort: 'shoe_size' }, 400, 'sort_invalid'],
  [{ format: 'xls' }, 422, 'invalid_request'],
])('an order that makes no sense is refused before anything is made: %j', async (wrong, status, code) => {
  for (const delivery of ['stream', 'job']) {
    const answer = await call('POST', '/v1/exports', { kind: 'leads', format: 'csv', delivery, ...wrong })
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
  }
})

test('a file that was ordered is made in the background and fetched by key or link, whole or in parts', async () => {
  const ordered = await order({ limit: 2_000 })
  expect(ordered).toMatchObject({ status: 'waiting', rows_written: 0, download_url: null })
  expect((await call('GET', `/v1/exports/${ordered.id}/file`)).json().code).toBe('export_file_not_found')
  await makeExports({ db: t.db, log })
  const { export: made } = (await call('GET', `/v1/exports/${ordered.id}`)).json()
  expect(made).toMatchObject({ status: 'finished', rows_written: 2_000, total: 2_000, total_is: 'exact' })
  const file = await call('GET', `/v1/exports/${ordered.id}/file`)
  expect(file.headers['content-length']).toBe(String(made.bytes))
  expect(file.body.trimEnd().split('\n')).toHaveLength(2_000)

  const byLink = (headers: Record<string, string>, method: 'GET' | 'HEAD' = 'GET') =>
    t.app.inject({ method, url: made.download_url, headers })
  expect((await byLink({})).body).toBe(file.body)
  const part = await byLink({ range: 'bytes=100-299' })
  expect([part.statusCode, part.headers['content-range']]).toEqual([206, `bytes 100-299/${made.bytes}`])
  expect(part.body).toBe(file.body.slice(100, 300))
  expect((await byLink({ range: `bytes=${made.bytes}-` })).statusCode).toBe(416)
  expect((await byLink({ range: 'bytes=0-1', 'if-range': '"another"' })).statusCode).toBe(200)
  const head = await byLink({}, 'HEAD')
  expect([head.statusCode, head.headers['content-length'], head.body]).toEqual([200, String(made.bytes), ''])
  expect((await t.app.inject({ url: `${made.download_url.slice(0, -3)}AAA` })).json().code).toBe('export_not_found')

  const [listed, none] = [await call('GET', '/v1/exports?limit=1'), await call('GET', '/v1/exports?status=failed')]
  expect(listed.json()).toMatchObject({ success: true, data: [{ id: ordered.id }], meta: { limit: 1 } })
  expect(none.json().data).toEqual([])

  await t.db.pool.query(`update client.exports set expires_at = now() - interval '1 s' where id = $1`, [ordered.id])
  expect((await byLink({})).json().code).toBe('export_file_not_found')
  expect(await asOperator(t.db, purgeExports)).toBe(1)
  expect((await t.db.pool.query('select from client.export_chunks')).rowCount).toBe(0)
})

test('an order is made anew by another process when the first is lost, and by nobody when it was cancelled', async () => {
  const ordered = await order({})
  const lost = await asOperator(t.db, (tx) => claimExport(tx, '00000000-0000-4000-8000-0000000000a1'))
  const piece = { n: 0, data: Buffer.from('half of a line'), rows: 1 }
  expect(lost !== undefined && (await asOperator(t.db, (tx) => saveChunk(tx, lost, piece)))).toBe(true)
  // Control: while it is seen, nobody else takes it.
  await makeExports({ db: t.db, log })
  expect((await call('GET', `/v1/exports/${ordered.id}`)).json().export.status).toBe('running')
  await t.db.pool.query(`update client.exports set seen_at = now() - interval '1 min' where id = $1`, [ordered.id])
  await makeExports({ db: t.db, log })
  const file = await call('GET', `/v1/exports/${ordered.id}/file`)
  expect(
    file.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toHaveLength(PEOPLE)
  expect(lost !== undefined && (await asOperator(t.db, (tx) => saveChunk(tx, lost, piece)))).toBe(false)
  expect((await call('DELETE', `/v1/exports/${ordered.id}`)).json().export.status).toBe('expired')
  expect((await call('GET', `/v1/exports/${ordered.id}/file`)).statusCode).toBe(404)

  const cancelled = await order({})
  expect((await call('DELETE', `/v1/exports/${cancelled.id}`)).json().export.status).toBe('cancelled')
  await makeExports({ db: t.db, log })
  expect((await call('GET', `/v1/exports/${cancelled.id}`)).json().export).toMatchObject({
    status: 'cancelled',
    bytes: 0,
  })
})

test('a process that ends gives its order back at once', async () => {
  const ordered = await order({ format: 'parquet' })
  const letGo = await block()
  const stopping = new AbortController()
  const making = makeExports({ db: t.db, log, stopping: stopping.signal })
  await expect.poll(snapshots).toBe(1)
  stopping.abort(new Error('the process ends'))
  await making
  expect((await call('GET', `/v1/exports/${ordered.id}`)).json().export.status).toBe('waiting')
  await letGo()
  await makeExports({ db: t.db, log })
  expect((await call('GET', `/v1/exports/${ordered.id}`)).json().export.status).toBe('finished')
})

test('a client that goes away stops the work in the database', async () => {
  const letGo = await block()
  try {
    const { hostname, port } = new URL(url)
    const socket = connectTo(Number(port), hostname)
    await once(socket, 'connect')
    const body = JSON.stringify({ kind: 'leads', format: 'csv', delivery: 'stream' })
    socket.write(
      `POST /v1/exports HTTP/1.1\r\nhost: x\r\nx-api-key: ${OPERATOR_KEY}\r\ncontent-type: application/json\r\n` +
        `content-length: ${body.length}\r\n\r\n${body}`,
    )
    await expect.poll(snapshots).toBe(1)
    socket.destroy()
    // Still locked: the statement ends because it is told to.
    await expect.poll(snapshots).toBe(0)
  } finally {
    await letGo()
  }
})

test('what is read is one moment, whatever changes meanwhile', async () => {
  await t.db.pool.query('create table moment as select g from generate_series(1, 4500) g')
  const query = { text: 'select g from moment order by g', values: [], signal: new AbortController().signal }
  let read = 0
  for await (const rows of readSnapshot(t.db, query)) {
    if (read === 0) await t.db.pool.query('delete from moment')
    read += rows.length
  }
  expect(read).toBe(4_500)
  const again = await readSnapshot(t.db, query).next()
  expect(again.done).toBe(true)
})

test('whoever reads slowly holds up nobody who writes, and is told of a failure', async () => {
  const spool = await openSpool()
  const stream = spool.read()
  for (let i = 0; i < 40; i++) await spool.write(Buffer.alloc(100_000, i))
  spool.end()
  const sizes: number[] = []
  for await (const piece of stream) sizes.push((piece as Buffer).length)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(4_000_000)
  await spool.close()

  const broken = await openSpool()
  await broken.write(Buffer.from('half'))
  broken.fail(new Error('the database went away'))
  await expect(broken.read().toArray()).rejects.toThrow('the database went away')
  await broken.close()
})
