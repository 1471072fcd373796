import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { requestOf } from '../../src/warehouse/ingest/receive.ts'
import { replaceAt, sampleOf, textsOfEveryFamily } from '../support/leaves.ts'
import {
  ANYTHING,
  eightAtOnce,
  expectKept,
  expectProblem,
  expectStored,
  type NastyServer,
  openNastyServer,
  PROFILES,
  profile,
  warningCodes,
} from '../support/nasty-server.ts'
import { samples } from '../support/samples.ts'

let server: NastyServer
beforeAll(async () => {
  server = await openNastyServer()
})
afterEach(() => server.wellAfterwards())
afterAll(() => server.close())

let people = 0

async function one(sql: string, values: unknown[]): Promise<Record<string, unknown>> {
  const { rows } = await server.db.pool.query(sql, values)
  return rows[0] ?? {}
}

// biome-ignore format: a table
test.each<[string, string, string | null]>([
  ['a local part of 10 KB', `${'x'.repeat(10_000)}@acme.example`, null], ['a quoted local part', '"a b"@acme.example', null],
  ['a comment', 'ada(work)@acme.example', null], ['no top-level domain', 'a@b', null], ['two @', 'a@b@acme.example', null],
  ['an IDN', 'ada@b\u00fccher.example', 'ada@xn--bcher-kva.example'], ['a trailing dot', 'ada@acme.example.', 'ada@acme.example'],
  ['upper case', 'ADA@ACME.EXAMPLE', 'ada@acme.example'], ['spaces around', ' ada@acme.example ', 'ada@acme.example'],
  ['a space inside', 'a da@acme.example', null], ['mailto:', 'mailto:ada@acme.example?subject=x', 'ada@acme.example'],
  ['a full-width @', 'ada\uff20acme.example', 'ada@acme.example'], ['a plus tag', 'ada+list@acme.example', 'ada+list@acme.example'],
  ['an invisible letter', 'a\u200dda@acme.example', 'ada@acme.example'], ['a line break', 'ada@acme.example\r\nbcc: x@y.example', null],
  ['254 characters and one', `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(64)}.example`, null],
  ['a script', '<script>@acme.example', null],
])('nasty input 37: an e-mail address with %s is canonical in core, or absent', async (_name, email, expected) => {
  const slug = `mail-${people++}`
  const answer = await server.post(
    '/v1/ingest/leadmagic-email',
    JSON.stringify({
      full_name: 'Ada',
      person_linkedin_url: `https://www.linkedin.com/in/${slug}`,
      domain: 'acme.example',
      leadmagic_raw_payload: { email, status: 'valid' },
    }),
  )
  expect(answer.status, answer.text).toBe(200)
  const person = await one('select work_email from core.people where linkedin_slug = $1', [slug])
  expect(person.work_email ?? null).toBe(expected)
})

// biome-ignore format: a table
test.each<[string, string | null]>([
  ['http://Acme-38.example', 'acme-38.example'], ['https://www.acme-38.example/a/b?c#d', 'acme-38.example'],
  ['acme-38.example:8080', 'acme-38.example'], ['acme-38.example.', 'acme-38.example'], ['ACME-38.EXAMPLE', 'acme-38.example'],
  ['\u0430pple-38.example', 'xn--pple-38-1fg.example'], ['localhost', null], ['127.0.0.1', null], ['http://[::1]/', null],
  ['2130706433', null], ['0x7f.0.0.1', null], [`${'a.'.repeat(130)}example`, null], [`${'a'.repeat(64)}.example`, null],
  ['acme..example', null], ['.', null], ['..', null], ['a b.example', null], ['acme.example\u0000.evil.example', null],
  ['javascript:alert(1)', null], ['data:text/html,x', null], ['file:///etc/passwd', null], ['../../etc/passwd', null], ['gmail.com', null],
])('nasty input 38: the domain %j is %j, or refused and kept', async (domain, expected) => {
  const bytes = JSON.stringify({ domain, name: 'Acme' })
  const answer = await server.post('/v1/ingest/core-company-upsert', bytes)
  if (expected === null) {
    const code = domain === 'gmail.com' ? 'domain_not_a_company' : 'domain_invalid'
    await expectKept(server, answer, { status: 422, code, bytes })
  } else {
    expect(answer.status, answer.text).toBe(200)
    const { rows } = await server.db.pool.query('select domain from core.companies where domain = $1', [expected])
    expect(rows).toEqual([{ domain: expected }])
  }
  // The same in the middle of a payload costs the payload nothing.
  const slug = `domain-${people++}`
  const job = { title: 'Buyer', company: 'Acme', company_domain: domain, start_date: '2020-01-01' }
  const inside = await server.post(PROFILES, JSON.stringify(profile(slug, { experience: [job] })))
  expect(inside.status, inside.text).toBe(200)
  const history = await one('select company_domain from core.person_work_history where linkedin_url like $1', [
    `%/${slug}`,
  ])
  expect(history.company_domain).toBe(expected)
})

// biome-ignore format: a table
test.each<[string, string | null]>([
  ['https://www.linkedin.com/in/Ada-39?utm_source=x&trk=y', 'ada-39'], ['http://de.linkedin.com/in/ada-39/', 'ada-39'],
  ['linkedin.com/in/ada-39/details/experience/', 'ada-39'], ['https://www.linkedin.com/in/%2561da-39', 'ada-39'],
  ['https://m.linkedin.com/in/ada-39#about', 'ada-39'], ['javascript:alert("linkedin.com/in/ada")', null],
  ['data:text/html,linkedin.com/in/ada', null], ['https://evil.example/linkedin.com/in/ada', null],
  ['https://linkedin.com.evil.example/in/ada', null], ['https://www.linkedin.com/company/ada', null], ['https://www.linkedin.com/in/', null],
  ['https://www.linkedin.com/in/../../etc', null], [' ', null],
])('nasty input 39: the LinkedIn URL %j is the person %j, or refused and kept', async (url, expected) => {
  const bytes = JSON.stringify({ ...profile('x'), linkedin_url: url })
  const answer = await server.post(PROFILES, bytes)
  if (expected === null) {
    await expectKept(server, answer, { status: 422, code: 'linkedin_url_invalid', bytes })
    return
  }
  expect(answer.status, answer.text).toBe(200)
  const { rows } = await server.db.pool.query(`select linkedin_slug from core.people where linkedin_slug like '%da-39%'`)
  expect(rows).toEqual([{ linkedin_slug: expected }])
})

test('nasty input 39: a page that would run is stored in no column of a LinkedIn page', async () => {
  const script = ' java\tscript:alert(document.domain)//linkedin.com/company/x'
  const lead = { client_domain: 'script.example', work_email: 'a@script.example', company_linkedin_url: script }
  const answer = await server.post('/v1/ingest/client-leads', JSON.stringify(lead))
  expect(answer.status).toBe(200)
  expect(warningCodes(answer)).toContain('invalid_linkedin_url')
  expect(await one(`select company_linkedin_url from client.leads where client_domain = 'script.example'`, [])).toEqual(
    {
      company_linkedin_url: null,
    },
  )
  const job = { title: 'x', company: 'y', url: 'data:text/html,<script>alert(1)</script>', start_date: '2020' }
  const person = await server.post(PROFILES, JSON.stringify(profile('script-page', { experience: [job] })))
  expect(warningCodes(person)).toEqual(['invalid_linkedin_url'])
  const history = `select company_linkedin_url from core.person_work_history where linkedin_url like '%/script-page'`
  expect(await one(history, [])).toEqual({ company_linkedin_url: null })
})

test.each<[string, string | null, string | null]>([
  ['+1 (555) 010-0100', '+15550100100', null],
  ['+44 (0)20 7946 0018 ext. 12', '+442079460018', 'phone_extension'],
  ['1-800-FLOWERS', null, 'invalid_phone'],
  [`+${'5'.repeat(300)}`, null, 'invalid_phone'],
  ['+0000000000', null, 'invalid_phone'],
])('nasty input 40: the telephone number %.30s is %s', async (sent, expected, warning) => {
  const row = {
    ...samples['salesnav-person'],
    linkedin_user_profile_urn: `urn:li:member:${4_000 + people++}`,
    person_linkedin_sales_nav_url: null,
    phone_number: sent,
  }
  const answer = await server.post('/v1/ingest/salesnav-person', JSON.stringify(row))
  expect(answer.status, answer.text).toBe(200)
  expect(warningCodes(answer).filter((code) => code.includes('phone'))).toEqual(warning === null ? [] : [warning])
  const stored = 'select phone_number from extracted.salesnav_scrapes_person where id = $1'
  expect(await one(stored, [answer.body?.extracted_id])).toEqual({ phone_number: expected })
})

const injections = [
  "'; drop table core.people; --",
  '" or ""="',
  '1; select pg_sleep(10)',
  '\\',
  "\\'",
  '$1',
  '$$',
  '%s%n%n%n',
  '{{7*7}}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant as it stands
  '${jndi:ldap://127.0.0.1/a}',
  '#{7*7}',
  '<%= 7*7 %>',
  '$(id)',
  '`id`',
  '*)(uid=*))(|(uid=*',
  '{"$gt":""}',
  '\\N',
  '\\.',
  'a\tb\nc\rd',
  '\u202etxt.exe',
  '\u0001\u001f\u007f',
  '() { :;}; echo x',
  '../../../../etc/passwd%00',
  'NULL',
  'undefined',
  '-1e1000',
].join(' | ')

test('nasty input 41: strings that others would run are stored as they are in every text of every family', async () => {
  const failures: string[] = []
  await eightAtOnce(textsOfEveryFamily().entries(), async ([n, { workflow, path }]) => {
    const sent = replaceAt(sampleOf(workflow.slug, n), path, injections)
    const answer = await server.post(`/v1/ingest/${workflow.slug}`, JSON.stringify(sent))
    const where = `${workflow.slug} ${path.join('.')}: ${answer.text.slice(0, 300)}`
    if (![200, 202, 409, 422].includes(answer.status)) failures.push(where)
    if (answer.status > 202) return
    const row = await one(`select raw_payload, envelope from ${workflow.rawTable} where id = $1`, [answer.body?.raw_id])
    const kept = requestOf(row.raw_payload, row.envelope as Record<string, unknown>)
    try {
      expect(kept).toEqual(sent)
    } catch {
      failures.push(where)
    }
  })
  expect(failures).toEqual([])
  const name = injections.slice(0, 400)
  await server.post(PROFILES, JSON.stringify(profile('bobby-tables', { name, headline: injections })))
  const stored = await one(`select full_name, headline from core.people where linkedin_slug = 'bobby-tables'`, [])
  expect(stored).toEqual({ full_name: name.trim(), headline: injections })
})

test('nasty input 45: a text of a megabyte is stored, one of ten is 413', async () => {
  const bytes = JSON.stringify(profile('long-text', { summary: 'a'.repeat(1_000_000) }))
  const answer = await server.post(PROFILES, bytes)
  const payload = JSON.stringify(JSON.parse(bytes).raw_payload)
  await expectStored(server, answer, { table: 'raw.person_payloads', bytes, payload })
  expectProblem(await server.post(PROFILES, JSON.stringify({ a: 'a'.repeat(10_000_000) })), 413, 'too_large')
  expectProblem(await server.post(ANYTHING, JSON.stringify({ a: 'a'.repeat(10_000_000) })), 413, 'too_large')
})

const repeated = (text: string) => text.repeat(Math.ceil(100_000 / text.length))

/** A walk over 100 KB takes seconds; 50,000 names in a list, on a busy machine, 60 ms. */
const SLOW_MS = 500

test.each(
  [
    `${repeated('a')}!`,
    `${repeated('a.')}!`,
    `${repeated(' ')}x`,
    `${repeated('-')}a`,
    repeated('a@'),
    repeated('http://'),
    `https://www.linkedin.com/in/${repeated('%25')}`,
    `${repeated('1,')}x`,
    repeated('Inc, '),
    `${repeated('(')}${repeated(')')}`,
    repeated('\u200b\u0301'),
    `2026-01-01T${repeated('0')}`,
  ].map((value) => [`${value.slice(0, 30)}\u2026`, value]),
)('nasty input 45: 100 KB of %j take no expression for a walk, in no text of any family', async (_name, value) => {
  const slow: string[] = []
  for (const { workflow, path } of textsOfEveryFamily()) {
    const request = replaceAt(samples[workflow.slug], path, value)
    // The best of five: others use this machine too.
    let shortest = Number.POSITIVE_INFINITY
    for (let attempt = 0; attempt < 5 && shortest > SLOW_MS; attempt++) {
      const begun = performance.now()
      try {
        if (workflow.check(request).length === 0) {
          workflow.entityKey(request)
          workflow.extract(request, { receivedAt: '2026-01-01T00:00:00Z', rawId: 'x', warn: () => {} })
        }
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'AppError') throw error
      }
      shortest = Math.min(shortest, performance.now() - begun)
    }
    if (shortest > SLOW_MS) slow.push(`${workflow.slug} ${path.join('.')}: ${Math.round(shortest)} ms`)
  }
  expect(slow).toEqual([])
})
