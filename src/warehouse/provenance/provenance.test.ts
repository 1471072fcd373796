import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../test/support/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await openTestApp()
})
afterAll(() => t.close())

async function call(method: 'GET' | 'PUT' | 'DELETE' | 'POST', url: string, payload?: object) {
  const answer = await t.app.inject({ method, url, headers: t.operator, ...(payload === undefined ? {} : { payload }) })
  return { status: answer.statusCode, body: answer.json() }
}
const get = (url: string) => call('GET', url)

async function firmographics(domain: string, payload: object): Promise<string> {
  const sent = { company_domain: domain, raw_payload: payload }
  const { status, body } = await call('POST', '/v1/ingest/clay-company-firmographics', sent)
  expect(status, JSON.stringify(body)).toBe(200)
  return body.raw_id
}

async function yc(id: number, hit: object, observedAt: string): Promise<string> {
  const { status, body } = await call('POST', '/v1/ingest/yc-company', { hit: { id, ...hit }, observed_at: observedAt })
  expect(status, JSON.stringify(body)).toBe(200)
  return body.raw_id
}

async function profile(slug: string, payload: object): Promise<void> {
  const workflow = 'clay-person-profile'
  const sent = { linkedin_url: `https://linkedin.com/in/${slug}`, workflow_slug: workflow, raw_payload: payload }
  const { status, body } = await call('POST', `/v1/ingest/${workflow}`, sent)
  expect(status, JSON.stringify(body)).toBe(200)
}

test('which source wins, and why the others do not, with the payload of each', async () => {
  const newest = await firmographics('ranks.example', { name: 'Ranks Inc', last_refresh: '2026-02-01T00:00:00Z' })
  const record = await yc(901, { name: 'RANKS (YC)', website: 'https://ranks.example' }, '2026-06-01T00:00:00Z')
  const { body } = await get('/v1/companies/ranks.example')
  expect(body).toMatchObject({ kind: 'company', root: 'yc:901', domain: 'ranks.example', redirected_from: null })
  expect(body.row).toMatchObject({ name: 'Ranks Inc', domain: 'ranks.example' })
  expect(body.fields.name).toMatchObject({
    value: 'Ranks Inc',
    source: 'clay-company-firmographics',
    rank: 20,
    observed_at: '2026-02-01T00:00:00.000000Z',
    payload_id: newest,
    losing: [{ value: 'RANKS (YC)', source: 'yc-company', rank: 30, why: 'rank', agrees: false, payload_id: record }],
  })
  // By every name that it has, it is the same entity.
  for (const name of [body.id, 'domain:ranks.example', 'https%3A%2F%2Fwww.ranks.example%2Fabout', 'yc:901']) {
    expect((await get(`/v1/companies/${name}`)).body.id).toBe(body.id)
  }
})

test('an older payload of the same source loses, whatever the order of arrival', async () => {
  const second = await firmographics('older.example', { name: 'New Name', last_refresh: '2026-03-01T00:00:00Z' })
  const first = await firmographics('older.example', { name: 'Old Name', last_refresh: '2026-01-01T00:00:00Z' })
  const { fields } = (await get('/v1/companies/older.example')).body
  expect(fields.name).toMatchObject({ value: 'New Name', payload_id: second })
  expect(fields.name.losing).toMatchObject([{ value: 'Old Name', why: 'older', payload_id: first, agrees: false }])
})

test('a value leads to its payload, and to the place in it', async () => {
  const payload = { name: 'Traced', industry: 'Software', locations: [{ x: 1 }], locality: 'Oslo', country: 'NO' }
  const id = await firmographics('traced.example', payload)
  const { fields } = (await get('/v1/companies/traced.example')).body
  const { status, body } = await get(`/v1/payloads/${fields.industry.payload_id}`)
  expect(status).toBe(200)
  expect(body).toMatchObject({ id, workflow_slug: 'clay-company-firmographics', payload, error: null })
  expect(body.envelope).toMatchObject({ company_domain: 'traced.example' })
  const traced = Object.fromEntries(body.values.map((value: { field: string }) => [value.field, value]))
  expect(traced.industry).toMatchObject({ value: 'Software', subject: 'domain:traced.example', paths: ['/industry'] })
  expect(traced.location.paths).toEqual(['/country', '/locality'])
})

test('payloads are for operators: a reading key sees entities and no payloads', async () => {
  const id = await firmographics('scopes.example', { name: 'Scopes' })
  const issued = (await call('POST', '/v1/keys', { name: 'reader', scopes: ['read'] })).body.key
  const as = async (method: 'GET' | 'PUT', url: string, payload?: object) =>
    (await t.app.inject({ method, url, headers: { 'x-api-key': issued }, ...(payload ? { payload } : {}) })).statusCode
  expect(await as('GET', '/v1/companies/scopes.example')).toBe(200)
  expect(await as('GET', `/v1/payloads/${id}`)).toBe(403)
  expect(await as('PUT', '/v1/companies/scopes.example/pins/name', { value: 'Mine', reason: 'x' })).toBe(403)
})

test('a person: jobs win whole, and the losing job says why', async () => {
  const job = {
    title: 'CTO',
    company: 'Acme',
    company_domain: 'acme-p.example',
    start_date: '2020-01-01',
    is_current: true,
  }
  await profile('prov-ada', { name: 'Ada Prov', experience: [job], last_refresh: '2026-01-01T00:00:00Z' })
  const later = { ...job, title: 'CEO' }
  await profile('prov-ada', { name: 'Ada Prov', experience: [later], last_refresh: '2026-02-01T00:00:00Z' })
  const { status, body } = await get('/v1/people/https%3A%2F%2Flinkedin.com%2Fin%2Fprov-ada%2F')
  expect(status).toBe(200)
  expect(body.fields.job.value).toMatchObject({ title: 'CEO', company: 'Acme' })
  expect(body.fields.job.losing).toMatchObject([{ value: { title: 'CTO' }, why: 'older' }])
  expect(body.row).toMatchObject({ title: 'CEO', linkedin_url: 'https://www.linkedin.com/in/prov-ada' })
  const history = (await get('/v1/people/slug:prov-ada/history?field=job')).body.entries
  expect(history.map((entry: { value: { title: string } }) => entry.value.title)).toEqual(['CEO', 'CTO'])
})

test('every column of the core row names the field, the payload, and the lookup it comes from', async () => {
  const { rows } = await t.db.pool.query(
    `insert into reference.job_title_lookup (latest_title, cleaned_job_title, seniority_level, job_function)
     values ('Prov Chief', 'Chief of Provenance', 'C-Suite', 'Research') returning latest_title`,
  )
  expect(rows).toHaveLength(1)
  const latest_experience = { title: 'Prov Chief', company: 'Acme', company_domain: 'acme-p.example' }
  await profile('prov-columns', { name: 'Columns', location_name: 'Nowhere', country: 'Norway', latest_experience })
  const { row, columns, fields } = (await get('/v1/people/slug:prov-columns')).body
  expect(row).toMatchObject({ title: 'Prov Chief', seniority: 'C-Suite', country: 'Norway' })
  const from = { source: 'clay-person-profile', payload_id: fields.job.payload_id }
  expect(columns).toMatchObject({
    full_name: { field: 'full_name', by: 'value' },
    title: { field: 'job', by: 'value', ...from },
    seniority: { field: 'job', by: 'reference', ...from },
    country: { field: 'location', by: 'value', ...from },
  })
  const named = new Set([...Object.keys(columns), 'id', 'linkedin_url', 'linkedin_slug', 'linkedin_url_type'])
  const filled = Object.keys(row).filter((column) => row[column] !== null && !column.endsWith('_at'))
  expect(filled.filter((column) => !named.has(column))).toEqual([])
})

test('as of a time before and after a rename', async () => {
  await firmographics('rename.example', { name: 'Before', industry: 'Toys', last_refresh: '2026-01-10T00:00:00Z' })
  await firmographics('rename.example', { name: 'After', industry: 'Games', last_refresh: '2026-05-10T00:00:00Z' })
  const at = async (time: string) => (await get(`/v1/companies/rename.example?as_of=${time}`)).body
  const before = await at('2026-03-01')
  expect(before.fields.name).toMatchObject({ value: 'Before', observed_at: '2026-01-10T00:00:00.000000Z', losing: [] })
  // A field whose history nobody keeps as well: read from the payloads.
  expect(before.fields.industry).toMatchObject({ value: 'Toys' })
  expect(before).toMatchObject({ as_of: '2026-03-01T00:00:00.000000Z', uncertain: [], row: null })
  expect((await at('2026-05-10T00:00:00Z')).fields.name.value).toBe('After')
  expect((await at('2026-05-09T23:59:59.999999Z')).fields.name.value).toBe('Before')
  expect((await at('2025-01-01')).fields).toEqual({})
  expect((await at('2026-12-01')).fields.industry.value).toBe('Games')
})

test('what the payloads cannot tell of the past is said to be uncertain', async () => {
  const job = { title: 'X', company: 'Mentioned Ltd', company_domain: 'mentioned-p.example', is_current: true }
  await profile('prov-bob', { name: 'Bob', experience: [{ ...job, start_date: '2024-05-01' }] })
  const later = (await get('/v1/companies/mentioned-p.example?as_of=2024-01-01')).body
  expect(later.fields).toEqual({})
  expect(later.uncertain).toContainEqual(expect.objectContaining({ field: 'name', source: 'mention' }))
  const after = (await get('/v1/companies/mentioned-p.example?as_of=2024-06-01')).body
  expect(after.fields.name.value).toBe('Mentioned Ltd')
  expect(after.uncertain).toEqual([])
})

test('history across a change of domain, page by page', async () => {
  await yc(902, { name: 'Mover', website: 'https://mover-old.example', status: 'Active' }, '2026-01-01T00:00:00Z')
  await yc(902, { name: 'Mover', website: 'https://mover-new.example', status: 'Acquired' }, '2026-04-01T00:00:00Z')
  const url = '/v1/companies/yc:902/history'
  const all = (await get(url)).body.entries
  const of = (field: string) => all.filter((entry: { field: string }) => entry.field === field)
  expect(of('domain')).toMatchObject([
    { value: 'mover-new.example', first_seen: '2026-04-01T00:00:00.000000Z', current: true },
    { value: 'mover-old.example', first_seen: '2026-01-01T00:00:00.000000Z', current: false },
  ])
  expect(of('name')).toMatchObject([{ value: 'Mover', last_seen: '2026-04-01T00:00:00.000000Z', current: true }])
  const paged: unknown[] = []
  let cursor: string | null = null
  do {
    const page: { entries: unknown[]; cursor: string | null } = (
      await get(`${url}?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`)
    ).body
    expect(page.entries.length).toBeLessThanOrEqual(2)
    paged.push(...page.entries)
    cursor = page.cursor
  } while (cursor !== null)
  expect(paged).toEqual(all)
  // The same id under both domains, and the domain as it was.
  const { id } = (await get('/v1/companies/mover-new.example')).body
  expect((await get('/v1/companies/mover-old.example')).body).toMatchObject({ id, domain: 'mover-new.example' })
  expect((await get(`/v1/companies/${id}?as_of=2026-02-01`)).body).toMatchObject({ domain: 'mover-old.example' })
})

test('an id that was merged leads to the entity it became part of', async () => {
  await firmographics('merged-a.example', { name: 'A' })
  const old = (await get('/v1/companies/merged-a.example')).body.id
  await yc(903, { name: 'Whole', website: 'https://whole.example' }, '2026-01-01T00:00:00Z')
  const whole = (await get('/v1/companies/yc:903')).body.id
  expect(old).not.toBe(whole)
  await yc(903, { name: 'Whole', website: 'https://merged-a.example' }, '2026-02-01T00:00:00Z')
  expect((await get(`/v1/companies/${old}`)).body).toMatchObject({ id: whole, redirected_from: old, merged_ids: [old] })
  expect((await get(`/v1/companies/${old}/history`)).body).toMatchObject({ id: whole, redirected_from: old })
  expect((await get(`/v1/companies/${whole}`)).body.redirected_from).toBe(null)
})

test.each([
  '00000000-0000-0000-0000-000000000000',
  'x',
  '%00',
  '..%2f..%2fetc',
  'domain:',
  'domain:%00',
  'domain:%EF%BF%BD',
  'nobody.example',
  'slug:%27%3B--',
  'urn:li:member:99999999999999999999999',
  '%F0%9F%9A%80',
  `${'a'.repeat(490)}`,
  'constructor:x',
  'https%3A%2F%2Fwww.linkedin.com%2Fin%2F%2500',
])('a name of nobody (%s) is 404, on every route', async (name) => {
  for (const path of ['companies', 'people']) {
    for (const rest of ['', '/history', '?as_of=2026-01-01']) {
      const { status, body } = await get(`/v1/${path}/${name}${rest}`)
      expect(status, `${path}/${name}${rest}`).toBe(404)
      expect(body.code).toBe(path === 'companies' ? 'company_not_found' : 'person_not_found')
    }
    const pin = `/v1/${path}/${name}/pins/headline`
    expect((await call('DELETE', pin)).status).toBe(path === 'companies' ? 422 : 404)
  }
  expect((await get(`/v1/payloads/${name}`)).body.code).toBe('payload_not_found')
})

test.each([
  '?as_of=yesterday',
  '?as_of=2026-02-30',
  '?as_of=',
  '?as_of=%00',
  '/history?limit=0',
  '/history?limit=201',
  '/history?cursor=x',
  `/history?cursor=${Buffer.from('["2026","\\u0000"]').toString('base64url')}`,
])('%s is 400', async (rest) => {
  await firmographics('bad-query.example', { name: 'Q' })
  expect((await get(`/v1/companies/bad-query.example${rest}`)).status).toBe(400)
})

test('a stored payload that today cannot be read any more fails no answer', async () => {
  const id = await firmographics('unreadable.example', { name: 'One', last_refresh: '2026-01-01T00:00:00Z' })
  await firmographics('unreadable.example', { name: 'Two', last_refresh: '2026-02-01T00:00:00Z' })
  const past = async () => (await get('/v1/companies/unreadable.example?as_of=2026-01-15')).body
  expect(await past()).toMatchObject({ fields: { name: { value: 'One' } }, uncertain: [] })
  await t.db.pool.query(`update raw.company_payloads set envelope = '{}', raw_payload = '[1]' where id = $1`, [id])
  expect((await past()).uncertain).toMatchObject([{ field: 'name' }])
  expect(await get(`/v1/payloads/${id}`)).toMatchObject({ status: 200, body: { payload: [1], values: [] } })
})

test('no name, time, cursor or field of any kind is a fault of the server', async () => {
  let state = 7
  const random = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
  const pieces = [
    ...[
      'domain:',
      'slug:',
      'org:',
      'yc:',
      'urn:li:',
      'https://',
      'www.',
      'linkedin.com/in/',
      'linkedin.com/company/',
      '@',
    ],
    ...[
      '%',
      '\u0000',
      '\ud800',
      '\u202e',
      '😀',
      'ß',
      '..',
      '/',
      '\\',
      "'",
      '"',
      ';--',
      '*',
      '{}',
      '[]',
      ' ',
      '\n',
      'a',
      '9',
    ],
    ...[
      'ranks.example',
      '9999999999999999999999',
      '00000000-0000-0000-0000-000000000000',
      '2026-01-01',
      'null',
      '-1',
      'é',
    ],
  ]
  const name = () =>
    encodeURIComponent(
      Array.from({ length: 1 + random(6) }, () => pieces[random(pieces.length)])
        .join('')
        .toWellFormed(),
    )
  const seen = new Set<number>()
  for (let i = 0; i < 400; i++) {
    const path = random(2) === 0 ? 'companies' : 'people'
    const urls = [
      ...[`/v1/${path}/${name()}`, `/v1/${path}/${name()}/history?field=${name()}&cursor=${name()}`],
      ...[`/v1/${path}/ranks.example?as_of=${name()}`, `/v1/companies/ranks.example/history?cursor=${name()}`],
      ...[`/v1/payloads/${name()}`, `/v1/companies/ranks.example/history?field=${name()}`],
    ]
    const answers = [
      await t.app.inject({ url: urls[random(urls.length)] ?? '', headers: t.operator }),
      await t.app.inject({ method: 'DELETE', url: `/v1/${path}/${name()}/pins/${name()}`, headers: t.operator }),
    ]
    for (const { statusCode, body } of answers) {
      expect(statusCode, body).toBeLessThan(500)
      seen.add(statusCode)
    }
  }
  // Control: the names reach what lies behind the checks of the URL.
  for (const status of [200, 400, 404, 422]) expect([...seen]).toContain(status)
})
