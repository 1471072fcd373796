import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { believedState, company, ingestAll, person } from '../../../../test/support/identity.ts'
import { connect, type Database } from '../../../db/database.ts'
import { inTurn } from '../../provenance/hold-entity.ts'
import { followIds, keysOf } from './follow-ids.ts'
import { type Merge, mergeEntities } from './merge-entities.ts'
import { previewMerge } from './preview-merge.ts'
import { unmergeEntities } from './unmerge-entities.ts'

let database: TestDatabase
let db: Database

beforeEach(async () => {
  database = await createTestDatabase()
  db = connect(database.url)
})

afterEach(async () => {
  await db.close()
  await database.drop()
})

const merge = (kind: 'company' | 'person', into: string, from: string): Promise<Merge> =>
  inTurn(db, (tx) => mergeEntities(tx, { kind, into, from, decidedBy: 'test' }))
const unmerge = (kind: 'company' | 'person', id: string) =>
  inTurn(db, (tx) => unmergeEntities(tx, { kind, id, undoneBy: 'test' }))

async function rows<T extends object>(sql: string, values: unknown[] = []): Promise<T[]> {
  return (await db.pool.query(sql, values)).rows as T[]
}

const companies = [
  company('north.example', {
    url: 'https://www.linkedin.com/company/north',
    org_id: 11,
    employee_count: 10,
    description: 'Ore',
    last_refresh: '2026-01-01T00:00:00Z',
  }),
  company('south.example', {
    url: 'https://www.linkedin.com/company/south',
    org_id: 22,
    employee_count: 70,
    locality: 'Ghent',
    last_refresh: '2026-02-01T00:00:00Z',
  }),
]
const ada = [
  person('ada', [{ title: 'Engineer', at: 'North', from: '2020-01-01' }], {
    name: 'Ada L',
    profile_id: 5,
    last_refresh: '2026-01-01T00:00:00Z',
  }),
  person(
    'ada-lovelace',
    [
      { title: 'Chief', at: 'North', from: '2024-02-01' },
      { title: 'Engineer', at: 'North', from: '2020-01-01', to: '2024-01-31' },
      { title: 'Clerk', at: 'South', from: '2018-01-01', to: '2019-12-31' },
    ],
    { name: 'Ada Lovelace', location_name: 'Leeds, UK', last_refresh: '2026-03-01T00:00:00Z' },
  ),
]

test('a merged company has one row with the newest value of each field, and the other id leads to it', async () => {
  await ingestAll(db, companies)
  const done = await merge('company', 'north.example', 'https://www.linkedin.com/company/south/about')
  expect(await rows('select id, domain, name, employee_count, description, locality from core.companies')).toEqual([
    {
      id: done.id,
      domain: 'north.example',
      name: 'south.example',
      employee_count: 70,
      description: 'Ore',
      locality: 'Ghent',
    },
  ])
  const live = await inTurn(db, (tx) => followIds(tx, 'company', [done.id, done.mergedId]))
  expect([...live.values()]).toEqual([done.id, done.id])
  const keys = await inTurn(db, (tx) => keysOf(tx, [done.id]))
  expect(keys.get(done.id)?.sort()).toEqual([
    'domain:north.example',
    'domain:south.example',
    'linkedin:north',
    'linkedin:south',
    'org:11',
    'org:22',
  ])
})

test('plain SQL finds all keys of an id that was merged, and the entity of a key', async () => {
  await ingestAll(db, companies)
  const done = await merge('company', 'north.example', 'south.example')
  const keys = await inTurn(db, (tx) => keysOf(tx, [done.id]))
  for (const id of [done.id, done.mergedId]) {
    const found = await rows<{ key: string }>('select k as key from core.entity_keys($1) k order by 1', [id])
    expect(found.map(({ key }) => key)).toEqual(keys.get(done.id)?.toSorted())
  }
  expect(await rows('select * from core.merged_domains')).toEqual([
    { domain: 'south.example', company_id: done.id, primary_domain: 'north.example' },
  ])
  const id = (key: string) => rows('select core.entity_id($1) as id', [key])
  expect(await id('org:22')).toEqual([{ id: done.id }])
  expect(await id('org:33')).toEqual([{ id: null }])
})

test.each([
  ['company', 'north.example', 'south.example'],
  ['person', 'https://www.linkedin.com/in/ada', 'slug:ada-lovelace'],
  ['person', 'slug:ada-lovelace', 'member:5'],
] as const)('merging a %s (%s, %s) and undoing it leaves every row as it was', async (kind, into, from) => {
  await ingestAll(db, [...companies, ...ada])
  const before = await believedState(db)
  const { mergeId } = await merge(kind, into, from)
  expect(await believedState(db)).not.toEqual(before)
  await unmerge(kind, mergeId)
  expect(await believedState(db)).toEqual(before)
})

test('a merged person shows the newest jobs, under the profile URL of the one row', async () => {
  await ingestAll(db, ada)
  await merge('person', 'slug:ada', 'slug:ada-lovelace')
  const url = 'https://www.linkedin.com/in/ada'
  expect(await rows('select linkedin_url, full_name from core.people')).toEqual([
    { linkedin_url: url, full_name: 'Ada Lovelace' },
  ])
  expect(await rows('select linkedin_url, title from core.person_work_history order by experience_order')).toEqual(
    ['Chief', 'Engineer', 'Clerk'].map((title) => ({ linkedin_url: url, title })),
  )
  expect(await rows('select linkedin_url, new_title from core.person_promotions')).toEqual([
    { linkedin_url: url, new_title: 'Chief' },
  ])
  expect(await rows('select distinct linkedin_url from core.person_past_employer')).toEqual([{ linkedin_url: url }])
  expect(await rows('select distinct linkedin_url from core.person_tenure')).toEqual([{ linkedin_url: url }])
  expect(await rows('select linkedin_url, primary_linkedin_url from core.merged_profiles')).toEqual([
    { linkedin_url: 'https://www.linkedin.com/in/ada-lovelace', primary_linkedin_url: url },
  ])
})

test('what no payload said comes back as well: columns of other systems, and who points to the row', async () => {
  await ingestAll(db, ada)
  const someone = '00000000-0000-4000-8000-000000000007'
  await db.pool.query('update core.people set core_company_id = $1', [someone])
  await db.pool.query(
    `insert into core.case_study_champions (full_name, core_person_id) select full_name, id from core.people`,
  )
  const before = await believedState(db)
  const created = await rows('select created_at from core.people order by id')
  const preview = await inTurn(db, (tx) =>
    previewMerge(tx, { kind: 'person', into: 'slug:ada', from: 'slug:ada-lovelace', decidedBy: 'test' }),
  )
  expect(preview.changes).toContainEqual(
    expect.objectContaining({ table: 'core.case_study_champions', change: 'changed' }),
  )
  const { id, mergeId } = await merge('person', 'slug:ada', 'slug:ada-lovelace')
  expect(await rows('select distinct core_person_id as id from core.case_study_champions')).toEqual([{ id }])
  await unmerge('person', mergeId)
  expect(await believedState(db)).toEqual(before)
  expect(await rows('select created_at from core.people order by id')).toEqual(created)
})

test('what arrives between merge and unmerge is where it belongs afterwards', async () => {
  const later = [
    company('south.example', { employee_count: 90, description: 'Salt', last_refresh: '2026-05-01T00:00:00Z' }),
    person('ada', [{ title: 'Owner', at: 'West', from: '2026-01-01' }], { last_refresh: '2026-06-01T00:00:00Z' }),
    person('ada-lovelace', [], { headline: 'Counts', last_refresh: '2026-05-01T00:00:00Z' }),
    company('west.example', { url: 'https://www.linkedin.com/company/south', last_refresh: '2026-06-01T00:00:00Z' }),
  ]
  await ingestAll(db, [...companies, ...ada])
  const first = await merge('company', 'domain:north.example', 'domain:south.example')
  const second = await merge('person', 'slug:ada-lovelace', 'slug:ada')
  await ingestAll(db, later)
  expect(await rows('select employee_count, description from core.companies where id = $1', [first.id])).toEqual([
    { employee_count: 90, description: 'Salt' },
  ])
  expect(await rows('select linkedin_url, title from core.person_work_history')).toEqual([
    { linkedin_url: 'https://www.linkedin.com/in/ada-lovelace', title: 'Owner' },
  ])
  await unmerge('company', first.mergeId)
  await unmerge('person', second.mergedId)
  const merged = await withoutTimes(db)

  const other = await createTestDatabase()
  const plain = connect(other.url)
  await ingestAll(plain, [...companies, ...ada, ...later])
  expect(merged).toEqual(await withoutTimes(plain))
  await plain.close()
  await other.drop()
})

/** What does not depend on when a payload arrived. */
async function withoutTimes(of: Database): Promise<unknown[]> {
  const tables = {
    'core.companies': 'domain',
    'core.people': 'linkedin_url',
    'core.person_work_history': 'linkedin_url, experience_order',
    'core.person_past_employer': 'linkedin_url, past_company_domain',
    'core.person_promotions': 'linkedin_url, promotion_date',
    'core.person_locations': 'linkedin_url',
    'core.person_tenure': 'linkedin_url',
    'core.identifiers': 'key',
    'core.identities': 'root',
  }
  const all: unknown[] = []
  for (const [table, order] of Object.entries(tables)) {
    const { rows: found } = await of.pool.query(
      `select to_jsonb(t) - 'created_at' - 'updated_at' - 'id' - 'source_id' as row from ${table} t order by ${order}`,
    )
    all.push([table, found.map(({ row }) => row)])
  }
  return all
}

test.each([
  ['company', 'north.example', 'south.example'],
  ['person', 'slug:ada', 'slug:ada-lovelace'],
] as const)('a preview of merging a %s names exactly the rows that differ afterwards', async (kind, into, from) => {
  await ingestAll(db, [...companies, ...ada])
  const before = await believedState(db)
  const preview = await inTurn(db, (tx) => previewMerge(tx, { kind, into, from, decidedBy: 'test' }))
  expect(await believedState(db)).toEqual(before)
  await merge(kind, into, from)
  const after = await believedState(db)
  const differing = Object.keys({ ...before, ...after }).flatMap((table) => {
    const [was, is] = [new Set(before[table]), new Set(after[table])]
    const gone = [...was].filter((row) => !is.has(row)).length
    const come = [...is].filter((row) => !was.has(row)).length
    return gone + come === 0 ? [] : [[table, gone, come]]
  })
  const told = Map.groupBy(preview.changes, ({ table }) => table)
  expect(differing.length).toBeGreaterThan(3)
  expect(
    [...told].map(([table, changes]) => [
      table,
      changes.filter(({ change }) => change !== 'added').length,
      changes.filter(({ change }) => change !== 'vanished').length,
    ]),
  ).toEqual(differing.sort())
  expect(preview.relations.map(({ table, rows: count }) => `${table} ${count}`)).toEqual(
    kind === 'company'
      ? expect.arrayContaining(['core.person_work_history 1', 'core.person_past_employer 1'])
      : expect.arrayContaining(['extracted.person_experience 3', 'extracted.person_profile 1']),
  )
})

test('merges of merges: chains resolve, can be undone in any order, and never make a circle', async () => {
  await ingestAll(db, [...companies, company('west.example', { url: 'https://www.linkedin.com/company/west' })])
  const before = await believedState(db)
  const first = await merge('company', 'south.example', 'west.example')
  const second = await merge('company', 'north.example', 'west.example')
  expect(second.mergedId).toBe(first.id)
  const live = await inTurn(db, (tx) => followIds(tx, 'company', [first.mergedId, first.id]))
  expect([...live.values()]).toEqual([second.id, second.id])
  await expect(merge('company', 'west.example', 'north.example')).rejects.toMatchObject({
    code: 'same_entity',
    status: 422,
  })
  await unmerge('company', first.mergeId)
  await unmerge('company', second.mergeId)
  expect(await believedState(db)).toEqual(before)
})

test('a claim that runs against a decision makes no circle, and counts once the decision is undone', async () => {
  await ingestAll(db, [
    company('north.example', { last_refresh: '2026-01-01T00:00:00Z' }),
    company('south.example', { last_refresh: '2026-01-01T00:00:00Z' }),
  ])
  const later = [
    company('south.example', { url: 'https://www.linkedin.com/company/both', last_refresh: '2026-02-01T00:00:00Z' }),
    company('north.example', { url: 'https://www.linkedin.com/company/both', last_refresh: '2026-03-01T00:00:00Z' }),
  ]
  await ingestAll(db, [
    company('page.example', { url: 'https://www.linkedin.com/company/both', last_refresh: '2025-01-01T00:00:00Z' }),
  ])
  // The page's company becomes part of the page of somebody else: the decided key is stronger than its owner.
  await db.pool.query(
    `insert into core.identifiers (key, owner, kind) values ('linkedin:alone', 'linkedin:alone', 'company')`,
  )
  await db.pool.query(
    `insert into core.identities (id, kind, root) values (gen_random_uuid(), 'company', 'linkedin:alone')`,
  )
  const done = await merge('company', 'linkedin:alone', 'south.example')
  await ingestAll(db, [
    ...later,
    company('south.example', { url: 'https://www.linkedin.com/company/alone', last_refresh: '2026-04-01T00:00:00Z' }),
  ])
  expect(await rows(`select owner, claimed from core.identifiers where key = 'linkedin:alone'`)).toEqual([
    { owner: 'linkedin:alone', claimed: 'domain:south.example' },
  ])
  await unmerge('company', done.mergeId)
  expect(await rows(`select owner, claimed from core.identifiers where key = 'linkedin:alone'`)).toEqual([
    { owner: 'domain:south.example', claimed: null },
  ])
  expect(await rows('select key from core.identifiers where claimed is not null')).toEqual([])
})

test('what cannot be merged or undone is refused with a code', async () => {
  await ingestAll(db, [...companies, ...ada])
  const [north] = await rows<{ id: string }>(`select id from core.companies where domain = 'north.example'`)
  const id = north?.id ?? ''
  await expect(merge('company', id, 'north.example')).rejects.toMatchObject({ code: 'same_entity' })
  await expect(merge('company', id, 'nowhere.example')).rejects.toMatchObject({
    code: 'company_not_found',
    status: 404,
  })
  await expect(merge('person', 'slug:ada', 'nobody')).rejects.toMatchObject({ code: 'person_not_found' })
  await expect(merge('person', 'slug:ada', id)).rejects.toMatchObject({ code: 'wrong_kind', status: 422 })
  await expect(merge('company', id, 'slug:ada')).rejects.toMatchObject({ code: 'wrong_kind' })
  await expect(unmerge('company', id)).rejects.toMatchObject({ code: 'merge_not_found', status: 404 })
  const { mergeId } = await merge('company', id, 'south.example')
  await expect(unmerge('person', mergeId)).rejects.toMatchObject({ code: 'wrong_kind' })
  await unmerge('company', mergeId)
  await expect(unmerge('company', mergeId)).rejects.toMatchObject({ code: 'already_unmerged', status: 409 })
})
