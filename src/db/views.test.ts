import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'

let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

test('field_history: a value that never changed comes from the observation, changed ones from field_changes', async () => {
  await client.query(`
    insert into core.company_observations (subject, source, fields, elder, since, observed_at, payload_hash) values
      ('domain:acme.com', 'yc', '{"name": "Acme", "status": "Active", "employee_count": 9}',
        '{"status": ["2024-05-01T00:00:00Z", "ff", null]}',
        '{"name": "2023-01-01T00:00:00Z", "status": "2024-01-01T00:00:00Z"}', '2025-01-01T00:00:00Z', '\\x01')`)
  await client.query(`
    insert into core.field_changes (kind, subject, source, field, value_hash, value, first_seen, last_seen) values
      ('company', 'domain:acme.com', 'yc', 'employee_count', '\\x01', '5', '2023-01-01T00:00:00Z', '2024-01-01T00:00:00Z'),
      ('company', 'domain:acme.com', 'yc', 'employee_count', '\\x02', '9', '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z')`)
  const day = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD')`
  const rows = await select(
    `select field, value, ${day('first_seen')} as first, ${day('last_seen')} as last from core.field_history
     where kind = 'company' and subject = 'domain:acme.com' and source = 'yc' order by field, first_seen`,
  )
  expect(rows).toEqual([
    { field: 'employee_count', value: 5, first: '2023-01-01', last: '2024-01-01' },
    { field: 'employee_count', value: 9, first: '2025-01-01', last: '2025-01-01' },
    { field: 'name', value: 'Acme', first: '2023-01-01', last: '2025-01-01' },
    { field: 'status', value: 'Active', first: '2024-01-01', last: '2024-05-01' },
  ])
})

test('signal_events: all five kinds, and never the baseline of a monitor', async () => {
  for (const baseline of [true, false]) {
    await client.query(`
      insert into extracted.signal_job_change (natural_key, is_initial_check, new_job_title) values ('${baseline}', ${baseline}, 'VP');
      insert into extracted.signal_promotion (natural_key, is_initial_check, new_titles) values ('${baseline}', ${baseline}, '["VP, Ops"]');
      insert into extracted.signal_job_posting (natural_key, is_initial_check, posted_at) values ('${baseline}', ${baseline}, '2026-01-28T23:30:00-02:00');
      insert into extracted.signal_new_hire (natural_key, is_initial_check) values ('${baseline}', ${baseline});
      insert into extracted.signal_news (natural_key, is_initial_check, news_title) values ('${baseline}', ${baseline}, 'Raised')`)
  }
  await client.query(`insert into extracted.signal_job_change (natural_key, is_initial_check) values ('unknown', null)`)
  expect(
    await select(`select kind, title, to_char(occurred_on, 'YYYY-MM-DD') as day from core.signal_events order by 1, 2`),
  ).toEqual([
    { kind: 'job_change', title: 'VP', day: null },
    { kind: 'job_change', title: null, day: null },
    { kind: 'job_posting', title: null, day: '2026-01-29' },
    { kind: 'new_hire', title: null, day: null },
    { kind: 'news', title: 'Raised', day: null },
    { kind: 'promotion', title: 'VP, Ops', day: null },
  ])
})

test('facts of companies under the original names, with ids that stay', async () => {
  await client.query(`
    insert into core.companies (domain, name, employee_count, industry, country, linkedin_url, description)
    values ('acme.com', 'Acme', 134, 'Software', 'US', 'https://www.linkedin.com/company/acme', 'Kilns'),
      ('empty.com', null, null, null, null, null, null), ('big.com', null, 20000, null, null, null, null)`)
  await client.query(`update core.companies set size_range = '51-200' where domain = 'acme.com'`)
  expect(await select('select domain, matched_employee_range from core.company_employee_ranges order by 1')).toEqual([
    { domain: 'acme.com', matched_employee_range: '51-200' },
    { domain: 'big.com', matched_employee_range: '10001+' },
  ])
  const views = ['names', 'descriptions', 'employee_ranges', 'industries', 'linkedin_urls', 'locations']
  const ids = views.map((view) => `select id from core.company_${view} where domain = 'acme.com'`).join(' union all ')
  const before = await select(ids)
  expect(new Set(before.map((row) => JSON.stringify(row))).size).toBe(views.length)
  await client.query(`delete from core.companies where domain = 'acme.com'`)
  expect(await select(ids)).toEqual([])
  await client.query(`
    insert into core.companies (domain, name, employee_count, industry, country, linkedin_url, description)
    values ('acme.com', 'Acme 2', 135, 'Software', 'US', 'https://www.linkedin.com/company/acme2', 'Kilns')`)
  expect(await select(ids)).toEqual(before)
})

test.each([
  [
    'anymailfinder-email',
    'email_anymailfinder',
    { domain: 'acme.com', anymailfinder_raw_payload: { domain: 'flat.com' } },
  ],
  ['leadmagic-email', 'email_leadmagic', { domain: 'acme.com', leadmagic_raw_payload: { domain: 'flat.com' } }],
  ['icypeas-email', 'email_icypeas', { domain: 'acme.com', icypeas_raw_payload: { domain: 'flat.com' } }],
  ['signal-job-change-v2', 'signal_job_change_payloads', { client_domain: 'client.com', origin_table_id: null }],
  ['signal-promotion-v2', 'signal_promotion_payloads', { client_domain: 'client.com' }],
  ['signal-job-posting-v2', 'signal_job_posting_payloads', { client_domain: 'client.com' }],
  ['icp-verdict-enrichment', 'icp_verdict_payloads', { payload: { domain: 'flat.com' } }],
  ['salesnav-person', 'salesnav_scrapes_person_payloads', { domain: 'flat.com' }],
  ['cleaned-company-name', 'clay_cleaned_company_names', { domain: 'flat.com' }],
  ['vc-portfolio', 'vc_portfolio_payloads', { domain: 'flat.com' }],
  ['cb-vc-portfolio', 'cb_vc_portfolio_payloads', { domain: 'flat.com' }],
])('payloads of %s are in raw.%s', async (slug, view, expected) => {
  await client.query(
    `insert into raw.payloads (workflow_slug, provider, platform, payload_type, entity_key, raw_payload, envelope)
     values ($1, 'p', 'p', 'p', 'k', '{"domain": "flat.com"}', '{"domain": "acme.com", "client_domain": "client.com"}')`,
    [slug],
  )
  expect(await select(`select * from raw.${view}`)).toMatchObject([expected])
})

async function select(sql: string): Promise<object[]> {
  return (await client.query<object>(sql)).rows
}
