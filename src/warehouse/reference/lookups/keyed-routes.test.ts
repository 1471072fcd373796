import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'
import { type HttpClient, listenTo } from '../../../../test/support/http-client.ts'

let t: TestApp
let http: HttpClient
beforeAll(async () => {
  t = await openTestApp()
  http = await listenTo(t)
  const send = async (path: string, body: unknown) => {
    const { status } = await http.post(path, body)
    expect(status, path).toBeLessThan(300)
  }
  const customer = (name: string, domain?: string) => ({
    origin_company_domain: 'kiln.com',
    origin_company_name: 'Kiln',
    company_customer_name: name,
    company_customer_domain: domain,
    workflow_slug: 'manual-company-customers',
  })
  await send('/run/companies/manual/customers/ingest', customer('Tollan Foods, Inc.', 'tollan.com'))
  await send('/run/companies/manual/customers/ingest', customer('Larkmere', 'larkmere.com'))
  await send('/run/companies/manual/customers/ingest', customer('Somebody Unresolved'))
  await send('/run/companies/clay-native/firmographics/ingest', {
    company_domain: 'tollan.com',
    workflow_slug: 'clay-company-firmographics',
    raw_payload: { name: 'Tollan', industry: 'Food & Beverages', size: '51-200', country: 'BE' },
  })
  await send('/run/companies/db/icp-criteria/upsert', {
    domain: 'kiln.com',
    industries: ['Glass & Ceramics'],
    core_benefit: 'Less scrap',
  })
  await send('/run/companies/gemini/icp-job-titles/ingest', {
    company_name: 'Kiln',
    domain: 'kiln.com',
    raw_target_icp_job_titles_payload: {
      primaryTitles: ['vpOfOperations'],
      influencerTitles: ['plantManager'],
      extendedTitles: ['vpOfOperations'],
    },
  })
  await send('/run/companies/gemini/icp-value-prop/ingest', {
    company_name: 'Kiln',
    domain: 'kiln.com',
    target_icp_value_prop_payload: { valueProp: 'Kiln control', coreBenefit: 'Another benefit' },
  })
  await send('/run/companies/cb/vc-portfolio/ingest', {
    company_name: 'Kiln',
    domain: 'kiln.com',
    founded_date: '2017-03-01',
    vc: 'Harrowgate Ventures',
    vc1: 'North Pier Capital',
  })
  await send('/run/companies/cb/company-investors/ingest', {
    company_name: 'Kiln',
    company_domain: 'kiln.com',
    vc_1: 'NORTH PIER CAPITAL',
    vc_2: 'Alder & Ash, LLC',
  })
  await send('/run/companies/manual/public-company-check/ingest', { domain: 'quiet.com' })
  await send('/run/companies/ticker/ingest', {
    domain: 'kiln.com',
    ticker_payload: 'KLN',
    sec_cik: '0000012345',
    sec_company_name: 'Kiln Corp',
  })
  await send('/run/companies/ticker/ingest', { domain: 'tollan.com', ticker_payload: 'TOL' })
})
afterAll(() => t.close())

const customers = '/run/companies/db/company-customers/lookup'
const icp = '/run/companies/db/company-icp/lookup'
const vc = '/run/companies/db/has-raised-vc-status/check'
const info = '/api/companies/public-company-info'

describe('customers of a company', () => {
  test('are those with a domain, with what core knows of them', async () => {
    const { rows } = await t.db.pool.query(
      `select industry, size_range as size, country from core.companies where domain = 'tollan.com'`,
    )
    expect(rows).toMatchObject([{ industry: expect.any(String), size: '51-200', country: expect.any(String) }])
    expect((await http.post(customers, { domain: 'https://www.kiln.com/about' })).body).toEqual({
      success: true,
      domain: 'kiln.com',
      customer_count: 2,
      customers: [
        { name: 'Larkmere', domain: 'larkmere.com', industry: null, size: null, country: null },
        { name: 'Tollan Foods, Inc.', domain: 'tollan.com', ...rows[0] },
      ],
    })
  })

  test('of nobody are none', async () => {
    expect((await http.post(customers, { domain: 'nobody.com' })).body).toEqual({
      success: true,
      domain: 'nobody.com',
      customer_count: 0,
      customers: [],
    })
  })

  test('a list that is only in reference counts too, once', async () => {
    await t.db.pool.query(
      `insert into reference.company_customers (domain, customer_domain, customer_name)
       values ('list.com', 'a.com', 'A'), ('list.com', 'b.com', null)`,
    )
    await t.db.pool.query(
      `insert into core.company_customers (origin_company_domain, customer_domain, customer_name, normalized_name)
       values ('list.com', 'a.com', 'A', 'a')`,
    )
    const { body } = await http.post(customers, { domain: 'list.com' })
    expect(body).toMatchObject({
      customer_count: 2,
      customers: [
        { domain: 'a.com', name: 'A' },
        { domain: 'b.com', name: null },
      ],
    })
  })

  test('of a company with thousands: the first thousand, and how many there are', async () => {
    await t.db.pool.query(
      `insert into reference.company_customers (domain, customer_domain)
       select 'huge.com', 'c' || i || '.com' from generate_series(1, 1500) i`,
    )
    const { body } = await http.post(customers, { domain: 'huge.com' })
    expect(body.customer_count).toBe(1_500)
    expect(body.customers).toHaveLength(1_000)
  })
})

describe('whom a company wants to sell to', () => {
  const known = {
    success: true,
    domain: 'kiln.com',
    company_name: 'Kiln',
    customer_domains: ['larkmere.com', 'tollan.com'],
    industries: ['Glass & Ceramics'],
    countries: null,
    employee_ranges: null,
    funding_stages: null,
    job_titles: ['VP of Operations', 'Plant Manager'],
    seniorities: null,
    job_functions: null,
    value_proposition: 'Kiln control',
    core_benefit: 'Less scrap',
    target_customer: null,
    key_differentiator: null,
  }

  test('comes from the criteria, and where they say nothing from the parts', async () => {
    expect((await http.post(icp, { domain: 'Kiln.com' })).body).toEqual(known)
    expect((await http.get('/api/companies/kiln.com/icp')).body).toEqual(known)
  })

  test('of a company that nobody knows is nulls, and no error', async () => {
    const { status, body } = await http.post(icp, { domain: 'nobody.com' })
    expect(status).toBe(200)
    expect(body).toEqual({
      ...Object.fromEntries(Object.keys(known).map((name) => [name, null])),
      success: true,
      domain: 'nobody.com',
      customer_domains: [],
    })
  })
})

describe('venture capital of a company', () => {
  test('is by any list, one firm in two spellings once', async () => {
    const { body } = await http.post(vc, { domain: 'KILN.com' })
    expect(body).toMatchObject({
      success: true,
      domain: 'kiln.com',
      has_raised_vc: true,
      vc_count: 3,
      founded_date: '2017-03-01',
    })
    const names = (body.vc_names as string[]).map((name) => name.toLowerCase())
    expect(names.toSorted()).toEqual(['alder & ash, llc', 'harrowgate ventures', 'north pier capital'])
  })

  test('of a company that is not listed is none, and no error', async () => {
    expect((await http.post(vc, { domain: 'nobody.com' })).body).toEqual({
      success: true,
      domain: 'nobody.com',
      has_raised_vc: false,
      vc_count: 0,
      vc_names: [],
      founded_date: null,
    })
  })
})

describe('ticker and SEC number', () => {
  test.each([
    ['kiln.com', { found: true, ticker: 'KLN', cik: '0000012345', sec_company_name: 'Kiln Corp', note: null }],
    ['tollan.com', { found: true, ticker: 'TOL', cik: null, note: expect.stringContaining('SEC') }],
    ['quiet.com', { found: true, ticker: null, note: expect.stringContaining('ticker') }],
    ['nobody.com', { found: false, ticker: null, cik: null, sec_company_name: null, last_updated: null }],
  ])('of %s', async (domain, expected) => {
    const { status, body } = await http.post(info, { domain })
    expect(status).toBe(200)
    expect(body).toMatchObject({ domain, ...expected })
    if (expected.found) expect(body.last_updated).toMatch(/^\d{4}-\d\d-\d\dT/)
  })
})

test('customers and case studies are counted, in the body and in the path', async () => {
  const counted = { success: true, domain: 'kiln.com', has_customers: true, customer_count: 3 }
  expect((await http.post('/api/companies/check-has-customers', { domain: 'kiln.com/' })).body).toEqual(counted)
  expect((await http.get('/api/companies/kiln.com/has-customers')).body).toEqual(counted)
  const none = {
    success: true,
    domain: 'kiln.com',
    has_case_studies: false,
    case_study_count: 0,
    last_extracted_at: null,
  }
  expect((await http.post('/api/companies/check-has-case-studies', { domain: 'kiln.com' })).body).toEqual(none)
  expect((await http.get('/api/companies/kiln.com/has-case-studies')).body).toEqual(none)
})

describe('the jobs of a person', () => {
  const path = '/api/people/work-history'

  test('come with the current one first, then the latest', async () => {
    const job = (title: string, start: string, end: string | null, i: number) => ({
      title,
      company: `Company ${i}`,
      company_domain: `company${i}.com`,
      start_date: start,
      end_date: end,
      is_current: end === null,
      index: i,
    })
    const sent = await http.post('/run/people/clay-native/person-profile/ingest', {
      linkedin_url: 'https://www.linkedin.com/in/ada-kiln',
      workflow_slug: 'clay-person-profile',
      raw_payload: {
        slug: 'ada-kiln',
        name: 'Ada Kiln',
        experience: [
          job('Plant Manager', '2015-02-01', '2018-03-01', 0),
          job('Plant Director', '2018-04-01', '2021-05-01', 1),
          job('VP of Operations', '2021-06-01', null, 2),
        ],
      },
    })
    expect(sent.status).toBe(200)
    const { status, body } = await http.post(path, { linkedin_url: 'linkedin.com/in/Ada-Kiln/?x=1' })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      linkedin_url: 'https://www.linkedin.com/in/ada-kiln',
      has_work_history: true,
      entry_count: 3,
      work_history: [
        {
          title: 'VP of Operations',
          is_current: true,
          start_date: '2021-06-01',
          end_date: null,
          company_domain: 'company2.com',
        },
        { title: 'Plant Director', end_date: '2021-05-01' },
        { title: 'Plant Manager' },
      ],
    })
    const nobody = await http.post(path, { linkedin_url: 'https://www.linkedin.com/in/nobody' })
    expect(nobody.body).toMatchObject({ has_work_history: false, entry_count: 0, work_history: [] })
    const items = ['linkedin.com/in/nobody', { linkedin_url: 'linkedin.com/in/ada-kiln' }, 'https://acme.com']
    const { results } = (await http.post(`${path}/batch`, { items })).body as { results: object[] }
    expect(results.slice(0, 2)).toEqual([nobody.body, body])
    expect(results[2]).toMatchObject({ success: false, linkedin_url: 'https://acme.com', code: 'linkedin_url_invalid' })
    expect((await http.post(path, { linkedin_url: 'x' })).body).toMatchObject({
      success: false,
      code: 'linkedin_url_invalid',
    })
  })
})

describe('companies that were merged', () => {
  test('are known by each of their domains, and apart again afterwards', async () => {
    const send = async (path: string, body: unknown) => {
      const { status, body: answer } = await http.post(path, body)
      expect(status, `${path} ${JSON.stringify(answer)}`).toBe(200)
      return answer
    }
    for (const domain of ['elmwood.com', 'elmwood.io']) {
      await send('/run/companies/db/core-company/upsert', { domain, name: 'Elmwood' })
    }
    await send('/run/companies/manual/customers/ingest', {
      origin_company_domain: 'elmwood.io',
      company_customer_name: 'Larkmere',
      company_customer_domain: 'larkmere.com',
      workflow_slug: 'manual-company-customers',
    })
    await send('/run/companies/cb/company-investors/ingest', {
      company_name: 'Elmwood',
      company_domain: 'elmwood.io',
      vc_1: 'Alder',
    })
    await send('/run/companies/db/icp-criteria/upsert', { domain: 'elmwood.io', industries: ['Forestry'] })
    await send('/run/companies/manual/public-company-check/ingest', { domain: 'elmwood.io' })
    const paths = [customers, icp, vc, info, '/api/companies/check-has-customers']
    const askAll = (domain: string) =>
      Promise.all(paths.map(async (path) => ({ ...(await http.post(path, { domain })).body, domain: '' })))
    const [before, other] = [await askAll('elmwood.com'), await askAll('elmwood.io')]
    expect(before).not.toEqual(other)
    const merged = await send('/v1/companies/merge', { into: 'elmwood.com', from: 'elmwood.io' })
    expect(await askAll('elmwood.com')).toEqual(other)
    expect(await askAll('elmwood.io')).toEqual(other)
    await send('/v1/companies/unmerge', { id: merged.merge_id })
    expect(await askAll('elmwood.com')).toEqual(before)
  })
})

describe.each([customers, icp, vc, info])('POST %s', (path) => {
  test('answers many in order, each as if it stood alone, and what is no domain in its place', async () => {
    const domains = ['kiln.com', 'nobody.com', 'KILN.com', 'tollan.com', 'gmail.com']
    const items = [...domains.map((domain) => ({ domain })), 'kiln.com', { domain: 'no domain' }]
    const { status, body } = await http.post(`${path}/batch`, { items })
    expect(status).toBe(200)
    const singles = await Promise.all([...domains, 'kiln.com'].map((domain) => http.post(path, { domain })))
    const results = body.results as object[]
    expect(results.slice(0, -1)).toEqual(singles.map((single) => single.body))
    expect(results.at(-1)).toMatchObject({
      success: false,
      domain: 'no domain',
      code: 'domain_invalid',
      error: expect.any(String),
    })
  })

  test.each([
    [{ domain: 'acme' }, 'domain_invalid'],
    [{ domain: '' }, 'domain_invalid'],
    [{ domain: 'a\0b.com' }, 'domain_invalid'],
    [{}, 'invalid_request'],
    [{ domain: null }, 'invalid_request'],
  ])('%j is refused', async (sent, code) => {
    const { status, body } = await http.post(path, sent)
    expect(status).toBe(422)
    expect(body).toMatchObject({ success: false, code, error: expect.any(String) })
  })

  test('takes a thousand and no more', async () => {
    const items = Array.from({ length: 1_000 }, (_, i) => `company${i}.com`)
    const { body } = await http.post(`${path}/batch`, { items })
    expect((body.results as { domain: string }[]).map((result) => result.domain)).toEqual(items)
    expect((await http.post(`${path}/batch`, { items: [...items, 'more.com'] })).status).toBe(422)
  })
})
