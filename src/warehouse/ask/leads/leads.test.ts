import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'

let t: TestApp

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

async function ask(method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) {
  const answer = await t.app.inject({ method, url, headers: t.operator, ...(payload && { payload }) })
  return { status: answer.statusCode, body: answer.json() }
}

/** The slugs of a list, in its order. */
async function slugs(url: string): Promise<string[]> {
  const { status, body } = await ask('GET', url)
  expect(status, JSON.stringify(body)).toBe(200)
  return body.data.map((lead: { linkedin_slug: string }) => lead.linkedin_slug)
}

async function refusal(url: string) {
  const { status, body } = await ask('GET', url)
  expect(status, `${url} ${JSON.stringify(body)}`).toBe(400)
  return body
}

type Job = [title: string, company: string, domain: string | null, start: string, end?: string]

async function person(slug: string, name: string, country: string, jobs: Job[]) {
  const experience = jobs.map(([title, company, company_domain, start_date, end_date]) => ({
    ...{ title, company, company_domain, start_date, end_date: end_date ?? null, is_current: end_date === undefined },
  }))
  const url = `https://www.linkedin.com/in/${slug}`
  const { status, body } = await ask('POST', '/run/people/clay-native/person-profile/ingest', {
    ...{ linkedin_url: url, workflow_slug: 'clay-person-profile' },
    raw_payload: { name, url, country, location_name: country, experience },
  })
  expect(status, JSON.stringify(body)).toBe(200)
}

async function company(domain: string, name: string, industry: string, country = 'United States') {
  const { status, body } = await ask('POST', '/run/companies/clay-native/firmographics/ingest', {
    company_domain: domain,
    raw_payload: { name, domain, industry, country, size: '51-200', description: `What ${name} does` },
  })
  expect(status, JSON.stringify(body)).toBe(200)
}

const internet = 'Technology, Information and Internet'

beforeAll(async () => {
  t = await openTestApp()
  await company('acme.com', 'Acme, Inc.', 'Software Development')
  await company('globex.de', 'Globex GmbH', internet, 'Germany')
  await company('initech.com', 'Initech', 'Banking')
  await person('ada', 'Ada Lovelace', 'United States', [
    ['VP of Marketing', 'Acme, Inc.', 'acme.com', daysAgo(30)],
    ['Marketing Manager', 'Globex GmbH', 'globex.de', '2015-01-01', daysAgo(60)],
    ['Analyst', 'Initech', 'initech.com', '2012-01-01', '2014-12-31'],
  ])
  await person('bob', 'Bob Niger', 'Nigeria', [
    ['Senior Software Engineer', 'Globex GmbH', 'globex.de', daysAgo(100)],
    ['Software Engineer', 'Globex GmbH', 'globex.de', '2020-01-01', daysAgo(101)],
    ['Engineer', 'Initech', 'initech.com', '2016-01-01', '2019-12-31'],
  ])
  await person('cleo', 'Cléo Roux', 'France', [
    ['Zzyzx', 'Globex GmbH', 'globex.de', daysAgo(400)],
    ['Sales Manager', 'Acme Incorporated', null, '2010-01-01', '2020-01-31'],
  ])
  await t.db.pool.query(
    `insert into core.company_vc_investors (company_domain, vc_name, vc_domain, natural_key)
     values ('acme.com', 'Sequoia Capital', 'sequoiacap.com', 'a'), ('acme.com', 'Accel', null, 'b')`,
  )
  await t.db.pool.query(
    `insert into reference.company_customers (domain, customer_domain, customer_name)
     values ('vendor.com', 'globex.de', 'Globex'), ('vendor.com', 'initech.com', null)`,
  )
})
afterAll(() => t.close())

test('the founding parameters find the founding fields, counted and paged', async () => {
  const { body } = await ask(
    'GET',
    '/api/leads?job_function=Marketing&seniority=VP&company_country=US&job_title=marketing',
  )
  expect(body).toMatchObject({
    success: true,
    data: [
      {
        linkedin_slug: 'ada',
        full_name: 'Ada Lovelace',
        person_country: 'United States',
        matched_job_function: 'Marketing',
        matched_seniority: 'VP',
        company_domain: 'acme.com',
        matched_industry: 'Software Development',
        employee_range: '51-200',
      },
    ],
    meta: { total: 1, total_is: 'exact', limit: 50, offset: 0, cursor: null },
  })
  expect(await slugs('/api/leads')).toEqual(['cleo', 'bob', 'ada'])
  const first = await ask('GET', '/api/leads?limit=2')
  expect(first.body.meta).toMatchObject({ total: 3, limit: 2 })
  expect(await slugs(`/api/leads?limit=2&cursor=${first.body.meta.cursor}`)).toEqual(['ada'])
  expect(await slugs('/api/leads?limit=2&offset=2&count=none')).toEqual(['ada'])
  expect((await ask('GET', '/api/leads/quick?limit=2000')).body.meta).toMatchObject({ total: null, total_is: 'none' })
  expect((await ask('GET', '/api/leads?offset=3')).body.meta).toMatchObject({ total: 3 })
  expect(await slugs('/api/leads?complete=true')).toEqual(['bob', 'ada'])
  expect(await slugs(`/api/leads?job_start_date_gte=${daysAgo(101)}&job_start_date_lte=${daysAgo(99)}`)).toEqual([
    'bob',
  ])
  expect(await slugs('/api/leads?full_name=cleo&seniority=&person_city=')).toEqual(['cleo'])
  expect(await slugs('/api/people?person_country=NG')).toEqual(['bob'])
  expect(await slugs('/api/people?linkedin_url=http%3A%2F%2Flinkedin.com%2Fin%2FADA%2F%3Fx%3D1')).toEqual(['ada'])
  expect((await ask('GET', '/api/people?limit=1')).body.data[0]).toMatchObject({
    id: expect.any(String),
    title: 'Zzyzx',
  })
})

test('several values are repeated; a text with commas is cut only into values that exist', async () => {
  const value = encodeURIComponent(internet)
  expect(await slugs(`/api/leads?industry=${value}`)).toEqual(['cleo', 'bob'])
  expect(await slugs(`/api/leads?industry=${value}%2CSoftware%20Development`)).toEqual(['cleo', 'bob', 'ada'])
  expect(await slugs('/api/leads?seniority=VP,Senior')).toEqual(['bob', 'ada'])
  expect(await slugs('/api/leads?seniority=VP&seniority=Senior')).toEqual(['bob', 'ada'])
  expect(await slugs('/api/leads?company_name=acme')).toEqual(['ada'])
  // control: what exists neither whole nor in parts is told as it stands
  expect((await refusal('/api/leads?industry=Toys,%20more%20toys,Software%20Development')).errors).toMatchObject([
    { pointer: '/industry', message: expect.stringContaining('"Toys, more toys" is no value') },
  ])
})

test('signals are lists of their own, the latest first, each with its evidence', async () => {
  expect(await slugs('/api/leads/new-in-role')).toEqual(['ada'])
  expect(await slugs('/api/leads/new-in-role?started_within_days=3650')).toEqual(['ada', 'bob', 'cleo'])
  const promoted = await ask('GET', '/api/leads/recently-promoted')
  expect(promoted.body.data).toMatchObject([
    {
      ...{ linkedin_slug: 'bob', previous_title: 'Software Engineer', new_title: 'Senior Software Engineer' },
      promotion_date: daysAgo(100),
    },
  ])
  expect(await slugs('/api/leads/recently-promoted?promoted_within_days=99')).toEqual([])
  const backed = await ask('GET', '/api/leads/at-vc-portfolio')
  expect(backed.body.data).toMatchObject([
    {
      ...{ linkedin_slug: 'ada', vc_name: 'Accel', vc_names: ['Accel', 'Sequoia Capital'] },
      vc_company_description: 'What Acme, Inc. does',
    },
  ])
  const asked = await ask('GET', '/api/leads/at-vc-portfolio?vc_name=sequoiacap.com')
  expect(asked.body.data).toMatchObject([{ vc_name: 'Sequoia Capital' }])
  expect(await slugs('/api/leads/at-vc-portfolio?vc_name=Nobody')).toEqual([])
})

test('who once worked somewhere is found by domain, and at customers with the last of these jobs', async () => {
  const past = await ask('GET', '/api/leads/by-past-employer?domains=www.initech.com,%20globex.de')
  expect(past.body.data).toMatchObject([
    { linkedin_slug: 'bob', worked_at: { domain: 'globex.de', job_end_date: daysAgo(101) } },
    { linkedin_slug: 'ada', worked_at: { domain: 'globex.de', name: 'Globex GmbH', job_end_date: daysAgo(60) } },
  ])
  const { body } = await ask('GET', '/api/leads/by-company-customers?company_domain=https://www.Vendor.com/x')
  expect(body.data).toMatchObject([
    {
      linkedin_slug: 'ada',
      worked_at_customer: { domain: 'globex.de', name: 'Globex GmbH', job_end_date: daysAgo(60) },
    },
    { linkedin_slug: 'bob', worked_at_customer: { domain: 'globex.de', job_end_date: daysAgo(101) } },
  ])
  expect(body.meta).toMatchObject({ total: 2, total_is: 'exact', cursor: null })
  expect(await slugs('/api/leads/by-company-customers?company_domain=globex.de')).toEqual([])
})

test('past employers are counted by name or domain, and broken down by what people do today', async () => {
  const count = async (query: string) => (await ask('GET', `/api/leads/past-employer-count?${query}`)).body
  expect(await count('company_name=Globex')).toMatchObject({ company_name: 'Globex', domain: 'globex.de', count: 2 })
  expect(await count('company_name=globex.de&country=Nigeria')).toMatchObject({ domain: 'globex.de', count: 1 })
  // Cléo's career says "Acme Incorporated", without a domain
  expect(await count('company_name=ACME')).toMatchObject({ domain: 'acme.com', count: 1 })
  expect(await count('company_name=Globe')).toMatchObject({ domain: null, count: 0 })
  const breakdown = async (query: string) => (await ask('GET', `/api/leads/past-employer-breakdown?${query}`)).body
  expect(await breakdown('company_name=initech')).toMatchObject({
    ...{ total: 2, by_job_function: { Engineering: 1, Marketing: 1 } },
  })
  expect(await breakdown('company_name=acme')).toMatchObject({ total: 1, by_job_function: { Other: 1 } })
  expect(await slugs('/api/leads/past-employer-preview?company_name=acme&job_function=Other')).toEqual(['cleo'])
  expect(await slugs('/api/leads/past-employer-preview?company_name=initech&job_function=Marketing')).toEqual(['ada'])
})

test('a company is watched once, whatever the case of its name, with those who worked there', async () => {
  const path = '/api/leads/priority-companies'
  const added = await ask('POST', path, { company_name: 'Initech' })
  expect(added.body).toMatchObject({ success: true, domain: 'initech.com', total: 2, engineering: 1, sales: 0 })
  expect((await ask('POST', path, { company_name: ' INITECH ' })).body).toMatchObject({ id: added.body.id })
  await ask('POST', path, { company_name: 'Acme/Südwest, 100%' })
  expect((await ask('GET', path)).body.data).toMatchObject([
    { company_name: 'Acme/Südwest, 100%', total: 0 },
    { total: 2 },
  ])
  const removed = await ask('DELETE', `${path}/${encodeURIComponent('acme/SÜDWEST, 100%')}`)
  expect(removed.body).toMatchObject({ success: true, company_name: 'Acme/Südwest, 100%' })
  expect((await ask('DELETE', `${path}/acme`)).body).toMatchObject({
    code: 'priority_company_not_found',
    success: false,
  })
  expect((await ask('GET', path)).body.data).toHaveLength(1)
})

test('a wrong parameter is a 400 that names it and what it may be', async () => {
  expect(await refusal('/api/leads?seniority=Boss')).toMatchObject({
    ...{ code: 'filter_invalid', errors: [{ pointer: '/seniority', message: expect.stringContaining('Director') }] },
  })
  expect(await refusal('/api/leads?job_title=%25')).toMatchObject({ errors: [{ pointer: '/job_title' }] })
  expect(await refusal('/api/leads?job_start_date_lte=soon')).toMatchObject({
    ...{ errors: [{ pointer: '/job_start_date_lte', message: expect.stringContaining('2026') }] },
  })
  expect(await refusal('/api/leads/past-employer-count?company_name=x&country=Oz')).toMatchObject({
    errors: [{ pointer: '/country' }],
  })
  for (const query of [
    'limit=0',
    'limit=101',
    'offset=10001',
    'senority=VP',
    'count=all',
    'complete=perhaps',
    'limit=1&limit=2',
  ]) {
    expect(await refusal(`/api/leads?${query}`), query).toMatchObject({ code: 'invalid_parameter' })
  }
  expect(await refusal('/api/leads?cursor=bm8')).toMatchObject({ code: 'invalid_cursor' })
  expect(await refusal('/api/leads/by-company-customers?company_domain=no')).toMatchObject({
    code: 'invalid_parameter',
  })
  expect(await refusal('/api/leads/by-past-employer?domains=%20,')).toMatchObject({ code: 'invalid_parameter' })
})

test('no parameter makes the server fail', async () => {
  const hostile = [
    '%00',
    '%F0%9F%98%80',
    "'%3B--",
    '%25%5F',
    '%5C',
    ','.repeat(500),
    'a,b'.repeat(200),
    '-1',
    '1e9',
    'NaN',
    '[]',
    '%ED%A0%80',
  ]
  const params = [
    'job_function',
    'company_domain',
    'company_name',
    'job_title',
    'job_start_date_gte',
    'limit',
    'cursor',
    'person_city',
  ]
  const urls = [
    ...params.flatMap((name) => hostile.map((value) => `/api/leads?${name}=${value}`)),
    ...hostile.map((value) => `/api/leads/by-company-customers?company_domain=${value}`),
    ...hostile.map((value) => `/api/leads/by-past-employer?domains=${value}`),
    ...hostile.map((value) => `/api/leads/past-employer-breakdown?company_name=${value}`),
    ...hostile.map((value) => `/api/leads/at-vc-portfolio?vc_name=${value}`),
  ]
  const failed: string[] = []
  for (const url of urls) {
    const { status } = await ask('GET', url)
    if (status >= 500) failed.push(`${status} ${url}`)
  }
  for (const company_name of ['\u0000', '\ud800', 'x'.repeat(300), '😀'.repeat(150), "'; --"]) {
    const { status } = await ask('POST', '/api/leads/priority-companies', { company_name })
    if (status >= 500) failed.push(`${status} ${JSON.stringify(company_name).slice(0, 20)}`)
  }
  expect(failed).toEqual([])
})
