import { afterAll, beforeAll, expect, test } from 'vitest'
import { type KnownEntities, openKnownEntities } from '../../../../test/support/known-entities.ts'

let known: KnownEntities

beforeAll(async () => {
  known = await openKnownEntities()
})
afterAll(() => known.close())

const companies = (payload: unknown) => known.post('/v1/companies/identify', payload)
const people = (payload: unknown) => known.post('/v1/people/identify', payload)

test('all who share a name are ranked by what else agrees, with reasons', async () => {
  const { status, body } = await people({ name: 'John Smith', city: 'Leeds', company: 'tollan.example' })
  expect(status).toBe(200)
  expect(body).toMatchObject({ success: true, match_status: true, truncated: false })
  expect(body.candidates).toHaveLength(1)
  expect(body.candidates[0].reasons).toEqual(['name: same name', 'company: same employer', 'city: same city'])
  const wider = (await people({ name: 'Jon Smith', city: 'Leeds' })).body.candidates
  expect(wider.map(({ keys }: { keys: string[] }) => keys[0])).toEqual(['slug:john-smith-2', 'slug:john-smith-1'])
  expect(wider[0].reasons).toEqual(['name: same name in another form', 'city: same city'])
  expect(wider[1].likelihood).toBeLessThan(wider[0].likelihood)
})

test('one who contradicts is shown with what contradicts', async () => {
  const { body } = await companies({ name: 'Apollo', country: 'India' })
  expect(body.candidates.map(({ data }: { data: { domain: string } }) => data.domain)).toEqual([
    'apollo-in.example',
    'apollo-us.example',
  ])
  expect(body.candidates[1].conflicts).toEqual([
    { field: 'country', given: 'India', stored: 'United States', id: null },
  ])
  expect(body.candidates[1].reasons).toContain('country: another country (United States)')
})

test('whom identifiers mean and who shares the name stand in one list', async () => {
  const { body } = await people({ email: 'odalys@brightkiln.example', name: 'Ann Lee', city: 'Paris' })
  expect(body.candidates).toHaveLength(3)
  expect(body.candidates.map(({ likelihood }: { likelihood: number }) => likelihood)).toEqual([4, 1, 1])
})

test('a company of similar name is shown, and is no answer of resolve', async () => {
  const { body } = await companies({ name: 'Brightkilns' })
  expect(body.candidates[0]).toMatchObject({ likelihood: 3, reasons: ['name: similar name'] })
  const resolved = await known.post('/v1/companies/resolve', { name: 'Brightkilns' })
  expect(resolved.body).toMatchObject({ match_status: false, reason: 'not_found' })
})

test('limit, min_likelihood and required leave the others out', async () => {
  expect((await companies({ name: 'Weave', limit: 1 })).body.candidates).toHaveLength(1)
  expect((await companies({ name: 'Apollo', country: 'India', min_likelihood: 5 })).body.candidates).toHaveLength(1)
  expect((await companies({ name: 'Weave', required: 'industry' })).body).toMatchObject({
    match_status: false,
    candidates: [],
  })
  expect((await companies({ name: 'Weave', limit: 21 })).status).toBe(422)
  expect((await companies({ name: 'Weave', required: 'x' })).body.code).toBe('required_invalid')
})

test('never more than 20, and it is said that there are more', async () => {
  await known.db.pool.query(
    `insert into core.people (linkedin_url, full_name) select 'https://www.linkedin.com/in/twin' || i, 'Zofia Twin' from generate_series(1, 70) i`,
  )
  const { body } = await people({ name: 'Zofia Twin' })
  expect(body.candidates).toHaveLength(20)
  expect(body.truncated).toBe(true)
  const told = await people({ name: 'John Smith' })
  expect(told.body.truncated).toBe(false)
})

test('nobody is no error, and nothing to go by is one', async () => {
  expect((await people({ name: 'Nobody Whatsoever' })).body).toMatchObject({ match_status: false, candidates: [] })
  expect((await people({ company: 'Tollan Foods' })).body.code).toBe('nothing_to_go_by')
})
