import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'
import { believedState, company, ingestAll, person } from '../../../../test/support/identity.ts'
import { submission } from '../../../../test/support/submit.ts'
import { findCompanies } from '../../workflows/find-companies.ts'
import { judgeReviews } from './judge-reviews.ts'

let galena: TestApp

beforeEach(async () => {
  galena = await openTestApp()
})

afterEach(() => galena.close())

async function call(method: 'GET' | 'POST', url: string, body?: unknown) {
  const response = await galena.app.inject({
    method,
    url,
    headers: { ...galena.operator, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  })
  return { status: response.statusCode, body: response.json() }
}

async function rows<T extends object>(sql: string): Promise<T[]> {
  return (await galena.db.pool.query(sql)).rows as T[]
}

/** Changes appear once no older transaction of the whole server is open; other tests have some. */
async function changes(count: number) {
  for (;;) {
    const { body } = await call('GET', '/v1/identity/changes')
    if (body.changes.length >= count) return body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const page = (name: string) => `https://www.linkedin.com/company/${name}`
const north = company('north.example', { name: 'North', url: page('both'), last_refresh: '2026-01-01T00:00:00Z' })
const south = company('south.example', { name: 'South', url: page('both'), last_refresh: '2026-02-01T00:00:00Z' })
const old = person('ada-byron', [], { name: 'Ada Lovelace', profile_id: 7, last_refresh: '2026-01-01T00:00:00Z' })
const now = person('ada-lovelace', [], { name: 'Lovelace, Ada', profile_id: 7, last_refresh: '2026-02-01T00:00:00Z' })
const renamed = person('ada-lovelace', [], {
  name: 'Ada Lovelace',
  profile_id: 7,
  last_refresh: '2026-02-01T00:00:00Z',
})

test('a contested key is listed with both sides, and merged when somebody accepts', async () => {
  await ingestAll(galena.db, [north, south])
  const before = await believedState(galena.db)
  const { body } = await call('GET', '/v1/identity/reviews?kind=company')
  expect(body.reviews).toMatchObject([
    {
      reason: 'contested_key',
      status: 'open',
      key: 'linkedin:both',
      sides: [
        {
          subject: 'domain:north.example',
          owns: false,
          values: { name: 'North' },
          observed_at: '2026-01-01T00:00:00.000000Z',
        },
        { subject: 'domain:south.example', owns: true, values: { name: 'South' } },
      ],
    },
  ])
  const accepted = await call('POST', `/v1/identity/reviews/${body.reviews[0].id}/accept`, {})
  expect(accepted).toMatchObject({ status: 200, body: { status: 'accepted', merge_ids: [expect.any(String)] } })
  expect(await rows('select domain, name from core.companies')).toEqual([{ domain: 'south.example', name: 'South' }])
  const again = await call('POST', `/v1/identity/reviews/${body.reviews[0].id}/accept`, {})
  expect(again).toMatchObject({ status: 409, body: { code: 'already_answered' } })
  await call('POST', '/v1/companies/unmerge', { id: accepted.body.merge_ids[0] })
  const after = await believedState(galena.db)
  expect({ ...after, 'core.identity_reviews': [] }).toEqual({ ...before, 'core.identity_reviews': [] })
  expect(await rows('select status from core.identity_reviews')).toEqual([{ status: 'rejected' }])
})

test('a merge closes the reviews that it makes superfluous, and undoing it opens them again', async () => {
  await ingestAll(galena.db, [north, south])
  const before = await believedState(galena.db)
  const { body } = await call('POST', '/v1/companies/merge', { into: 'north.example', from: 'south.example' })
  expect((await call('GET', '/v1/identity/reviews')).body.reviews).toEqual([])
  expect((await call('GET', '/v1/identity/reviews?status=accepted')).body.reviews).toMatchObject([
    { merge_id: body.merge_id },
  ])
  await call('POST', '/v1/companies/unmerge', { id: body.merge_id })
  expect(await believedState(galena.db)).toEqual(before)
})

test('a key that is given to one side stays there, whoever claims it later', async () => {
  await ingestAll(galena.db, [north, south])
  const before = await believedState(galena.db)
  const [review] = (await call('GET', '/v1/identity/reviews')).body.reviews
  const url = `/v1/identity/reviews/${review.id}/accept`
  const { body } = await call('POST', url, { action: 'move', owner: 'domain:north.example' })
  await ingestAll(galena.db, [
    company('south.example', { name: 'South', url: page('both'), last_refresh: '2026-03-01T00:00:00Z' }),
  ])
  const owner = `select owner from core.identifiers where key = 'linkedin:both'`
  expect(await rows(owner)).toEqual([{ owner: 'domain:north.example' }])
  // Ingest moved the key when the newer claim came; the decision moved it back.
  expect((await changes(2)).changes).toMatchObject([
    {
      type: 'identity.changed',
      what: 'key_moved',
      key: 'linkedin:both',
      after: { root: 'domain:south.example' },
      merge_id: null,
    },
    { what: 'key_moved', after: { root: 'domain:north.example' }, merge_id: body.merge_ids[0] },
  ])
  await call('POST', '/v1/companies/unmerge', { id: body.merge_ids[0] })
  expect(await rows(owner)).toEqual([{ owner: 'domain:south.example' }])
  expect((await believedState(galena.db))['core.identifiers']).toEqual(before['core.identifiers'])
})

test('what was rejected is asked again with a new claimant, and only then', async () => {
  await ingestAll(galena.db, [north, south])
  const [review] = (await call('GET', '/v1/identity/reviews')).body.reviews
  expect(await call('POST', `/v1/identity/reviews/${review.id}/reject`, {})).toMatchObject({ status: 200 })
  await ingestAll(galena.db, [
    company('north.example', { name: 'North', url: page('both'), last_refresh: '2026-04-01T00:00:00Z' }),
  ])
  expect((await call('GET', '/v1/identity/reviews')).body.reviews).toEqual([])
  await ingestAll(galena.db, [
    company('west.example', { name: 'West', url: page('both'), last_refresh: '2026-05-01T00:00:00Z' }),
  ])
  const { body } = await call('GET', '/v1/identity/reviews')
  expect(body.reviews).toMatchObject([
    { subjects: ['domain:north.example', 'domain:south.example', 'domain:west.example'] },
  ])
  const url = `/v1/identity/reviews/${review.id}/accept`
  expect(await call('POST', url, {})).toMatchObject({ status: 422, body: { code: 'subjects_ambiguous' } })
  expect(await call('POST', url, { owner: 'domain:x.example' })).toMatchObject({ body: { code: 'owner_unknown' } })
  const some = { owner: 'domain:west.example', subjects: ['domain:south.example'] }
  expect(await call('POST', url, some)).toMatchObject({ status: 200 })
  expect(await rows('select domain from core.companies order by 1')).toEqual([
    { domain: 'north.example' },
    { domain: 'west.example' },
  ])
})

test('a page that contradicts the stored one is taken over, and the refused payload is read', async () => {
  const found = (name: string, url: string) =>
    submission(findCompanies, { company_domain: 'north.example', raw_payload: { name, linkedin_url: url } })
  await ingestAll(galena.db, [found('North', page('north'))])
  await expect(ingestAll(galena.db, [found('North Inc', page('north-inc'))])).rejects.toThrow('linkedin_url_conflict')
  const [review] = (await call('GET', '/v1/identity/reviews')).body.reviews
  expect(review).toMatchObject({ reason: 'linkedin_url_conflict', sides: [{ owns: true }, { owns: false }] })
  const accepted = await call('POST', `/v1/identity/reviews/${review.id}/accept`, {})
  expect(accepted).toMatchObject({ status: 200, body: { replayed: 1 } })
  expect(await rows('select name, linkedin_url from core.companies')).toEqual([
    { name: 'North Inc', linkedin_url: page('north-inc') },
  ])
  await expect(ingestAll(galena.db, [found('North AG', page('north'))])).rejects.toThrow('linkedin_url_conflict')
})

test('two profile URLs with one profile id and one name are merged by themselves, once, and not after somebody undid it', async () => {
  await ingestAll(galena.db, [old, renamed])
  expect(await judgeReviews(galena.db)).toEqual({ judged: 1, merged: 1, unmerged: 0 })
  expect(await rows('select linkedin_slug from core.people')).toEqual([{ linkedin_slug: 'ada-lovelace' }])
  const [merge] = await rows<{ id: string }>('select id, decided_by, evidence from core.identity_merges')
  expect(merge).toMatchObject({
    decided_by: 'automatic',
    evidence: {
      owner: 'slug:ada-lovelace',
      verdicts: { 'slug:ada-byron': { agree: ['member', 'name'], contradict: [], guards: [] } },
    },
  })
  expect((await call('POST', '/v1/people/unmerge', { id: merge?.id })).status).toBe(200)
  await galena.db.pool.query(`update core.identity_reviews set status = 'open', judged_at = null`)
  expect(await judgeReviews(galena.db)).toEqual({ judged: 1, merged: 0, unmerged: 0 })
  const [review] = (await call('GET', '/v1/identity/reviews')).body.reviews
  expect(review.evidence.verdicts['slug:ada-byron'].guards).toEqual(['taken_apart_before'])
})

test('control: another name, another account or another company is left to people', async () => {
  await ingestAll(galena.db, [
    old,
    person('bob', [], { name: 'Bob Brown', profile_id: 7, last_refresh: '2026-03-01T00:00:00Z' }),
    north,
    south,
  ])
  expect(await judgeReviews(galena.db)).toEqual({ judged: 2, merged: 0, unmerged: 0 })
  const { body } = await call('GET', '/v1/identity/reviews')
  expect(
    body.reviews.map(({ evidence }: { evidence: { verdicts: object } }) => Object.values(evidence.verdicts)),
  ).toMatchObject([
    [{ merge: false, agree: ['member'], contradict: ['name'] }],
    [{ merge: false, agree: ['linkedin'], contradict: ['name'] }],
  ])
})

test('an automatic merge that later payloads contradict is undone by itself', async () => {
  await ingestAll(galena.db, [old, renamed])
  await judgeReviews(galena.db)
  await ingestAll(galena.db, [
    person('ada-byron', [], { name: 'Ada Lovelace', profile_id: 8, last_refresh: '2026-06-01T00:00:00Z' }),
  ])
  expect(await judgeReviews(galena.db, { everything: true })).toMatchObject({ merged: 0, unmerged: 1 })
  expect(await rows('select linkedin_slug from core.people order by 1')).toEqual([
    { linkedin_slug: 'ada-byron' },
    { linkedin_slug: 'ada-lovelace' },
  ])
  expect((await call('GET', '/v1/identity/reviews')).body.reviews).toHaveLength(1)
})

test('merge, dry run, unmerge and their events over HTTP', async () => {
  const other = company('south.example', { name: 'South', url: page('south') })
  await ingestAll(galena.db, [north, other, now])
  const dry = await call('POST', '/v1/companies/merge', { into: 'north.example', from: 'south.example', dry_run: true })
  expect(dry).toMatchObject({ status: 200, body: { dry_run: true, merge_id: null } })
  expect(dry.body.changes).toContainEqual(expect.objectContaining({ table: 'core.companies', change: 'vanished' }))
  const done = await call('POST', '/v1/companies/merge', {
    into: 'north.example',
    from: 'south.example',
    reason: 'one firm',
  })
  expect(done).toMatchObject({ status: 200, body: { success: true, dry_run: false } })
  const moved = await call('GET', `/v1/companies/${done.body.merged_id}`)
  expect(moved.body).toMatchObject({ id: done.body.id, redirected_from: done.body.merged_id })
  await call('POST', '/v1/companies/unmerge', { id: done.body.merged_id })
  await changes(2)
  const first = await call('GET', '/v1/identity/changes?limit=1')
  expect(first.body).toMatchObject({ more: true, changes: [{ what: 'merged', id: done.body.merged_id }] })
  const next = await call('GET', `/v1/identity/changes?after=${first.body.cursor}`)
  expect(next.body).toMatchObject({ more: false, changes: [{ what: 'unmerged', merge_id: done.body.merge_id }] })
  const end = await call('GET', `/v1/identity/changes?after=${next.body.cursor}`)
  expect(end.body).toMatchObject({ changes: [], cursor: next.body.cursor })
})

test.each([
  ['/v1/companies/merge', { into: 'north.example' }],
  ['/v1/companies/merge', { into: 'north.example', from: '\u0000' }],
  ['/v1/companies/merge', { into: 'north.example', from: '\ud800' }],
  ['/v1/companies/merge', { into: 'north.example', from: "' or 1=1 --" }],
  ['/v1/companies/merge', { into: 'north.example', from: 'south.example', reason: 5 }],
  ['/v1/companies/unmerge', { id: 'x' }],
  ['/v1/people/unmerge', { id: '00000000-0000-0000-0000-000000000000' }],
  ['/v1/identity/reviews/x/accept', {}],
  ['/v1/identity/reviews/%00/reject', {}],
  ['/v1/identity/reviews/00000000-0000-0000-0000-000000000000/accept', { owner: '\u0000' }],
])('%s refuses %j', async (url, body) => {
  await ingestAll(galena.db, [north, south])
  const { status } = await call('POST', url, body)
  expect([400, 404, 422]).toContain(status)
})

test.each(['?cursor=x', '?after=x', '?status=other', '?kind=dog', '?limit=0', '?id=x'])(
  'lists refuse %s',
  async (query) => {
    const statuses = [
      (await call('GET', `/v1/identity/reviews${query}`)).status,
      (await call('GET', `/v1/identity/changes${query}`)).status,
    ]
    expect(statuses.some((status) => status === 400 || status === 422)).toBe(true)
    expect(statuses.every((status) => status < 500)).toBe(true)
  },
)
