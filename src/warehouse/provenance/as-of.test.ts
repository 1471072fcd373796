import { afterEach, expect, test, vi } from 'vitest'
import { openTestApp, type TestApp } from '../../../test/support/app.ts'
import type { EntityView } from './schema.ts'

vi.setConfig({ testTimeout: 120_000 })

const open: TestApp[] = []
afterEach(async () => {
  for (const t of open.splice(0)) await t.close()
})

async function openApp(): Promise<TestApp> {
  const t = await openTestApp()
  open.push(t)
  return t
}

interface Payload {
  workflow: string
  body: object
  /** The time the payload counts from. */
  at: string
}

/** A small random world: few companies and people, so that payloads meet and go back in time. */
function world(seed: number): Payload[] {
  let state = seed
  const random = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
  const day = () => `2026-0${1 + random(9)}-1${random(9)}T0${random(9)}:00:00Z`
  const maybe = <T>(value: T): T | null => (random(3) === 0 ? null : value)
  return Array.from({ length: 120 }, () => {
    const at = day()
    const c = random(6)
    const domain = `past${c}.example`
    if (random(3) === 0) {
      const hit = { id: 500 + c, name: maybe(`YC ${random(3)}`), website: `https://${domain}`, team_size: random(50) }
      return {
        workflow: 'yc-company',
        at,
        body: { hit: { ...hit, industry: maybe(`I${random(3)}`) }, observed_at: at },
      }
    }
    if (random(2) === 0) {
      const raw_payload = {
        ...{ name: maybe(`Name ${random(3)}`), employee_count: maybe(random(100)), industry: maybe(`F${random(3)}`) },
        ...{ description: maybe(`About ${random(5)}`), country: maybe(`C${random(3)}`), last_refresh: at },
      }
      return { workflow: 'clay-company-firmographics', at, body: { company_domain: domain, raw_payload } }
    }
    const latest_experience = {
      title: `T${random(4)}`,
      company: `C${c}`,
      company_domain: domain,
      start_date: '2025-01',
    }
    const raw_payload = { name: `P${random(2)}`, headline: maybe(`H${random(4)}`), latest_experience, last_refresh: at }
    const linkedin_url = `https://www.linkedin.com/in/past-${random(5)}`
    return {
      workflow: 'clay-person-profile',
      at,
      body: { linkedin_url, workflow_slug: 'clay-person-profile', raw_payload },
    }
  })
}

/** All at once: in which order payloads arrive makes no difference. */
async function send(t: TestApp, payloads: readonly Payload[]): Promise<void> {
  const answers = await Promise.all(
    payloads.map(({ workflow, body }) =>
      t.app.inject({ method: 'POST', url: `/v1/ingest/${workflow}`, headers: t.operator, payload: body }),
    ),
  )
  for (const answer of answers) expect(answer.statusCode, answer.body).toBe(200)
}

async function show(t: TestApp, path: string): Promise<EntityView | null> {
  const answer = await t.app.inject({ url: path, headers: t.operator })
  return answer.statusCode === 404 ? null : answer.json()
}

/** What counts, without ids, which differ from one installation to the other. */
function told(view: EntityView | null) {
  return Object.fromEntries(
    Object.entries(view?.fields ?? {}).map(([field, { value, source, observed_at }]) => [
      field,
      { value, source, observed_at },
    ]),
  )
}

test.each([1, 2])(
  'as of a time is what Galena says that was only told what was observed by then (world %i)',
  async (seed) => {
    const payloads = world(seed)
    const now = await openApp()
    await send(now, payloads)
    const names = [
      ...Array.from({ length: 6 }, (_, c) => `/v1/companies/past${c}.example`),
      ...Array.from({ length: 5 }, (_, p) => `/v1/people/slug:past-${p}`),
    ]
    let compared = 0
    let otherThanNow = 0
    for (const time of ['2026-03-01', '2026-05-15', '2026-08-12T04:00:00Z']) {
      const then = await openApp()
      await send(
        then,
        payloads.filter(({ at }) => at <= time),
      )
      for (const name of names) {
        const past = await show(now, `${name}?as_of=${time}`)
        const uncertain = new Set(past?.uncertain?.map(({ field }) => field))
        const [claimed, real, current] = [told(past), told(await show(then, name)), told(await show(now, name))]
        for (const field of new Set([...Object.keys(claimed), ...Object.keys(real)])) {
          if (uncertain.has(field)) continue
          expect({ name, time, field, ...claimed[field] }).toEqual({ name, time, field, ...real[field] })
          compared++
          if (JSON.stringify(current[field]) !== JSON.stringify(real[field])) otherThanNow++
        }
      }
    }
    // Control: the comparison looks at something, and most of it has changed since.
    expect(compared).toBeGreaterThan(100)
    expect(otherThanNow).toBeGreaterThan(50)
  },
)

test('a person as of a time', async () => {
  const t = await openApp()
  const profile = (title: string, at: string): Payload => ({
    workflow: 'clay-person-profile',
    at,
    body: {
      linkedin_url: 'https://www.linkedin.com/in/as-of',
      workflow_slug: 'clay-person-profile',
      raw_payload: { name: 'As Of', headline: `${title} there`, latest_experience: { title }, last_refresh: at },
    },
  })
  await send(t, [profile('CEO', '2026-06-01T00:00:00Z'), profile('CTO', '2026-02-01T00:00:00Z')])
  const before = await show(t, '/v1/people/slug:as-of?as_of=2026-03-01')
  expect(before).toMatchObject({ linkedin_url: 'https://www.linkedin.com/in/as-of', uncertain: [] })
  expect(before?.fields.job?.value).toMatchObject({ title: 'CTO' })
  expect(before?.fields.headline?.value).toBe('CTO there')
  expect((await show(t, '/v1/people/slug:as-of'))?.fields.job?.value).toMatchObject({ title: 'CEO' })
})

test('more than can be read for one answer is uncertain, and costs no more than that', async () => {
  const t = await openApp()
  const firmographics = (name: string, at: string, description: string): Payload => ({
    workflow: 'clay-company-firmographics',
    at,
    body: { company_domain: 'large.example', raw_payload: { name, description, last_refresh: at } },
  })
  const large = 'x'.repeat(1_000_000)
  await send(t, [firmographics('First', '2026-01-01T00:00:00Z', 'small')])
  const view = () => show(t, '/v1/companies/large.example?as_of=2026-01-15')
  await send(t, [firmographics('Second', '2026-02-01T00:00:00Z', large)])
  expect(await view()).toMatchObject({ fields: { name: { value: 'First' } }, uncertain: [] })
  const minutes = Array.from({ length: 35 }, (_, i) => 10 + i)
  await send(
    t,
    minutes.map((minute) => firmographics('Later', `2026-02-02T00:${minute}:00Z`, `${minute}${large}`)),
  )
  const past = await view()
  expect(past?.uncertain?.map(({ field }) => field).sort()).toEqual(['description', 'name'])
})
