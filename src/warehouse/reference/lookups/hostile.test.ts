import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'
import { answerLocation } from './answer-location.ts'

let t: TestApp
beforeAll(async () => {
  t = await openTestApp()
})
afterAll(() => t.close())

const fieldsOf: Record<string, readonly string[]> = {
  '/run/people/db/person-job-title/lookup': ['job_title', 'infer'],
  '/run/people/db/person-location/lookup': ['location_name', 'infer'],
  '/run/--/db/salesnav-person/lookup': ['location_raw', 'infer'],
  '/run/companies/db/salesnav-company-location/lookup': ['registered_address_raw', 'infer'],
  '/run/companies/db/company-customers/lookup': ['domain'],
  '/run/companies/db/company-icp/lookup': ['domain'],
  '/run/companies/db/has-raised-vc-status/check': ['domain'],
  '/api/companies/public-company-info': ['domain'],
  '/api/companies/check-has-customers': ['domain'],
  '/api/companies/check-has-case-studies': ['domain'],
  '/api/people/work-history': ['linkedin_url'],
}
const updates: Record<string, readonly string[]> = {
  '/run/reference/job-title/update': ['latest_title', 'cleaned_job_title', 'seniority_level', 'job_function', 'status'],
  '/run/reference/location/update': [
    'location_name',
    'city',
    'state',
    'country',
    'has_city',
    'has_state',
    'has_country',
  ],
  '/run/companies/db/vc-domain/update': ['vc_name', 'domain'],
  '/run/companies/db/public-ticker/backfill': ['domain', 'ticker'],
  '/run/companies/db/company-linkedin/update': ['domain', 'company_linkedin_url', 'short_description'],
}

const nasty = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 2,
    arbitrary: fc.string({
      unit: fc.constantFrom('a', ' ', ',', '\0', '\ufdfa', '\ud800', '{', '"', '\\', '\u0301'),
      maxLength: 1_200,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'acme.com',
      'gmail.com',
      '-',
      'a.b',
      '١٢٣.com',
      'null',
      '',
      ' ',
      'true',
      '😀.ws',
      "x');--",
      '%00',
    ),
  },
  { weight: 1, arbitrary: fc.anything({ maxDepth: 2 }) },
)

function bodies(fields: readonly string[]) {
  return fc.record(Object.fromEntries(fields.map((field) => [field, nasty])), { requiredKeys: [] })
}

async function send(url: string, body: unknown): Promise<void> {
  const payload = JSON.stringify(body, (_, value) => (typeof value === 'bigint' ? Number(value) : value)) ?? 'null'
  const answer = await t.app.inject({
    method: 'POST',
    url,
    payload,
    headers: { ...t.operator, 'content-type': 'application/json' },
  })
  expect(answer.statusCode, `${url} ${payload.slice(0, 500)} ${answer.body}`).toBeLessThan(500)
  if (answer.statusCode >= 400) expect(answer.json()).toMatchObject({ success: false, error: expect.any(String) })
}

test.each(Object.entries({ ...fieldsOf, ...updates }))('nothing sent to %s fails the server', async (path, fields) => {
  await fc.assert(
    fc.asyncProperty(bodies(fields), (body) => send(path, body)),
    { numRuns: 150, seed: 11 },
  )
})

test.each(Object.entries(fieldsOf))('no batch sent to %s fails the server', async (path, fields) => {
  const items = fc.array(fc.oneof(bodies(fields), nasty), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(items, (list) => send(`${path}/batch`, { items: list })),
    { numRuns: 60, seed: 12 },
  )
})

test('a path that is no domain is refused', async () => {
  for (const domain of ['%00', 'a', '..', encodeURIComponent('ü'.repeat(400)), encodeURIComponent("a'b.com"), '%ff']) {
    for (const name of ['icp', 'has-customers', 'has-case-studies']) {
      const { statusCode } = await t.app.inject({ url: `/api/companies/${domain}/${name}`, headers: t.operator })
      expect([200, 400, 404, 414, 422], `${domain} ${statusCode}`).toContain(statusCode)
    }
  }
})

test('a thousand of the slowest texts let others have their turns', async () => {
  const cities = ['Paris', 'London', 'Springfield', 'Georgia', 'Texas']
  const slow = Array.from({ length: 140 }, (_, i) => cities[i % 5]).join(', ')
  const items = Array.from({ length: 1_000 }, (_, i) => `${i} ${slow}`.slice(0, 1_000))
  await send('/run/people/db/person-location/lookup', { location_name: slow })
  let turns = 0
  const timer = setInterval(() => {
    turns += 1
  }, 1)
  await send('/run/people/db/person-location/lookup/batch', { items })
  clearInterval(timer)
  // How many depends on how fast the machine is: one for every few milliseconds of work.
  expect(turns).toBeGreaterThan(2)
  // Control: in one go, nothing else has its turn.
  turns = 0
  for (const item of items) answerLocation(item, null, true)
  expect(turns).toBe(0)
})
