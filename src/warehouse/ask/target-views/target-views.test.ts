import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'
import { asOperator } from '../../../db/database.ts'
import { findPage } from '../search/find-page.ts'
import { bringUp } from '../search-index/bring-up.ts'
import { filtersOfView, type ViewAsked } from './filters-of-view.ts'
import { viewEndpoints } from './view-endpoints.ts'

let t: TestApp
async function call(method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object | string) {
  const headers = { ...t.operator, ...(payload !== undefined && { 'content-type': 'application/json' }) }
  const response = await t.app.inject({ method, url, headers, ...(payload !== undefined && { payload }) })
  return { status: response.statusCode, body: response.json() }
}
const save = (payload: object) => call('POST', '/api/target-views', payload)
const person = (slug: string, title: string, past?: string) =>
  call('POST', '/run/people/clay-native/person-profile/ingest', {
    linkedin_url: `https://www.linkedin.com/in/${slug}`,
    workflow_slug: 'clay-person-profile',
    raw_payload: {
      slug,
      name: slug,
      experience: [
        { title, company: 'Kiln', company_domain: 'kiln.com', is_current: true, start_date: '2020-01-01' },
        ...(past === undefined
          ? []
          : [
              { title: 'Clerk', company: past, company_domain: past, start_date: '2010-01-01', end_date: '2019-01-01' },
            ]),
      ],
    },
  })
/** Slugs of the people whom a view asks for. */
async function peopleOf(asked: ViewAsked): Promise<string[]> {
  await bringUp(t.db)
  return asOperator(t.db, async (tx) => {
    const { where } = await filtersOfView(tx, 'leads', asked)
    const { ids } = await findPage(tx, { kind: 'leads', where, limit: 50 })
    const rows = await tx.query<{ full_name: string }>('select full_name from core.people where id = any($1)', [ids])
    return rows.map(({ full_name }) => full_name).sort()
  })
}

beforeAll(async () => {
  t = await openTestApp()
  await person('ann', 'VP Marketing', 'larkmere.com')
  await person('bob', 'VP Sales')
  await person('cyd', 'Clerk', 'larkmere.com')
})
afterAll(() => t.close())

test('a view finds whom its filters name, is replaced per domain, and keeps its slug', async () => {
  const first = await save({ domain: 'https://www.acme.com/x', name: 'Acmé, Inc.', filters: { seniority: 'VP' } })
  expect(first).toMatchObject({
    status: 201,
    body: {
      success: true,
      url: '/api/leads?view=acme-inc',
      data: { domain: 'acme.com', filters: { seniority: 'VP' } },
    },
  })
  expect(await peopleOf({ slug: 'acme-inc' })).toEqual(['ann', 'bob'])
  const filters = { job_title: ['vp marketing', 'clerk'], filter: { past_employer: 'larkmere.com' } }
  const second = await save({ domain: 'acme.com', name: 'Other', filters })
  expect(second).toMatchObject({ status: 200, body: { data: { id: first.body.data.id, slug: 'acme-inc', filters } } })
  expect(await peopleOf({ slug: 'acme-inc' })).toEqual(['ann', 'cyd'])
  expect((await call('GET', '/api/target-views/acme-inc')).body).toMatchObject({ success: true, name: 'Other' })
  const listed = async (url: string) =>
    (await call('GET', url)).body.data.map((lead: { full_name: string }) => lead.full_name).sort()
  expect(await listed('/api/leads?view=acme-inc')).toEqual(['ann', 'cyd'])
  expect(await listed('/api/people?view=acme-inc&seniority=VP')).toEqual(['ann'])
  expect((await call('GET', '/api/leads?view=nobody')).status).toBe(404)
  expect((await call('GET', '/api/companies?view=acme-inc')).body.code).toBe('view_of_other_list')
  // A list that asks for a domain of its own is used as what it is.
  const alumni = { domain: 'seeker.com', endpoint: '/api/leads/by-past-employer', filters: { domains: 'larkmere.com' } }
  const used = await save(alumni)
  expect(used.status, JSON.stringify(used.body)).toBe(201)
  const { url } = used.body
  expect(await listed(url)).toEqual(['ann', 'cyd'])
  // Another domain of the same name has a slug of its own.
  expect((await save({ domain: 'acme.org', name: 'Acme Inc', filters: {} })).body.data.slug).toBe('acme-inc-2')
  expect((await save({ domain: 'plain.com', filters: {} })).body.data.slug).toBe('plain-com')
})

test('a deleted view is gone, and its slug is free', async () => {
  await save({ domain: 'gone.com', filters: {} })
  expect((await call('DELETE', '/api/target-views/gone-com')).body).toMatchObject({ success: true, deleted: true })
  expect((await call('DELETE', '/api/target-views/gone-com')).status).toBe(404)
  const missing = await call('GET', '/api/target-views/gone-com')
  expect(missing).toMatchObject({ status: 404, body: { code: 'view_not_found' } })
  expect((await save({ domain: 'gone.com', filters: {} })).body.data.slug).toBe('gone-com')
})

test('filters that the list would refuse are refused, each by its name', async () => {
  const wrong = async (filters: object, endpoint?: string) => {
    const { status, body } = await save({ domain: 'wrong.com', filters, ...(endpoint !== undefined && { endpoint }) })
    return [status, body.code, body.errors?.map(({ pointer }: { pointer: string }) => pointer)]
  }
  const refused = (...pointers: string[]) => [400, 'filter_invalid', pointers]
  expect(await wrong({ seniority: 'Boss', nope: 1, job_title: 7 })).toEqual(
    refused('/filters/seniority', '/filters/nope', '/filters/job_title'),
  )
  expect(await wrong({ job_start_date_gte: '2026-02-30', complete: 'maybe' })).toEqual(
    refused('/filters/job_start_date_gte', '/filters/complete'),
  )
  expect(await wrong({ filter: { title: ['x'], colour: 1 } })).toEqual(refused('/filters/filter/colour'))
  expect(await wrong({}, '/api/leads/by-past-employer')).toEqual(refused('/filters/domains'))
  expect(await wrong({}, '/api/nothing')).toEqual(refused('/endpoint'))
  expect(await wrong({ job_title: ['x'] }, '/api/companies')).toEqual(refused('/filters/job_title'))
  // Nothing of it was saved, and the right values of the same kind are.
  expect((await call('GET', '/api/target-views/wrong-com')).status).toBe(404)
  const right = { seniority: 'VP', job_start_date_gte: '2019-02-28', complete: 'false', person_city: '' }
  expect((await save({ domain: 'wrong.com', filters: right })).status).toBe(201)
})

test('a view outlives its values, and lists with a default keep it', async () => {
  await t.db.pool.query(`insert into core.target_client_views (domain, slug, filters) values ('old.com', 'old', $1)`, [
    { seniority: ['Duke'] },
  ])
  expect(await peopleOf({ slug: 'old' })).toEqual([])
  const endpoint = '/api/leads/new-in-role'
  await save({ domain: 'lately.com', endpoint, filters: {} })
  expect(await peopleOf({ slug: 'lately-com' })).toEqual([])
  await save({ domain: 'lately.com', endpoint, filters: { started_within_days: 36_500 } })
  expect(await peopleOf({ slug: 'lately-com' })).toEqual(['ann', 'bob', 'cyd'])
  await save({ domain: 'firms.com', endpoint: '/api/companies', filters: { name: 'kiln' } })
  await expect(peopleOf({ slug: 'firms-com' })).rejects.toMatchObject({ status: 400, code: 'view_of_other_list' })
})

test('a target asks for alumni of its customers who fit its ICP', async () => {
  await expect(peopleOf({ target: 'seller.com' })).rejects.toMatchObject({ status: 422, code: 'target_unknown' })
  await call('POST', '/run/companies/manual/customers/ingest', {
    origin_company_domain: 'seller.com',
    company_customer_name: 'Larkmere',
    company_customer_domain: 'larkmere.com',
    workflow_slug: 'manual-company-customers',
  })
  expect(await peopleOf({ target: 'www.seller.com' })).toEqual(['ann', 'cyd'])
  await call('POST', '/run/companies/db/icp-criteria/upsert', { domain: 'seller.com', job_titles: ['Marketing', '?'] })
  expect(await peopleOf({ target: 'seller.com' })).toEqual(['ann'])
  // A stored ICP goes before its parts.
  const criteria = { person_criteria: { title_contains_any: ['Clerk', 'VP'], title_contains_all: ['Clerk'] } }
  const stored = await t.app.inject({
    method: 'PUT',
    url: '/v1/icp/seller.com',
    headers: t.operator,
    payload: criteria,
  })
  expect(stored.statusCode).toBe(201)
  expect(await peopleOf({ target: 'seller.com' })).toEqual(['cyd'])
})

test('the filters of every list are those of its route', async () => {
  const { paths } = t.app.swagger() as { paths: Record<string, { get?: { parameters?: { name: string }[] } }> }
  const notFilters = ['limit', 'offset', 'cursor', 'count', 'view', 'target', 'sort', 'fields', 'filter']
  const made = ['customer_domains', 'icp_industries', 'icp_job_titles']
  for (const [endpoint, { params }] of Object.entries(viewEndpoints)) {
    const told = paths[endpoint]?.get?.parameters?.map(({ name }) => name)
    expect(told, endpoint).toBeDefined()
    const known = Object.keys(params).filter((name) => !made.includes(name))
    expect([endpoint, known.toSorted()]).toEqual([endpoint, told?.filter((n) => !notFilters.includes(n)).toSorted()])
  }
})
