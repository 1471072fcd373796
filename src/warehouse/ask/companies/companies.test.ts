import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'
import { asOperator, reader } from '../../../db/database.ts'
import { countValues } from '../search-index/count-values.ts'
import { keepLargestCompanies } from './largest-companies.ts'

let t: TestApp

interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked at by the assertions
  body: any
}

async function get(url: string): Promise<Answer> {
  const answer = await t.app.inject({ method: 'GET', url, headers: t.operator })
  return { status: answer.statusCode, body: answer.json() }
}

async function send(url: string, payload: object): Promise<Answer> {
  const answer = await t.app.inject({ method: 'POST', url, payload, headers: t.operator })
  expect(answer.statusCode, answer.body).toBeLessThan(300)
  return { status: answer.statusCode, body: answer.json() }
}

async function domains(url: string): Promise<string[]> {
  const { status, body } = await get(url)
  expect(status, JSON.stringify(body)).toBe(200)
  return body.data.map((company: { domain: string }) => company.domain)
}

function company(domain: string, name: string, about: object = {}) {
  return send('/run/companies/clay-native/firmographics/ingest', {
    company_domain: domain,
    raw_payload: { name, domain, ...about },
  })
}

const customer = (origin: string, name: string, domain: string) =>
  send('/run/companies/manual/customers/ingest', {
    origin_company_domain: origin,
    company_customer_name: name,
    company_customer_domain: domain,
    workflow_slug: 'manual-company-customers',
  })

const posting = (domain: string, job_id: number, title: string) =>
  send('/run/companies/gemini/icp-job-posting/ingest', {
    domain,
    job_posting_payload: { job_id, title, posted_at: `2026-01-0${job_id}` },
  })

const software = { industry: 'Software Development', size: '51-200 employees', country: 'United States' }

beforeAll(async () => {
  t = await openTestApp()
  await company('acme.com', 'Acme, Inc.', { ...software, description: 'Makes everything', locality: 'New York' })
  await company('acme-labs.io', 'Acme Labs', { ...software, size: '201-500 employees' })
  await company('initech.com', 'Initech', software)
  await company('globex.de', 'Globex GmbH', {
    industry: 'Technology, Information and Internet',
    size: '1001-5000 employees',
    country: 'Germany',
  })
  await company('muscat.om', 'Muscat Trading LLC', { industry: 'Wholesale', country: 'Oman' })
  await company('bucharest.ro', 'Bucharest 100% Cotton', { industry: 'Wholesale', country: 'Romania' })
  await customer('acme.com', 'Globex', 'globex.de')
  await customer('acme.com', 'Umbrella', 'umbrella.test')
  await customer('initech.com', 'Globex', 'globex.de')
  await send('/run/companies/gemini/case-study-extraction/ingest', {
    origin_company_name: 'Acme',
    origin_company_domain: 'acme.com',
    case_study_url: 'https://acme.com/globex',
    company_customer_name: 'Globex',
    has_case_study_url: true,
    workflow_slug: 'gemini-extract-case-study-details',
    extraction: {
      customer_company_domain: 'globex.de',
      champions: [
        { full_name: 'Hank Scorpio', job_title: 'CEO' },
        { full_name: 'Ann Other', job_title: 'ceo' },
      ],
    },
  })
  const technologies = [{ Name: 'React' }, { Name: 'Node.js', FirstDetected: '2024-01-01' }]
  await send('/run/companies/built-with/site-tech/ingest', { domain: 'acme.com', builtwith_payload: technologies })
  await send('/run/companies/built-with/site-tech/ingest', {
    domain: 'initech.com',
    builtwith_payload: technologies.slice(0, 1),
  })
  await posting('acme.com', 1, 'Senior Sales Engineer')
  await posting('acme.com', 2, 'Sales Engineer (EMEA)')
  await posting('globex.de', 3, 'Salesforce Administrator')
})
afterAll(() => t.close())

test('a list filters by whole values: commas belong to values that exist, Oman is not Romania, and nothing is a pattern', async () => {
  const comma = encodeURIComponent('Technology, Information and Internet')
  expect(await domains(`/api/companies?industry=${comma}`)).toEqual(['globex.de'])
  const both = encodeURIComponent('Technology, Information and Internet,Wholesale')
  expect((await domains(`/api/companies?industry=${both}`)).toSorted()).toEqual([
    'bucharest.ro',
    'globex.de',
    'muscat.om',
  ])
  expect((await domains('/api/companies?country=oman&country=Germany')).toSorted()).toEqual(['globex.de', 'muscat.om'])
  expect(await domains('/api/companies?name=100%25')).toEqual(['bucharest.ro'])
  expect(await domains('/api/companies?name=ac_e')).toEqual([])
  expect(await domains('/api/companies?employee_range=201-500&domain=https://www.acme-labs.io/x')).toEqual([
    'acme-labs.io',
  ])
  const wrong = await get('/api/companies?industry=Wizardry')
  expect(wrong.status).toBe(400)
  expect(wrong.body).toMatchObject({ code: 'filter_invalid', errors: [{ pointer: '/industry' }] })
})

test('pages of a list follow each other by cursor and by offset, each row once', async () => {
  const all = await domains('/api/companies?sort=name')
  const seen: string[] = []
  let url: string | null = '/api/companies?sort=name&limit=3'
  while (url !== null) {
    const { body }: Answer = await get(url)
    expect(body.meta).toMatchObject({ total: all.length, total_is: 'exact' })
    seen.push(...body.data.map((row: { domain: string }) => row.domain))
    url = body.meta.cursor === null ? null : `/api/companies?sort=name&limit=3&cursor=${body.meta.cursor}`
  }
  expect(seen).toEqual(all)
  expect(await domains('/api/companies?sort=name&limit=3&offset=2')).toEqual(all.slice(2, 5))
  expect((await get('/api/companies?limit=101')).status).toBe(400)
  expect((await get('/api/companies?cursor=nonsense')).body.code).toBe('invalid_cursor')
})

test('autocomplete: words of name or domain by their beginnings, exact names first, typed text never a pattern', async () => {
  expect((await domains('/api/companies/search?q=ac')).toSorted()).toEqual(['acme-labs.io', 'acme.com'])
  expect(await domains('/api/companies/search?q=Acme%20Labs')).toEqual(['acme-labs.io'])
  expect((await domains('/api/companies/search?q=acme'))[0]).toBe('acme.com')
  expect(await domains('/api/companies/search?q=lab%20acm')).toEqual(['acme-labs.io'])
  expect(await domains('/api/companies/search?q=https://www.acme.c')).toEqual(['acme.com'])
  expect(await domains('/api/companies/search?q=glób')).toEqual(['globex.de'])
  expect(await domains('/api/companies/search?q=llc%20muscat')).toEqual(['muscat.om'])
  for (const q of ['cme', '%25', '_', 'a%25e', 'ac_e', '*', '%27', '(,)', '%00', '%5C', 'xq']) {
    expect(await domains(`/api/companies/search?q=${q}`), q).toEqual([])
  }
  // control: plain beginnings are found
  expect(await domains('/api/companies/search?q=100%20cot')).toEqual(['bucharest.ro'])
  // What arrived this moment is found, though the largest companies are remembered.
  await company('zyxel.test', 'Zyxel Holding GmbH')
  for (const q of ['zyx', 'zyxel%20gmbh']) expect(await domains(`/api/companies/search?q=${q}`)).toEqual(['zyxel.test'])
})

test('a company by domain has its people counted, unknown ones are 404, and a merged domain leads to what it became', async () => {
  const shown = await get('/api/companies/www.acme.com')
  expect(shown.body).toMatchObject({ domain: 'acme.com', description: 'Makes everything', lead_count: 0 })
  expect((await get('/api/companies/nobody.test')).body.code).toBe('company_not_found')
  expect((await get('/api/companies/not%20a%20domain')).body.code).toBe('domain_invalid')
  await company('acme-old.com', 'Acme Old')
  await posting('acme-old.com', 4, 'Zookeeper')
  expect((await get('/api/companies/acme-old.com')).body.redirected_from).toBeNull()
  await send('/v1/companies/merge', { into: 'domain:acme.com', from: 'domain:acme-old.com', reason: 'renamed' })
  expect((await get('/api/companies/acme-old.com')).body).toMatchObject({
    domain: 'acme.com',
    redirected_from: 'acme-old.com',
  })
  // What was filed under the old domain tells the company of today.
  expect(await domains('/api/companies/by-job-title?title=zookeeper')).toEqual(['acme.com'])
})

test('customers come with what is known of each, and none is left out for want of a row', async () => {
  const { body } = await get('/api/companies/acme.com/customers')
  expect(body.meta.total).toBe(2)
  expect(body.data).toMatchObject([
    { customer_domain: 'globex.de', name: 'Globex', matched_industry: 'Technology, Information and Internet' },
    { customer_domain: 'umbrella.test', customer_name: 'Umbrella' },
  ])
  const first = await get('/api/companies/acme.com/customers?limit=1')
  const second = await get(`/api/companies/acme.com/customers?limit=1&cursor=${first.body.meta.cursor}`)
  expect(second.body.data).toMatchObject([{ customer_domain: 'umbrella.test' }])
  expect(second.body.meta.cursor).toBeNull()
  const insights = await get('/api/companies/acme.com/customer-insights')
  expect(insights.body).toMatchObject({
    customer_count: 2,
    industries: [{ industry: 'Technology, Information and Internet', count: 1 }],
    employee_ranges: [{ employee_range: '1001-5000', count: 1 }],
    countries: [{ country: 'Germany', count: 1 }],
    champion_count: 2,
    champion_titles: [{ title: expect.stringMatching(/ceo/i), count: 2 }],
  })
})

test('similar companies have a score and what both have; the nearest comes first', async () => {
  const { body } = await get('/api/companies/acme.com/similar?refresh=true')
  expect(body.data.map(({ domain }: { domain: string }) => domain)).toEqual(['initech.com', 'acme-labs.io'])
  expect(body.compared_by).toEqual(
    expect.arrayContaining(['industry', 'employee_range', 'country', 'customers', 'technologies']),
  )
  const [initech, labs] = body.data
  expect(initech.reasons).toEqual(
    expect.arrayContaining([
      { criterion: 'industry', value: 'Software Development', points: 30, of: 30 },
      { criterion: 'customers', value: 'globex.de', points: 7.5, of: 15 },
      { criterion: 'technologies', value: 'React', points: 5, of: 10 },
    ]),
  )
  expect(labs.reasons).toContainEqual({ criterion: 'employee_range', value: '201-500', points: 10, of: 20 })
  expect(initech.score).toBeGreaterThan(labs.score)
  expect((await get('/api/companies/nobody.test/similar')).status).toBe(404)
})

test('by technology and by title: whole words, with what was seen', async () => {
  const react = await get('/api/companies/by-technology?name=react')
  expect(react.body.data.map(({ domain }: { domain: string }) => domain).toSorted()).toEqual([
    'acme.com',
    'initech.com',
  ])
  const node = await get('/api/companies/by-technology?name=Node.js')
  expect(node.body.data).toMatchObject([
    { domain: 'acme.com', technologies: [{ name: 'Node.js', source: 'builtwith', first_seen: '2024-01-01' }] },
  ])
  const sales = await get(`/api/companies/by-job-title?title=${encodeURIComponent('engineer, SALES')}`)
  expect(sales.body.data).toMatchObject([
    { domain: 'acme.com', posting_count: 2, job_postings: [{ title: 'Sales Engineer (EMEA)' }, {}] },
  ])
  expect(sales.body.meta).toMatchObject({ total: 1, total_is: 'exact' })
  expect((await get('/api/companies/by-job-title?title=!')).body.code).toBe('filter_invalid')
  expect((await get('/api/companies/by-technology')).status).toBe(400)
})

test('ads are empty until fed; then those with most come first, in pages', async () => {
  expect(await domains('/api/companies/by-google-ads')).toEqual([])
  const ads = (domain: string, total_ads: number) =>
    send('/run/companies/clay-adyntel/linkedin-ads/ingest', { domain, linkedin_ads_payload: { total_ads, ads: [] } })
  await ads('acme.com', 3)
  await ads('globex.de', 7)
  await ads('initech.com', 0)
  const page = await get('/api/companies/by-linkedin-ads?limit=1')
  expect(page.body.data).toMatchObject([{ domain: 'globex.de', ad_count: 7, is_running_ads: true }])
  expect(page.body.meta.total).toBe(2)
  expect(await domains(`/api/companies/by-linkedin-ads?limit=1&cursor=${page.body.meta.cursor}`)).toEqual(['acme.com'])
  const shown = await get('/api/companies/initech.com/ads')
  expect(shown.body).toMatchObject({ google_ads: null, linkedin_ads: { is_running_ads: false, ad_count: 0 } })
})

test('filters list their values with counts, those nobody has as well', async () => {
  await asOperator(t.db, countValues)
  const { body } = await get('/api/filters')
  const named = (list: { name: string }[], name: string) => list.find((option) => option.name === name)
  expect(named(body.industries, 'Software Development')).toMatchObject({ company_count: 3 })
  expect(named(body.industries, 'Fisheries')).toMatchObject({ company_count: 0 })
  expect(named(body.employee_ranges, '51-200')).toMatchObject({
    min_employees: 51,
    max_employees: 200,
    company_count: 2,
  })
  expect(named(body.employee_ranges, '10001+')).toMatchObject({ min_employees: 10001, max_employees: null })
  expect(named(body.countries, 'Germany')).toMatchObject({ code: 'DE', company_count: 1, people_count: 0 })
  expect(named(body.seniorities, 'VP')).toMatchObject({ people_count: 0 })
  expect(named(body.business_models, 'BOTH')).toMatchObject({ company_count: 0 })
  expect(named(body.signals, 'new_in_role')).toMatchObject({ endpoint: '/api/leads/new-in-role', people_count: 0 })
  expect(body.counted_at).toMatch(/^\d{4}-/)
  for (const list of [
    'seniorities',
    'job-functions',
    'employee-ranges',
    'industries',
    'business-models',
    'countries',
  ]) {
    expect((await get(`/api/filters/${list}`)).body, list).toEqual(body[list.replace('-', '_')])
  }
  const node = await get('/api/filters/technologies?q=js')
  expect(node.body.data).toEqual([{ name: 'Node.js', company_count: 1, count_is: 'exact' }])
  const titles = await get('/api/filters/job-titles?q=sales')
  expect(titles.body.data.map(({ name }: { name: string }) => name)).toEqual([
    'Sales Engineer (EMEA)',
    'Salesforce Administrator',
    'Senior Sales Engineer',
  ])
  for (const q of ['', '%25', "'", '%00', '%5C', ':*%20%26%20!']) {
    expect((await get(`/api/filters/job-titles?q=${q}`)).status, q).toBe(200)
  }
})

test('the largest companies are read again after a minute, and not before', async () => {
  let clock = 0
  const largestCompanies = keepLargestCompanies(reader(t.db), () => clock)
  const first = await largestCompanies()
  clock = 59_999
  expect(await largestCompanies()).toBe(first)
  clock = 60_001
  const second = await largestCompanies()
  expect(second).not.toBe(first)
  expect(second.map(({ domain }) => domain)).toContain('acme.com')
})
