import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { mustAccept, mustRefuse } from '../support/json-corpus.ts'
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
  residentMb,
  warningCodes,
} from '../support/nasty-server.ts'
import { samples } from '../support/samples.ts'

let server: NastyServer
beforeAll(async () => {
  server = await openNastyServer()
})
afterEach(() => server.wellAfterwards())
afterAll(() => server.close())

const utf16 = Buffer.from('{"a":"b"}', 'utf16le')

/** {"a":"?"} with these bytes for the question mark. */
function inString(...bytes: number[]): Buffer {
  return Buffer.concat([Buffer.from('{"a":"'), Buffer.from(bytes), Buffer.from('"}')])
}

test.each<[string, string | Uint8Array, string]>([
  ['1: nothing at all', '', 'empty'],
  ['2: white space', ' \r\n\t ', 'empty'],
  ['2: a byte order mark alone', '\ufeff', 'empty'],
  ['4: UTF-16LE with byte order mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), 'encoding'],
  ['4: UTF-16BE without', Buffer.from(utf16).swap16(), 'encoding'],
  ['6: a byte FF in a string', inString(0xff), 'encoding'],
  ['7: an overlong slash', inString(0xc0, 0xaf), 'encoding'],
  ['7: a surrogate in UTF-8', inString(0xed, 0xa0, 0x80), 'encoding'],
  ['8: half a character at the end', Buffer.from('{"a":"\u00e9').subarray(0, -1), 'encoding'],
  ['9: a NUL byte in a string', inString(0x61, 0, 0x62), 'syntax'],
])('nasty input %s is 400, kept byte for byte, on either way in', async (_name, bytes, code) => {
  for (const path of [ANYTHING, PROFILES]) {
    await expectKept(server, await server.post(path, bytes), { status: 400, code, bytes })
  }
})

test('nasty input 5: latin-1 under its own charset is 415 and kept', async () => {
  const bytes = Buffer.from('{"a":"Zo\u00eb"}', 'latin1')
  const answer = await server.post(ANYTHING, bytes, { 'content-type': 'application/json; charset=iso-8859-1' })
  await expectKept(server, answer, { status: 415, code: 'unsupported_media_type', bytes })
})

test.each<[string, string, string[]?]>([
  ['3: a byte order mark before the JSON', '\ufeff{"a":"three"}'],
  ['12: the six characters of an escaped NUL', '{"a":"\\\\u0000"}'],
  [
    '14: emoji, zalgo, a right-to-left override',
    `{"a":"\\ud83d\\ude00","b":"\u{1f468}\u200d\u{1f469}\u200d\u{1f466}","c":"Z${'\u0301'.repeat(200)}","d":"a\u202eb"}`,
  ],
  ['15: line separators and noncharacters', '{"a":"x\u2028y\u2029z\ufeff\ufffe\uffff"}'],
  ['10: an escaped NUL in a value', '{"a":"x\\u0000y"}', ['sanitized']],
  ['11: an escaped NUL in a key', '{"a\\u0000":1}', ['sanitized']],
  ['11: two keys that collide without it', '{"a\\u0000":1,"a\\ufffd":2}', ['sanitized', 'key_collision']],
  ['13: a lone high surrogate', '{"a":"\\ud800"}', ['sanitized']],
  ['13: a lone low surrogate', '{"a":"\\udc00"}', ['sanitized']],
  ['13: an inverted pair', '{"a":"\\ude00\\ud83d"}', ['sanitized']],
  ['13: a high surrogate before a letter', '{"a":"\\ud83dx"}', ['sanitized']],
])('nasty input %s is accepted and stored with its value', async (_name, bytes, warnings = []) => {
  const answer = await server.post(ANYTHING, bytes)
  await expectStored(server, answer, { bytes, lossy: warnings.length > 0 })
  expect(warningCodes(answer)).toEqual(warnings)
})

test('nasty inputs 10 and 13: what no text can hold is U+FFFD in every column, and the bytes are kept', async () => {
  const body = JSON.stringify(profile('nul-person', { first_name: 'A?a', headline: 'lone ?? end' }))
    .replace('A?a', 'A\\u0000a')
    .replace('lone ??', 'lone \\ud800')
  const answer = await server.post(PROFILES, body)
  await expectStored(server, answer, { table: 'raw.person_payloads', bytes: body, lossy: true })
  expect(warningCodes(answer)).toEqual(['sanitized', 'sanitized'])
  const seen = (table: string) =>
    server.db.pool.query(
      `select first_name, headline from ${table} where linkedin_url = 'https://www.linkedin.com/in/nul-person'`,
    )
  const expected = [{ first_name: 'A\ufffda', headline: 'lone \ufffd end' }]
  expect((await seen('extracted.person_profile')).rows).toEqual(expected)
  expect((await seen('core.people')).rows).toEqual(expected)
})

test('nasty input 14: an e-mail with an invisible character is the same person as without', async () => {
  const lead = (email: string) =>
    server.post(
      '/v1/ingest/client-leads',
      JSON.stringify({ client_domain: 'zwj.example', client_form_id: 'f', work_email: email }),
    )
  const plain = await lead('joiner@acme-zwj.example')
  const invisible = await lead('joi\u200dner@acme-zwj.example')
  expect(plain.body?.lead_id).toBeTruthy()
  expect(invisible.body?.lead_id).toBe(plain.body?.lead_id)
})

test('nasty input 16: a company named in NFC and in NFD is one company with one name for matching', async () => {
  const firmographics = (domain: string, name: string) =>
    server.post(
      '/run/companies/clay-native/firmographics/ingest',
      JSON.stringify({ company_domain: domain, raw_payload: { name } }),
    )
  expect((await firmographics('b\u00fccher-sechzehn.example', 'Caf\u00e9 Sechzehn')).status).toBe(200)
  expect((await firmographics('bu\u0308cher-sechzehn.example', 'Cafe\u0301 Sechzehn')).status).toBe(200)
  const { rows } = await server.db.pool.query(`select domain from core.companies where domain like '%sechzehn%'`)
  expect(rows).toEqual([{ domain: 'xn--bcher-sechzehn-gsb.example' }])
  const customer = (name: string) =>
    server.post(
      '/v1/ingest/manual-company-customers',
      JSON.stringify({
        ...samples['manual-company-customers'],
        origin_company_domain: 'sixteen.example',
        company_customer_name: name,
      }),
    )
  expect((await customer('Caf\u00e9 Sechzehn')).status).toBe(200)
  expect((await customer('Cafe\u0301 Sechzehn')).status).toBe(200)
  const list = await server.db.pool.query(
    `select normalize(customer_name, nfc) as name from core.company_customers where origin_company_domain = 'sixteen.example'`,
  )
  expect(list.rows).toEqual([{ name: 'Caf\u00e9 Sechzehn' }])
})

test('every body of the corpus that is no JSON record is refused with its code and kept', async () => {
  await eightAtOnce(mustRefuse, async ({ name, bytes, code }) => {
    const answer = await server.post(PROFILES, bytes)
    if (code === 'too_large') expectProblem(answer, 413, code)
    else {
      await expectKept(server, answer, { status: 400, code, bytes }).catch((error) => {
        throw new Error(`${name}: ${error}`)
      })
    }
  })
})

test('every body of the corpus that is a JSON object is accepted with its warnings and equal in value', async () => {
  await eightAtOnce(mustAccept, async ({ name, bytes, lossy, warnings = [] }) => {
    const answer = await server.post(ANYTHING, bytes)
    expect(answer.status, `${name}: ${answer.text}`).toBe(200)
    await expectStored(server, answer, { bytes, lossy: lossy === true })
    expect(warningCodes(answer), name).toEqual(warnings)
  })
})

test('every body of the corpus that is a JSON object may be the payload of a person', async () => {
  const members = mustAccept.filter(({ name, bytes }) => name !== 'byte order mark' && bytes.length < 900_000)
  await eightAtOnce(members.entries(), async ([n, { name, bytes, lossy }]) => {
    const url = `https://www.linkedin.com/in/corpus-${n}`
    const body = `{"linkedin_url":"${url}","workflow_slug":"clay-person-profile","raw_payload":${bytes}}`
    const answer = await server.post(PROFILES, body)
    // One level and three keys more than the body had alone.
    if (/as may be$|one key less/.test(name) && answer.status === 400) return
    expect(answer.status, `${name}: ${answer.text}`).toBe(200)
    const payload = bytes.toString()
    await expectStored(server, answer, { table: 'raw.person_payloads', bytes: body, payload, lossy: lossy === true })
  })
})

test('all of this together leaves the memory where it was', async () => {
  const before = residentMb()
  await eightAtOnce(mustRefuse, ({ bytes }) => server.post(ANYTHING, bytes))
  expect(residentMb() - before).toBeLessThan(100)
})
