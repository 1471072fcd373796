import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connect, type Database } from '../../src/db/database.ts'
import { startIngest } from '../../src/warehouse/ingest/engine.ts'
import type { Ingest, Outcome } from '../../src/warehouse/ingest/submission.ts'
import { clientLeads } from '../../src/warehouse/workflows/client-leads.ts'
import type { Workflow } from '../../src/warehouse/workflows/define.ts'
import { anymailfinderEmail } from '../../src/warehouse/workflows/email-anymailfinder.ts'
import { findPeople } from '../../src/warehouse/workflows/find-people.ts'
import { mappedWorkflow } from '../../src/warehouse/workflows/mapped-workflow.ts'
import { salesnavPerson } from '../../src/warehouse/workflows/salesnav-person.ts'
import { signalJobChangeV2 } from '../../src/warehouse/workflows/signal-job-change.ts'
import { signalJobPosting } from '../../src/warehouse/workflows/signal-job-posting.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { submission } from '../support/submit.ts'

let database: TestDatabase
let db: Database
let ingest: Ingest
const failures: unknown[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url)
  await db.pool.query(
    `insert into reference.location_lookup (location_name, city, state, country)
     values ('Ghent, Flanders, Belgium', 'Ghent', 'Flanders', 'Belgium')`,
  )
  ingest = await startIngest({ db, log: (message, fields) => failures.push([message, fields]) })
})

afterAll(async () => {
  await ingest.close()
  await db.close()
  await database.drop()
})

beforeEach(() => {
  failures.length = 0
})

async function send(workflow: Workflow, body: unknown): Promise<Outcome['body']> {
  const { status, body: answer } = await ingest.submit(submission(workflow, body))
  expect([status, answer.error, failures]).toEqual([200, undefined, []])
  return answer
}

async function all(sql: string): Promise<Record<string, unknown>[]> {
  return (await db.pool.query(sql)).rows
}

const email = (person: string, address: string, validation: string) => ({
  full_name: 'Odalys Fenwick',
  person_linkedin_url: `linkedin.com/in/${person}`,
  domain: 'brightkiln.example',
  anymailfinder_raw_payload: { success: true, results: { email: address, validation, alternatives: ['o@b.example'] } },
})

test('a found address becomes the work e-mail, and the first person it was found for keeps it', async () => {
  const first = await send(anymailfinderEmail, email('odalys-fenwick', 'odalys@brightkiln.example', 'valid'))
  expect(first).toMatchObject({ email: 'odalys@brightkiln.example', person_mapping_updated: true })
  const second = await send(anymailfinderEmail, email('somebody-else', 'Odalys@brightkiln.example', 'unknown'))
  expect(second).toMatchObject({ person_mapping_updated: false })
  expect(await all('select email, person_linkedin_url from reference.email_to_person')).toEqual([
    { email: 'odalys@brightkiln.example', person_linkedin_url: 'https://www.linkedin.com/in/odalys-fenwick' },
  ])
  expect(await all('select linkedin_slug, work_email from core.people order by 1')).toEqual([
    { linkedin_slug: 'odalys-fenwick', work_email: 'odalys@brightkiln.example' },
    { linkedin_slug: 'somebody-else', work_email: null },
  ])
})

test('a Sales Navigator person is known without a profile, and becomes a person with it', async () => {
  const row = {
    first_name: 'Teun',
    last_name: 'Abara',
    job_title: 'Head of Plant IT',
    linkedin_user_profile_urn: 'urn:li:member:4711',
    location: 'Ghent, Flanders, Belgium',
    company_name: 'Tollan Foods',
    domain: 'tollan.example',
    upload_id: '7f6c2a5e-0000-4000-8000-000000000001',
    email: 'null',
  }
  expect(await send(salesnavPerson, row)).toMatchObject({ location_matched: true })
  expect(await all('select city, has_city, email from extracted.salesnav_scrapes_person')).toEqual([
    { city: 'Ghent', has_city: true, email: null },
  ])
  const known = () => all(`select full_name, city from core.people where linkedin_slug = 'teun-abara'`)
  expect(await known()).toEqual([])
  await send(salesnavPerson, { ...row, person_linkedin_sales_nav_url: 'https://www.linkedin.com/in/Teun-Abara' })
  expect(await known()).toEqual([{ full_name: 'Teun Abara', city: 'Ghent' }])
})

const change = (client: string, isInitialCheck: boolean) => ({
  client_domain: client,
  raw_job_change_payload: {
    isInitialCheck,
    confidence: 90,
    reducedConfidenceReasons: [],
    fullProfile: {
      name: 'Priya Stonewell',
      url: 'https://www.linkedin.com/in/priya-stonewell',
      latest_experience: {
        company: 'Larkmere',
        company_domain: 'larkmere.example',
        title: 'VP, Plants',
        start_date: '2026-01',
      },
    },
  },
})

test('each client has its own event, and a baseline afterwards does not undo it', async () => {
  const first = await send(signalJobChangeV2, change('one.example', false))
  expect(first).toMatchObject({ person_name: 'Priya Stonewell', new_company_domain: 'larkmere.example' })
  await send(signalJobChangeV2, change('two.example', false))
  await send(signalJobChangeV2, change('one.example', true))
  await send(signalJobChangeV2, { ...change('one.example', false), job_change_within_months: 3 })
  expect(
    await all(
      `select client_domain, is_initial_check, job_change_within_months from extracted.signal_job_change
       where person_linkedin_slug = 'priya-stonewell' order by 1, 2`,
    ),
  ).toEqual([
    { client_domain: 'one.example', is_initial_check: false, job_change_within_months: 3 },
    { client_domain: 'one.example', is_initial_check: true, job_change_within_months: null },
    { client_domain: 'two.example', is_initial_check: false, job_change_within_months: null },
  ])
  expect(await all(`select title, company_domain from core.people where linkedin_slug = 'priya-stonewell'`)).toEqual([
    { title: 'VP, Plants', company_domain: 'larkmere.example' },
  ])
})

test('a posting of the first generation joins the open jobs of the company', async () => {
  await send(signalJobPosting, {
    company_linkedin_url: 'linkedin.com/company/larkmere',
    company_domain: 'larkmere.example',
    job_title: 'Plant Manager, Nights',
    job_linkedin_url: 'https://www.linkedin.com/jobs/view/800000002',
    raw_job_post_data_payload: { jobPostData: { salary_min: '90,000.50' } },
  })
  expect(
    await all(`select job_id, title, salary_min from core.company_job_postings where domain = 'larkmere.example'`),
  ).toEqual([{ job_id: '800000002', title: 'Plant Manager, Nights', salary_min: '90000.50' }])
})

test('a lead sent twice is one lead, and nobody else learns of it', async () => {
  const before = await all('select count(*)::int as n from core.people')
  const lead = {
    client_domain: 'clientco.example',
    client_form_id: 'f1',
    work_email: 'New.Person@unseen.example',
    person_linkedin_url: 'linkedin.com/in/new-person',
    company_domain: 'unseen.example',
  }
  const first = await send(clientLeads, lead)
  const again = await send(clientLeads, { ...lead, work_email: 'new.person@unseen.example', full_name: 'New Person' })
  expect(again.lead_id).toBe(first.lead_id)
  expect(again.company_id).toBe(first.company_id)
  expect(await all('select full_name from client.leads')).toEqual([{ full_name: 'New Person' }])
  const other = await send(clientLeads, { ...lead, client_domain: 'other.example' })
  expect(other.lead_id).not.toBe(first.lead_id)
  expect(await all('select count(*)::int as n from core.people')).toEqual(before)
  expect(await all(`select 1 from core.companies where domain = 'unseen.example'`)).toEqual([])
})

test('a found person answers with the matches of the lookups', async () => {
  const answer = await send(findPeople, {
    linkedin_url: 'linkedin.com/in/ilmari-vale',
    raw_payload: {
      name: 'Ilmari Vale',
      location_name: 'Ghent, Flanders, Belgium',
      latest_experience_start_date: '2024',
    },
  })
  expect(answer).toMatchObject({ matched_city: 'Ghent', matched_state: 'Flanders' })
  expect(answer.mapped_id).toBe(answer.extracted_id)
  expect(await all(`select matched_city, latest_start_date::text from extracted.person_discovery`)).toEqual([
    { matched_city: 'Ghent', latest_start_date: '2024-01-01' },
  ])
})

test('a workflow registered at run time feeds records and the canonical company', async () => {
  const scores = mappedWorkflow({
    slug: 'acme-score',
    provider: 'acme',
    platform: 'n8n',
    payloadType: 'score',
    entityType: 'company',
    description: '',
    mapping: {
      subject: { kind: 'domain', path: 'site' },
      fields: { score: { path: 'score', type: 'number' }, at: { path: 'at', type: 'date' } },
      facts: { name: 'name', industry: 'industry', tags: 'tags' },
    },
  })
  const answer = await send(scores, {
    site: 'www.acme.example',
    score: 'x',
    at: '2026-02-30',
    name: 'Acme, Inc.',
    tags: ['b2b'],
  })
  expect(answer.warnings).toMatchObject([{ code: 'invalid_number' }, { code: 'invalid_date' }])
  expect(await all(`select id, name, tags from core.companies where domain = 'acme.example'`)).toEqual([
    { id: answer.entity_id, name: 'Acme, Inc.', tags: ['b2b'] },
  ])
  expect(await all(`select entity_key, fields from extracted.records where workflow_slug = 'acme-score'`)).toEqual([
    { entity_key: 'domain:acme.example', fields: { score: null, at: null } },
  ])
})
