import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Database } from '../../src/db/database.ts'
import { startIngest } from '../../src/warehouse/ingest/engine.ts'
import { replay } from '../../src/warehouse/ingest/replay.ts'
import { builtIn } from '../../src/warehouse/workflows/built-in.ts'
import { type Catalog, loadCatalog } from '../../src/warehouse/workflows/registry.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { samples } from '../support/samples.ts'
import { stateOf, wipe } from '../support/state.ts'
import { submission } from '../support/submit.ts'

let database: TestDatabase
let db: Database
let catalog: Catalog

beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url)
  catalog = await loadCatalog(db)
  await db.pool.query(
    `insert into reference.location_lookup (location_name, city, country) values ('Ghent, Flanders, Belgium', 'Ghent', 'Belgium')`,
  )
  await db.pool.query(
    `insert into reference.job_title_lookup (latest_title, cleaned_job_title, seniority_level, job_function) values ('Head of Plant IT', 'Head of IT', 'Head', 'Information Technology')`,
  )
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

test('every built-in workflow has a sample here', () => {
  expect(builtIn.filter(({ slug }) => samples[slug] === undefined).map(({ slug }) => slug)).toEqual([])
})

test.each(builtIn.map((workflow) => [workflow.slug, workflow] as const))(
  '%s is accepted, stored and answered',
  async (slug, workflow) => {
    const failures: unknown[] = []
    const ingest = await startIngest({ db, log: (message, fields) => failures.push([message, fields]) })
    const outcome = await ingest.submit(submission(workflow, samples[slug]))
    await ingest.close()
    expect(failures).toEqual([])
    expect(outcome.body).toMatchObject({ success: true })
    const { rows } = await db.pool.query(`select error from ${workflow.rawTable} where id = $1`, [outcome.body.raw_id])
    expect(rows).toEqual([{ error: null }])
  },
)

test('replaying everything changes nothing, neither once nor twice', async () => {
  const before = await stateOf(db)
  const first = await replay(db, catalog)
  expect(first).toMatchObject({ failed: 0, unknown: 0, replayed: builtIn.length })
  expect(await stateOf(db)).toEqual(before)
  await replay(db, catalog)
  expect(await stateOf(db)).toEqual(before)
})

test('extracted and core come back identical after a wipe', async () => {
  const before = await stateOf(db)
  await wipe(db)
  expect(await stateOf(db)).not.toEqual(before)
  await replay(db, catalog)
  expect(await stateOf(db)).toEqual(before)
})
