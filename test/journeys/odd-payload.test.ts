import { afterAll, beforeAll, expect, test } from 'vitest'
import { replay } from '../../src/warehouse/ingest/replay.ts'
import { loadCatalog } from '../../src/warehouse/workflows/registry.ts'
import {
  expectKept,
  expectProblem,
  expectStored,
  type NastyServer,
  openNastyServer,
  PROFILES,
  profile,
} from '../support/nasty-server.ts'
import { stateOf, wipe } from '../support/state.ts'

let server: NastyServer
beforeAll(async () => {
  server = await openNastyServer()
})
afterAll(() => server.close())

const odd = JSON.stringify(
  profile('odd', {
    headline: 'Head of NUL',
    doubled: 0,
    last_refresh: '2026-01-20T00:00:00Z',
    experience: [
      { title: 'Buyer', company: 'Larkmere', company_domain: 'larkmere.example', start_date: '2026-02-30' },
      { title: 'Clerk', company: 'Tollan', company_domain: 'tollan.example', start_date: '2019', end_date: '2021-04' },
    ],
  }),
)
  .replace('NUL', 'N\\u0000L')
  .replace('"doubled":0', '"country":"Belgium","country":"Finland"')

test('a payload with a broken date, a NUL and a doubled key is kept, explained and replayable', async () => {
  const answer = await server.post(PROFILES, odd)
  // Kept: byte for byte.
  await expectStored(server, answer, { table: 'raw.person_payloads', bytes: odd, lossy: true })
  // Explained: in the answer, and on the row for whoever looks later.
  const warnings = [
    { code: 'sanitized', field: '/raw_payload/headline' },
    { code: 'duplicate_key', field: '/raw_payload/country' },
    { code: 'invalid_date', field: 'experience[0].start_date', detail: '2026-02-30' },
  ]
  expect(answer.body?.warnings).toMatchObject(warnings)
  const { rows } = await server.db.pool.query('select warnings, error from raw.person_payloads where id = $1', [
    answer.body?.raw_id,
  ])
  expect(rows).toMatchObject([{ warnings, error: null }])
  // Everything else of it is used.
  const person = await server.db.pool.query(
    `select p.headline, p.country, array_agg(h.start_date::text order by h.experience_order) as began
     from core.people p join core.person_work_history h using (linkedin_url) where p.linkedin_slug = 'odd' group by 1, 2`,
  )
  expect(person.rows).toEqual([{ headline: 'Head of N\ufffdL', country: 'Finland', began: [null, '2019-01-01'] }])
  // Replayable: nothing changes, and after a wipe the same comes back.
  const catalog = await loadCatalog(server.db)
  const before = await stateOf(server.db)
  expect(await replay(server.db, catalog)).toMatchObject({ replayed: 1, failed: 0 })
  expect(await stateOf(server.db)).toEqual(before)
  await wipe(server.db)
  await replay(server.db, catalog, { selection: { entity: ['https://www.linkedin.com/in/odd'] } })
  expect(await stateOf(server.db)).toEqual(before)
  // And sent again it is the same again.
  expect((await server.post(PROFILES, odd)).body).toMatchObject({
    deduplicated: true,
    raw_id: answer.body?.raw_id,
    warnings,
  })
})

test('what cannot be read is kept, explained with the place, and replayed when it can be', async () => {
  const cut = odd.slice(0, 200)
  const refused = await server.post(PROFILES, cut)
  await expectKept(server, refused, { status: 400, code: 'syntax', bytes: cut })
  expect(refused.body).toMatchObject({ offset: 200, detail: expect.stringContaining('at byte 200') })
  const entry = await server.get(`/v1/quarantine/${refused.body?.quarantine_id}`)
  expect(entry.body).toMatchObject({ code: 'syntax', body: cut, route: PROFILES, replayed_at: null, raw_id: null })
  const still = await server.post(`/v1/quarantine/${refused.body?.quarantine_id}/replay`, '')
  expectProblem(still, 400, 'syntax')

  const early = JSON.stringify({ site: 'early.example', name: 'Early Bird' })
  const unknown = await server.post('/v1/ingest/early-birds', early)
  await expectKept(server, unknown, { status: 404, code: 'workflow_not_found', bytes: early })
  const registered = await server.post(
    '/v1/workflows',
    JSON.stringify({
      slug: 'early-birds',
      provider: 'test',
      platform: 'test',
      payload_type: 'bird',
      entity_type: 'company',
      mapping: { subject: { kind: 'domain', path: 'site' }, facts: { name: 'name' } },
    }),
  )
  expect(registered.status, registered.text).toBeLessThan(300)
  const replayed = await server.post(`/v1/quarantine/${unknown.body?.quarantine_id}/replay`, '')
  expect(replayed.body).toMatchObject({ success: true })
  const { rows } = await server.db.pool.query(`select name from core.companies where domain = 'early.example'`)
  expect(rows).toEqual([{ name: 'Early Bird' }])
  const after = await server.get(`/v1/quarantine/${unknown.body?.quarantine_id}`)
  expect(after.body).toMatchObject({ raw_id: replayed.body?.raw_id, replayed_at: expect.any(String) })
})
