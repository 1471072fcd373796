import { afterEach, beforeEach, expect, test } from 'vitest'
import { asOperator, connect, type Database } from '../../src/db/database.ts'
import { judgeReviews } from '../../src/warehouse/identity/decisions/judge-reviews.ts'
import { mergeEntities } from '../../src/warehouse/identity/decisions/merge-entities.ts'
import { unmergeEntities } from '../../src/warehouse/identity/decisions/unmerge-entities.ts'
import { startIngest } from '../../src/warehouse/ingest/engine.ts'
import { replay } from '../../src/warehouse/ingest/replay.ts'
import type { Submission } from '../../src/warehouse/ingest/submission.ts'
import { inTurn } from '../../src/warehouse/provenance/hold-entity.ts'
import { loadCatalog } from '../../src/warehouse/workflows/registry.ts'
import { ycCompany } from '../../src/warehouse/workflows/yc-company.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { believedState, company, ingestAll, person } from '../support/identity.ts'
import { stateOf, wipe } from '../support/state.ts'
import { submission } from '../support/submit.ts'

let databases: { database: TestDatabase; db: Database }[] = []

beforeEach(() => {
  databases = []
})

afterEach(async () => {
  for (const { database, db } of databases) {
    await db.close()
    await database.drop()
  }
})

async function open(): Promise<Database> {
  const database = await createTestDatabase()
  const db = connect(database.url)
  databases.push({ database, db })
  return db
}

/** Numbers below n that look random and are the same in every run. */
function random(seed: number): (n: number) => number {
  let state = seed
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

/** People who changed their profile URL, companies that share a page, and strangers with one number. */
function world(seed: number, size: number): Submission[] {
  const next = random(seed)
  const day = () => `2026-0${1 + next(9)}-1${next(9)}T0${next(9)}:00:00Z`
  return Array.from({ length: size }, (): Submission => {
    if (next(3) === 0) {
      const url = `https://www.linkedin.com/company/page-${next(5)}`
      const domain = `company${next(6)}.example`
      return company(domain, {
        name: `Name ${next(3)}`,
        url,
        org_id: 100 + next(4),
        employee_count: next(50),
        last_refresh: day(),
      })
    }
    if (next(6) === 0) {
      // A record of a source is stronger than the domain that it claims, so it may claim what it was put under.
      const hit = { id: next(4), name: `Record ${next(3)}`, website: `https://company${next(6)}.example` }
      return submission(ycCompany, { hit, observed_at: day() })
    }
    const human = next(6)
    const slug = `person-${human}${next(3) === 0 ? '-new' : ''}`
    const jobs = [
      { title: ['Clerk', 'Chief'][next(2)] ?? '', at: `Company${next(6)}`, from: `202${next(5)}-01-01` },
      { title: 'Buyer', at: `Company${next(6)}`, from: '2016-01-01', to: '2019-12-31' },
    ]
    // One human in six shares the number of another one, whose name is not the same.
    const id = human === 5 ? 1004 : 1000 + human
    return person(slug, next(4) === 0 ? [] : jobs, {
      name: `Jo Number${'x'.repeat(human)}`,
      profile_id: id,
      last_refresh: day(),
    })
  })
}

/** What the warehouse believes, without ids and times of arrival; with who was merged into whom. */
async function believed(db: Database): Promise<Record<string, unknown[]>> {
  const queries: Record<string, string> = {
    companies: `select to_jsonb(c) - 'id' - 'created_at' - 'updated_at' as row from core.companies c order by domain`,
    people: `select to_jsonb(p) - 'id' - 'created_at' - 'updated_at' as row from core.people p order by linkedin_url`,
    keys: `select to_jsonb(i) - 'created_at' as row from core.identifiers i order by key`,
    jobs: `select to_jsonb(h) - 'id' - 'source_id' - 'created_at' as row from core.person_work_history h order by linkedin_url, experience_order`,
    employers: `select to_jsonb(e) - 'id' - 'created_at' as row from core.person_past_employer e order by linkedin_url, past_company_domain`,
    promotions: `select to_jsonb(p) - 'id' - 'created_at' as row from core.person_promotions p order by linkedin_url, promotion_date, new_title`,
    tenure: `select to_jsonb(t) - 'id' - 'created_at' - 'updated_at' as row from core.person_tenure t order by linkedin_url`,
    decisions: 'select jsonb_build_array(key, owner, decided_by) as row from core.identity_decisions order by key',
    reviews: 'select jsonb_build_array(key, subjects, status) as row from core.identity_reviews order by key',
  }
  const result: Record<string, unknown[]> = {}
  for (const [name, sql] of Object.entries(queries)) {
    result[name] = (await db.pool.query(sql)).rows.map(({ row }) => row)
  }
  return result
}

async function load(db: Database, submissions: readonly Submission[], engines = 1): Promise<void> {
  const started = await Promise.all(Array.from({ length: engines }, () => startIngest({ db, writers: 2, maxBatch: 7 })))
  const outcomes = await Promise.all(submissions.map((one, i) => started[i % engines]?.submit(one)))
  expect(outcomes.map((outcome) => outcome?.status).filter((status) => status !== 200)).toEqual([])
  await Promise.all(started.map((engine) => engine.close()))
}

test.each([1, 2])(
  'who is merged automatically depends neither on the order of payloads nor on when somebody looked, world %i',
  async (seed) => {
    const all = world(seed, 90)
    const first = await open()
    await load(first, all)
    await judgeReviews(first)
    const expected = await believed(first)
    expect(expected.decisions?.length).toBeGreaterThan(1)
    expect(expected.reviews).toContainEqual(expect.arrayContaining(['open']))
    const orders = [[...all].reverse(), [...all].sort((a, b) => a.sha256.compare(b.sha256))]
    for (const shuffled of orders) {
      const db = await open()
      for (let i = 0; i < shuffled.length; i += 30) {
        await load(db, shuffled.slice(i, i + 30))
        await judgeReviews(db, { everything: true })
      }
      expect(await believed(db)).toEqual(expected)
    }
  },
)

test('payloads that arrive while somebody merges and unmerges are neither lost nor doubled', async () => {
  const all = world(7, 150)
  const plain = await open()
  await load(plain, all)
  const db = await open()
  await load(db, all.slice(0, 30))
  let running = true
  let merges = 0
  const next = random(3)
  const busy = async () => {
    while (running) {
      const person = next(2) === 0
      const kind = person ? 'person' : 'company'
      const name = () => (person ? `slug:person-${next(6)}` : `domain:company${next(6)}.example`)
      const merge = { kind, into: name(), from: name(), decidedBy: 'test' } as const
      const done = await inTurn(db, (tx) => mergeEntities(tx, merge)).catch(expected)
      if (done === undefined) continue
      merges++
      if (next(3) > 0)
        await inTurn(db, (tx) => unmergeEntities(tx, { kind, id: done.mergeId, undoneBy: 'test' })).catch(expected)
    }
  }
  const mergers = [busy(), busy()]
  for (let i = 30; i < all.length; i += 15) await load(db, all.slice(i, i + 15), 2)
  running = false
  await Promise.all(mergers)
  expect(merges).toBeGreaterThan(2)
  const { rows } = await db.pool.query('select id, kind from core.identity_merges where undone_at is null order by id')
  for (const { id, kind } of rows) await inTurn(db, (tx) => unmergeEntities(tx, { kind, id, undoneBy: 'test' }))
  expect(await believed(db)).toEqual(await believed(plain))
})

test('a batch that waits for an unmerge shows the company without what was taken out of it', async () => {
  const db = await open()
  await ingestAll(db, [company('one.example', { name: 'One' }), company('two.example', { description: 'The second' })])
  const before = await believed(db)
  const merge = { kind: 'company', into: 'one.example', from: 'two.example', decidedBy: 'test' } as const
  const { mergeId } = await inTurn(db, (tx) => mergeEntities(tx, merge))
  const engine = await startIngest({ db })
  let waiting: ReturnType<typeof engine.submit> | undefined
  await asOperator(db, async (tx) => {
    await unmergeEntities(tx, { kind: 'company', id: mergeId, undoneBy: 'test' })
    // The batch has read company one with what was merged into it, and now waits for its lock.
    waiting = engine.submit(person('jo', [{ title: 'Clerk', at: 'One', from: '2020-01-01' }]))
    await expect.poll(() => waitingForLocks(db)).toBe(1)
  })
  expect((await waiting)?.status).toBe(200)
  await engine.close()
  expect((await believed(db)).companies).toEqual(before.companies)
})

async function waitingForLocks(db: Database): Promise<number> {
  const { rows } = await db.pool.query<{ n: number }>(
    `select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted
     and database = (select oid from pg_database where datname = current_database())`,
  )
  return rows[0]?.n ?? 0
}

test.each([1, 2, 3])(
  'payloads and decisions in turn: once all are undone, nothing tells that they were, world %i',
  async (seed) => {
    const all = world(seed, 160)
    const plain = await open()
    const db = await open()
    const next = random(seed)
    const standing: { id: string; kind: 'company' | 'person' }[] = []
    const undo = async (i: number) => {
      const [merge] = standing.splice(i, 1)
      if (merge !== undefined) await inTurn(db, (tx) => unmergeEntities(tx, { ...merge, undoneBy: 'test' }))
    }
    let made = 0
    for (let i = 0; i < all.length; i += 8) {
      await ingestAll(plain, all.slice(i, i + 8))
      await ingestAll(db, all.slice(i, i + 8))
      for (let n = next(4); n > 0; n--) {
        const kind = next(3) === 0 ? 'person' : 'company'
        const name = () =>
          kind === 'person'
            ? `slug:person-${next(6)}`
            : next(2) === 0
              ? `yc:${next(4)}`
              : `domain:company${next(6)}.example`
        const merge = { kind, into: name(), from: name(), decidedBy: 'test' } as const
        const done = await inTurn(db, (tx) => mergeEntities(tx, merge)).catch(expected)
        if (done !== undefined) standing.push({ id: done.mergeId, kind })
        if (done !== undefined) made++
      }
      if (standing.length > 0 && next(2) === 0) await undo(next(standing.length))
    }
    expect(made).toBeGreaterThan(5)
    while (standing.length > 0) await undo(next(standing.length))
    expect(await believed(db)).toEqual(await believed(plain))
  },
)

/** A merge meets names that nobody knows yet, or that lead to one entity already. */
function expected(error: { code?: string }): undefined {
  if (/_not_found|same_entity|already_unmerged|entity_busy/.test(error.code ?? '')) return undefined
  throw error
}

test('decisions survive a wipe: replay makes the identical state, merges included', async () => {
  const db = await open()
  const catalog = await loadCatalog(db)
  await ingestAll(db, world(5, 60))
  await judgeReviews(db)
  const decidedBy = 'test'
  await inTurn(db, (tx) =>
    mergeEntities(tx, { kind: 'company', into: 'company0.example', from: 'company1.example', decidedBy }),
  )
  await ingestAll(db, world(6, 40))
  const undone = await inTurn(db, (tx) =>
    mergeEntities(tx, { kind: 'company', into: 'company2.example', from: 'company3.example', decidedBy }),
  )
  await inTurn(db, (tx) => unmergeEntities(tx, { kind: 'company', id: undone.mergeId, undoneBy: 'test' }))
  const before = await stateOf(db)
  expect(before['core.identity_decisions']?.length).toBeGreaterThan(1)
  await replay(db, catalog)
  expect(await stateOf(db)).toEqual(before)
  await wipe(db)
  expect(await stateOf(db)).not.toEqual(before)
  await replay(db, catalog)
  expect(await stateOf(db)).toEqual(before)
})

test('every merge can be undone, in any order, and the state is what it was', async () => {
  const db = await open()
  await ingestAll(db, world(9, 80))
  const before = await believedState(db)
  const next = random(11)
  for (let round = 0; round < 3; round++) {
    const made: { id: string; kind: 'company' | 'person' }[] = []
    for (let i = 0; i < 12; i++) {
      const kind = next(2) === 0 ? 'person' : 'company'
      const name = () => (kind === 'person' ? `slug:person-${next(6)}` : `domain:company${next(6)}.example`)
      const merge = { kind, into: name(), from: name(), decidedBy: 'test' } as const
      const done = await inTurn(db, (tx) => mergeEntities(tx, merge)).catch(expected)
      if (done !== undefined) made.push({ id: done.mergeId, kind })
    }
    expect(made.length).toBeGreaterThan(3)
    expect(await believedState(db)).not.toEqual(before)
    made.sort(() => next(3) - 1)
    for (const { id, kind } of made) await inTurn(db, (tx) => unmergeEntities(tx, { kind, id, undoneBy: 'test' }))
    expect(await believedState(db)).toEqual(before)
  }
})
