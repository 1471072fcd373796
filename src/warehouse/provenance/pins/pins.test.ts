import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'
import { stateOf } from '../../../../test/support/state.ts'
import { asOperator } from '../../../db/database.ts'
import { replay } from '../../ingest/replay.ts'
import { wipeDerived } from '../../ingest/wipe-derived.ts'
import { loadCatalog } from '../../workflows/registry.ts'
import { expirePins } from './expire-pins.ts'

let t: TestApp
beforeAll(async () => {
  t = await openTestApp()
})
afterAll(() => t.close())

async function call(method: 'GET' | 'PUT' | 'DELETE' | 'POST', url: string, payload?: object) {
  const answer = await t.app.inject({ method, url, headers: t.operator, ...(payload === undefined ? {} : { payload }) })
  return { status: answer.statusCode, body: answer.json() }
}
const show = async (name: string) => (await call('GET', `/v1/companies/${name}`)).body
const pin = (name: string, field: string, value: unknown, more: object = {}) =>
  call('PUT', `/v1/companies/${name}/pins/${field}`, { value, reason: 'I called them', ...more })

async function firmographics(domain: string, payload: object): Promise<void> {
  const sent = { company_domain: domain, raw_payload: payload }
  expect((await call('POST', '/v1/ingest/clay-company-firmographics', sent)).status).toBe(200)
}

async function row(domain: string) {
  const { rows } = await t.db.pool.query('select * from core.companies where domain = $1', [domain])
  return rows[0]
}

test('a pin wins over payloads before and after it; taken off, the newest payload counts', async () => {
  await firmographics('pin.example', { name: 'Payload 1', last_refresh: '2026-01-01T00:00:00Z' })
  const { status, body } = await pin('pin.example', 'name', '  Pinned Name ')
  expect({ status, body }).toMatchObject({ status: 200, body: { field: 'name', value: 'Pinned Name' } })
  expect(body.pin).toMatchObject({ reason: 'I called them', pinned_by: 'operator', expires_at: null })
  expect(await row('pin.example')).toMatchObject({ name: 'Pinned Name' })
  await firmographics('pin.example', { name: 'Payload 2', industry: 'Toys', last_refresh: '2027-01-01T00:00:00Z' })
  // Control: the payload did come through.
  expect(await row('pin.example')).toMatchObject({ name: 'Pinned Name', industry: 'Toys' })
  const { fields } = await show('pin.example')
  expect(fields.name).toMatchObject({ source: 'pin', rank: 0, payload_id: null, pin: { id: body.pin.id } })
  expect(fields.name.losing[0]).toMatchObject({ value: 'Payload 2', why: 'pinned' })
  expect((await call('DELETE', '/v1/companies/pin.example/pins/name')).status).toBe(200)
  expect(await row('pin.example')).toMatchObject({ name: 'Payload 2' })
  expect((await show('pin.example')).fields.name.pin).toBe(undefined)
  expect((await call('DELETE', '/v1/companies/pin.example/pins/name')).body.code).toBe('pin_not_found')
})

test('null is known to be empty: payloads do not fill it', async () => {
  await firmographics('empty.example', { name: 'Empty', industry: 'Wrong' })
  await pin('empty.example', 'industry', null)
  expect(await row('empty.example')).toMatchObject({ industry: null, name: 'Empty' })
  await firmographics('empty.example', { name: 'Empty', industry: 'Wrong again' })
  expect((await show('empty.example')).fields.industry).toMatchObject({ value: null, source: 'pin' })
  await call('DELETE', '/v1/companies/empty.example/pins/industry')
  expect(await row('empty.example')).toMatchObject({ industry: 'Wrong again' })
})

test('several pins stand beside each other, and each is taken off by itself', async () => {
  await firmographics('several.example', { name: 'Several', employee_count: 10 })
  await pin('several.example', 'name', 'One')
  await pin('several.example', 'employee_count', '1,240')
  await pin('several.example', 'location', { city: 'Oslo', country: 'Norway' })
  await pin('several.example', 'name', 'Two')
  expect(await row('several.example')).toMatchObject({ name: 'Two', employee_count: 1240, city: 'Oslo' })
  await call('DELETE', '/v1/companies/several.example/pins/employee_count')
  expect(await row('several.example')).toMatchObject({ name: 'Two', employee_count: 10, city: 'Oslo' })
  const { entries } = (await call('GET', '/v1/companies/several.example/history?field=name')).body
  const pins = entries.filter((entry: { source: string }) => entry.source === 'pin')
  expect(pins).toMatchObject([
    { value: 'Two', current: true, last_seen: null, pin: { end_reason: null } },
    { value: 'One', current: false, pin: { end_reason: 'replaced', ended_by: 'operator' } },
  ])
})

test('as of a time, the pins of that time count', async () => {
  await firmographics('then.example', { name: 'Then', last_refresh: '2026-01-01T00:00:00Z' })
  await pin('then.example', 'name', 'Pinned then')
  const during = new Date(Date.now() + 1).toISOString()
  await new Promise((resolve) => setTimeout(resolve, 5))
  await call('DELETE', '/v1/companies/then.example/pins/name')
  const at = async (time: string) => (await call('GET', `/v1/companies/then.example?as_of=${time}`)).body.fields.name
  expect(await at(during)).toMatchObject({ value: 'Pinned then', source: 'pin', losing: [{ why: 'pinned' }] })
  expect(await at('2026-02-01')).toMatchObject({ value: 'Then' })
  expect((await show('then.example')).fields.name.value).toBe('Then')
})

test('pins outlive a wipe and replay, row by row', async () => {
  await firmographics('wiped.example', { name: 'Wiped', employee_count: 5 })
  await pin('wiped.example', 'name', 'Kept')
  const before = await stateOf(t.db)
  await asOperator(t.db, wipeDerived)
  expect(await row('wiped.example')).toBe(undefined)
  await replay(t.db, await loadCatalog(t.db))
  expect(await row('wiped.example')).toMatchObject({ name: 'Kept', employee_count: 5 })
  expect(await stateOf(t.db)).toEqual(before)
})

test('a pin follows its company when it becomes part of another', async () => {
  await firmographics('follows.example', { name: 'Follows' })
  await pin('follows.example', 'name', 'Pinned before')
  const hit = { id: 911, name: 'From the record', website: 'https://follows.example' }
  await call('POST', '/v1/ingest/yc-company', { hit, observed_at: '2026-01-01T00:00:00Z' })
  const { root, fields } = await show('follows.example')
  expect({ root, name: fields.name.value }).toEqual({ root: 'yc:911', name: 'Pinned before' })
  // A newer pin, on the record's own key now, replaces it, and taking it off leaves none.
  await pin('yc:911', 'name', 'Pinned after')
  expect(await row('follows.example')).toMatchObject({ name: 'Pinned after' })
  await call('DELETE', '/v1/companies/follows.example/pins/name')
  expect(await row('follows.example')).toMatchObject({ name: 'Follows' })
})

test('pins survive a merge that somebody decided, and its undoing', async () => {
  await firmographics('stays.example', { name: 'Stays', industry: 'Toys' })
  await firmographics('joins.example', { name: 'Joins', industry: 'Games' })
  await pin('joins.example', 'industry', 'Pinned on the one that joins')
  const joins = (await show('joins.example')).id
  const merge = await call('POST', '/v1/companies/merge', { into: 'stays.example', from: 'joins.example', reason: 'r' })
  expect(merge.status, JSON.stringify(merge.body)).toBe(200)
  expect(await row('stays.example')).toMatchObject({ industry: 'Pinned on the one that joins' })
  const merged = await show(joins)
  expect(merged).toMatchObject({
    redirected_from: joins,
    domain: 'stays.example',
    fields: { industry: { source: 'pin' } },
  })
  expect(merged.keys).toContainEqual(expect.objectContaining({ key: 'domain:joins.example', decided: true }))
  await pin('stays.example', 'name', 'Pinned while they were one')
  const undone = await call('POST', '/v1/companies/unmerge', { id: merge.body.merge_id })
  expect(undone.status, JSON.stringify(undone.body)).toBe(200)
  expect(await row('stays.example')).toMatchObject({ name: 'Pinned while they were one', industry: 'Toys' })
  expect(await row('joins.example')).toMatchObject({ name: 'Joins', industry: 'Pinned on the one that joins' })
})

test.each(['pin', 'mention'])('no payload can speak as %s: no workflow may have this name', async (slug) => {
  const definition = { provider: 'x', platform: 'x', payload_type: 'x', entity_type: 'company' }
  expect((await call('POST', '/v1/workflows', { slug, ...definition })).body.code).toBe('workflow_built_in')
  // Control: another name is taken.
  expect((await call('POST', '/v1/workflows', { slug: `${slug}-x`, ...definition })).status).toBeLessThan(300)
})

test('a pin ends when its time has come', async () => {
  await firmographics('expires.example', { name: 'Expires' })
  const soon = new Date(Date.now() + 150).toISOString()
  expect((await pin('expires.example', 'name', 'For now', { expires_at: soon })).status).toBe(200)
  expect(await expirePins(t.db)).toBe(0)
  expect(await row('expires.example')).toMatchObject({ name: 'For now' })
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(await expirePins(t.db)).toBe(1)
  expect(await row('expires.example')).toMatchObject({ name: 'Expires' })
  const past = await pin('expires.example', 'name', 'Late', { expires_at: '2020-01-01T00:00:00Z' })
  expect(past.body.code).toBe('pin_expired')
  expect((await pin('expires.example', 'name', 'x', { expires_at: 'soon' })).body.code).toBe('time_invalid')
})

test('what only a pin said of a person is gone with it, also from the tables of single facts', async () => {
  await call('POST', '/v1/ingest/clay-person-profile', {
    linkedin_url: 'https://www.linkedin.com/in/pin-person',
    workflow_slug: 'clay-person-profile',
    raw_payload: { name: 'Pin Person' },
  })
  const url = '/v1/people/slug:pin-person/pins'
  const job = { title: 'Head of Sales', company: 'Acme', domain: 'www.acme.com', start: '2021-03' }
  expect((await call('PUT', `${url}/job`, { value: job, reason: 'r' })).body.value).toEqual({
    ...{ title: 'Head of Sales', company: 'Acme', domain: 'acme.com', linkedin_url: null },
    ...{ start: '2021-03-01', precision: 'month' },
  })
  await call('PUT', `${url}/location`, { value: { city: 'Oslo' }, reason: 'r' })
  await call('PUT', `${url}/cleaned_title`, { value: { seniority_level: 'Head' }, reason: 'r' })
  const facts = async () => {
    const { rows } = await t.db.pool.query(
      `select (select count(*)::int from core.person_locations where linkedin_url = p.linkedin_url) as locations,
         (select count(*)::int from core.person_tenure where linkedin_url = p.linkedin_url) as tenure,
         (select count(*)::int from core.person_job_titles where linkedin_url = p.linkedin_url) as titles, p.title
       from core.people p where linkedin_slug = 'pin-person'`,
    )
    return rows[0]
  }
  expect(await facts()).toEqual({ locations: 1, tenure: 1, titles: 1, title: 'Head of Sales' })
  for (const field of ['job', 'location', 'cleaned_title']) await call('DELETE', `${url}/${field}`)
  expect(await facts()).toEqual({ locations: 0, tenure: 0, titles: 0, title: null })
})

test('pins and payloads about one company at once: nothing is lost and nobody fails', async () => {
  await firmographics('busy.example', { name: 'Busy' })
  const work = Array.from({ length: 40 }, (_, i) =>
    i % 4 === 0
      ? pin('busy.example', 'name', `Pinned ${i}`).then(({ status }) => expect(status).toBe(200))
      : firmographics('busy.example', {
          name: `Busy ${i}`,
          employee_count: i,
          last_refresh: `2026-01-01T00:00:${10 + i}Z`,
        }),
  )
  await Promise.all(work)
  expect(await row('busy.example')).toMatchObject({ employee_count: 39 })
  expect((await row('busy.example'))?.name).toMatch(/^Pinned /)
  const { rows } = await t.db.pool.query(
    `select count(*)::int as n from core.field_pins where subject = 'domain:busy.example' and ended_at is null`,
  )
  expect(rows[0].n).toBe(1)
})

test.each([
  ['name', ''],
  ['name', 'x'.repeat(501)],
  ['name', ['a']],
  ['name', {}],
  ['name', undefined],
  ['employee_count', -1],
  ['employee_count', 'many'],
  ['employee_count', 1e12],
  ['founded_year', 20],
  ['website', 'javascript:alert(1)'],
  ['website', 'http://'],
  ['linkedin_url', 'https://example.com/company/x'],
  ['location', 'Oslo'],
  ['location', {}],
  ['location', { city: 1.5e300, planet: 'Mars' }],
  ['org_id', '99999999999999999999'],
  ['tags', [{}, 1, 'x'.repeat(501)]],
  ['domain', 'other.example'],
  ['nonsense', 'x'],
  ['__proto__', 'x'],
  ['constructor', 'x'],
  ['%00', 'x'],
])('%s cannot be pinned to %j', async (field, value) => {
  await firmographics('refused.example', { name: 'Refused' })
  const { status, body } = await pin('refused.example', field, value)
  expect(status === 422 || (value === undefined && status === 400), JSON.stringify(body)).toBe(true)
  expect((await show('refused.example')).fields.name.source).not.toBe('pin')
})

test.each([{}, { value: 'x' }, { value: 'x', reason: ' ' }, { value: 'x', reason: 'r', more: 1 }])(
  'a body such as %j is refused',
  async (body) => {
    expect((await call('PUT', '/v1/companies/refused.example/pins/name', body)).status).toBeOneOf([400, 422])
  },
)

test('a text that the database cannot store is brought to one that it can, or refused', async () => {
  await firmographics('nul.example', { name: 'Nul' })
  expect((await pin('nul.example', 'name', 'a\u0000b\ud800')).status).toBeOneOf([200, 400, 422])
  expect((await pin('nul.example', 'name', 'a', { reason: 'a\u0000' })).status).toBeOneOf([200, 400, 422])
})
