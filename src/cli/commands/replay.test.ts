import { afterAll, beforeAll, expect, test } from 'vitest'
import { cli } from '../../../test/support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { samples } from '../../../test/support/samples.ts'
import { stateOf } from '../../../test/support/state.ts'
import { submission } from '../../../test/support/submit.ts'
import { connect, type Database } from '../../db/database.ts'
import { startIngest } from '../../warehouse/ingest/engine.ts'
import { builtIn } from '../../warehouse/workflows/built-in.ts'

let database: TestDatabase
let db: Database

beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url)
  const ingest = await startIngest({ db })
  for (const workflow of builtIn) await ingest.submit(submission(workflow, samples[workflow.slug]))
  await ingest.close()
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

const galena = (...args: string[]) => cli(args, { env: { DATABASE_URL: database.url } })

test('replay runs every payload again and changes nothing', async () => {
  const before = await stateOf(db)
  const { code, out } = await galena('replay', '--json')
  expect([code, JSON.parse(out)]).toEqual([0, { replayed: builtIn.length, failed: 0, unknown: 0 }])
  expect(await stateOf(db)).toEqual(before)
})

test('--rebuild empties what is derived and makes the same of it again', async () => {
  const before = await stateOf(db)
  await db.pool.query(`update core.people set full_name = 'Somebody Else'`)
  expect(await stateOf(db)).not.toEqual(before)
  const { code } = await galena('replay', '--rebuild', '--yes')
  expect(code).toBe(0)
  expect(await stateOf(db)).toEqual(before)
})

test('--rebuild asks first, and takes no selection', async () => {
  expect(await galena('replay', '--rebuild')).toMatchObject({ code: 1, err: expect.stringContaining('add --yes') })
  expect(await galena('replay', '--rebuild', '--yes', '--failed')).toMatchObject({ code: 1 })
})

test('a selection replays only what it names, in whatever form an entity is written', async () => {
  const replayed = async (...args: string[]) => JSON.parse((await galena('replay', '--json', ...args)).out).replayed
  expect(await replayed('--workflow', 'clay-person-profile')).toBe(1)
  expect(await replayed('--entity', 'linkedin.com/in/Odalys-Fenwick?x=1')).toBeGreaterThanOrEqual(1)
  expect(await replayed('--entity', 'https://www.brightkiln.example/')).toBeGreaterThanOrEqual(3)
  expect(await replayed('--failed')).toBe(0)
  expect(await replayed('--since', '2999-01-01')).toBe(0)
  expect(await galena('replay', '--since', 'yesterday')).toMatchObject({ code: 1 })
})
