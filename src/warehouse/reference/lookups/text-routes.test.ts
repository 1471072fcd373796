import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'
import { type HttpClient, listenTo } from '../../../../test/support/http-client.ts'
import { inferLocation, LOCATION_ANSWER_CONFIDENCE } from '../places/infer-location.ts'
import { inferTitle, TITLE_ANSWER_CONFIDENCE } from '../titles/infer-title.ts'

let t: TestApp
let http: HttpClient
beforeAll(async () => {
  t = await openTestApp()
  http = await listenTo(t)
})
afterAll(() => t.close())
beforeEach(async () => {
  await t.db.pool.query('truncate reference.job_title_lookup, reference.location_lookup')
})

const titles = '/run/people/db/person-job-title/lookup'
const places = [
  ['/run/people/db/person-location/lookup', 'location_name'],
  ['/run/--/db/salesnav-person/lookup', 'location_raw'],
  ['/run/companies/db/salesnav-company-location/lookup', 'registered_address_raw'],
] as const

async function storeTitle(latest: string, cleaned: string | null, seniority: string | null, job: string | null) {
  await t.db.pool.query(
    `insert into reference.job_title_lookup (latest_title, cleaned_job_title, seniority_level, job_function)
     values ($1, $2, $3, $4)`,
    [latest, cleaned, seniority, job],
  )
}

const missedTitle = {
  match_status: false,
  cleaned_job_title: null,
  seniority_level: null,
  job_function: null,
  matched_by: null,
  confidence: null,
}

describe('lookup of a job title', () => {
  test('the very text is an exact match', async () => {
    await storeTitle('VP, Sales', 'Vice President of Sales', 'VP', 'Sales')
    expect(await http.post(titles, { job_title: 'VP, Sales' })).toEqual({
      status: 200,
      body: {
        job_title: 'VP, Sales',
        match_status: true,
        cleaned_job_title: 'Vice President of Sales',
        seniority_level: 'VP',
        job_function: 'Sales',
        matched_by: 'exact',
        confidence: 1,
      },
    })
  })

  test.each(['vp sales', '  VP – SALES ', 'ＶＰ, Sales', 'Vp/sales!'])(
    '%s matches it by the normalised key',
    async (raw) => {
      await storeTitle('VP, Sales', 'Vice President of Sales', 'VP', 'Sales')
      const { body } = await http.post(titles, { job_title: raw, infer: false })
      expect(body).toMatchObject({
        job_title: raw,
        match_status: true,
        matched_by: 'normalised',
        job_function: 'Sales',
      })
      expect(body.confidence).toBeLessThan(1)
    },
  )

  test('of several spellings the exact one answers, else the first', async () => {
    await storeTitle('ceo', 'second', null, null)
    await storeTitle('CEO', 'first', null, null)
    const asked = ['ceo', 'CEO', 'Ceo'].map(
      async (raw) => (await http.post(titles, { job_title: raw })).body.cleaned_job_title,
    )
    expect(await Promise.all(asked)).toEqual(['second', 'first', 'first'])
  })

  test('"C#" and "C++" are not "C"', async () => {
    await storeTitle('C Developer', 'C Developer', null, 'Engineering')
    const bodies = ['C# Developer', 'C++ Developer'].map((job_title) => http.post(titles, { job_title, infer: false }))
    for (const { body } of await Promise.all(bodies)) expect(body.match_status).toBe(false)
  })

  test('values of an entry may be null; an entry that says nothing is none', async () => {
    await storeTitle('Quartermaster', 'Quartermaster', null, null)
    await storeTitle('Bosun', null, null, null)
    const { body } = await http.post(titles, { job_title: 'Quartermaster' })
    expect(body).toMatchObject({ match_status: true, seniority_level: null, job_function: null })
    expect((await http.post(titles, { job_title: 'Bosun', infer: false })).body.match_status).toBe(false)
  })

  test('what nobody taught is inferred, and marked so', async () => {
    const raw = 'VP of Marketing'
    const inferred = inferTitle(raw)
    expect(inferred?.confidence).toBeGreaterThanOrEqual(TITLE_ANSWER_CONFIDENCE)
    expect((await http.post(titles, { job_title: raw })).body).toEqual({
      job_title: raw,
      match_status: true,
      ...inferred,
      matched_by: 'inferred',
    })
    const { rows } = await t.db.pool.query('select from reference.job_title_lookup')
    expect(rows).toEqual([])
  })

  test('below the confidence it is a suggestion beside a miss', async () => {
    const unsure = ['Wizard of Light Bulb Moments', 'Blorp Zindler', 'Chaos Coordinatrix', 'Ninja', 'Xq Zzt'].find(
      (raw) => {
        const confidence = inferTitle(raw)?.confidence
        return confidence !== undefined && confidence < TITLE_ANSWER_CONFIDENCE
      },
    )
    expect(unsure).toBeDefined()
    const { status, body } = await http.post(titles, { job_title: unsure })
    expect(status).toBe(200)
    expect(body).toEqual({ job_title: unsure, ...missedTitle, suggestion: inferTitle(unsure ?? '') })
    expect(body).not.toHaveProperty('error')
  })

  test.each([
    ['in the body', '', { infer: false }],
    ['as text in the body', '', { infer: 'false' }],
    ['in the query', '?infer=false', {}],
    ['in the body against the query', '?infer=true', { infer: false }],
  ])('infer=false %s matches stored entries only', async (_, query, more) => {
    const { status, body } = await http.post(titles + query, { job_title: 'VP of Marketing', ...more })
    expect({ status, body }).toEqual({
      status: 200,
      body: { job_title: 'VP of Marketing', ...missedTitle, suggestion: null },
    })
    await storeTitle('VP of Marketing', 'VP Marketing', 'VP', 'Marketing')
    const after = await http.post(titles + query, { job_title: 'VP of Marketing', ...more })
    expect(after.body).toMatchObject({ match_status: true, matched_by: 'exact' })
  })

  test.each(['', '   ', null, '???', '🚀', 'x'.repeat(1_001), 'a\0b', '\ud800'])(
    '%j is a miss, not an error',
    async (raw) => {
      const { status, body } = await http.post(titles, { job_title: raw, infer: false })
      expect({ status, match: body.match_status, error: body.error }).toEqual({
        status: 200,
        match: false,
        error: undefined,
      })
    },
  )

  test.each([
    ['no title', {}, 422, 'invalid_request'],
    ['a title that is none', { job_title: { a: 1 } }, 422, 'invalid_request'],
    ['an unreadable flag', { job_title: 'CEO', infer: 'perhaps' }, 422, 'invalid_request'],
    ['no object', ['CEO'], 422, 'invalid_request'],
  ])('%s is a failure that carries match_status and error', async (_, sent, status, code) => {
    const answer = await http.post(titles, sent)
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({ code, match_status: false, success: false, error: expect.any(String) })
  })

  test('needs a key with the scope read', async () => {
    expect((await http.post(titles, { job_title: 'CEO' }, 'wrong')).status).toBe(401)
    const { key } = (await http.post('/v1/keys', { name: 'in', scopes: ['ingest'] })).body
    const refused = await http.post(titles, { job_title: 'CEO' }, String(key))
    expect(refused.status).toBe(403)
    expect(refused.body).toMatchObject({ match_status: false, code: 'scope_missing' })
  })

  test('a database that fails is no miss', async () => {
    await t.db.pool.query('alter table reference.job_title_lookup rename to gone')
    const { status, body } = await http.post(titles, { job_title: `Never asked ${Math.random()}` })
    await t.db.pool.query('alter table reference.gone rename to job_title_lookup')
    expect(status).toBe(500)
    expect(body).toMatchObject({ match_status: false, error: expect.any(String) })
  })
})

describe('lookup of many titles', () => {
  test('answers each in its place, as the single lookup would', async () => {
    await storeTitle('CTO', 'Chief Technology Officer', 'C-Suite', 'Engineering')
    const items = ['cto', '', 'VP of Marketing', 'CTO', null, 'Xq Zzt', 'cto', 'Geschäftsführer', 42]
    const { status, body } = await http.post(`${titles}/batch`, { items: items.map((job_title) => ({ job_title })) })
    expect(status).toBe(200)
    const singles = await Promise.all(items.map((job_title) => http.post(titles, { job_title })))
    expect(body.results).toEqual(singles.map((single) => single.body))
    const bare = await http.post(`${titles}/batch?infer=false`, { items })
    const strict = await Promise.all(items.map((job_title) => http.post(titles, { job_title, infer: false })))
    expect(bare.body.results).toEqual(strict.map((single) => single.body))
    expect(bare.body.results).not.toEqual(body.results)
  })

  test('a thousand keep their order, one more is refused, none is none', async () => {
    await storeTitle('Number 500', 'found', null, null)
    const items = Array.from({ length: 1_000 }, (_, i) => ({ job_title: `number ${i}` }))
    const { body } = await http.post(`${titles}/batch`, { items, infer: false })
    const results = body.results as { job_title: string; match_status: boolean }[]
    expect(results.map((result) => result.job_title)).toEqual(items.map((item) => item.job_title))
    expect(results.findIndex((result) => result.match_status)).toBe(500)
    const refused = await http.post(`${titles}/batch`, { items: [...items, { job_title: 'more' }] })
    expect(refused).toMatchObject({ status: 422, body: { code: 'invalid_request', match_status: false } })
    expect((await http.post(`${titles}/batch`, { items: [] })).body.results).toEqual([])
  })

  test('a list that is none is refused', async () => {
    for (const sent of [{}, { items: 'CEO' }, { items: [{}] }, { items: [['CEO']] }]) {
      expect((await http.post(`${titles}/batch`, sent)).status).toBe(422)
    }
  })
})

describe.each(places)('POST %s', (path, field) => {
  const missed = {
    match_status: false,
    city: null,
    state: null,
    country: null,
    has_city: null,
    has_state: null,
    has_country: null,
    matched_by: null,
    confidence: null,
  }

  test('finds an entry by its text and by its normalised key', async () => {
    await t.db.pool.query(
      `insert into reference.location_lookup (location_name, city, state, country, has_city, has_state, has_country)
       values ('Zürich Area', 'Zürich', null, 'Switzerland', true, false, false), ('Metropolis', 'Metropolis', '', null, null, null, null)`,
    )
    const parts = {
      city: 'Zürich',
      state: null,
      country: 'Switzerland',
      has_city: true,
      has_state: false,
      has_country: false,
    }
    expect((await http.post(path, { [field]: 'Zürich Area' })).body).toEqual({
      [field]: 'Zürich Area',
      match_status: true,
      ...parts,
      matched_by: 'exact',
      confidence: 1,
    })
    expect((await http.post(path, { [field]: 'ZÜRICH  area' })).body).toMatchObject({
      ...parts,
      matched_by: 'normalised',
    })
    expect((await http.post(path, { [field]: 'metropolis' })).body).toMatchObject({ has_city: true, has_state: false })
  })

  test('infers, unless it shall not', async () => {
    const raw = 'Ghent, Flanders, Belgium'
    const inferred = inferLocation(raw)
    expect(inferred?.confidence).toBeGreaterThanOrEqual(LOCATION_ANSWER_CONFIDENCE)
    const { body } = await http.post(path, { [field]: raw })
    expect(body).toMatchObject({ match_status: true, matched_by: 'inferred', country: inferred?.country })
    expect((await http.post(path, { [field]: raw, infer: false })).body).toEqual({
      [field]: raw,
      ...missed,
      suggestion: null,
    })
  })

  test('a miss is no error', async () => {
    const { status, body } = await http.post(path, { [field]: 'qqq zzz 123' })
    expect(status).toBe(200)
    expect(body).toMatchObject(missed)
    expect(body).not.toHaveProperty('error')
  })

  test('answers many in order', async () => {
    const items = ['Ghent, Flanders, Belgium', 'qqq zzz 123', null].map((raw) => ({ [field]: raw }))
    const { body } = await http.post(`${path}/batch`, { items })
    const singles = await Promise.all(items.map((item) => http.post(path, item)))
    expect(body.results).toEqual(singles.map((single) => single.body))
  })

  test('another field is refused', async () => {
    expect((await http.post(path, { text: 'Ghent' })).status).toBe(422)
  })
})
