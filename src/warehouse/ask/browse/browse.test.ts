import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'
import { asOperator } from '../../../db/database.ts'
import { askTwice } from './ask-twice.ts'
import { browseRows } from './browse-rows.ts'
import { countedTables } from './counted-tables.ts'
import { browsable } from './find-table.ts'

let t: TestApp
async function get(path: string, headers = t.operator) {
  const response = await t.app.inject({ method: 'GET', url: `/api/admin/${path}`, headers })
  return { status: response.statusCode, body: response.json() }
}
const namesOf = async (path: string) =>
  (await get(path)).body.data.map(({ customer_name }: { customer_name: string }) => customer_name)

beforeAll(async () => {
  t = await openTestApp()
  await t.db.pool.query(`
    insert into core.company_customers (origin_company_domain, customer_name, normalized_name, has_case_study, created_at)
    select 'kiln.com', name, lower(name), i % 2 = 0, case when i > 5 then '2026-01-01T00:00:00Z'::timestamptz + i * interval '1 day' end
    from unnest(array['A', 'B', 'C', 'Old Name', 'Older Name', 'Acme, Inc.', 'Acmeco', '50% Off', 'O''Neil \\ Co']) with ordinality n (name, i);
    insert into core.companies (domain, name, city, country, locality, employee_count, size_range)
    values ('kiln.com', 'Kiln', 'Berlin', 'Germany', 'Berlin, Germany', 70, '51-200'), ('bare.com', 'Bare', null, null, null, null, null);
    insert into core.people (linkedin_url, full_name, title, job_start_date)
    values ('https://www.linkedin.com/in/ada', 'Ada', 'CEO', '2026-02-01')`)
})
afterAll(() => t.close())

test('every table of the list exists with its columns, pages, and counts', async () => {
  for (const [name, table] of browsable) {
    const [schema, short] = name.split('.')
    const { status, body } = await get(`${schema}/${short}?limit=1`)
    expect([name, status, body.code]).toEqual([name, 200, undefined])
    const [row] = body.data
    if (row !== undefined) expect(Object.keys(row)).toEqual(Object.keys(table.columns))
  }
  for (const name of [...countedTables.keys(), ...browsable.keys()]) {
    const [schema, short] = name.split('.')
    const { status, body } = await get(`${schema}/${short}/count`)
    expect([name, status, body.table_name, body.count_is]).toEqual([name, 200, short, 'exact'])
  }
  expect((await get('tables/core/company_customers/count')).body).toMatchObject({ count: 9, count_is: 'exact' })
  expect((await get('core/company_customers/count')).body).toMatchObject({
    success: true,
    count: 9,
    schema_name: 'core',
  })
  expect(browsable.size).toBeGreaterThan(30)
})

test('pages by cursor give every row once, the newest first, also rows without a time', async () => {
  const all = await namesOf('core/company_customers?limit=500')
  expect(all.slice(-4)).toEqual(["O'Neil \\ Co", '50% Off', 'Acmeco', 'Acme, Inc.'])
  for (const path of ['core/company_customers', 'core/company_locations', 'core/companies_missing_location']) {
    const whole = (await get(`${path}?limit=500`)).body.data
    const walked: unknown[] = []
    let cursor = ''
    do {
      const { body } = await get(`${path}?limit=2&count=none${cursor === '' ? '' : `&cursor=${cursor}`}`)
      expect(body.meta).toMatchObject({ total: null, total_is: 'none', limit: 2 })
      walked.push(...body.data)
      cursor = body.meta.cursor ?? ''
    } while (cursor !== '')
    expect(walked).toEqual(whole)
  }
  expect(await namesOf('core/company_customers?limit=2&offset=7')).toEqual(all.slice(7, 9))
})

describe('filters', () => {
  test('names match by words, wildcards are letters, and a repeated parameter is any of its values', async () => {
    expect(await namesOf('core/company_customers?customer_name=acme')).toEqual(['Acme, Inc.'])
    expect(await namesOf('core/company_customers?customer_name=NAME%20old')).toEqual(['Old Name'])
    expect(await namesOf(`core/company_customers?customer_name=${encodeURIComponent("o'neil \\")}`)).toHaveLength(1)
    expect(await namesOf('core/company_customers?customer_name=50%25%20off')).toEqual(['50% Off'])
    expect(await namesOf('core/company_customers?customer_name=acme&customer_name=acmeco')).toHaveLength(2)
    expect(await namesOf('core/company_customers?origin_company_domain=kiln')).toEqual([])
    const { meta } = (await get('core/company_customers?has_case_study=true&customer_name=')).body
    expect(meta).toMatchObject({ total: 4, total_is: 'exact' })
  })

  test('bounds hold for days, times and numbers; a day as an end is included', async () => {
    const total = async (path: string) => (await get(path)).body.meta.total
    expect(await total('core/company_customers?created_at_gte=2026-01-08&created_at_lte=2026-01-09')).toBe(2)
    expect(await total('core/company_customers?created_at_lte=2026-01-07T23:59:59Z')).toBe(1)
    expect(await total('core/company_customers?created_at=2026-01-08')).toBe(1)
    expect(await total('core/companies?employee_count_gte=70&employee_count_lte=70')).toBe(1)
    expect(await total('core/companies?employee_count_gte=71')).toBe(0)
    expect(await total('core/people?job_start_date_gte=2026-02-01&job_start_date_lte=2026-02-01')).toBe(1)
    expect(await total('core/company_employee_range?employee_range=51-200')).toBe(1)
    expect(await total('core/persons_missing_cleaned_title')).toBe(1)
  })

  test('what cannot be asked is refused with what can', async () => {
    const wrong = [
      'colour=red',
      'payload_hash=x',
      'customer_name=%25',
      'created_at_gte=yesterday',
      'created_at=2026-02-30',
      'has_case_study=maybe',
      'id=1',
      'id_gte=1',
      'customer_name=%00',
      `customer_name=${'x'.repeat(1001)}`,
      'created_at_gte=2026-01-01&created_at_gte=2026-01-02',
      'constructor=1',
      'limit=501',
      'limit=0',
      'offset=10001',
      'cursor=nope',
      `cursor=${Buffer.from('["2026-01-01T00:00:00.000000Z","x"]').toString('base64url')}`,
      `cursor=${Buffer.from('[1,null]').toString('base64url')}`,
      'count=all',
    ]
    for (const query of wrong) {
      const { status, body } = await get(`core/company_customers?${query}`)
      expect([query, status >= 400 && status < 500, body.success]).toEqual([query, true, false])
    }
    const { body } = await get('core/company_customers?colour=red&id=1')
    expect(body.errors).toMatchObject([{ pointer: '/colour' }, { pointer: '/id', message: 'must be a UUID' }])
    expect(body.errors[0].message).toContain('created_at_gte')
  })
})

test('only tables of the list can be named, and what is elsewhere is told where', async () => {
  for (const name of [
    'public/api_keys',
    'raw/payloads',
    'pg_catalog/pg_authid',
    'core/companies;drop',
    'raw/idempotency_keys',
  ]) {
    expect([name, (await get(name)).status]).toEqual([name, 404])
  }
  for (const name of ['public/api_keys', 'raw/receipts', 'core/share_secret']) {
    expect([name, (await get(`${name}/count`)).status]).toEqual([name, 404])
  }
  expect((await get('reference/seniorities')).body.detail).toContain('GET /api/filters')
  expect((await get('raw/free_trial_payloads/count')).body.detail).toContain('raw.payloads')
  expect((await get('raw/payloads')).body.detail).toContain('/api/admin/raw/payloads/count')
})

test('a read key may not browse', async () => {
  const made = await t.app.inject({
    method: 'POST',
    url: '/v1/keys',
    headers: t.operator,
    payload: { name: 'reader', scopes: ['read'] },
  })
  const reader = { authorization: `Bearer ${made.json().key}` }
  expect((await get('core/companies', reader)).status).toBe(403)
  expect((await get('core/companies/count', reader)).status).toBe(403)
})

test('what is slow one way is asked another way, and refused when that is slow too', async () => {
  const patience = { quickSeconds: 0.05, seconds: 0.2 }
  const asked: boolean[] = []
  const slowAtFirst = askTwice(
    t.db,
    (tx, thorough) => {
      asked.push(thorough)
      return tx.query('select pg_sleep($1)', [thorough ? 0 : 5])
    },
    patience,
  )
  expect([await slowAtFirst, asked]).toEqual([[{ pg_sleep: '' }], [false, true]])
  const slow = askTwice(t.db, (tx) => tx.query('select pg_sleep(5)'), patience)
  await expect(slow).rejects.toMatchObject({ status: 422, code: 'too_slow' })
  await expect(askTwice(t.db, (tx) => tx.query('select 1/0'), patience)).rejects.toMatchObject({ code: '22012' })
})

test('both ways give the same pages', async () => {
  for (const name of ['core.company_customers', 'core.company_locations', 'core.company_vc_backed', 'core.people']) {
    const table = browsable.get(name)
    if (table === undefined) throw new Error(name)
    const pagesOf = async (thorough: boolean) => {
      const pages = []
      for (let cursor: string | undefined; ; ) {
        const page = { filters: {}, limit: 2, offset: 0, cursor }
        const { rows, cursor: next } = await asOperator(t.db, (tx) => browseRows(tx, table, page, thorough))
        pages.push(rows)
        if (next === null) return pages
        cursor = next
      }
    }
    expect(await pagesOf(true)).toEqual(await pagesOf(false))
  }
})

test('a large table is estimated unless all of it must be counted', async () => {
  await t.db.pool.query(`insert into core.company_public (domain) select i || '.com' from generate_series(1, 10050) i`)
  await t.db.pool.query('analyze core.company_public')
  const counted = (await get('core/company_public/count')).body
  expect(counted).toMatchObject({ count_is: 'estimated' })
  expect(Math.abs(counted.count - 10_050)).toBeLessThan(200)
  expect((await get('core/company_public/count?count=exact')).body).toMatchObject({ count: 10_050, count_is: 'exact' })
})
