import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'
import { wipe } from '../../../../test/support/state.ts'
import { asOperator } from '../../../db/database.ts'
import { replay } from '../../ingest/replay.ts'
import { loadCatalog } from '../../workflows/registry.ts'
import { applyTeachings } from '../teach/apply-teachings.ts'
import { teachEntries } from '../teach/teach-entries.ts'
import { listUnresolvedCompanyNames } from './list-unresolved.ts'
import { planCompanyNames } from './plan-company-names.ts'
import { resolveCompanyNames } from './resolve-names.ts'

let t: TestApp

beforeAll(async () => {
  t = await openTestApp()
  for (const [domain, name] of [
    ['tollan.com', 'Tollan Foods'],
    ['larkmere.com', 'Larkmere Glass'],
    ['harrowgate.com', 'Harrowgate Ventures'],
    ['ashby.example', 'Ashby Ovens'],
    ['ashby.com', 'Ashby Ovens'],
    ['kiln.com', 'Kiln'],
  ]) {
    await send('/run/companies/clay-native/firmographics/ingest', {
      company_domain: domain,
      workflow_slug: 'clay-company-firmographics',
      raw_payload: { name },
    })
  }
  await customer('Tollan Foods, Inc.')
  await customer('LARKMERE GLASS (UK) Ltd', 'larkmere-stated.com')
  await customer('Ashby Ovens')
  await customer('Somebody Unheard Of')
  await customer('Kiln')
  await send('/run/companies/cb/vc-portfolio/ingest', {
    company_name: 'Kiln',
    domain: 'kiln.com',
    vc: 'Harrowgate Ventures LLC',
  })
  await send('/run/companies/gemini/case-study-extraction/ingest', {
    origin_company_name: 'Kiln',
    origin_company_domain: 'kiln.com',
    case_study_url: 'https://kiln.com/stories/tollan',
    company_customer_name: 'Tollan Foods',
    has_case_study_url: true,
    workflow_slug: 'gemini-extract-case-study-details',
    raw_payload: { article_title: 'Bread', champions: [{ full_name: 'Ada Byrne', company_name: 'Tollan Foods' }] },
  })
  await send('/run/companies/not-sure/case-study-buyers/ingest', {
    origin_company_name: 'Kiln',
    origin_company_domain: 'kiln.com',
    case_study_url: 'https://kiln.com/stories/tollan',
    customer_company_name: 'Tollan Foods GmbH',
    people: [{ fullName: 'Bo Lind' }],
  })
})
afterAll(() => t.close())
beforeEach(() => t.db.pool.query('truncate core.company_name_resolutions'))

async function send(path: string, body: object) {
  const { statusCode, body: text } = await t.app.inject({
    method: 'POST',
    url: path,
    headers: t.operator,
    payload: body,
  })
  expect(statusCode, text).toBe(200)
}

function customer(name: string, domain?: string, more: object = {}) {
  return send('/run/companies/manual/customers/ingest', {
    origin_company_domain: 'kiln.com',
    company_customer_name: name,
    company_customer_domain: domain,
    workflow_slug: 'manual-company-customers',
    ...more,
  })
}

async function customers() {
  const { rows } = await t.db.pool.query(
    `select normalized_name as name, customer_domain as domain, resolved_by as by, resolved_likelihood as likelihood
     from core.company_customers order by normalized_name`,
  )
  return Object.fromEntries(rows.map(({ name, ...row }) => [name, [row.domain, row.by, row.likelihood]]))
}

async function listed() {
  const { rows } = await t.db.pool.query(
    `select customer_domain, source, notes from reference.company_customers where domain = 'kiln.com' order by 1`,
  )
  return rows.map(({ customer_domain, source, notes }) => [customer_domain, source, notes])
}

describe('names without a domain', () => {
  it('get the domain of their company, with how sure it is, wherever they stand', async () => {
    const progress = await resolveCompanyNames(t.db, { pageSize: 2 })
    expect(progress).toMatchObject({ names: 5, asked: 5 })
    expect(await customers()).toEqual({
      'tollan foods': ['tollan.com', 'exact', 10],
      'larkmere glass': ['larkmere-stated.com', null, null],
      'ashby ovens': [null, null, null],
      'somebody unheard of': [null, null, null],
      kiln: [null, null, null],
    })
    const { rows } = await t.db.pool.query(
      `select distinct 'vc' as what, vc_domain as filled, resolved_domain as resolved from core.company_vc_investors
       union select 'champion', company_domain, resolved_domain from core.case_study_champions
       union select 'study', company_customer_domain, resolved_domain from extracted.case_study_details
       union select 'buyer', customer_company_domain, resolved_domain from extracted.case_study_buyers order by 1`,
    )
    expect(rows).toEqual([
      { what: 'buyer', filled: null, resolved: 'tollan.com' },
      { what: 'champion', filled: 'tollan.com', resolved: 'tollan.com' },
      { what: 'study', filled: null, resolved: 'tollan.com' },
      { what: 'vc', filled: 'harrowgate.com', resolved: 'harrowgate.com' },
    ])
    expect(await listed()).toEqual([
      ['larkmere-stated.com', 'manual-company-customers', null],
      ['tollan.com', 'company-name', 'exact name, likelihood 10'],
    ])
  })

  it('are asked once, and change nothing the second time', async () => {
    await resolveCompanyNames(t.db)
    expect(await resolveCompanyNames(t.db)).toMatchObject({ names: 5, asked: 0, changed: 0 })
    expect(await resolveCompanyNames(t.db, { retryMinutes: 0 })).toMatchObject({ names: 5, asked: 5, changed: 0 })
  })

  it('wait in a queue where nobody knows them, those in the most rows first, with whom they may mean', async () => {
    await resolveCompanyNames(t.db)
    const { names } = await asOperator(t.db, (tx) => listUnresolvedCompanyNames(tx, { limit: 10 }))
    expect(names.map(({ name, row_count }) => [name, row_count])).toEqual([
      ['Ashby Ovens', 1],
      ['Somebody Unheard Of', 1],
    ])
    expect(names[0]?.candidates.map(({ domain }) => domain).sort()).toEqual(['ashby.com', 'ashby.example'])
    expect(names[0]?.places).toEqual({ 'core.company_customers': 1 })
    const first = await asOperator(t.db, (tx) => listUnresolvedCompanyNames(tx, { limit: 1 }))
    const second = await asOperator(t.db, (tx) =>
      listUnresolvedCompanyNames(tx, { limit: 1, cursor: first.cursor ?? '' }),
    )
    expect(second.names[0]?.name).toBe('Somebody Unheard Of')
  })
})

describe('a domain that a payload states', () => {
  it('wins over one that follows from the name, even when the payload is older', async () => {
    await resolveCompanyNames(t.db)
    expect((await customers())['tollan foods']).toEqual(['tollan.com', 'exact', 10])
    await t.db.pool.query(
      `update core.company_customers set observed_at = now() + interval '1 day' where normalized_name = 'tollan foods'`,
    )
    await customer('Tollan Foods, Inc.', 'tollan-stated.com', { source_notes: 'stated' })
    expect((await customers())['tollan foods']?.[0]).toBe('tollan-stated.com')
    await resolveCompanyNames(t.db)
    expect((await customers())['tollan foods']).toEqual(['tollan-stated.com', null, null])
    expect((await listed()).map(([domain]) => domain)).toEqual(['larkmere-stated.com', 'tollan-stated.com'])
  })
})

describe('a name that somebody teaches', () => {
  const teach = (sql: string) => t.db.pool.query(sql)
  const plan = async () => {
    const plans = await planCompanyNames(t.db, ['ashbyovens'])
    const counts = plans.flatMap(({ place, shown }) => shown.map(({ rows, shown: done }) => [place, rows, done]))
    for (const { run } of plans) await run()
    return counts
  }

  it('is shown by every row that carries it, and no more when it is taken back', async () => {
    await resolveCompanyNames(t.db)
    await teach(`insert into reference.company_name_lookup (name, domain) values ('ASHBY OVENS', 'ashby.com')`)
    expect(await plan()).toEqual([['core.company_customers.customer_name', 1, 0]])
    expect((await customers())['ashby ovens']).toEqual(['ashby.com', 'taught', 10])
    expect(await plan()).toEqual([['core.company_customers.customer_name', 1, 1]])
    expect(await listed()).toContainEqual(['ashby.com', 'company-name', 'taught name, likelihood 10'])
    await teach(`delete from reference.company_name_lookup`)
    await plan()
    expect((await customers())['ashby ovens']).toEqual([null, null, null])
    expect((await listed()).map(([domain]) => domain)).not.toContain('ashby.com')
  })

  it('is applied by the job of teachings, with how many rows showed it before and after', async () => {
    await resolveCompanyNames(t.db)
    const by = { id: 'operator', source: 'test' }
    const entries = [{ value: 'Ashby Ovens Ltd', domain: 'https://www.ashby.com/' }]
    const taught = await asOperator(t.db, (tx) => teachEntries(tx, 'company_name', entries, by))
    await applyTeachings(t.db)
    expect((await customers())['ashby ovens']).toEqual(['ashby.com', 'taught', 10])
    const { rows } = await t.db.pool.query('select state, places from reference.teachings where id = $1', [
      taught.teaching_id,
    ])
    expect(rows).toMatchObject([
      { state: 'applied', places: { 'core.company_customers.customer_name': { rows: 1, before: 0, after: 1 } } },
    ])
    await t.db.pool.query('delete from reference.company_name_lookup')
    await plan()
  })

  it('survives a wipe, after which everything comes back as it was', async () => {
    await teach(`insert into reference.company_name_lookup (name, domain) values ('Ashby Ovens', 'ashby.com')`)
    await resolveCompanyNames(t.db)
    const before = [await customers(), await listed()]
    await wipe(t.db)
    await replay(t.db, await loadCatalog(t.db))
    expect(await customers()).not.toEqual(before[0])
    await resolveCompanyNames(t.db)
    expect([await customers(), await listed()]).toEqual(before)
  })
})

describe('many names', () => {
  it('are resolved while others write the same rows, and a run that was stopped goes on', async () => {
    await t.db.pool.query(
      `insert into core.companies (domain, name) select 'm' || i || '.example', 'Brightkiln' || i || ' Works' from generate_series(1, 2000) i`,
    )
    await t.db.pool.query(
      `insert into core.company_customers (origin_company_domain, customer_name, normalized_name)
       select 'origin' || i % 7 || '.example', 'Brightkiln' || i || ' Works Ltd', 'brightkiln' || i from generate_series(1, 2000) i`,
    )
    const stop = new AbortController()
    const first = resolveCompanyNames(t.db, { pageSize: 100, signal: stop.signal })
    setTimeout(() => stop.abort(), 150)
    const writes = Array.from({ length: 20 }, (_, i) =>
      t.db.pool.query(
        `update core.company_customers set updated_at = now() where id in (select id from core.company_customers
         where origin_company_domain = $1 order by origin_company_domain, normalized_name for update)`,
        [`origin${i % 7}.example`],
      ),
    )
    const [partly] = await Promise.all([first, ...writes])
    expect(partly.names).toBeLessThan(2_000)
    await resolveCompanyNames(t.db)
    const { rows } = await t.db.pool.query(
      `select count(*)::int as n from core.company_customers where origin_company_domain like 'origin%' and customer_domain is null`,
    )
    expect(rows).toEqual([{ n: 0 }])
  })
})
