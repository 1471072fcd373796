import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../test/support/app.ts'
import { asOperator } from '../../db/database.ts'
import { findStatuses } from './find-statuses.ts'

let t: TestApp

async function call(method: 'GET' | 'POST', url: string, payload?: object) {
  const response = await t.app.inject({
    method,
    url,
    headers: t.operator,
    ...(payload === undefined ? {} : { payload }),
  })
  return { status: response.statusCode, body: response.json() }
}
const firmographics = (domain: string) =>
  call('POST', '/run/companies/clay-native/firmographics/ingest', {
    company_domain: domain,
    workflow_slug: 'clay-company-firmographics',
    raw_payload: { name: domain, domain, url: `https://www.linkedin.com/company/${domain.split('.')[0]}` },
  })
const found = (domain: string, page: string) =>
  call('POST', '/run/companies/clay-native/find-companies/ingest', {
    company_domain: domain,
    workflow_slug: 'clay-find-companies',
    raw_payload: { name: 'A', domain, linkedin_url: `https://www.linkedin.com/company/${page}` },
  })
const study = (domain: string, raw_payload: object | undefined) =>
  call('POST', '/run/companies/gemini/case-study-extraction/ingest', {
    origin_company_name: 'Kiln',
    origin_company_domain: domain,
    case_study_url: `https://${domain}/stories/tollan`,
    company_customer_name: 'Tollan',
    has_case_study_url: true,
    workflow_slug: 'gemini-extract-case-study-details',
    ...(raw_payload === undefined ? {} : { raw_payload }),
  })
const one = (domain: string, workflow_slug: string) =>
  call('POST', '/api/companies/enrichment-status', { domain, workflow_slug })

let stored: { raw_id: string }
beforeAll(async () => {
  t = await openTestApp()
  stored = (await firmographics('kiln.com')).body
  expect((await study('kiln.com', undefined)).status).toBe(202)
  expect((await found('odd.com', 'one')).status).toBe(200)
  const contradicting = {
    company_domain: 'odd.com',
    workflow_slug: 'clay-find-companies-location-parsed',
    raw_company_payload: { name: 'A', domain: 'odd.com', linkedin_url: 'https://www.linkedin.com/company/two' },
  }
  expect((await call('POST', '/v1/ingest/clay-find-companies-location-parsed', contradicting)).status).toBe(409)
  await call('POST', '/run/companies/manual/customers/ingest', {
    origin_company_domain: 'kiln.com',
    origin_company_name: 'Kiln',
    company_customer_name: 'Larkmere',
    company_customer_domain: 'larkmere.com',
    workflow_slug: 'manual-company-customers',
  })
  await call('POST', '/run/people/clay-native/person-profile/ingest', {
    linkedin_url: 'https://www.linkedin.com/in/ada',
    workflow_slug: 'clay-person-profile',
    raw_payload: { slug: 'ada', name: 'Ada', experience: [{ title: 'CEO', company: 'Kiln', is_current: true }] },
  })
  await call('POST', '/run/people/clay-icypeas/get-email/ingest', {
    person_linkedin_url: 'https://www.linkedin.com/in/ada',
    icypeas_raw_payload: { status: 'FOUND', emails: [{ email: 'ada@kiln.com', certainty: 'ultra_sure' }] },
  })
})
afterAll(() => t.close())

describe('one workflow of one entity', () => {
  test('done says when and by which payload; a domain in another spelling is the same company', async () => {
    const { status, body } = await one('https://www.KILN.com/about', 'clay-company-firmographics')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      success: true,
      domain: 'kiln.com',
      enriched: true,
      status: 'done',
      count: 1,
      raw_id: stored.raw_id,
      core_table: 'core.companies',
    })
    expect(Math.abs(Date.parse(body.last_enriched_at) - Date.now())).toBeLessThan(60_000)
  })

  test('never, pending and failed are told apart', async () => {
    expect((await one('nobody.com', 'clay-company-firmographics')).body).toMatchObject({
      enriched: false,
      status: 'never',
      count: 0,
      last_enriched_at: null,
      raw_id: null,
    })
    expect((await one('kiln.com', 'gemini-extract-case-study-details')).body).toMatchObject({
      enriched: false,
      status: 'pending',
    })
    expect((await one('odd.com', 'clay-find-companies-location-parsed')).body).toMatchObject({
      enriched: false,
      status: 'failed',
      error_code: 'linkedin_url_conflict',
    })
  })

  test('a workflow that is unknown, or of another kind of entity, is refused; an alias is taken', async () => {
    expect(await one('kiln.com', 'no-such; drop table core.companies')).toMatchObject({
      status: 422,
      body: { success: false, code: 'workflow_not_found' },
    })
    expect(await one('kiln.com', 'clay-person-profile')).toMatchObject({
      status: 422,
      body: { code: 'workflow_mismatch' },
    })
    expect((await one('kiln.com', 'clay-cleaned-company-name')).body).toMatchObject({
      workflow_slug: 'cleaned-company-name',
      status: 'never',
    })
    expect(await one('no domain', 'clay-company-firmographics')).toMatchObject({ status: 422 })
  })

  test('people: by workflow, also one whose payloads are filed under another key, and by their jobs', async () => {
    const ask = (workflow_slug: string, person_linkedin_url = 'linkedin.com/in/Ada/') =>
      call('POST', '/api/people/workflow-enrichment-status', { person_linkedin_url, workflow_slug })
    expect((await ask('icypeas-email')).body).toMatchObject({ enriched: true, status: 'done', count: 1 })
    expect((await ask('leadmagic-email')).body).toMatchObject({ enriched: false, status: 'never' })
    const jobs = (linkedin_url: string) => call('POST', '/api/people/enrichment-status', { linkedin_url })
    expect((await jobs('https://www.linkedin.com/in/ada')).body).toMatchObject({ is_enriched: true, entry_count: 1 })
    expect((await jobs('https://www.linkedin.com/in/eve')).body).toMatchObject({
      is_enriched: false,
      entry_count: 0,
      last_enriched_at: null,
    })
  })
})

describe('many entities', () => {
  const ask = (body: object) => call('POST', '/v1/enrichment-status', body)

  test('every workflow of the kind is done, pending, failed or never, in the order of the entities', async () => {
    const entities = ['larkmere.com', { domain: 'kiln.com' }, 'not a domain', 'linkedin:kiln', 'odd.com']
    const { status, body } = await ask({ entity_type: 'company', entities })
    expect(status).toBe(200)
    const [customer, kiln, refusal, page, odd] = body.results
    expect(customer).toMatchObject({ success: true, done: 0, workflows: [] })
    expect(customer.never).toEqual(body.workflows)
    expect(kiln).toMatchObject({ key: 'domain:kiln.com', done: 2, pending: 1, failed: 0 })
    const states = kiln.workflows.map((w: { workflow_slug: string; status: string }) => [w.workflow_slug, w.status])
    expect(states).toEqual([
      ['clay-company-firmographics', 'done'],
      ['gemini-extract-case-study-details', 'pending'],
      ['manual-company-customers', 'done'],
    ])
    expect(kiln.never).toHaveLength(body.workflows.length - 3)
    expect(refusal).toMatchObject({ success: false, entity: 'not a domain', code: 'entity_invalid' })
    expect(page.workflows).toEqual(kiln.workflows)
    expect(odd).toMatchObject({ done: 1, failed: 1 })
  })

  test('what was run for a company that was merged was run for the whole; undone, it is not', async () => {
    await call('POST', '/run/companies/clay-native/normalize-company/ingest', {
      domain: 'kiln-labs.com',
      cleaned_company_name: 'Kiln Labs',
    })
    const cleaned = async () => (await one('kiln.com', 'cleaned-company-name')).body.status
    expect(await cleaned()).toBe('never')
    const merged = await call('POST', '/v1/companies/merge', { into: 'kiln.com', from: 'kiln-labs.com' })
    expect(merged.status).toBe(200)
    expect(await cleaned()).toBe('done')
    expect((await one('kiln-labs.com', 'clay-company-firmographics')).body).toMatchObject({ status: 'done', count: 1 })
    await call('POST', '/v1/companies/unmerge', { id: merged.body.merge_id })
    expect(await cleaned()).toBe('never')
  })

  test('a newer failure does not undo what was taken in, and is told', async () => {
    expect((await found('odd.com', 'three')).status).toBe(409)
    const { body } = await one('odd.com', 'clay-find-companies')
    expect(body).toMatchObject({ enriched: true, status: 'done', count: 1, error_code: 'linkedin_url_conflict' })
    expect(Date.parse(body.failed_at)).toBeGreaterThanOrEqual(Date.parse(body.last_enriched_at))
  })

  test('hostile names are refused one by one, never with a fault', async () => {
    const entities = [
      '',
      ' ',
      'a\u0000b',
      '\ud800',
      "'; drop table core.companies; --",
      'x'.repeat(5_000),
      'domain:',
      '{}',
    ]
    const { status, body } = await ask({ entity_type: 'company', entities })
    expect(status).toBe(200)
    expect(body.results).toHaveLength(entities.length)
    expect(body.results.every((result: { done?: number }) => !result.done)).toBe(true)
    expect((await one('kiln.com', 'a\u0000b')).status).toBe(422)
    expect((await ask({ entity_type: 'lead', entities: ['a.com'] })).status).toBe(422)
    expect((await ask({ entity_type: 'company', entities: [] })).status).toBe(422)
  })

  test('asked for some workflows it tells those only', async () => {
    const question = { entity_type: 'person', entities: ['linkedin.com/in/ada'], workflows: ['clay-person-profile'] }
    expect((await ask(question)).body).toMatchObject({
      workflows: ['clay-person-profile'],
      results: [{ done: 1, never: [], workflows: [{ workflow_slug: 'clay-person-profile', count: 1 }] }],
    })
    expect((await ask({ ...question, workflows: ['yc-company'] })).status).toBe(422)
    expect((await ask({ ...question, entities: Array(1001).fill('a.com') })).status).toBe(422)
  })

  test('a thousand entities are one statement, which reads no table as a whole', async () => {
    const sent: string[] = []
    const keys = Array.from({ length: 1000 }, (_, i) => [i === 500 ? 'domain:kiln.com' : `domain:c${i}.com`])
    const statuses = await asOperator(t.db, (tx) =>
      findStatuses(
        {
          ...tx,
          query: async (text, values) => {
            sent.push(text)
            await tx.query('select set_config($1, $2, true)', ['enable_seqscan', 'off'])
            const plan = await tx.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
            const scans = plan.map((line) => line['QUERY PLAN']).filter((line) => line.includes('Seq Scan'))
            expect(scans).toEqual([])
            return tx.query(text, values)
          },
        },
        keys,
        ['clay-company-firmographics'],
      ),
    )
    expect(sent).toHaveLength(1)
    expect(statuses.map((of) => of.length)).toEqual(keys.map((_, i) => (i === 500 ? 1 : 0)))
  })
})

describe('the registry', () => {
  test('lists workflows with filters, and counts what it lists', async () => {
    const { body } = await call('GET', '/api/enrichment/workflows?entity_type=person&coalesces_to_core=true')
    const slugs = body.data.map((row: { workflow_slug: string }) => row.workflow_slug)
    expect(slugs).toContain('clay-person-profile')
    expect(slugs).not.toContain('clay-company-firmographics')
    expect(body.meta).toMatchObject({ total: slugs.length, in_core_count: slugs.length, not_in_core_count: 0 })
    const both = await call('GET', '/api/enrichment/workflows?entity_type=person&entity_type=company')
    expect(both.body.meta.total).toBeGreaterThan(slugs.length)
    const lookups = await call('GET', '/api/enrichment/workflows?workflow_type=lookup')
    expect(lookups.body.data.length).toBeGreaterThan(3)
    expect((await call('GET', '/api/enrichment/workflows?is_active=perhaps')).status).toBe(400)
  })

  test('what is switched off is listed only when it is asked for', async () => {
    const listed = async (filter: string) =>
      (await call('GET', `/api/enrichment/workflows?${filter}`)).body.data.map(
        (row: { workflow_slug: string }) => row.workflow_slug,
      )
    expect(await listed('')).toContain('yc-company')
    await t.db.pool.query(
      `update reference.enrichment_workflow_registry set is_active = false where workflow_slug = 'yc-company'`,
    )
    expect(await listed('')).not.toContain('yc-company')
    expect(await listed('is_active=false')).toEqual(['yc-company'])
    await t.db.pool.query(`update reference.enrichment_workflow_registry set is_active = true`)
  })

  test('every built-in workflow says where it lands, and the tables are there', async () => {
    const { body } = await call('GET', '/api/enrichment/workflows')
    const tables: string[] = body.data.flatMap((row: { extracted_table: string | null; core_table: string | null }) =>
      [row.extracted_table, row.core_table].filter((table) => table !== null),
    )
    const { rows } = await t.db.pool.query('select t from unnest($1::text[]) t where to_regclass(t) is null', [tables])
    expect(rows).toEqual([])
    const landless = body.data.filter(
      (row: { workflow_type: string; extracted_table: string | null; core_table: string | null }) =>
        row.workflow_type === 'ingest' && row.extracted_table === null && row.core_table === null,
    )
    expect(landless).toEqual([])
    const { body: summary } = await call('GET', '/api/enrichment/workflows/summary')
    expect(summary.total).toBe(body.meta.total)
    expect(Object.values<number>(summary.by_entity_type).reduce((sum, n) => sum + n, 0)).toBe(summary.total)
  })
})
