import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  ANYTHING,
  type Answer,
  expectKept,
  expectStored,
  type NastyServer,
  openNastyServer,
  PROFILES,
  profile,
  warningCodes,
} from '../support/nasty-server.ts'

let server: NastyServer
beforeAll(async () => {
  server = await openNastyServer()
})
afterEach(() => server.wellAfterwards())
afterAll(() => server.close())

const FIRMOGRAPHICS = '/run/companies/clay-native/firmographics/ingest'

let companies = 0

/** Sends a company whose payload has this JSON text, and tells what core holds of it. */
async function company(payload: string): Promise<{ answer: Answer; core: Record<string, unknown> }> {
  const domain = `numbers${companies++}.example`
  const bytes = `{"company_domain":"${domain}","raw_payload":${payload}}`
  const answer = await server.post(FIRMOGRAPHICS, bytes)
  await expectStored(server, answer, { table: 'raw.company_payloads', bytes, payload })
  const { rows } = await server.db.pool.query('select * from core.companies where domain = $1', [domain])
  return { answer, core: rows[0] }
}

test.each<[string, string, string]>([
  ['29: 1e400', '{"a":1e400}', 'number_range'],
  ['29: -1e400', '{"a":[-1e400]}', 'number_range'],
  ['30: 1e131071', '{"a":1e131071}', 'number_range'],
  ['30: a thousand of it', `{"a":[${Array(1_000).fill('1e131071').join()}]}`, 'number_range'],
  ['32: 100,000 digits', `{"a":${'7'.repeat(100_000)}}`, 'number_too_long'],
])('nasty input %s is 400 and never null', async (_name, bytes, code) => {
  for (const path of [ANYTHING, PROFILES]) {
    await expectKept(server, await server.post(path, bytes), { status: 400, code, bytes })
  }
})

test('nasty input 31: an id beyond what a double holds keeps every digit, also as a key of the person', async () => {
  const payload = '{"profile_id":9007199254740993,"name":"Ida Long"}'
  const bytes = `{"linkedin_url":"https://www.linkedin.com/in/ida-long","workflow_slug":"clay-person-profile","raw_payload":${payload}}`
  const answer = await server.post(PROFILES, bytes)
  await expectStored(server, answer, { table: 'raw.person_payloads', bytes, payload })
  expect(warningCodes(answer)).toEqual([])
  const { rows } = await server.db.pool.query(
    `select linkedin_profile_id::text as id, (select key from core.identifiers where owner = 'slug:ida-long' and key like 'member:%') as key
     from extracted.person_profile where linkedin_slug = 'ida-long'`,
  )
  expect(rows).toEqual([{ id: '9007199254740993', key: 'member:9007199254740993' }])
})

test('nasty input 31: an id that fits no column is named, never rounded', async () => {
  const { answer, core } = await company('{"name":"Long","org_id":12345678901234567890,"company_id":9007199254740993}')
  expect(answer.body?.warnings).toEqual([{ code: 'invalid_id', field: 'org_id', detail: '12345678901234567890' }])
  expect(core.linkedin_org_id).toBeNull()
})

test('nasty input 32: long fractions, exponents and 1.0 stay what they are', async () => {
  const bytes = '{"a":[0.1000000000000000055511151231257827,1E2,1.0,1,12345678901234567890.5,1e-300]}'
  await expectStored(server, await server.post(ANYTHING, bytes), { bytes })
  const text = `select raw_payload->'a'->>0 as exact, raw_payload->'a'->>2 as one from raw.payloads order by id desc limit 1`
  expect((await server.db.pool.query(text)).rows).toEqual([
    { exact: '0.1000000000000000055511151231257827', one: '1.0' },
  ])
  const zero = '{"a":-0}'
  await expectStored(server, await server.post(ANYTHING, zero), { bytes: zero, lossy: true })
})

test.each<[string, number | null]>([
  ['-5', null],
  ['1e9', null],
  ['"1,000"', 1000],
  ['"10-50"', null],
  ['"~200"', null],
  ['true', null],
  ['[12]', null],
  ['{"n":12}', null],
  ['"NaN"', null],
  ['12.5', null],
  ['12.0', 12],
  ['"1240"', 1240],
  ['4294967296', null],
])('nasty input 33: an employee count of %s is %s, with a warning where it cannot be read', async (value, expected) => {
  const { answer, core } = await company(`{"name":"Counted","employee_count":${value}}`)
  expect(core).toMatchObject({ name: 'Counted', employee_count: expected })
  const named = ((answer.body?.warnings ?? []) as object[]).map(({ ...warning }) => warning)
  if (expected === null) expect(named).toMatchObject([{ code: 'invalid_integer', field: 'employee_count' }])
  else expect(named).toEqual([])
})

// biome-ignore format: a table
test.each<[string, string | null]>([
  ['"2026-02-30"', null], ['"2026-13-01"', null], ['"0000-00-00"', null], ['"2026-01-01T24:00:00Z"', '2026-01-01'],
  ['"2016-12-31T23:59:60Z"', '2016-12-31'], ['"1"', null], ['1', null], ['1700000000', null], ['1700000000000', null],
  ['"infinity"', null], ['"-infinity"', null], ['"+275761-01-01"', null], ['"12026-01-01"', null], ['"01/02/2026"', null],
  ['"today"', null], ['"epoch"', null], ['"2026-1-1"', null], ['"20260101"', null], ['[]', null], ['{"year":2026,"month":13}', null],
  ['true', null], ['"2026-02-28\\u0000"', null], ['"2024-02-29"', '2024-02-29'], ['"2023-02-29"', null], ['"2019-04"', '2019-04-01'], ['2019', '2019-01-01'],
])('nasty input 34: a job that began on %s began on %s', async (value, expected) => {
  const slug = `date-${companies++}`
  const body = JSON.stringify(profile(slug)).replace(
    '"experience":[]',
    `"experience":[{"title":"Buyer","company":"Dated","start_date":${value}}]`,
  )
  const answer = await server.post(PROFILES, body)
  expect(answer.status, answer.text).toBe(200)
  const { rows } = await server.db.pool.query(
    `select start_date::text as extracted, (select job_start_date::text from core.people where linkedin_slug = $1) as core
     from extracted.person_experience where linkedin_url = $2`,
    [slug, `https://www.linkedin.com/in/${slug}`],
  )
  expect(rows).toEqual([{ extracted: expected, core: expected }])
  const codes = warningCodes(answer).filter((code) => code !== 'sanitized')
  expect(codes).toEqual(expected === null ? ['invalid_date'] : [])
})

// biome-ignore format: a table
test.each<[string, string | null]>([
  ['2026-01-01T10:00:00+14:00', '2025-12-31T20:00:00Z'], ['2026-01-01T10:00:00-00:00', '2026-01-01T10:00:00Z'],
  ['2026-01-01T10:00:00+25:00', null], ['2026-01-01T10:00:00', '2026-01-01T10:00:00Z'],
  ['2025-03-30T02:30:00', '2025-03-30T02:30:00Z'], ['2026-01-01t10:00:00z', '2026-01-01T10:00:00Z'],
  ['2026-01-01T24:00:00Z', null], ['2016-12-31T23:59:60Z', null], ['2026-02-30T00:00:00Z', null],
  ['1700000000', null], ['Tue, 01 Jan 2026 00:00:00 GMT', null], ['infinity', null], ['275761-01-01T00:00:00Z', null],
])('nasty input 35: a refresh at %s was at %s', async (value, expected) => {
  const domain = `zone${companies++}.example`
  const body = { company_domain: domain, raw_payload: { name: 'Zone', last_refresh: value } }
  const answer = await server.post(FIRMOGRAPHICS, JSON.stringify(body))
  expect(answer.status, answer.text).toBe(200)
  expect(warningCodes(answer)).toEqual(expected === null ? ['invalid_timestamp'] : [])
  const { rows } = await server.db.pool.query(
    `select source_last_refresh at time zone 'UTC' = $2::timestamp as same, source_last_refresh is null as absent
     from extracted.company_firmographics where company_domain = $1`,
    [domain, expected?.replace('Z', '') ?? null],
  )
  expect(rows).toEqual([expected === null ? { same: null, absent: true } : { same: true, absent: false }])
})

test.each<[string, () => string, string[]]>([
  ['1969', () => '1969-07-20T20:17:00Z', ['invalid_timestamp']],
  ['ten years ahead', () => new Date(Date.now() + 10 * 365 * 86_400_000).toISOString(), ['future_time']],
])(
  'nasty input 36: a payload of %s is flagged, counts from its arrival, and holds nothing up',
  async (_name, time, codes) => {
    const domain = `time${companies++}.example`
    const send = (name: string, last_refresh?: string) =>
      server.post(FIRMOGRAPHICS, JSON.stringify({ company_domain: domain, raw_payload: { name, last_refresh } }))
    const name = async () =>
      (await server.db.pool.query('select name from core.companies where domain = $1', [domain])).rows[0]?.name
    const flagged = await send('Untimely', time())
    expect(flagged.status).toBe(200)
    expect(warningCodes(flagged)).toEqual(codes)
    await send('Later')
    expect(await name()).toBe('Later')
    await send('Untimely again', '2026-01-01T00:00:00Z')
    expect(await name()).toBe('Later')
  },
)

test('nasty input 36: a payload of the next hour is believed', async () => {
  const domain = 'next-hour.example'
  const send = (name: string, last_refresh?: string) =>
    server.post(FIRMOGRAPHICS, JSON.stringify({ company_domain: domain, raw_payload: { name, last_refresh } }))
  const soon = await send('Soon', new Date(Date.now() + 3_600_000).toISOString())
  expect(warningCodes(soon)).toEqual([])
  await send('Now')
  const { rows } = await server.db.pool.query('select name from core.companies where domain = $1', [domain])
  expect(rows).toEqual([{ name: 'Soon' }])
})
