import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { asOperator, connect, type Database } from '../../../db/database.ts'
import { findSpellings } from './find-spellings.ts'
import { peopleTitles } from './places.ts'

let database: TestDatabase
let db: Database
const titles = [
  ...[
    'CEO',
    'ceo',
    ' Ceo.',
    '"CEO"',
    '🚀 CEO',
    'ＣＥＯ',
    'C.E.O',
    'ceo\u00a0',
    '\u200bCEO',
    '(ceo)',
    'CEO, Acme',
    'Co',
    'D',
  ],
  ...[
    'École',
    'E\u0301cole',
    'école!',
    'ECOLE',
    'ÉCOLE',
    '2nd Lead',
    '2ND-lead',
    '½ CEO',
    '1/2 CEO',
    '1⁄2 ceo',
    'C#',
    'c#.',
  ],
  ...[
    'K',
    '\u212a',
    'k',
    'İ',
    'i',
    'ı',
    'ﬁnance',
    'Finance',
    'FINANCE',
    'Ⅷ lead',
    'VIII Lead',
    '',
    '-',
    '#1 Fan',
    '# 1 fan',
  ],
]

beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url, { connections: 2 })
  await db.pool.query(
    `insert into core.people (linkedin_url, title) select 'u' || i || '-' || n, t from unnest($1::text[]) with ordinality r(t, i), generate_series(1, 3) n`,
    [titles],
  )
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const find = (keys: string[], indexed: boolean) =>
  asOperator(db, async (tx) => (await findSpellings(tx, { ...peopleTitles, indexed }, keys)).toSorted())

test('the walk over the index finds for every key what reading every row finds', async () => {
  const { rows } = await db.pool.query<{ key: string; texts: string[] }>(
    `select reference.normalize_key(title) as key, array_agg(distinct title) as texts from core.people group by 1`,
  )
  expect(rows.length).toBeGreaterThan(15)
  for (const { key, texts } of rows) {
    expect([key, await find([key], true)]).toEqual([key, texts.toSorted()])
    expect(await find([key], false)).toEqual(texts.toSorted())
  }
  const several = ['ceo', 'école', '2nd lead']
  expect(await find(several, true)).toEqual(
    rows.flatMap(({ key, texts }) => (several.includes(key) ? texts : [])).toSorted(),
  )
})

test('the index is used, and rows that share a text are not read', async () => {
  const client = await db.pool.connect()
  try {
    await client.query('begin')
    await client.query('set local enable_seqscan = off')
    const seen: string[] = []
    const tx = {
      query: async (text: string, values: unknown[]) => {
        const { rows } = await client.query(`explain (costs off) ${text}`, values)
        seen.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
        return []
      },
    }
    await findSpellings(tx as never, peopleTitles, ['ceo'])
    expect(seen.join()).toMatch(/Index (Only )?Scan using idx_people_title/)
    expect(seen.join()).not.toContain('Seq Scan')
  } finally {
    await client.query('rollback')
    client.release()
  }
})
