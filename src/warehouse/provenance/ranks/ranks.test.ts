import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'
import { stateOf } from '../../../../test/support/state.ts'
import { asOperator } from '../../../db/database.ts'
import { loadRanks } from '../../identity/load-ranks.ts'
import { replay } from '../../ingest/replay.ts'
import { wipeDerived } from '../../ingest/wipe-derived.ts'
import { loadCatalog } from '../../workflows/registry.ts'
import { finishRankChanges } from '../jobs.ts'
import { advanceClock } from './advance-clock.ts'
import { changeRanks } from './change-ranks.ts'
import { continueChange } from './continue-change.ts'

let t: TestApp
beforeAll(async () => {
  t = await openTestApp()
})
afterAll(() => t.close())

async function call(method: 'GET' | 'PUT' | 'POST', url: string, payload?: object) {
  const answer = await t.app.inject({ method, url, headers: t.operator, ...(payload === undefined ? {} : { payload }) })
  return { status: answer.statusCode, body: answer.json() }
}

const put = (rules: object[], more: object = {}) => call('PUT', '/v1/sources/ranks', { rules, reason: 'test', ...more })

async function send(workflow: string, body: object): Promise<void> {
  const { status, body: answer } = await call('POST', `/v1/ingest/${workflow}`, body)
  expect(status, JSON.stringify(answer)).toBe(200)
}

const firmographics = (domain: string, payload: object) =>
  send('clay-company-firmographics', { company_domain: domain, raw_payload: payload })
const yc = (id: number, hit: object, observedAt: string) =>
  send('yc-company', { hit: { id, ...hit }, observed_at: observedAt })
const profile = (slug: string, payload: object) =>
  send('clay-person-profile', {
    linkedin_url: `https://www.linkedin.com/in/${slug}`,
    workflow_slug: 'clay-person-profile',
    raw_payload: payload,
  })

async function columns(): Promise<Map<string, Record<string, unknown>>> {
  const { rows } = await t.db.pool.query('select id, to_jsonb(c) - $1::text[] as fields from core.companies c', [
    ['id', 'created_at', 'updated_at'],
  ])
  return new Map(rows.map(({ id, fields }) => [id, fields]))
}

/** Companies and columns that differ between two pictures of core. */
function changed(before: Map<string, Record<string, unknown>>, after: Map<string, Record<string, unknown>>): string[] {
  return [...after].flatMap(([id, fields]) =>
    Object.keys(fields).flatMap((column) =>
      JSON.stringify(before.get(id)?.[column]) === JSON.stringify(fields[column]) ? [] : `${id} ${column}`,
    ),
  )
}

/** A few dozen companies, some with two sources that disagree, one with more keys than one. */
beforeEach(async () => {
  await t.db.pool.query('delete from reference.rank_changes')
  await t.db.pool.query('delete from reference.freshness_rules')
  await Promise.all(
    Array.from({ length: 30 }, async (_, i) => {
      const domain = `rank${i}.example`
      await firmographics(domain, { name: `F${i}`, employee_count: i + 1, last_refresh: '2026-03-01T00:00:00Z' })
      if (i % 3 !== 0) return
      const name = i % 2 === 0 ? `F${i}` : `Y${i}`
      await yc(1000 + i, { name, website: `https://${domain}`, team_size: 5000 }, '2026-01-01T00:00:00Z')
    }),
  )
  await profile('rank-person', {
    name: 'P',
    latest_experience: { title: 'T', company: 'C', company_domain: 'rank1.example' },
  })
})

test('a preview tells exactly what applying then does, and changes nothing itself', async () => {
  const rules = [{ entity: 'company', source: 'yc-company', rank: 5 }]
  const before = await columns()
  const state = await stateOf(t.db)
  const preview = await put(rules, { dry_run: true })
  expect(preview).toMatchObject({ status: 200, body: { change: { status: 'previewed', before: [{ value: 30 }] } } })
  expect(preview.body.change.fields_changed.company).toEqual({ name: 5, employee_count: 10 })
  expect(preview.body.change.entities_changed).toBe(10)
  expect(preview.body.change.observations_seen).toBe(10)
  expect(changed(before, await columns())).toEqual([])
  const { 'reference.rank_changes': _mine, ...others } = await stateOf(t.db)
  expect(others).toEqual(state)
  const applied = await put(rules)
  expect(applied).toMatchObject({ status: 200, body: { change: { status: 'done', observations_total: 10 } } })
  for (const what of ['entities_changed', 'fields_changed', 'samples']) {
    expect(applied.body.change[what], what).toEqual(preview.body.change[what])
  }
  const after = await columns()
  const differing = changed(before, after)
  expect(differing.filter((cell) => cell.endsWith(' name'))).toHaveLength(5)
  expect(differing.filter((cell) => cell.endsWith(' employee_count'))).toHaveLength(10)
  expect(differing).toHaveLength(15)
  for (const { id, field, before: was, after: is } of preview.body.change.samples) {
    expect([before.get(id)?.[field], after.get(id)?.[field]]).toEqual([was.value, is.value])
  }
  // Payloads that come now are folded by the new ranks, without a restart.
  await firmographics('rank3.example', { name: 'Newest', last_refresh: '2026-09-01T00:00:00Z' })
  expect((await call('GET', '/v1/companies/rank3.example')).body.row.name).toBe('Y3')
  // Replay agrees with what the change made of core.
  const folded = await stateOf(t.db)
  await asOperator(t.db, wipeDerived)
  await replay(t.db, await loadCatalog(t.db))
  expect(await stateOf(t.db)).toEqual(folded)
  const undone = await call('POST', `/v1/sources/ranks/changes/${applied.body.change.id}/undo`, { reason: 'back' })
  expect(undone.body.change).toMatchObject({ kind: 'undo', undoes: applied.body.change.id, entities_changed: 10 })
  expect((await call('GET', '/v1/companies/rank3.example')).body.row.name).toBe('Newest')
  await firmographics('rank3.example', { name: 'F3', last_refresh: '2026-10-01T00:00:00Z' })
  expect(changed(before, await columns())).toEqual([])
})

test('a rule for one field, and the whole audit of it', async () => {
  const issued = (await call('POST', '/v1/keys', { name: 'ops', scopes: ['admin'] })).body
  const answer = await t.app.inject({
    method: 'PUT',
    url: '/v1/sources/ranks',
    headers: { 'x-api-key': issued.key },
    payload: { rules: [{ entity: 'company', field: 'name', source: 'yc-company', rank: 7 }], reason: 'YC knows names' },
  })
  const { change } = answer.json()
  expect(change).toMatchObject({
    changed_by: issued.id,
    reason: 'YC knows names',
    fields_changed: { company: { name: 5 } },
  })
  expect(change.changes).toEqual([{ what: 'rank', entity: 'company', field: 'name', source: 'yc-company', value: 7 }])
  const listed = (await call('GET', '/v1/sources/ranks/changes?limit=1')).body
  expect(listed.changes).toMatchObject([{ id: change.id, before: [{ value: null }] }])
  const { ranks } = (await call('GET', '/v1/sources/ranks')).body
  expect(ranks).toContainEqual({ entity: 'company', field: 'name', source: 'yc-company', rank: 7 })
  await call('POST', `/v1/sources/ranks/changes/${change.id}/undo`, {})
  expect((await call('GET', '/v1/sources/ranks')).body.ranks).not.toContainEqual(expect.objectContaining({ rank: 7 }))
  expect((await call('POST', `/v1/sources/ranks/changes/${change.id}/undo`, {})).body.code).toBe(
    'rank_change_superseded',
  )
})

test('a value that is too old gives way to a fresher one of a lesser source, and to nothing else', async () => {
  await firmographics('aged.example', { name: 'Aged', industry: 'Only here', last_refresh: '2026-01-01T00:00:00Z' })
  await yc(2001, { name: 'Fresh', website: 'https://aged.example' }, new Date().toISOString())
  const name = async () => (await call('GET', '/v1/companies/aged.example')).body.row.name
  expect(await name()).toBe('Aged')
  const rules = [{ entity: 'company', source: 'clay-company-firmographics', max_age_days: 30 }]
  const preview = (await put(rules, { dry_run: true })).body.change
  expect(await name()).toBe('Aged')
  const { change } = (await put(rules)).body
  expect(change.fields_changed).toEqual(preview.fields_changed)
  expect(await name()).toBe('Fresh')
  const { fields } = (await call('GET', '/v1/companies/aged.example')).body
  expect(fields.name.losing[0]).toMatchObject({ value: 'Aged', why: 'stale', stale: true })
  // Nobody else says it, so it stays, and is told to be stale.
  expect(fields.industry).toMatchObject({ value: 'Only here', stale: true })
  const folded = await stateOf(t.db)
  await asOperator(t.db, wipeDerived)
  await replay(t.db, await loadCatalog(t.db))
  expect(await stateOf(t.db)).toEqual(folded)
  await call('POST', `/v1/sources/ranks/changes/${change.id}/undo`, {})
  expect(await name()).toBe('Aged')
})

test('time passes in steps of the clock: what grows too old is folded again, exactly that', async () => {
  const now = Date.now()
  const days = (n: number) => new Date(now - n * 86_400_000).toISOString()
  await firmographics('clock.example', { name: 'Clock', last_refresh: days(89) })
  await yc(2002, { name: 'Clock YC', website: 'https://clock.example' }, days(1))
  const { change } = (await put([{ entity: 'company', field: 'name', max_age_days: 90 }])).body
  const name = async () => (await call('GET', '/v1/companies/clock.example')).body.row.name
  expect(await name()).toBe('Clock')
  const step = await asOperator(t.db, (tx) => advanceClock(tx, new Date(now + 2 * 86_400_000)))
  expect(await name()).toBe('Clock')
  expect(await continueChange(t.db, step ?? '', { budgetMs: 10_000 })).toBe(true)
  expect(await name()).toBe('Clock YC')
  const told = (await call('GET', `/v1/sources/ranks/changes/${step}`)).body.change
  expect(told).toMatchObject({ kind: 'clock', status: 'done', changed_by: 'galena', entities_changed: 1 })
  // The same hour again is no step; and a clock without rules stands.
  expect(await asOperator(t.db, (tx) => advanceClock(tx, new Date(now + 2 * 86_400_000)))).toBe(null)
  await call('POST', `/v1/sources/ranks/changes/${change.id}/undo`, {})
  expect(await asOperator(t.db, (tx) => advanceClock(tx, new Date(now + 9 * 86_400_000)))).toBe(null)
})

test('a change that was interrupted is finished by the job, in pages of any size, with the same counts', async () => {
  const rules = [{ entity: 'company' as const, source: 'yc-company', rank: 5 }]
  const preview = (await put(rules, { dry_run: true })).body.change
  const catalog = await loadCatalog(t.db)
  const id = await asOperator(t.db, (tx) => changeRanks(tx, catalog, { rules, reason: null, by: 'test' }))
  expect(await continueChange(t.db, id, { budgetMs: 0, page: 3 })).toBe(false)
  const half = (await call('GET', `/v1/sources/ranks/changes/${id}`)).body.change
  expect(half).toMatchObject({
    status: 'applying',
    observations_seen: 3,
    observations_total: preview.observations_total,
  })
  expect((await put(rules)).body.code).toBe('rank_change_in_progress')
  expect((await put(rules, { dry_run: true })).status).toBe(200)
  expect(await finishRankChanges(t.db)).toBe(1)
  const { change } = (await call('GET', `/v1/sources/ranks/changes/${id}`)).body
  expect(change).toMatchObject({ status: 'done', entities_changed: preview.entities_changed })
  expect(change.fields_changed).toEqual(preview.fields_changed)
  await call('POST', `/v1/sources/ranks/changes/${id}/undo`, {})
})

test('payloads that arrive while ranks change are folded by the one or the other, and in the end by the new ones', async () => {
  const work: Promise<unknown>[] = []
  for (let round = 0; round < 6; round++) {
    work.push(
      ...Array.from({ length: 30 }, (_, i) =>
        firmographics(`rank${i}.example`, { name: `F${i} ${round}`, last_refresh: `2026-11-0${round + 1}T00:00:00Z` }),
      ),
      // One after the other: two at once would be refused.
      ...(round === 3 ? [put([{ entity: 'company', source: 'yc-company', rank: 5 }])] : []),
    )
  }
  await Promise.all(work)
  const folded = await stateOf(t.db)
  await asOperator(t.db, wipeDerived)
  await replay(t.db, await loadCatalog(t.db))
  expect((await stateOf(t.db))['core.companies']).toEqual(folded['core.companies'])
  const { rows } = await t.db.pool.query(`select name from core.companies where domain = 'rank3.example'`)
  expect(rows[0].name).toBe('Y3')
  await put([{ entity: 'company', source: 'yc-company', rank: 30 }])
})

test('an entity with several keys that a change concerns counts once, whatever the pages', async () => {
  const at = '2026-01-01T00:00:00Z'
  await firmographics('twice-a.example', { name: 'Twice', last_refresh: at })
  await firmographics('twice-b.example', { name: 'Twice', last_refresh: at })
  await yc(2003, { name: 'One', website: 'https://twice-a.example' }, at)
  await yc(2003, { name: 'One', website: 'https://twice-b.example' }, '2026-01-02T00:00:00Z')
  const rules = [{ entity: 'company' as const, source: 'clay-company-firmographics', rank: 45 }]
  const preview = (await put(rules, { dry_run: true })).body.change
  const catalog = await loadCatalog(t.db)
  const id = await asOperator(t.db, (tx) => changeRanks(tx, catalog, { rules, reason: null, by: 'test' }))
  while (!(await continueChange(t.db, id, { budgetMs: 0, page: 1 })));
  const { change } = (await call('GET', `/v1/sources/ranks/changes/${id}`)).body
  expect(change.fields_changed).toEqual(preview.fields_changed)
  expect(change.entities_changed).toBe(preview.entities_changed)
  expect((await call('GET', '/v1/companies/twice-b.example')).body).toMatchObject({
    root: 'yc:2003',
    row: { name: 'One' },
  })
  await call('POST', `/v1/sources/ranks/changes/${id}/undo`, {})
  expect((await call('GET', '/v1/companies/twice-a.example')).body.row.name).toBe('Twice')
})

test('a change of ranks waits for whoever folds by the old ones', async () => {
  const catalog = await loadCatalog(t.db)
  const rules = [{ entity: 'company' as const, field: 'status', source: 'yc-company', rank: 31 }]
  const held = Promise.withResolvers<void>()
  const holding = Promise.withResolvers<void>()
  const batch = asOperator(t.db, async (tx) => {
    await loadRanks(tx)
    holding.resolve()
    await held.promise
  })
  await holding.promise
  let changed = false
  const change = asOperator(t.db, (tx) => changeRanks(tx, catalog, { rules, reason: null, by: 'test' })).then((id) => {
    changed = true
    return id
  })
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(changed).toBe(false)
  held.resolve()
  await batch
  expect(await continueChange(t.db, await change, { budgetMs: 5_000 })).toBe(true)
  await call('POST', `/v1/sources/ranks/changes/${await change}/undo`, {})
})

test.each([
  [{ rules: [] }, 422],
  [{}, 422],
  [{ rules: [{ entity: 'company' }] }, 422],
  [{ rules: [{ entity: 'company', field: 'nope', rank: 1 }] }, 422],
  [{ rules: [{ entity: 'company', field: 'name', source: 'nope', rank: 1 }] }, 422],
  [{ rules: [{ entity: 'company', field: 'name', source: 'pin', rank: 9 }] }, 422],
  [{ rules: [{ entity: 'company', field: 'name', source: 'yc-company', rank: 0 }] }, 422],
  [{ rules: [{ entity: 'company', field: 'name', source: 'yc-company', rank: 1e300 }] }, 422],
  [{ rules: [{ entity: 'company', field: 'name', source: '\u0000', rank: 1 }] }, 422],
  [{ rules: [{ entity: 'company', field: '__proto__', max_age_days: 1 }] }, 422],
  [{ rules: [{ entity: 'company', field: 'name', rank: 1 }] }, 422],
  [{ rules: [{ entity: 'client', rank: 1 }] }, 422],
  [
    {
      rules: [
        { entity: 'company', source: 'yc-company', rank: 1 },
        { entity: 'company', source: 'yc-company', rank: 2 },
      ],
    },
    422,
  ],
])('%j is refused, and nothing changes', async (body, status) => {
  const before = (await call('GET', '/v1/sources/ranks')).body
  const answer = await call('PUT', '/v1/sources/ranks', body)
  expect([400, status], JSON.stringify(answer.body)).toContain(answer.status)
  expect((await call('GET', '/v1/sources/ranks')).body).toEqual(before)
  for (const id of ['x', '%00', '00000000-0000-0000-0000-000000000000']) {
    expect((await call('GET', `/v1/sources/ranks/changes/${id}`)).body.code).toBe('rank_change_not_found')
    expect((await call('POST', `/v1/sources/ranks/changes/${id}/undo`, {})).status).toBe(404)
  }
  expect((await call('GET', '/v1/sources/ranks/changes?cursor=x')).status).toBe(400)
})
