import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { plainKey } from './plain-key.ts'

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

async function inDatabase(texts: string[]): Promise<string[]> {
  const { rows } = await client.query<{ key: string }>(
    'select reference.normalize_key(t) as key from unnest($1::text[]) with ordinality a(t, n) order by n',
    [texts],
  )
  return rows.map(({ key }) => key)
}

test('ASCII texts have the key that the database gives them', async () => {
  const ascii = Array.from({ length: 0x7f }, (_, i) => String.fromCharCode(i + 1))
  const pairs = ascii.flatMap((a) => ascii.slice(0x1f).map((b) => `X${a}${b}y`))
  const random = fc.sample(fc.string({ unit: fc.constantFrom(...ascii), maxLength: 60 }), { numRuns: 2_000, seed: 7 })
  const texts = [...ascii, ...pairs, ...random, 'VP,  Sales & Marketing (EMEA)', 'C++/C# Developer', ' - ', '']
  expect(texts.map(plainKey)).toEqual(await inDatabase(texts))
})

test('every other text is left to the database, whose locale decides', async () => {
  for (const text of ['Geschäftsführer', 'ＣＥＯ', 'İstanbul', '経営者', 'VP – Sales', 'a\u00a0b', '🚀 CEO']) {
    expect(plainKey(text)).toBeNull()
  }
  // Control: JavaScript would not have given the same.
  const [turkish] = await inDatabase(['İ'])
  expect('İ'.toLowerCase()).not.toBe(turkish)
})
