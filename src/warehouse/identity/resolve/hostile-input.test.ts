import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type KnownEntities, openKnownEntities } from '../../../../test/support/known-entities.ts'

let known: KnownEntities

beforeAll(async () => {
  known = await openKnownEntities()
})
afterAll(() => known.close())

describe('hostile input', () => {
  const long = 'x'.repeat(2_001)
  test.each([
    ['no object', '[]', 422],
    ['no JSON', '{"domain": ', 400],
    ['nothing', '', 400],
    ['depth', `{"metadata": ${'['.repeat(100)}${']'.repeat(100)}}`, 400],
    ['an unknown parameter', '{"emial": "a@b.example"}', 422],
    ['a long text', JSON.stringify({ name: long }), 422],
    ['many values', JSON.stringify({ domain: Array(11).fill('a.example') }), 422],
    ['a number', '{"name": 5}', 422],
    ['a fraction', '{"min_likelihood": 1.5}', 422],
    ['a likelihood beyond the scale', '{"domain": "a.example", "min_likelihood": 11}', 422],
    ['an expression that cannot be read', '{"domain": "a.example", "required": "name AND"}', 422],
    ['a dangerous key', '{"__proto__": {"domain": "tollan.example"}}', 422],
  ])('%s is refused', async (_, payload, status) => {
    for (const kind of ['companies', 'people']) {
      const answer = await known.post(`/v1/${kind}/resolve`, payload)
      expect([answer.status, answer.body.success]).toEqual([status, false])
    }
  })

  test.each([
    'a\u0000b',
    '\ud800',
    "'; drop table core.people; --",
    '%_\\',
    '😀'.repeat(300),
    'ﷺ'.repeat(300),
    '(((((',
    'a '.repeat(900),
    'İıſK',
    '\u202eevil',
    '...',
    'x'.repeat(2_000),
  ])('%j is no fault', async (text) => {
    const person = { name: text, company: text, city: text, linkedin_url: text, email: text }
    const company = {
      name: text,
      domain: text,
      linkedin_url: text,
      email: text,
      ticker: text,
      location: text,
      country: text,
    }
    for (const verb of ['resolve', 'identify']) {
      expect((await known.post(`/v1/people/${verb}`, person)).status).toBeLessThan(500)
      expect((await known.post(`/v1/companies/${verb}`, company)).status).toBeLessThan(500)
    }
  })

  test('without a key, or with one that may only ingest, nothing is told', async () => {
    const request = {
      method: 'POST',
      url: '/v1/people/resolve',
      payload: { name: 'John Smith', city: 'London' },
    } as const
    expect((await known.app.inject(request)).statusCode).toBe(401)
    const { body } = await known.post('/v1/keys', { name: 'sender', scopes: ['ingest'] })
    const headers = { authorization: `Bearer ${body.key ?? body.secret ?? body.token}` }
    expect((await known.app.inject({ ...request, headers })).statusCode).toBe(403)
  })
})
