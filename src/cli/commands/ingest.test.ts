import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cli } from '../../../test/support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { eventually } from '../../../test/support/processes.ts'

let database: TestDatabase
let client: pg.Client
let folder: string
let env: NodeJS.ProcessEnv
beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'galena-cli-'))
  env = { DATABASE_URL: database.url, GALENA_DATA_DIR: join(folder, 'data') }
  return () => rm(folder, { recursive: true })
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

const slug = 'clay-company-firmographics'
const company = (n: number, prefix: string) =>
  JSON.stringify({ company_domain: `${prefix}${n}.com`, raw_payload: { name: `Company ${n}`, employee_count: n } })

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

async function numberOf(sql: string): Promise<number> {
  const { rows } = await client.query<{ n: string }>(`select count(*) as n from ${sql}`)
  return Number(rows[0]?.n)
}

describe('galena ingest', () => {
  test('CSV columns find their fields, nested and by usual names; the rows become companies', async () => {
    const csv =
      'Company Website;Name;Employee Count;Locations.0\nhttps://www.One.com/x;"One; Inc";42;x\ntwo.com;Two;7;y\n'
    const { code, err } = await cli(['ingest', slug, await put('export.csv', csv)], { env })
    expect(err).toContain('Company Website  company_domain')
    expect(err).toContain('2 accepted, 0 refused')
    expect(code).toBe(0)
    const { rows } = await client.query(
      `select domain, name, employee_count from core.companies where domain in ('one.com', 'two.com') order by 1`,
    )
    expect(rows).toEqual([
      { domain: 'one.com', name: 'One; Inc', employee_count: 42 },
      { domain: 'two.com', name: 'Two', employee_count: 7 },
    ])
  })

  test('gzip, several files, and stdin; the second time everything is known already', async () => {
    const lines = Array.from({ length: 300 }, (_, n) => company(n, 'gz')).join('\n')
    const files = [await put('a.ndjson.gz', gzipSync(lines)), await put('b.json', `[${company(1, 'b')}]`)]
    const first = await cli(['ingest', slug, ...files, '--json'], { env })
    expect(JSON.parse(first.out).files.map((file: { accepted: number }) => file.accepted)).toEqual([300, 1])
    const again = await cli(['ingest', slug, '-', '--json'], { env, stdin: lines })
    expect(JSON.parse(again.out).files).toMatchObject([{ file: '-', accepted: 0, deduplicated: 300 }])
    expect(await numberOf(`raw.company_payloads where company_domain like 'gz%'`)).toBe(300)
  })

  test('refused records go to a file with their reasons, and from there back in once they are corrected', async () => {
    const file = await put(
      'mixed.ndjson',
      [company(1, 'ok'), '{"company_domain":', '{"company_domain":"r.com","id":12345678901234567890}'].join('\n'),
    )
    const { code, err } = await cli(['ingest', slug, file], { env })
    expect(code).toBe(2)
    expect(err).toContain('1 accepted, 2 refused')
    expect(err).toContain(`galena ingest ${slug} ${file}.refused.ndjson`)
    const text = await readFile(`${file}.refused.ndjson`, 'utf8')
    const refused = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(refused.map(({ line, code: why }) => [line, why])).toEqual([
      [2, 'syntax'],
      [3, 'invalid_request'],
    ])
    expect(text).toContain('"id":12345678901234567890')
    const corrected = text
      .replace('"{\\"company_domain\\":"', JSON.stringify(company(2, 'ok')))
      .replace('"company_domain":"r.com"', '"company_domain":"r.com","raw_payload":{"name":"R"}')
    await writeFile(`${file}.refused.ndjson`, corrected)
    const second = await cli(['ingest', slug, `${file}.refused.ndjson`], { env })
    expect(second.err).toContain('2 accepted, 0 refused')
    expect(second.code).toBe(0)
    expect(await numberOf(`core.companies where domain in ('ok1.com', 'ok2.com', 'r.com')`)).toBe(3)
  })

  test('a file of refused records that somebody may be correcting is not overwritten', async () => {
    const file = await put('x.ndjson', '{}')
    await cli(['ingest', slug, file], { env })
    await writeFile(`${file}.refused.ndjson`, 'my corrections')
    await cli(['ingest', slug, file, '--restart'], { env })
    expect(await readFile(`${file}.refused.ndjson.old`, 'utf8')).toBe('my corrections')
  })

  test('a dry run tells the same and stores nothing', async () => {
    const file = await put('dry.ndjson', [company(1, 'dry'), '{}', company(2, 'dry')].join('\n'))
    const dry = await cli(['ingest', slug, file, '--dry-run'], { env })
    expect(dry.code).toBe(2)
    expect(dry.err).toContain('2 would be accepted, 1 refused')
    expect(await numberOf(`raw.company_payloads where company_domain like 'dry%'`)).toBe(0)
    expect(await readdir(folder)).toEqual(['dry.ndjson'])
    expect((await cli(['ingest', slug, file], { env })).err).toContain('2 accepted, 1 refused')
    expect(await numberOf(`raw.company_payloads where company_domain like 'dry%'`)).toBe(2)
  })

  test('what cannot be done is said: no such workflow, file, column, or encoding', async () => {
    const file = await put('c.csv', 'a,b\n1,2\n')
    expect((await cli(['ingest', 'clay-company-firmo', file], { env })).err).toContain(
      'Did you mean clay-company-firmographics',
    )
    expect((await cli(['ingest', slug, join(folder, 'none')], { env })).err).toContain('(file_not_found)')
    expect((await cli(['ingest', slug, file], { env })).err).toContain('(no_columns)')
    expect((await cli(['ingest', slug, file, '--map', 'z=company_domain'], { env })).err).toContain('(unknown_column)')
    expect((await cli(['ingest', slug, file, '--encoding', 'x'], { env })).err).toContain('(unknown_encoding)')
    expect((await cli(['ingest', slug, file, '--map', 'z'], { env })).code).toBe(1)
  })
})

test('a file that cannot be read to its end costs the others nothing', async () => {
  const broken = await put('broken.csv', 'domain,company_name\nfirst-part.com,A\n"open-quote.com,B\n')
  const good = await put('good.csv', 'domain,company_name\nother-file.com,C\n')
  const { code, err } = await cli(['ingest', 'salesnav-company', broken, good], { env })
  expect(err).toMatch(/1 accepted, 0 refused\n {2}From line 3 on[^\n]+\(csv_unreadable\)/)
  expect(code).toBe(1)
  expect(await numberOf(`core.companies where domain in ('first-part.com', 'other-file.com')`)).toBe(2)
})

test('a workflow that was registered at run time takes any columns', async () => {
  const definition = {
    slug: 'acme-sizes',
    provider: 'acme',
    platform: 'file',
    payload_type: 'sizes',
    entity_type: 'company',
  }
  await cli(['workflows', 'register', '-'], { env, stdin: JSON.stringify(definition) })
  const { code, err } = await cli(['ingest', 'acme-sizes', await put('sizes.csv', 'Whatever It Is,N\nx,1\n')], { env })
  expect(err).toContain('whatever_it_is')
  expect(code).toBe(0)
  expect(await numberOf(`raw.payloads where workflow_slug = 'acme-sizes'`)).toBe(1)
})

describe('an interrupted run', () => {
  const total = 6_000
  /** Every 100th is refused. */
  const records = (prefix: string) =>
    Array.from({ length: total }, (_, n) => (n % 100 === 99 ? `{"n":${n}}` : company(n, prefix))).join('\n')

  test('stopped by Ctrl-C it settles what is on its way, and the same command goes on', async () => {
    const file = await put('stopped.ndjson', records('stop'))
    const stop = new AbortController()
    const running = cli(['ingest', slug, file], { env, stopped: stop.signal })
    expect(
      await eventually(async () => (await numberOf(`raw.company_payloads where company_domain like 'stop%'`)) > 400),
    ).toBe(true)
    stop.abort()
    const first = await running
    expect(first.code).toBe(130)
    expect(first.err).toContain('The same command goes on')
    const second = await cli(['ingest', slug, file], { env })
    expect(second.err).toMatch(/Going on after record [\d,]+ of/)
    expect(second.err).toContain('5,940 accepted, 60 refused')
    const refused = (await readFile(`${file}.refused.ndjson`, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).line)
    expect(refused).toEqual(Array.from({ length: 60 }, (_, n) => n * 100 + 100))
    expect(await readdir(join(folder, 'data', 'state'))).toEqual([])
  })

  test('killed with SIGKILL it goes on, nothing is missing and nothing is doubled', async () => {
    const file = await put('killed.ndjson', records('kill'))
    const main = fileURLToPath(new URL('../main.ts', import.meta.url))
    const child = spawn(process.execPath, [main, 'ingest', slug, file], {
      env: { ...env, PATH: process.env.PATH },
      stdio: 'ignore',
    })
    const state = join(folder, 'data', 'state')
    expect(
      await eventually(async () => (await readdir(state).catch(() => [])).some((name) => name.endsWith('.json'))),
    ).toBe(true)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const result = JSON.parse((await cli(['ingest', slug, file, '--json'], { env })).out).files[0]
    expect(result.resumed_after).toBeGreaterThan(0)
    expect(result).toMatchObject({ records: total, refused: 60, complete: true })
    expect(result.accepted + result.deduplicated).toBe(5_940)
    expect(await numberOf(`raw.company_payloads where company_domain like 'kill%'`)).toBe(5_940)
    expect((await readFile(`${file}.refused.ndjson`, 'utf8')).trim().split('\n').length).toBe(60)
  })
})
