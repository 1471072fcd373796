import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type KnownEntities, openKnownEntities } from '../../../../test/support/known-entities.ts'

let known: KnownEntities

beforeAll(async () => {
  known = await openKnownEntities()
})
afterAll(() => known.close())

const companies = (payload: unknown) => known.post('/v1/companies/resolve', payload)
const people = (payload: unknown) => known.post('/v1/people/resolve', payload)

describe('a company is found by', () => {
  test.each([
    [{ domain: 'brightkiln.example' }, 9],
    [{ domain: 'HTTPS://www.Brightkiln.Example:443/a?b#c' }, 9],
    [{ website: ['careers.brightkiln.example'] }, 9],
    [{ linkedin_url: 'http://uk.linkedin.com/company/Brightkiln/about/' }, 9],
    [{ profile: 'linkedin.com/company/90210001' }, 9],
    [{ linkedin_id: 90210001 }, 9],
    [{ linkedin_id: 'urn:li:organization:90210001' }, 9],
    [{ email: 'Anybody <info@brightkiln.example>' }, 7],
    [{ name: 'The BRIGHTKILN LLC', domain: '', linkedin_url: null }, 6],
    [{ name: 'Brightkiln', country: 'USA' }, 7],
    [{ name: 'Brightkiln', location: 'Duluth, Minnesota, United States' }, 8],
    [{ domain: 'brightkiln.example', linkedin_id: 90210001 }, 10],
    [{ domain: 'brightkiln.example', name: 'Brightkiln' }, 10],
  ])('%j with likelihood %i', async (params, likelihood) => {
    const { status, body } = await companies(params)
    expect(status).toBe(200)
    expect(body).toMatchObject({ success: true, status: 200, match_status: true, likelihood, conflicts: [] })
    expect(body.data).toMatchObject({
      domain: 'brightkiln.example',
      name: 'Brightkiln, Inc.',
      linkedin_org_id: '90210001',
    })
    expect(body.keys).toEqual(
      expect.arrayContaining(['domain:brightkiln.example', 'linkedin:brightkiln', 'org:90210001']),
    )
    expect(body.id).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('its ticker', async () => {
    expect((await companies({ ticker: '$tlln' })).body).toMatchObject({
      likelihood: 8,
      data: { domain: 'tollan.example' },
    })
  })

  test('its id, which leads to the company it was merged into', async () => {
    const one = (await companies({ domain: 'weave-one.example' })).body.id
    expect((await companies({ id: one.toUpperCase() })).body).toMatchObject({
      id: one,
      likelihood: 10,
      matched: ['id'],
    })
    const gone = '00000000-0000-4000-8000-00000000dead'
    await known.db.pool.query(
      `insert into core.identities (id, kind, root, merged_into) values ($1, 'company', 'domain:old.example', $2)`,
      [gone, one],
    )
    expect((await companies({ id: gone })).body).toMatchObject({ id: one, redirected_from: gone, match_status: true })
    expect((await companies({ id: one })).body.redirected_from).toBeUndefined()
  })

  test('the id of either company as long as they are merged', async () => {
    const one = (await companies({ domain: 'apollo-us.example' })).body.id
    const two = (await companies({ domain: 'apollo-in.example' })).body.id
    const merged = await known.post('/v1/companies/merge', { into: one, from: two })
    expect(merged.status, JSON.stringify(merged.body)).toBe(200)
    expect((await companies({ id: two })).body).toMatchObject({ id: one, redirected_from: two, likelihood: 10 })
    const both = await companies({ domain: ['apollo-us.example', 'apollo-in.example'] })
    expect(both.body).toMatchObject({ id: one, likelihood: 10, conflicts: [] })
    await known.post('/v1/companies/unmerge', { id: merged.body.merge_id })
    expect((await companies({ id: two })).body).toMatchObject({ id: two, matched: ['id'] })
  })

  test('its name when no domain of it is known, with what the sources say', async () => {
    const { body } = await companies({ name: 'Hollowmere', country: 'UK' })
    expect(body).toMatchObject({
      match_status: true,
      likelihood: 7,
      keys: ['yc:77'],
      data: { name: 'Hollowmere', domain: null },
    })
  })

  test('a name that somebody taught, and one by which it is well known', async () => {
    await known.db.pool.query(
      `insert into reference.company_name_lookup (name, domain) values ('The Breadmakers of Ghent', 'tollan.example')`,
    )
    expect((await companies({ name: 'Breadmakers of Ghent' })).body).toMatchObject({
      likelihood: 6,
      data: { domain: 'tollan.example' },
      keys: expect.arrayContaining(['domain:tollan.example']),
    })
    await known.send('core-company-upsert', { domain: 'ibm.example', name: 'International Business Machines' })
    expect((await companies({ name: 'IBM' })).body).toMatchObject({ likelihood: 5, data: { domain: 'ibm.example' } })
  })

  test('a name it had', async () => {
    await known.send('core-company-upsert', { domain: 'renamed.example', name: 'Oldname' })
    await known.send('core-company-upsert', { domain: 'renamed.example', name: 'Newname' })
    expect((await companies({ name: 'Oldname' })).body).toMatchObject({ likelihood: 5, data: { name: 'Newname' } })
    expect((await companies({ name: 'Newname' })).body).toMatchObject({ likelihood: 6 })
  })
})

describe('a person is found by', () => {
  test.each([
    [{ linkedin_url: 'de.linkedin.com/in/Odalys-Fenwick/details/' }, 9],
    [{ profile: 'https://www.linkedin.com/in/odalys-fenwick' }, 9],
    [{ linkedin_id: 71000321 }, 9],
    [{ linkedin_id: 'urn:li:member:71000321' }, 9],
    [{ email: 'mailto:ODALYS@brightkiln.example' }, 8],
    [{ work_email: 'odalys@brightkiln.example', name: 'Odalys Fenwick' }, 9],
    [{ first_name: 'Odalys', last_name: 'Fenwick', company_domain: 'brightkiln.example' }, 7],
    [{ name: 'Fenwick, Odalys', company: 'Brightkiln Inc' }, 7],
    [{ full_name: 'Fenwick Odalys', company: 'brightkiln.example' }, 6],
    [{ name: 'O. Fenwick', company_name: 'Brightkiln' }, 6],
    [{ name: 'Odalys Fenwik', company_name: 'Brightkiln' }, 5],
    [{ name: 'Odalys Fenwick', company: 'larkmere.example' }, 6],
    [{ name: 'Odalys Fenwick', city: 'Duluth' }, 5],
    [{ name: 'Odalys Fenwick', country: 'US' }, 4],
    [{ name: 'Odalys Fenwick', company: 'Brightkiln', location: 'Duluth, Minnesota, United States' }, 8],
  ])('%j with likelihood %i', async (params, likelihood) => {
    const { status, body } = await people(params)
    expect(status).toBe(200)
    expect(body).toMatchObject({ match_status: true, likelihood, conflicts: [], data: { full_name: 'Odalys Fenwick' } })
  })

  test.each([
    ['a nickname', { name: 'Bob Abara', company: 'Tollan Foods' }, 'Robert J. Abara'],
    ['no accents', { name: 'Jose Nunez', city: 'Madrid' }, 'José Núñez, MBA'],
    ['other accents', { name: 'JOSÉ NUÑEZ', city: 'Madrid' }, 'José Núñez, MBA'],
    ['a middle name less', { name: 'Robert Abara', city: 'Ghent' }, 'Robert J. Abara'],
    ['an address that no key has', { email: 'bob@tollan.example' }, 'Robert J. Abara'],
  ])('%s', async (_, params, name) => {
    expect((await people(params)).body).toMatchObject({ match_status: true, data: { full_name: name } })
  })
})

describe('nobody is found', () => {
  test.each([
    ['by an unknown domain', { domain: 'unknown.example' }, 'not_found'],
    ['where the name fits and the domain is another one', { name: 'Brightkiln', domain: 'other.example' }, 'not_found'],
    ['where the name fits and the country is another one', { name: 'Tollan Foods', country: 'Peru' }, 'not_found'],
    ['by a similar name', { name: 'Brightkilns' }, 'not_found'],
    ['where two fit equally well', { name: 'Weave', country: 'US' }, 'ambiguous'],
    ['where the country cannot tell', { name: 'Apollo' }, 'ambiguous'],
    ['below what is asked for', { name: 'Brightkiln', min_likelihood: 8 }, 'below_min_likelihood'],
    ['without what is required', { domain: 'tollan.example', required: 'linkedin_url' }, 'required_missing'],
  ])('%s', async (_, params, reason) => {
    const { status, body } = await companies(params)
    expect(status).toBe(200)
    expect(body).toMatchObject({ success: true, status: 404, match_status: false, reason })
    expect(body.data).toBeUndefined()
    expect(body.error).toBeUndefined()
  })

  test('control: the country that tells two of one name apart', async () => {
    expect((await companies({ name: 'Apollo', country: 'India' })).body.data.domain).toBe('apollo-in.example')
    expect((await companies({ name: 'Apollo', country: 'USA' })).body.data.domain).toBe('apollo-us.example')
  })

  test('an ambiguous answer names who it may be', async () => {
    const { body } = await companies({ name: 'Weave', country: 'US' })
    expect(body.candidates).toHaveLength(2)
    expect(body.candidates[0]).toMatchObject({ name: 'Weave', likelihood: 7, matched: ['name', 'country'] })
    const twins = await people({ name: 'Ann Lee', company: 'Tollan Foods' })
    expect(twins.body).toMatchObject({ reason: 'ambiguous', candidates: [{ name: 'Ann Lee' }, { name: 'Ann Lee' }] })
  })

  test.each([
    ['a name alone', { name: 'Odalys Fenwick' }],
    ['the right name at another company', { name: 'Odalys Fenwick', company: 'Tollan Foods' }],
    [
      'the right name with another profile',
      { name: 'Odalys Fenwick', company: 'Brightkiln', linkedin_url: 'linkedin.com/in/else' },
    ],
    ['half a name, whatever agrees', { last_name: 'Fenwick', company: 'Brightkiln', city: 'Duluth' }],
    ['another name at the right company', { name: 'Maren Fenwick', company: 'Brightkiln' }],
    ['a name that stands twice', { name: 'John Smith', country: 'GB' }],
  ])('by %s', async (_, params) => {
    expect((await people(params)).body).toMatchObject({ status: 404, match_status: false })
  })

  test.each([
    ['a role’s mailbox', { email: 'info@brightkiln.example' }],
    ['a free-mail address', { email: 'odalys@gmail.com' }],
    ['a company’s page', { linkedin_url: 'https://www.linkedin.com/company/brightkiln' }],
    ['empty columns', { name: '', email: null, linkedin_url: ' ', company: 'null' }],
    ['an employer alone', { company: 'Brightkiln', city: 'Duluth' }],
    ['nothing', {}],
  ])('by %s, which is refused', async (_, params) => {
    const { status, body } = await people(params)
    expect([status, body.code]).toEqual([422, 'nothing_to_go_by'])
  })

  test('what says nothing is listed beside what does', async () => {
    const { body } = await people({ email: 'odalys@gmail.com', linkedin_url: 'linkedin.com/in/odalys-fenwick' })
    expect(body).toMatchObject({ match_status: true, ignored: ['email'] })
  })
})

describe('contradictions', () => {
  test('an address of one and a profile of another lower the likelihood and are told', async () => {
    const robert = (await people({ email: 'bob@tollan.example' })).body.id
    const { body } = await people({ email: 'bob@tollan.example', linkedin_url: 'linkedin.com/in/odalys-fenwick' })
    expect(body).toMatchObject({
      likelihood: 5,
      data: { full_name: 'Odalys Fenwick' },
      matched: ['linkedin_url'],
      conflicts: [{ field: 'email', given: 'bob@tollan.example', id: robert }],
    })
  })

  test('two domains of two companies are ambiguous', async () => {
    const { body } = await companies({ domain: ['tollan.example', 'brightkiln.example'] })
    expect(body).toMatchObject({ status: 404, reason: 'ambiguous' })
    expect(body.candidates.map(({ likelihood }: { likelihood: number }) => likelihood)).toEqual([5, 5])
  })

  test('another name costs three, another employer one', async () => {
    const { body } = await companies({ domain: 'tollan.example', name: 'Zephyr Aviation' })
    expect(body).toMatchObject({
      likelihood: 6,
      conflicts: [{ field: 'name', given: 'Zephyr Aviation', stored: 'Tollan Foods' }],
    })
    const moved = await people({ linkedin_url: 'linkedin.com/in/odalys-fenwick', company: 'Elsewhere' })
    expect(moved.body).toMatchObject({ likelihood: 8, conflicts: [{ field: 'company', stored: 'Brightkiln' }] })
  })
})

describe('many requests', () => {
  test('are answered in order, each with its metadata and its own status', async () => {
    const requests = Array.from({ length: 1_000 }, (_, i) => ({
      params: [
        { domain: 'tollan.example' },
        { domain: `unknown${i}.example` },
        { name: 'Weave' },
        { domain: 'nonsense' },
      ][i % 4],
      metadata: { row: i, deep: [null, { text: 'ü' }] },
    }))
    const { status, body } = await companies({ requests })
    expect(status).toBe(200)
    expect(body.results).toHaveLength(1_000)
    for (const [i, result] of body.results.entries()) {
      expect(result.metadata).toEqual({ row: i, deep: [null, { text: 'ü' }] })
      expect(result.status).toBe([200, 404, 404, 422][i % 4])
    }
    expect(body.results[3].error.code).toBe('nothing_to_go_by')
  })

  test('share min_likelihood and required, unless one has its own', async () => {
    const params = { name: 'Brightkiln' }
    const { body } = await companies({
      min_likelihood: 7,
      required: 'linkedin_url',
      requests: [
        { params },
        { params, min_likelihood: 6 },
        { params: { domain: 'tollan.example' } },
        { params: { domain: 'tollan.example' }, required: 'name' },
      ],
    })
    expect(body.results.map(({ status }: { status: number }) => status)).toEqual([404, 200, 404, 200])
  })

  test('have a limit', async () => {
    const request = { params: { domain: 'tollan.example' } }
    expect((await companies({ requests: Array(1_001).fill(request) })).status).toBe(422)
    expect((await companies({ requests: [] })).status).toBe(422)
    const beside = await companies({ domain: 'tollan.example', requests: [request] })
    expect([beside.status, beside.body.code]).toEqual([422, 'requests_and_params'])
  })
})
