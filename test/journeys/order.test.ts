import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect, type Database } from '../../src/db/database.ts'
import { startIngest } from '../../src/warehouse/ingest/engine.ts'
import type { Submission } from '../../src/warehouse/ingest/submission.ts'
import { companyFirmographics } from '../../src/warehouse/workflows/company-firmographics.ts'
import { findPeople } from '../../src/warehouse/workflows/find-people.ts'
import { personProfile } from '../../src/warehouse/workflows/person-profile.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
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

/** A small random world: few companies and people, so that payloads meet. */
function world(seed: number): Submission[] {
  let state = seed
  const random = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
  const day = () => `2026-0${1 + random(9)}-1${random(9)}T00:00:00Z`
  const job = (year: number, current: boolean) => {
    const c = random(8)
    return {
      title: ['VP, Sales', 'Engineer', 'Plant Manager'][random(3)],
      company: `Company ${c}${random(3) === 0 ? ' Inc' : ''}`,
      company_domain: `company${c}.example`,
      start_date: `${year}-0${1 + random(9)}-01`,
      end_date: current ? null : `${year + 2}-0${1 + random(9)}-01`,
      is_current: current,
    }
  }
  const career = () => {
    const before = job(2016, false)
    // Every other person rose within one company.
    return random(2) === 0
      ? [job(2018, true), before]
      : [{ ...before, title: 'Chief', start_date: before.end_date, end_date: null, is_current: true }, before]
  }
  return Array.from({ length: 160 }, () => {
    const kind = random(3)
    if (kind === 0) {
      const domain = `company${random(8)}.example`
      // Two domains claim one LinkedIn page now and then: a contested key.
      const page = random(8)
      return submission(companyFirmographics, {
        company_domain: domain,
        raw_payload: {
          url: `https://www.linkedin.com/company/page-${page}`,
          name: `Name ${random(3)} of ${domain}`,
          employee_count: 10 * (1 + random(5)),
          description: random(2) === 0 ? null : `About ${random(4)}`,
          last_refresh: day(),
        },
      })
    }
    const slug = `person-${random(12)}`
    if (kind === 1) {
      return submission(findPeople, {
        linkedin_url: `https://www.linkedin.com/in/${slug}`,
        raw_payload: {
          name: `Found ${random(3)}`,
          location_name: `Town ${random(3)}`,
          latest_experience_title: `Title ${random(3)}`,
        },
      })
    }
    return submission(personProfile, {
      linkedin_url: `https://www.linkedin.com/in/${slug}`,
      workflow_slug: 'clay-person-profile',
      raw_payload: {
        slug,
        profile_id: 1000 + random(14),
        name: `Person ${random(3)}`,
        headline: random(2) === 0 ? null : `Headline ${random(3)}`,
        experience: random(5) === 0 ? null : career(),
        latest_experience: job(2019, true),
        last_refresh: day(),
      },
    })
  }).filter((one) => one.workflow !== findPeople)
}

/** What the warehouse believes, without the ids that follow from the time of arrival. */
async function believed(db: Database): Promise<Record<string, unknown[]>> {
  const queries: Record<string, string> = {
    companies: `select to_jsonb(c) - 'id' - 'created_at' - 'updated_at' as row from core.companies c order by domain`,
    people: `select to_jsonb(p) - 'id' - 'created_at' - 'updated_at' as row from core.people p order by linkedin_url`,
    keys: `select to_jsonb(i) - 'created_at' as row from core.identifiers i order by key`,
    reviews: `select jsonb_build_object('key', key, 'subjects', subjects, 'reason', reason) as row from core.identity_reviews order by key`,
    history: `select to_jsonb(h) as row from core.field_history h order by subject, source, field, value::text`,
    jobs: `select to_jsonb(h) - 'id' - 'source_id' - 'created_at' as row from core.person_work_history h order by linkedin_url, experience_order`,
    employers: `select to_jsonb(e) - 'id' - 'created_at' as row from core.person_past_employer e order by linkedin_url, past_company_domain, past_company_name`,
    promotions: `select to_jsonb(p) - 'id' - 'created_at' as row from core.person_promotions p order by linkedin_url, promotion_date, new_title`,
    tenure: `select to_jsonb(t) - 'id' - 'created_at' - 'updated_at' as row from core.person_tenure t order by linkedin_url`,
  }
  const result: Record<string, unknown[]> = {}
  for (const [name, sql] of Object.entries(queries))
    result[name] = (await db.pool.query(sql)).rows.map(({ row }) => row)
  return result
}

async function load(db: Database, submissions: readonly Submission[], engines: number): Promise<void> {
  const started = await Promise.all(Array.from({ length: engines }, () => startIngest({ db, writers: 2, maxBatch: 7 })))
  const outcomes = await Promise.all(submissions.map((one, i) => started[i % engines]?.submit(one)))
  expect(outcomes.map((outcome) => outcome?.status).filter((status) => status !== 200)).toEqual([])
  await Promise.all(started.map((engine) => engine.close()))
}

test.each([1, 2, 3])('the order of payloads does not matter, world %i', async (seed) => {
  const all = world(seed)
  const first = await open()
  await load(first, all, 1)
  const expected = await believed(first)
  // The world is rich enough to say something: every part of it came to be.
  for (const [part, rows] of Object.entries(expected)) expect(rows, part).not.toEqual([])
  for (const shuffled of [[...all].reverse(), [...all].sort((a, b) => a.sha256.compare(b.sha256))]) {
    const db = await open()
    await load(db, shuffled, 1)
    expect(await believed(db)).toEqual(expected)
  }
})

test('writers of several processes at once end in the same state', async () => {
  const all = world(7)
  const alone = await open()
  const engine = await startIngest({ db: alone })
  for (const one of all) await engine.submit(one)
  await engine.close()
  const together = await open()
  await load(together, all, 3)
  expect(await believed(together)).toEqual(await believed(alone))
})
