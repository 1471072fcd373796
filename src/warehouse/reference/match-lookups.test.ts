import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { asOperator, connect, type Database } from '../../db/database.ts'
import { canonicalValues } from './canonical-values.ts'
import { completeLookups, matchLookups } from './match-lookups.ts'

let database: TestDatabase
let db: Database
beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url, { connections: 2 })
  await db.pool.query(
    `insert into reference.job_title_lookup (latest_title, seniority_level, job_function) values
       ('VP, Sales', 'VP', 'Sales'), ('vp sales', 'exact', 'Sales'), ('Geschäftsführer', 'C-Suite', null), ('Ninja', null, null)`,
  )
  await db.pool.query(
    `insert into reference.location_lookup (location_name, city) values ('Remote', 'Nowhere'), ('Malmö', 'Malmö')`,
  )
  await db.pool.query(
    `insert into reference.value_lookup (kind, value, canonical) values ('country', 'middle kingdom', 'Middleland'),
       ('industry', 'Germany', 'Germanics')`,
  )
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

test('the exact spelling wins, else the first in order of bytes; letters beyond ASCII match by the same key', async () => {
  const raws = ['vp sales', 'VP – sales', 'GESCHÄFTSFÜHRER!', 'Ninja', '--', `VP${' '.repeat(1_000)}Sales`]
  const { titles } = await asOperator(db, (tx) => matchLookups(tx, raws, []))
  expect([...titles].map(([raw, { seniority_level }]) => [raw, seniority_level])).toEqual([
    ['vp sales', 'exact'],
    ['VP – sales', 'VP'],
    ['GESCHÄFTSFÜHRER!', 'C-Suite'],
  ])
})

test('a title that was asked for is still to be asked for as a location', async () => {
  const completed = await asOperator(db, async (tx) => {
    const known = await matchLookups(tx, ['remote'], [])
    return completeLookups(tx, known, ['remote'], ['remote', 'MALMÖ'])
  })
  expect(completed.locations.get('remote')).toMatchObject({ city: 'Nowhere' })
  expect(completed.locations.get('MALMÖ')).toMatchObject({ city: 'Malmö' })
})

test('what was taught outranks the list, kinds are told apart, and what nobody knows stays as it is', async () => {
  const meaning = await asOperator(db, (tx) =>
    canonicalValues(tx, [
      { kind: 'country', raw: 'Middle-Kingdom' },
      { kind: 'country', raw: 'Germany' },
      { kind: 'industry', raw: 'Germany' },
      { kind: 'country', raw: 'Atlantis' },
    ]),
  )
  expect([
    meaning('country', 'Middle-Kingdom'),
    meaning('country', 'Germany'),
    meaning('industry', 'Germany'),
    meaning('country', 'Atlantis'),
    meaning('country', 'DE'),
  ]).toEqual(['Middleland', 'Germany', 'Germanics', 'Atlantis', 'Germany'])
})
