import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'
import { gapRecipes } from './recipes.ts'

let t: TestApp
async function call(method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) {
  const response = await t.app.inject({ method, url, headers: t.operator, ...(payload !== undefined && { payload }) })
  return { status: response.statusCode, body: response.json() }
}
const get = (path: string) => call('GET', `/api/admin/${path}`)
const countOf = async (id: string, query = '') => (await get(`gaps/recipes/${id}/count${query}`)).body.count
const company = (company_domain: string, raw_payload: object) =>
  call('POST', '/run/companies/clay-native/firmographics/ingest', {
    company_domain,
    workflow_slug: 'clay-company-firmographics',
    raw_payload: { domain: company_domain, name: company_domain, ...raw_payload },
  })
const customer = (origin: string, domain: string) =>
  call('POST', '/run/companies/manual/customers/ingest', {
    origin_company_domain: origin,
    company_customer_name: domain,
    company_customer_domain: domain,
    workflow_slug: 'manual-company-customers',
  })
const invested = (company_domain: string, vc_1: string, vc_2?: string) =>
  call('POST', '/run/companies/cb/company-investors/ingest', {
    company_name: company_domain,
    company_domain,
    vc_1,
    vc_2,
  })

beforeAll(async () => {
  t = await openTestApp()
  const full = {
    industry: 'Software Development',
    employee_count: 85,
    size: '51-200 employees',
    description: 'Makes kilns',
    locality: 'Berlin, Berlin, Germany',
    country: 'Germany',
  }
  await company('full.com', full)
  await company('us.com', {
    ...full,
    industry: undefined,
    locality: 'Austin, Texas, United States',
    country: 'United States',
  })
  await company('bare.com', {})
  await customer('full.com', 'us.com')
  await customer('full.com', 'unknown.com')
  await invested('full.com', 'Accel')
  await invested('us.com', 'Sequoia Capital LLC', 'Accel')
  await invested('bare.com', 'Nobody Ventures')
  const profile = (slug: string, raw_payload: object) =>
    call('POST', '/run/people/clay-native/person-profile/ingest', {
      linkedin_url: `https://www.linkedin.com/in/${slug}`,
      workflow_slug: 'clay-person-profile',
      raw_payload: { slug, name: slug, ...raw_payload },
    })
  await profile('bare', {})
  await profile('ada', {
    location_name: 'Berlin, Berlin, Germany',
    experience: [
      { title: 'CEO', company: 'Full', company_domain: 'full.com', is_current: true, start_date: '2020-01-01' },
    ],
  })
  // Known by a key that makes no row of core.
  await t.db.pool.query(`
    insert into core.identities (id, kind, root) values
      (gen_random_uuid(), 'company', 'linkedin:loose'), (gen_random_uuid(), 'person', 'email:x@full.com')`)
})
afterAll(() => t.close())

test('eleven recipes, each with a count and rows that have the gap', async () => {
  const { recipes } = (await get('gaps/recipes')).body
  expect(recipes).toHaveLength(11)
  expect(recipes[0]).toMatchObject({ id: 'companies-stuck-in-extraction', priority: 'P0', join_column: 'id' })
  expect(recipes[0]).not.toHaveProperty('gap')
  const named: Record<string, [number, string, string[]]> = {
    'companies-stuck-in-extraction': [1, 'key', ['linkedin:loose']],
    'people-stuck-in-extraction': [1, 'key', ['email:x@full.com']],
    'companies-missing-industry': [3, 'domain', ['bare.com', 'unknown.com', 'us.com']],
    'companies-missing-location': [2, 'domain', ['bare.com', 'unknown.com']],
    'people-missing-title': [1, 'full_name', ['bare']],
    'people-missing-location': [1, 'full_name', ['bare']],
    'companies-missing-description': [2, 'domain', ['bare.com', 'unknown.com']],
    'companies-missing-size': [2, 'domain', ['bare.com', 'unknown.com']],
    'people-missing-tenure': [1, 'full_name', ['bare']],
    'customers-without-similar-companies': [1, 'customer_domain', ['unknown.com']],
    'vc-backed-without-customers': [2, 'domain', ['bare.com', 'us.com']],
  }
  expect(Object.keys(named)).toEqual(gapRecipes.map(({ id }) => id))
  for (const [id, [count, column, values]] of Object.entries(named)) {
    const { status, body } = await get(`gaps/recipes/${id}/sample`)
    expect([id, status, body.count, body.count_is]).toEqual([id, 200, count, 'exact'])
    expect([id, body.sample.map((row: Record<string, unknown>) => row[column]).toSorted()]).toEqual([id, values])
    expect([id, await countOf(id)]).toEqual([id, count])
  }
  expect((await get('gaps/recipes/companies-missing-industry/sample?limit=1')).body.sample).toHaveLength(1)
})

test('a gap that is filled is gone from the next answer', async () => {
  await company('new.com', { description: 'x' })
  expect(await countOf('companies-missing-industry')).toBe(4)
  await company('new.com', { description: 'x', industry: 'Software Development' })
  expect(await countOf('companies-missing-industry')).toBe(3)
})

test('country restricts, and elsewhere means a known country', async () => {
  expect(await countOf('vc-backed-without-customers', '?country=US')).toBe(1)
  expect(await countOf('vc-backed-without-customers', '?country=non-US')).toBe(0)
  expect(await countOf('companies-missing-industry', '?country=usa')).toBe(1)
  expect(await countOf('people-missing-title', '?country=Germany')).toBe(0)
  expect(await get('gaps/recipes/companies-missing-industry/count?country=Atlantis')).toMatchObject({
    status: 400,
    body: { code: 'country_invalid' },
  })
  expect((await get('gaps/recipes/people-stuck-in-extraction/count?country=US')).status).toBe(400)
  expect((await get('gaps/recipes/nothing/count')).body).toMatchObject({ status: 404, code: 'gap_recipe_not_found' })
  expect((await get('gaps/recipes/constructor/sample')).status).toBe(404)
})

describe('top venture firms', () => {
  test('portfolios are found by names in any form, and only companies without customers are missing them', async () => {
    const { data, total } = (await get('top-vc-portfolio/list')).body
    expect(total).toBe(data.length)
    expect(data.find((vc: { name: string }) => vc.name === 'Accel')).toEqual({
      name: 'Accel',
      domain: 'accel.com',
      portfolio_count: 2,
    })
    const listed = (await get('top-vc-portfolio/missing-customers')).body
    expect(listed).toMatchObject({
      total: 1,
      total_is: 'exact',
      limit: 50,
      offset: 0,
      cursor: null,
      data: [
        { company_domain: 'us.com', country: 'United States', vc_count: 2, vc_names: ['Accel', 'Sequoia Capital'] },
      ],
    })
    expect((await get('top-vc-portfolio/missing-customers/count')).body).toMatchObject({ count: 1, count_is: 'exact' })
    const by = async (domain: string) =>
      (await get(`top-vc-portfolio/missing-customers?vc_domain=${domain}`)).body.total
    expect([await by('https://www.sequoiacap.com/'), await by('gv.com')]).toEqual([1, 0])
  })

  test('the list is curated: a firm that is added counts, one that is removed does not', async () => {
    await call('POST', '/api/admin/top-vc-portfolio/list', { name: 'Nobody Ventures', domain: 'https://nobody.vc' })
    const page = (await get('top-vc-portfolio/missing-customers?limit=1')).body
    expect(page).toMatchObject({ total: 2, data: [{ company_domain: 'us.com' }] })
    const next = (await get(`top-vc-portfolio/missing-customers?limit=1&cursor=${page.cursor}`)).body
    expect(next).toMatchObject({ cursor: null, data: [{ company_domain: 'bare.com', vc_names: ['Nobody Ventures'] }] })
    expect((await call('DELETE', '/api/admin/top-vc-portfolio/list/nobody%20ventures')).status).toBe(200)
    expect((await call('DELETE', '/api/admin/top-vc-portfolio/list/nobody')).body.code).toBe('top_vc_not_found')
    expect((await get('top-vc-portfolio/missing-customers/count')).body.count).toBe(1)
  })

  test('hostile parameters are refused', async () => {
    for (const query of ['vc_domain=%00', 'vc_domain=not%20one', 'limit=501', 'cursor=W10', 'offset=-1', 'count=all']) {
      const { status, body } = await get(`top-vc-portfolio/missing-customers?${query}`)
      expect([query, status >= 400 && status < 500, body.success]).toEqual([query, true, false])
    }
    for (const payload of [{ name: ' ' }, { name: 'X', domain: 'nope' }, { name: 'X', more: 1 }]) {
      const { status } = await call('POST', '/api/admin/top-vc-portfolio/list', payload)
      expect([payload, status >= 400 && status < 500]).toEqual([payload, true])
    }
  })
})
