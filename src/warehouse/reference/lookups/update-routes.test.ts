import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'
import { type HttpClient, listenTo } from '../../../../test/support/http-client.ts'

let t: TestApp
let http: HttpClient
beforeAll(async () => {
  t = await openTestApp()
  http = await listenTo(t)
})
afterAll(() => t.close())

const lookup = '/run/people/db/person-job-title/lookup'
const update = '/run/reference/job-title/update'
const rows = async (sql: string, ...values: unknown[]) => (await t.db.pool.query(sql, values)).rows

describe('teaching a job title', () => {
  test('a strict lookup misses, the title is taught, the next lookup of anybody finds it', async () => {
    const other = await openTestApp({ db: t.db })
    const elsewhere = await listenTo(other)
    const ask = { job_title: 'Chief Vibes Officer', infer: false }
    expect((await elsewhere.post(lookup, ask)).body.match_status).toBe(false)
    expect((await http.post(lookup, ask)).body.match_status).toBe(false)
    const taught = await http.post(update, {
      latest_title: ' Chief Vibes Officer ',
      cleaned_job_title: ' Chief Culture Officer ',
      seniority_level: 'C-Suite',
      job_function: 'Human Resources',
      status: 'reviewed',
    })
    expect(taught.status).toBe(200)
    expect(taught.body).toMatchObject({
      success: true,
      latest_title: 'Chief Vibes Officer',
      cleaned_job_title: 'Chief Culture Officer',
      seniority_level: 'C-Suite',
      job_function: 'Human Resources',
    })
    for (const client of [http, elsewhere]) {
      const { body } = await client.post(lookup, ask)
      expect(body).toMatchObject({
        match_status: true,
        matched_by: 'exact',
        cleaned_job_title: 'Chief Culture Officer',
      })
    }
    await other.close()
  })

  test('overwrites all attributes, also with nothing, and says who taught it', async () => {
    await http.post(update, {
      latest_title: 'Bosun',
      cleaned_job_title: 'Boatswain',
      seniority_level: 'Lead',
      status: 'x',
    })
    const { body } = await http.post(update, { latest_title: 'Bosun', cleaned_job_title: 'Ship Boatswain' })
    expect(body).toMatchObject({ cleaned_job_title: 'Ship Boatswain', seniority_level: null, job_function: null })
    expect(await rows(`select * from reference.job_title_lookup where latest_title = 'Bosun'`)).toMatchObject([
      { cleaned_job_title: 'Ship Boatswain', seniority_level: null, job_function: null, status: null },
    ])
    expect(await rows('select taught_by, source from reference.teachings where id = $1', body.teaching_id)).toEqual([
      { taught_by: 'operator', source: `POST ${update}` },
    ])
  })

  test.each([
    ['an empty cleaned title', { latest_title: 'A B', cleaned_job_title: '' }, 'field_required', '/cleaned_job_title'],
    ['a blank cleaned title', { latest_title: 'A B', cleaned_job_title: '  ' }, 'field_required', '/cleaned_job_title'],
    [
      'a cleaned title "null"',
      { latest_title: 'A B', cleaned_job_title: 'null' },
      'field_required',
      '/cleaned_job_title',
    ],
    ['a blank title', { latest_title: ' ', cleaned_job_title: 'A' }, 'field_required', '/latest_title'],
    ['a title of signs', { latest_title: '-?-', cleaned_job_title: 'A' }, 'field_required', '/latest_title'],
    [
      'a title beyond its index',
      { latest_title: '\ufdfa'.repeat(300), cleaned_job_title: 'A' },
      'too_long',
      '/latest_title',
    ],
    ['a long title', { latest_title: 'a'.repeat(600), cleaned_job_title: 'A' }, 'too_long', '/latest_title'],
    [
      'a long function',
      { latest_title: 'a', cleaned_job_title: 'A', job_function: 'x'.repeat(501) },
      'too_long',
      '/job_function',
    ],
    ['no cleaned title', { latest_title: 'A B' }, 'invalid_request', '/'],
    ['a cleaned title null', { latest_title: 'A B', cleaned_job_title: null }, 'invalid_request', '/cleaned_job_title'],
  ])('%s is refused', async (_, sent, code, pointer) => {
    const { status, body } = await http.post(update, sent)
    expect(status).toBe(422)
    expect(body).toMatchObject({ success: false, code, error: expect.any(String) })
    expect((body.errors as { pointer: string }[]).map((error) => error.pointer)).toContain(pointer)
    expect(await rows(`select from reference.job_title_lookup where latest_title = 'A B'`)).toEqual([])
  })

  test.each(['Ma\u0000jor', '\ud800 Major', "Robert'); drop table", '{"a"}', '经理 {1,2}'])(
    '%j is stored as it can be',
    async (title) => {
      expect((await http.post(update, { latest_title: title, cleaned_job_title: title })).status).toBe(200)
      expect((await http.post(lookup, { job_title: title, infer: false })).body.match_status).toBe(true)
    },
  )

  test('needs a key with the scope ingest', async () => {
    const { key } = (await http.post('/v1/keys', { name: 'out', scopes: ['read'] })).body
    expect((await http.post(update, { latest_title: 'a', cleaned_job_title: 'A' }, String(key))).status).toBe(403)
  })
})

describe('teaching a location', () => {
  const path = '/run/reference/location/update'

  test('is known to all three lookups at once; flags say what is given unless told otherwise', async () => {
    const asks = [
      ['/run/people/db/person-location/lookup', { location_name: 'bay area, ca', infer: false }],
      ['/run/--/db/salesnav-person/lookup', { location_raw: 'Bay Area, CA', infer: false }],
      ['/run/companies/db/salesnav-company-location/lookup', { registered_address_raw: 'Bay Area / CA', infer: false }],
    ] as const
    for (const [ask, body] of asks) expect((await http.post(ask, body)).body.match_status).toBe(false)
    const taught = await http.post(path, {
      location_name: ' Bay Area, CA ',
      city: 'San Francisco',
      state: 'California',
      country: 'United States',
      has_country: false,
    })
    expect(taught.body).toMatchObject({
      success: true,
      location_name: 'Bay Area, CA',
      city: 'San Francisco',
      state: 'California',
      country: 'United States',
    })
    const parts = { match_status: true, city: 'San Francisco', has_city: true, has_state: true, has_country: false }
    for (const [ask, body] of asks) expect((await http.post(ask, body)).body).toMatchObject(parts)
  })

  test('overwrites everything; a place without any part is taught too', async () => {
    await http.post(path, { location_name: 'Remote', city: 'Nowhere' })
    const { body } = await http.post(path, { location_name: 'Remote', city: '' })
    expect(body).toMatchObject({ city: null, state: null, country: null })
    const found = await http.post('/run/people/db/person-location/lookup', { location_name: 'remote' })
    expect(found.body).toMatchObject({ match_status: true, city: null, has_city: false, matched_by: 'normalised' })
  })

  test('a blank name is refused', async () => {
    const { status, body } = await http.post(path, { location_name: ' ' })
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'field_required' })
  })
})

describe('the domain of a venture firm', () => {
  const path = '/run/companies/db/vc-domain/update'

  test('changes in the list of firms, with its portfolio, and makes no company', async () => {
    await http.post('/v1/ingest/vc-portfolio-file', {
      upload_id: '7f6c2a5e-0000-4000-8000-000000000001',
      vc_name: 'North Pier Capital',
      vc_domain: 'oldpier.com',
      company_name: 'Larkmere',
      website_domain: 'larkmere.com',
    })
    const before = await rows('select domain, name, linkedin_url from core.companies order by 1')
    const { status, body } = await http.post(path, {
      vc_name: 'north pier  capital',
      domain: 'https://www.northpier.com/team',
    })
    expect(status).toBe(200)
    expect(body).toEqual({ success: true, vc_name: 'north pier  capital', domain: 'northpier.com', updated: 1 })
    expect(await rows('select name, domain from raw.vc_firms')).toEqual([
      { name: 'North Pier Capital', domain: 'northpier.com' },
    ])
    const portfolio = await rows(
      'select f.domain from raw.vc_portfolio_companies c join raw.vc_firms f on f.id = c.vc_firm_id',
    )
    expect(portfolio).toEqual([{ domain: 'northpier.com' }])
    expect(await rows('select domain, name, linkedin_url from core.companies order by 1')).toEqual(before)
    expect((await http.post(path, { vc_name: 'North Pier Capital', domain: 'northpier.com' })).body.updated).toBe(1)
    const taught = await rows('select distinct normalized_key, domain from reference.company_name_lookup')
    expect(taught).toEqual([{ normalized_key: 'northpiercapital', domain: 'northpier.com' }])
  })

  test('a later file that names the old domain is taken', async () => {
    const line = { name: 'North Pier Capital', domain: 'oldpier.com' }
    expect((await http.post('/v1/ingest/vc-firms-file', line)).status).toBe(200)
    expect((await rows('select domain from raw.vc_firms order by 1')).map((row) => row.domain)).toEqual([
      'northpier.com',
      'oldpier.com',
    ])
  })

  test('a firm that nobody has named is 0, and nothing is stored', async () => {
    expect((await http.post(path, { vc_name: 'Unheard Of Ventures', domain: 'unheard.com' })).body).toMatchObject({
      updated: 0,
    })
    expect(await rows(`select from raw.vc_firms where domain = 'unheard.com'`)).toEqual([])
  })

  test('a firm known as an investor only joins the list', async () => {
    await http.post('/run/companies/cb/company-investors/ingest', {
      company_name: 'Tollan',
      company_domain: 'tollan.com',
      vc_1: 'Harrowgate Ventures',
    })
    expect((await http.post(path, { vc_name: 'Harrowgate Ventures', domain: 'harrowgate.com' })).body).toMatchObject({
      updated: 1,
    })
    expect(await rows(`select name from raw.vc_firms where domain = 'harrowgate.com'`)).toEqual([
      { name: 'Harrowgate Ventures' },
    ])
  })

  test('no domain is refused', async () => {
    expect((await http.post(path, { vc_name: 'A', domain: 'not a domain' })).body.code).toBe('domain_invalid')
    expect((await http.post(path, { vc_name: ' ', domain: 'a.com' })).body.code).toBe('field_required')
  })
})

describe('LinkedIn page and description of a company', () => {
  const path = '/run/companies/db/company-linkedin/update'

  test('are set, and nothing else is lost', async () => {
    await http.post('/run/companies/db/core-company/upsert', { domain: 'acme.com', name: 'Acme' })
    const { status, body } = await http.post(path, {
      domain: 'www.acme.com',
      company_linkedin_url: 'linkedin.com/company/Acme/',
      short_description: 'Makes anvils',
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ success: true, domain: 'acme.com', updated_count: 1, raw_id: expect.any(String) })
    expect(await rows(`select name, linkedin_url, description from core.companies where domain = 'acme.com'`)).toEqual([
      { name: 'Acme', linkedin_url: 'https://www.linkedin.com/company/acme', description: 'Makes anvils' },
    ])
    await http.post(path, { domain: 'acme.com', short_description: 'Makes better anvils' })
    expect(await rows(`select name, linkedin_url, description from core.companies where domain = 'acme.com'`)).toEqual([
      { name: 'Acme', linkedin_url: 'https://www.linkedin.com/company/acme', description: 'Makes better anvils' },
    ])
  })

  test('nothing that can be read updates nothing', async () => {
    const { body } = await http.post(path, { domain: 'acme.com', company_linkedin_url: 'n/a' })
    expect(body).toMatchObject({ success: true, updated_count: 0, warnings: [{ code: 'linkedin_url_invalid' }] })
  })
})

describe('the ticker of a public company', () => {
  const path = '/run/companies/db/public-ticker/backfill'

  test('is set where the company is known to be public, and kept as a payload', async () => {
    const unknown = await http.post(path, { domain: 'kiln.com', ticker: 'kiln' })
    expect(unknown).toMatchObject({ status: 404, body: { success: false, code: 'public_company_not_found' } })
    expect(await rows(`select from core.company_public where domain = 'kiln.com'`)).toEqual([])
    await http.post('/run/companies/manual/public-company-check/ingest', { domain: 'kiln.com', company_name: 'Kiln' })
    const { status, body } = await http.post(path, { domain: ' HTTPS://Kiln.com/ ', ticker: ' kiln ' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ success: true, domain: 'kiln.com', ticker: 'KILN' })
    expect(await rows(`select company_name, ticker from core.company_public where domain = 'kiln.com'`)).toEqual([
      { company_name: 'Kiln', ticker: 'KILN' },
    ])
    expect(await rows('select workflow_slug from raw.payloads where id = $1', body.raw_id)).toEqual([
      { workflow_slug: 'public-ticker-backfill' },
    ])
  })

  test('blank is refused', async () => {
    expect((await http.post(path, { domain: 'kiln.com', ticker: ' ' })).body.code).toBe('field_required')
    expect((await http.post(path, { domain: 'kiln', ticker: 'K' })).body.code).toBe('domain_invalid')
  })
})
