import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'
import { asOperator } from '../../../db/database.ts'
import { wipeDerived } from '../../ingest/wipe-derived.ts'

let t: TestApp
async function call(path: string, payload: object | string) {
  const headers = { ...t.operator, 'content-type': 'application/json' }
  const response = await t.app.inject({ method: 'POST', url: path, headers, payload })
  return { status: response.statusCode, body: response.json() }
}
const lead = (action: string, payload: object) =>
  call(`/run/target-client/leads/${action}`, { target_client_domain: 'prospect.com', ...payload })
const profile = (slug: string, name: string) =>
  call('/run/people/clay-native/person-profile/ingest', {
    linkedin_url: `https://www.linkedin.com/in/${slug}`,
    workflow_slug: 'clay-person-profile',
    raw_payload: {
      slug,
      name,
      first_name: name.split(' ')[0],
      experience: [{ title: 'CEO', company: 'Kiln', company_domain: 'kiln.com', is_current: true }],
    },
  })

beforeAll(async () => {
  t = await openTestApp()
  await profile('ada', 'Ada Lovelace')
  await profile('grace', 'Grace Hopper')
  await call('/run/companies/clay-native/firmographics/ingest', {
    company_domain: 'kiln.com',
    workflow_slug: 'clay-company-firmographics',
    raw_payload: { name: 'Kiln', domain: 'kiln.com', employee_count: 85, country: 'Germany' },
  })
  await call('/run/people/clay-icypeas/get-email/ingest', {
    person_linkedin_url: 'https://www.linkedin.com/in/ada',
    icypeas_raw_payload: { status: 'FOUND', emails: [{ email: 'ada@kiln.com', certainty: 'ultra_sure' }] },
  })
})
afterAll(() => t.close())

test('an ingested lead is linked by any form of its identifiers, and twice the same is one', async () => {
  const first = await lead('ingest', {
    person_linkedin_url: 'http://de.linkedin.com/in/Ada/?x=1',
    company_domain: 'https://www.KILN.com/about',
    form_id: 'f1',
  })
  expect(first).toMatchObject({ status: 200, body: { success: true, deduplicated: false } })
  expect(first.body.core_person_id).not.toBeNull()
  expect(first.body.core_company_id).not.toBeNull()
  const again = await lead('ingest', {
    target_client_domain: 'www.prospect.com',
    person_linkedin_url: 'https://www.linkedin.com/in/ada',
    form_id: 'f1',
    first_name: 'Ada',
  })
  expect(again.body).toMatchObject({ ...first.body, deduplicated: true })
  const byEmail = await lead('ingest', { work_email: 'Ada@Kiln.com', form_id: 'f2' })
  expect(byEmail.body).toMatchObject({ deduplicated: false, company_id: null })
  expect(byEmail.body.core_person_id).toBe(first.body.core_person_id)
  const { body } = await lead('list', {})
  expect(body).toMatchObject({ count: 2, meta: { total: 2, total_is: 'exact', cursor: null } })
  // Filled in by the second sending, and kept from the first.
  expect(body.leads[1]).toMatchObject({
    first_name: 'Ada',
    company_domain: 'kiln.com',
    person_linkedin_url: 'https://www.linkedin.com/in/ada',
    enriched_company: { domain: 'kiln.com', employee_count: 85 },
    enriched_person: { full_name: 'Ada Lovelace', title: 'CEO' },
  })
})

test('a lead without person identifiers is one with the same values, and another with others', async () => {
  const ask = (company_name: string) => lead('ingest', { target_client_domain: 'other.com', company_name })
  const [one, same, two] = [await ask('Kiln'), await ask('Kiln'), await ask('Kilns')]
  expect(same.body.lead_id).toBe(one.body.lead_id)
  expect(two.body.lead_id).not.toBe(one.body.lead_id)
})

test('a person who becomes known after the lead shows in the list', async () => {
  const late = { target_client_domain: 'late.com', person_linkedin_url: 'https://www.linkedin.com/in/alan' }
  expect((await lead('ingest', late)).body.core_person_id).toBeNull()
  expect((await lead('list', { target_client_domain: 'late.com' })).body.leads[0].enriched_person).toBeNull()
  await profile('alan', 'Alan Turing')
  const { body } = await lead('list', { target_client_domain: 'late.com' })
  expect(body.leads[0].enriched_person).toMatchObject({ full_name: 'Alan Turing' })
  expect(body.leads[0].core_person_id).toBe(body.leads[0].enriched_person.id)
})

describe('links', () => {
  test('link needs somebody whom core knows', async () => {
    expect(await lead('link', { company_domain: 'nobody.com' })).toMatchObject({
      status: 422,
      body: { code: 'nothing_to_link', success: false, company_found: false, person_found: false },
    })
    const linked = await lead('link', { person_email: 'ada@kiln.com', target_client_domain: 'link.com' })
    expect(linked.body).toMatchObject({ success: true, person_found: true, company_found: true, deduplicated: false })
    const { body } = await lead('list', { target_client_domain: 'link.com', source: 'demo' })
    expect(body.leads).toMatchObject([{ full_name: 'Ada Lovelace', company_domain: 'kiln.com', source: 'demo' }])
  })

  test('a batch links whom it finds, tells the others, and takes one person named twice as one', async () => {
    const batch = {
      target_client_domain: 'batch.com',
      leads: [
        { person_email: 'ada@kiln.com', person_linkedin_url: 'https://www.linkedin.com/in/grace' },
        { person_linkedin_url: 'https://www.linkedin.com/in/grace', company_domain: 'nobody.com' },
        { person_email: 'unknown@kiln.com' },
        { first_name: 'Nobody' },
        { person_email: 'ada@kiln.com' },
      ],
    }
    const { body } = await lead('link-batch', batch)
    expect(body).toMatchObject({ success: true, total: 5, linked: 3, failed: 2 })
    expect(body.results.map((r: { success: boolean }) => r.success)).toEqual([true, true, false, false, true])
    expect(body.results[1]).toMatchObject({ company_found: false, core_company_id: null })
    // The address is asked before the profile.
    expect(body.results[4].lead_id).toBe(body.results[0].lead_id)
    expect((await lead('link-batch', batch)).body.results[0].lead_id).toBe(body.results[0].lead_id)
    const pages = [await lead('list', { target_client_domain: 'batch.com', limit: 1 })]
    pages.push(await lead('list', { target_client_domain: 'batch.com', limit: 1, cursor: pages[0]?.body.meta.cursor }))
    expect(new Set(pages.map(({ body }) => body.leads[0].id)).size).toBe(2)
    expect(pages[1]?.body).toMatchObject({ count: 1, meta: { total: 2, cursor: null } })
  })
})

test('hostile bodies are refused with a reason, and none is a fault', async () => {
  const long = 'x'.repeat(20_000)
  const refusals: [string, object | string, number][] = [
    ['ingest', { target_client_domain: 'not a domain' }, 422],
    ['ingest', { target_client_domain: 'gmail.com' }, 422],
    ['ingest', {}, 422],
    ['ingest', { target_client_domain: 'a.com', typo: 1 }, 422],
    ['ingest', '{"target_client_domain"', 400],
    ['list', { target_client_domain: 'a.com', cursor: 'bm9wZQ' }, 400],
    ['list', { target_client_domain: 'a.com', cursor: btoa('["9999-99-99T99:99:99.999999Z","x"]') }, 400],
    ['list', { target_client_domain: 'a.com', limit: 0 }, 422],
    ['link-batch', { target_client_domain: 'a.com', leads: [] }, 422],
    ['link-batch', { target_client_domain: 'a.com', leads: [{ person_email: { $ne: 1 } }] }, 422],
  ]
  for (const [action, body, status] of refusals) {
    const answer = await call(`/run/target-client/leads/${action}`, body)
    expect([action, body, answer.status]).toEqual([action, body, status])
    expect(answer.body).toMatchObject({ success: false, code: expect.any(String) })
  }
  const odd = { full_name: `${long}\u0000\ud800`, work_email: `${long}@x`, person_linkedin_url: long, form_id: 7 }
  expect((await lead('ingest', { target_client_domain: 'odd.com', ...odd })).status).toBe(200)
  expect((await lead('list', { target_client_domain: 'odd.com' })).body.count).toBe(1)
})

test('a lead follows its person through a merge, and outlives a rebuild of core', async () => {
  const target_client_domain = 'merge.com'
  await profile('ada2', 'Ada King')
  await lead('link', { target_client_domain, person_linkedin_url: 'https://www.linkedin.com/in/ada2' })
  const personOf = async () => (await lead('list', { target_client_domain })).body.leads[0].enriched_person
  expect(await personOf()).toMatchObject({ full_name: 'Ada King' })
  const ids = await t.db.pool.query(
    `select id from core.people where linkedin_slug in ('ada', 'ada2') order by linkedin_slug`,
  )
  const [into, from] = ids.rows.map(({ id }) => id)
  const merged = await call('/v1/people/merge', { into, from, reason: 'the same' })
  expect(merged.status).toBe(200)
  expect(await personOf()).toMatchObject({ id: into })
  await asOperator(t.db, wipeDerived)
  const { body } = await lead('list', { target_client_domain })
  expect(body).toMatchObject({ count: 1, leads: [{ person_linkedin_url: 'https://www.linkedin.com/in/ada2' }] })
})
