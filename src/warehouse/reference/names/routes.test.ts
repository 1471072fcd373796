import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'
import { resolveCompanyNames } from './resolve-names.ts'

let t: TestApp

beforeAll(async () => {
  t = await openTestApp()
  await t.db.pool.query(
    `insert into core.companies (domain, name, country) values
       ('jpmorganchase.com', 'JPMorgan Chase & Co.', 'United States'), ('ibm.com', 'International Business Machines Corp', 'United States'),
       ('tollan.com', 'Tollan Foods, Inc.', 'Ireland'), ('harrowgate.com', 'Harrowgate', 'United Kingdom')`,
  )
  await t.db.pool.query(`insert into raw.vc_firms (name, domain) values ('Harrowgate Ventures', 'harrowgate.vc')`)
  await t.db.pool.query(
    `insert into core.company_customers (origin_company_domain, customer_name, normalized_name) values
       ('kiln.com', 'Unheard Of', 'unheard of'), ('oven.com', 'Unheard Of', 'unheard of'), ('oven.com', 'Zzyx', 'zzyx')`,
  )
  await resolveCompanyNames(t.db)
})
afterAll(() => t.close())

async function get(url: string) {
  const { statusCode, body } = await t.app.inject({ method: 'GET', url, headers: t.operator })
  return { status: statusCode, body: JSON.parse(body) }
}

async function post(url: string, payload: unknown) {
  const { statusCode, body } = await t.app.inject({
    method: 'POST',
    url,
    headers: { ...t.operator, 'content-type': 'application/json' },
    payload: JSON.stringify(payload),
  })
  return { status: statusCode, body: JSON.parse(body) }
}

const companies = '/run/companies/db/company-name/lookup'
const firms = '/run/companies/db/vc-domain/lookup'

describe('the domain of a company by its name', () => {
  it('is found exactly, then by parts of the name', async () => {
    expect((await get('/api/companies/lookup?name=tollan%20foods,%20inc.')).body).toMatchObject({
      success: true,
      match_status: true,
      company_name: 'tollan foods, inc.',
      domain: 'tollan.com',
      name: 'Tollan Foods, Inc.',
      matched_by: 'exact',
      likelihood: 10,
    })
    expect((await get('/api/companies/lookup?name=Tollan')).body).toMatchObject({
      domain: 'tollan.com',
      matched_by: 'fuzzy',
    })
    expect((await get('/api/companies/lookup?name=IBM')).body).toMatchObject({ domain: 'ibm.com', matched_by: 'alias' })
    expect((await get('/api/companies/lookup?name=JP%20Morgan')).body.domain).toBe('jpmorganchase.com')
  })

  it('is null for a name that nobody has, and the answer is no error', async () => {
    expect(await get('/api/companies/lookup?name=Qwzzk')).toEqual({
      status: 200,
      body: {
        success: true,
        match_status: false,
        company_name: 'Qwzzk',
        domain: null,
        company_id: null,
        name: null,
        matched_by: null,
        likelihood: null,
        candidates: [],
      },
    })
    expect((await get('/api/companies/lookup')).status).toBe(400)
  })

  it('is told for many names in their order, each as if it stood alone', async () => {
    const items = [
      'IBM',
      { company_name: 'Tollan', country: 'IE' },
      null,
      '',
      7,
      'Qwzzk',
      'a\0b',
      '\ud800',
      'x'.repeat(5_000),
    ]
    const { status, body } = await post(`${companies}/batch`, { items })
    expect(status).toBe(200)
    expect(body.results.map(({ domain }: { domain: string | null }) => domain)).toEqual([
      'ibm.com',
      'tollan.com',
      ...Array.from({ length: 7 }, () => null),
    ])
    expect(body.results[0]).toEqual((await post(companies, { company_name: 'IBM' })).body)
    expect((await post(`${companies}/batch`, { items: Array.from({ length: 1_001 }, () => 'IBM') })).status).toBe(422)
  })

  it('a thousand names at once are one question', async () => {
    const items = Array.from({ length: 1_000 }, (_, i) => (i % 2 === 0 ? 'Tollan Foods' : `Nobody ${i} & Sons (${i})`))
    const { body } = await post(`${companies}/batch`, { items })
    expect(body.results.filter(({ match_status }: { match_status: boolean }) => match_status)).toHaveLength(500)
  })
})

describe('the domain of a venture firm', () => {
  it('comes from the list of firms before any company of the name', async () => {
    expect((await post(firms, { vc_name: 'HARROWGATE VENTURES, LLC' })).body).toMatchObject({
      match_status: true,
      vc_name: 'HARROWGATE VENTURES, LLC',
      domain: 'harrowgate.vc',
      matched_by: 'normalised',
    })
    const { body } = await post(`${firms}/batch`, { items: ['Harrowgate Ventures', { vc_name: 'Tollan Foods' }, null] })
    expect(body.results.map(({ domain }: { domain: string | null }) => domain)).toEqual([
      'harrowgate.vc',
      'tollan.com',
      null,
    ])
  })
})

describe('names that nobody could resolve', () => {
  it('are listed, those in the most rows first', async () => {
    const first = await get('/v1/reference/company-names/unresolved?limit=1')
    expect(first.body.names).toMatchObject([{ name: 'Unheard Of', row_count: 2, candidates: [] }])
    const next = await get(
      `/v1/reference/company-names/unresolved?limit=1&cursor=${encodeURIComponent(first.body.cursor)}`,
    )
    expect(next.body.names).toMatchObject([{ name: 'Zzyx', row_count: 1 }])
    expect((await get('/v1/reference/company-names/unresolved?cursor=x')).status).toBe(400)
  })
})
