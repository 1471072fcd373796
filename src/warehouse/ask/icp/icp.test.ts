import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'

let t: TestApp

async function call(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload?: object) {
  const answer = await t.app.inject({ method, url, headers: t.operator, ...(payload === undefined ? {} : { payload }) })
  return { status: answer.statusCode, body: answer.json() }
}
const ask = async (what: string, payload: object) => {
  const { status, body } = await call('POST', `/v1/icp/${what}`, payload)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}
const send = async (url: string, payload: object) => expect((await call('POST', url, payload)).status, url).toBe(200)

function company(domain: string, raw: object) {
  const raw_payload = { name: domain, domain, industry: 'Software Development', country: 'United States', ...raw }
  return send('/run/companies/clay-native/firmographics/ingest', { company_domain: domain, raw_payload })
}
function person(slug: string, title: string, domain: string) {
  const url = `https://www.linkedin.com/in/${slug}`
  const experience = [{ title, company: domain, company_domain: domain, start_date: '2024-01-01', is_current: true }]
  const raw_payload = { name: slug, url, title, experience }
  return send('/run/people/clay-native/person-profile/ingest', {
    linkedin_url: url,
    workflow_slug: 'clay-person-profile',
    raw_payload,
  })
}

const criteria = {
  company_criteria: { industries: ['SaaS'], employee_count_min: 51, employee_count_max: 500, countries: ['USA'] },
  person_criteria: { title_contains_any: ['VP', 'Director'], title_contains_all: ['marketing', 'growth'] },
}

beforeAll(async () => {
  t = await openTestApp()
  await company('fits.com', { employee_count: 120 })
  await company('large.com', { employee_count: 612 })
  await company('ranged.com', { employee_count: null, size: '201-500' })
  await company('half.com', { employee_count: null, size: '11-50', country: null })
  await company('bank.com', { employee_count: 100, industry: 'Banking' })
  await person('ada', 'VP Marketing', 'fits.com')
  await person('bob', 'MVP Marketing', 'fits.com')
  await person('cyd', 'Director of Growth', 'large.com')
  await person('dan', 'Director, Growth Marketing', 'ranged.com')
})
afterAll(() => t.close())

type Row = { company: { domain: string } | null; person: { full_name: string } | null; receipt: { says: string }[] }
const named = (rows: Row[]) => rows.map(({ person, company }) => person?.full_name ?? company?.domain).sort()

describe('an ICP', () => {
  test('is stored in the spelling of the data, named ones beside it, and every version stays', async () => {
    const put = await call('PUT', '/v1/icp/https:%2F%2Fwww.Acme.com', { ...criteria, notes: 'first' })
    expect(put.status).toBe(201)
    expect(put.body).toMatchObject({ domain: 'acme.com', slug: null, version: 1, warnings: [] })
    expect(put.body.company_criteria).toEqual({
      ...{ industries: ['Software Development'], countries: ['United States'], size_buckets: [] },
      ...{ employee_count_min: 51, employee_count_max: 500, founded_min: null, founded_max: null },
    })
    expect((await call('PUT', '/v1/icp/acme.com?slug=emea', { company_criteria: { countries: ['FR'] } })).status).toBe(
      201,
    )
    const patch = { company_criteria: { employee_count_max: 1_000, countries: null }, notes: null }
    const patched = await call('PATCH', '/v1/icp/acme.com', patch)
    expect(patched.body).toMatchObject({ version: 2, notes: null, person_criteria: put.body.person_criteria })
    expect(patched.body.company_criteria).toEqual({
      ...put.body.company_criteria,
      ...{ employee_count_max: 1_000, countries: [] },
    })
    expect((await call('PUT', '/v1/icp/acme.com', criteria)).status).toBe(200)
    expect((await call('PUT', '/v1/icp/acme.com', criteria)).body.version, 'nothing new').toBe(3)
    const { body: list } = await call('GET', '/v1/icp?limit=1')
    expect(list).toMatchObject({ data: [{ domain: 'acme.com', slug: null }], meta: { total: 2, total_is: 'exact' } })
    const { body: rest } = await call('GET', `/v1/icp?limit=1&cursor=${list.meta.cursor}`)
    expect(rest).toMatchObject({
      data: [{ slug: 'emea', company_criteria: { countries: ['France'] } }],
      meta: { cursor: null },
    })
    expect((await call('DELETE', '/v1/icp/acme.com?slug=emea')).status).toBe(200)
    for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
      const gone = await call(method, '/v1/icp/acme.com?slug=emea', method === 'PATCH' ? {} : undefined)
      expect(gone).toMatchObject({ status: 404, body: { code: 'icp_not_found' } })
    }
    const { body: versions } = await call('GET', '/v1/icp/acme.com/versions')
    expect(versions.data.map((v: { version: number }) => v.version)).toEqual([3, 2, 1])
    expect(versions.data[2]).toMatchObject({ notes: 'first', changed_by: 'operator', deleted: false })
    const { body: ended } = await call('GET', '/v1/icp/acme.com/versions?slug=emea')
    expect(ended.data).toMatchObject([
      { version: 2, deleted: true },
      { version: 1, deleted: false },
    ])
  })

  test('that is wrong names every wrong field and what it may be', async () => {
    const { status, body } = await call('PUT', '/v1/icp/wrong.com', {
      company_criteria: {
        ...{ industries: ['Basket weaving', 7], size_buckets: ['101-250'], colour: 'red' },
        ...{ employee_count_min: 10, employee_count_max: 5 },
      },
      person_criteria: { title_contains_any: ['—'], seniority: ['Vizier'], title_contains_all: 'growth' },
    })
    expect(status).toBe(400)
    expect(body.code).toBe('icp_invalid')
    const said = new Map(body.errors.map((e: { pointer: string; message: string }) => [e.pointer, e.message]))
    expect([...said.keys()].sort()).toEqual([
      ...['/company_criteria/colour', '/company_criteria/employee_count_min', '/company_criteria/industries/0'],
      ...['/company_criteria/industries/1', '/company_criteria/size_buckets/0', '/person_criteria/seniority/0'],
      ...['/person_criteria/title_contains_all', '/person_criteria/title_contains_any/0'],
    ])
    expect(said.get('/person_criteria/seniority/0')).toContain('VP, Head, Director')
    expect(said.get('/company_criteria/size_buckets/0')).toContain('51-200')
    expect((await call('GET', '/v1/icp/wrong.com')).status, 'nothing was stored').toBe(404)
    // Control: a value that no vocabulary has is right when some row has it.
    await company('odd.com', { industry: 'Basket weaving' })
    const odd = await call('PUT', '/v1/icp/odd.com', { company_criteria: { industries: ['basket  Weaving'] } })
    expect(odd.status, JSON.stringify(odd.body)).toBe(201)
    for (const path of ['/nodomain', '/acme.com?slug=A%20B', '/%00', '?cursor=x', '?limit=-1', '?cursor=WyJhIiwxXQ']) {
      expect([400, 404, 422], path).toContain((await call('GET', `/v1/icp${path}`)).status)
    }
  })

  test('that a payload wrote counts as far as it can be read, and its changes are versions too', async () => {
    const icp = { company_criteria: { size: ['51-200 employees'], industries: ['Wizardry'] }, person_criteria: null }
    await send('/v1/ingest/ai-generate-target-client-icp', { domain: 'gen.com', icp })
    const { body } = await call('GET', '/v1/icp/gen.com')
    expect(body).toMatchObject({
      version: 1,
      company_criteria: { size_buckets: ['51-200'], industries: ['Wizardry'] },
    })
    expect(body.warnings.join()).toContain('Wizardry')
    expect(await ask('match', { domain: 'gen.com', find: ['companies'] })).toMatchObject({ companies: { total: 0 } })
    await call('PUT', '/v1/icp/gen.com', criteria)
    await send('/v1/ingest/ai-generate-target-client-icp', {
      domain: 'gen.com',
      icp: { company_criteria: { founded_min: 9, founded_max: 1 } },
    })
    const { body: versions } = await call('GET', '/v1/icp/gen.com/versions')
    const by = versions.data.map((version: { changed_by: string }) => version.changed_by)
    expect(by).toEqual(['payload', 'operator', 'payload'])
    const contradictory = await call('POST', '/v1/icp/match', { domain: 'gen.com' })
    expect(contradictory).toMatchObject({ status: 422, body: { code: 'icp_contradictory' } })
  })
})

describe('matching', () => {
  test('gives companies and people with receipts, by page and as counts, from a stored ICP or from the body', async () => {
    await call('PUT', '/v1/icp/acme.com', criteria)
    const { icp, companies, people } = await ask('match', { domain: 'acme.com' })
    expect(icp).toEqual({ domain: 'acme.com', slug: null, version: expect.any(Number) })
    expect(named(companies.data)).toEqual(['fits.com', 'ranged.com'])
    expect(named(people.data)).toEqual(['ada', 'dan'])
    const ada = people.data.find((row: Row) => row.person?.full_name === 'ada')
    expect(ada).toMatchObject({ verdict: 'yes', near_miss: null })
    expect(
      ada.receipt.map((line: { criterion: string; value: unknown; matched: string[] }) => [
        line.criterion,
        line.value,
        line.matched,
      ]),
    ).toEqual([
      ['industries', 'Software Development', ['Software Development']],
      ['employee_count', 120, []],
      ['countries', 'United States', ['United States']],
      ['title_contains_any', 'VP Marketing', ['VP']],
      ['title_contains_all', 'VP Marketing', ['marketing']],
    ])
    const first = await ask('match', { ...criteria, find: ['people'], limit: 1 })
    const second = await ask('match', { ...criteria, find: ['people'], limit: 1, cursor: first.people.cursor })
    expect(named([...first.people.data, ...second.people.data])).toEqual(['ada', 'dan'])
    expect(second.people.cursor).toBeNull()
    const recent = {
      job_start_date: { after: '2024-01-01' },
      full_name: 'ada',
      worked_at_customer_of: { none: 'acme.com' },
    }
    const restricted = await ask('match', { ...criteria, find: ['people'], filter: recent })
    expect(restricted.people).toMatchObject({ total: 1, data: [{ person: { job_start_date: '2024-01-01' } }] })
    const counts = await ask('match', { ...criteria, count_only: true })
    expect(counts.people).toEqual({ total: 2, total_is: 'exact', filter: people.filter })
    const { body: search } = await call('POST', '/v1/people/search', { filter: people.filter })
    expect(search.data.map((row: { full_name: string }) => row.full_name).sort(), 'the same search').toEqual([
      'ada',
      'dan',
    ])
  })

  test('tells near misses by the one criterion that fails, and those of whom too little is known apart', async () => {
    const { companies, people } = await ask('match', { ...criteria, near_misses: true })
    const groups = (matches: { near_misses: { criterion: string; total: number; data: Row[] }[] }) =>
      Object.fromEntries(
        matches.near_misses.flatMap(({ criterion, data }) => (data.length === 0 ? [] : [[criterion, named(data)]])),
      )
    expect(groups(companies)).toMatchObject({ industries: ['bank.com'], employee_count: ['large.com'] })
    expect(groups(people)).toEqual({ employee_count: ['cyd'], title_contains_any: ['bob'] })
    const large = companies.near_misses.find((group: { criterion: string }) => group.criterion === 'employee_count')
    expect(large).toMatchObject({ total: 1, total_is: 'exact' })
    expect(large.data[0].receipt).toContainEqual({
      ...{ criterion: 'employee_count', answer: 'no', wanted: { min: 51, max: 500 }, value: 612, matched: [], by: 112 },
      says: 'employee count 612 against at most 500: over by 112',
    })
    const bounds = { company_criteria: { employee_count_min: 30 } }
    const { companies: loose } = await ask('match', { ...bounds, find: ['companies'], near_misses: true })
    expect(named(loose.insufficient_data.data)).toContain('half.com')
    expect(loose.near_misses[0].total, 'not a no').toBe(0)
  })

  test('refuses what it cannot read, and never with a fault', async () => {
    const wrong: [object, number, string][] = [
      [{}, 400, 'icp_missing'],
      [{ domain: 'acme.com', ...criteria }, 400, 'icp_ambiguous'],
      [{ domain: 'nobody.com' }, 404, 'icp_not_found'],
      [{ domain: 'x' }, 422, 'domain_invalid'],
      [{ ...criteria, cursor: 'x' }, 400, 'find_ambiguous'],
      [{ ...criteria, filter: {} }, 400, 'find_ambiguous'],
      [{ ...criteria, filter: { seniority: 'Vizier' }, find: ['people'] }, 400, 'filter_invalid'],
      [{ ...criteria, cursor: 'x', find: ['people'] }, 400, 'invalid_cursor'],
      [{ ...criteria, sort: 'name', find: ['people'] }, 400, 'sort_invalid'],
      [{ company_criteria: 'all' }, 400, 'icp_invalid'],
      [{ person_criteria: { title_contains_any: ['\0', 'x'.repeat(300), '\ud800', null] } }, 400, 'icp_invalid'],
      [{ company_criteria: { __proto__x: 1, constructor: null, founded_min: 1e9 } }, 400, 'icp_invalid'],
    ]
    for (const [body, status, code] of wrong) {
      expect(await call('POST', '/v1/icp/match', body), JSON.stringify(body)).toMatchObject({ status, body: { code } })
    }
    // Control: the same route answers what it can read.
    expect((await call('POST', '/v1/icp/match', { company_criteria: {} })).status).toBe(200)
  })
})

describe('one entity, and changed criteria', () => {
  test('are explained, beside the verdicts that were stored and decide nothing', async () => {
    await send('/run/companies/gemini/icp-verdict/ingest', {
      ...{ origin_company_domain: 'acme.com', company_domain: 'large.com', workflow_slug: 'icp-verdict-enrichment' },
      ...{ verdict: 'yes', reason: 'sells to us' },
    })
    const large = await ask('explain', { domain: 'acme.com', company: 'https://large.com/about' })
    expect(large).toMatchObject({
      ...{ kind: 'companies', verdict: 'no', near_miss: 'employee_count', company: { domain: 'large.com' } },
      past_verdicts: [{ is_match: true, match_reason: 'sells to us' }],
    })
    const cyd = await ask('explain', { domain: 'acme.com', person: 'linkedin.com/in/cyd' })
    expect(cyd).toMatchObject({ kind: 'people', near_miss: 'employee_count', past_verdicts: [{ is_match: true }] })
    expect(await ask('explain', { ...criteria, person: cyd.id })).toMatchObject({ receipt: cyd.receipt, icp: null })
    expect(await call('POST', '/v1/icp/explain', { ...criteria, person: 'linkedin.com/in/nobody' })).toMatchObject({
      status: 404,
    })
    expect(await ask('derive', { domain: 'acme.com' }), 'nothing is known').toMatchObject({
      sufficient: false,
      thresholds: { lift: 1.2 },
    })
    const both = await call('POST', '/v1/icp/explain', { ...criteria, person: 'x', company: 'y' })
    expect(both).toMatchObject({ status: 400, body: { code: 'subject_missing' } })
  })

  test('change who fits: counts and receipts of those who enter and of those who leave', async () => {
    const changes = { company_criteria: { employee_count_min: 200, employee_count_max: 1_000 } }
    const { companies, people, changed } = await ask('what-if', { domain: 'acme.com', changes })
    expect(changed.company_criteria).toMatchObject({ employee_count_max: 1_000, countries: ['United States'] })
    expect(companies).toMatchObject({
      ...{ before: { total: 2, total_is: 'exact' }, after: { total: 2, total_is: 'exact' } },
      enter: {
        total: 1,
        data: [
          {
            company: { domain: 'large.com' },
            before: { verdict: 'no', near_miss: 'employee_count' },
            after: { verdict: 'yes' },
          },
        ],
      },
      leave: {
        total: 1,
        data: [{ company: { domain: 'fits.com' }, before: { verdict: 'yes' }, after: { verdict: 'no' } }],
      },
    })
    expect([named(people.enter.data), named(people.leave.data)]).toEqual([['cyd'], ['ada']])
    const narrow = await ask('what-if', { domain: 'acme.com', changes, find: ['people'], filter: { full_name: 'cyd' } })
    expect(narrow.people).toMatchObject({
      before: { total: 0 },
      after: { total: 1 },
      enter: { total: 1 },
      leave: { total: 0 },
    })
    const reversed = { company_criteria: { employee_count_min: 501 } }
    const refused = await call('POST', '/v1/icp/what-if', { domain: 'acme.com', changes: reversed })
    expect(refused).toMatchObject({
      status: 400,
      body: { code: 'icp_invalid', errors: [{ pointer: '/changes/company_criteria/employee_count_min' }] },
    })
    const { body: after } = await call('GET', '/v1/icp/acme.com')
    expect(after.company_criteria.employee_count_max, 'nothing is stored').toBe(500)
  })
})
