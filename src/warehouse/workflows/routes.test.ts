import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../test/support/app.ts'
import { builtIn } from './built-in.ts'

let t: TestApp
beforeAll(async () => {
  t = await openTestApp()
})
afterAll(() => t.close())

const definition = {
  slug: 'acme-companies',
  provider: 'acme',
  platform: 'webhook',
  payload_type: 'firmographics',
  entity_type: 'company',
  description: 'What Acme knows',
  mapping: {
    subject: { path: 'company.website', kind: 'domain' },
    refreshed_at: 'updated',
    fields: {
      employees: { path: 'company.size', type: 'integer' },
      founded: { path: '/company/founded', type: 'date' },
    },
    facts: { name: 'company.name' },
  },
}

function post(url: string, payload: object | string) {
  const headers = { ...t.operator, 'content-type': 'application/json' }
  return t.app.inject({ method: 'POST', url, headers, payload })
}

function get(url: string) {
  return t.app.inject({ url, headers: t.operator })
}

test('every built-in workflow is listed with its route', async () => {
  const { workflows } = (await get('/v1/workflows')).json()
  for (const { slug, route } of builtIn) {
    const listed = workflows.find((row: { slug: string }) => row.slug === slug)
    expect(listed).toMatchObject({ route: route ?? `/v1/ingest/${slug}`, is_active: true })
  }
})

test('a registered workflow is usable at once, reaches core, and can be shown', async () => {
  expect((await get('/v1/workflows/acme-companies')).json().code).toBe('workflow_not_found')
  const registered = await post('/v1/workflows', definition)
  expect(registered.statusCode).toBe(201)
  expect(registered.json()).toMatchObject({ success: true, slug: 'acme-companies', route: '/v1/ingest/acme-companies' })
  expect((await get('/v1/workflows/acme-companies')).json()).toMatchObject({ mapping: definition.mapping })

  const payload = {
    updated: '2026-01-01T00:00:00Z',
    company: { website: 'https://www.acme-test.com', name: 'Acme Test', size: 7 },
  }
  expect((await post('/v1/ingest/acme-companies', payload)).statusCode).toBe(200)
  const { rows } = await t.db.pool.query(`select name from core.companies where domain = 'acme-test.com'`)
  expect(rows).toEqual([{ name: 'Acme Test' }])
})

test('registering again replaces the mapping', async () => {
  const other = { ...definition, mapping: { subject: { path: 'domain', kind: 'domain' } } }
  expect((await post('/v1/workflows', other)).statusCode).toBe(201)
  expect((await get('/v1/workflows/acme-companies')).json().mapping).toEqual(other.mapping)
})

test('a built-in slug cannot be taken', async () => {
  const response = await post('/v1/workflows', { ...definition, slug: 'clay-person-profile' })
  expect(response.statusCode).toBe(409)
  expect(response.json().code).toBe('workflow_built_in')
})

test.each([
  ['a slug with spaces', { slug: 'a b' }, '/slug'],
  ['an unknown entity', { entity_type: 'planet' }, '/entity_type'],
  ['no subject', { mapping: { facts: {} } }, '/mapping'],
  ['an unknown type', { mapping: { ...definition.mapping, fields: { a: { path: 'x', type: 'money' } } } }, '/mapping'],
  [
    'a column that is no name',
    { mapping: { ...definition.mapping, fields: { 'a"b': { path: 'x', type: 'text' } } } },
    '/mapping',
  ],
  ['a member nobody knows', { mapping: { ...definition.mapping, sql: 'drop table' } }, '/mapping'],
])('a definition with %s is 422 and names the place', async (_name, wrong, pointer) => {
  const response = await post('/v1/workflows', { ...definition, ...wrong })
  expect(response.statusCode).toBe(422)
  expect(response.json().errors.some((error: { pointer: string }) => error.pointer.startsWith(pointer))).toBe(true)
})

test.each([
  ['{"slug":', 400, 'syntax'],
  ['', 400, 'empty'],
  ['{"__proto__":{}}', 400, 'proto_key'],
  [`"${'x'.repeat(262_144)}"`, 413, 'too_large'],
])('a body that is no definition is a problem', async (payload, status, code) => {
  const response = await post('/v1/workflows', payload)
  expect(response.statusCode).toBe(status)
  expect(response.json().code).toBe(code)
})

test('what another process registered is known here within a second', async () => {
  for (const slug of ['elsewhere-1', 'elsewhere-2']) {
    expect((await post(`/v1/ingest/${slug}`, { a: 1 })).statusCode).toBe(404)
    await t.db.pool.query(
      `insert into reference.enrichment_workflow_registry (workflow_slug, provider, platform, payload_type, entity_type)
       values ($1, 'a', 'b', 'c', 'company')`,
      [slug],
    )
    await new Promise((resolve) => setTimeout(resolve, 1_050))
    expect((await post(`/v1/ingest/${slug}`, { a: 1 })).statusCode).toBe(200)
  }
})
