import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publicCompanies, startUps } from '../../../../test/support/company-names.ts'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { connect, type Database } from '../../../db/database.ts'
import { companyNameKey } from './company-name-key.ts'

let database: TestDatabase
let db: Database

beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url, { connections: 2 })
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

async function inDatabase(names: readonly string[]): Promise<(string | null)[]> {
  const { rows } = await db.pool.query<{ key: string | null }>(
    `select reference.company_name_key(n.name) as key from unnest($1::text[]) with ordinality n(name, i) order by i`,
    [names],
  )
  return rows.map(({ key }) => key)
}

/** Names made of everything that names are made of, by a generator with a fixed seed. */
function oddNames(count: number): string[] {
  const parts = [
    ...[
      'Acme',
      'ÉCLAIR',
      'Łódź',
      'Straße',
      'ЯНДЕКС',
      'Ελλάς',
      '株式会社',
      '東京',
      'naïve',
      'Ærø',
      '™',
      '…',
      '½',
      '﷼',
      'ﬁ',
      '한국',
    ],
    ...[
      'Inc',
      'Inc.',
      'S.A.',
      'A/S',
      'S A',
      'N V',
      'GmbH & Co. KG',
      'LLC',
      'plc',
      'ООО',
      'PT',
      'The',
      'and',
      '&',
      '+',
      '/DE/',
      '/New',
    ],
    ...[
      '(US)',
      '(',
      ')',
      '[x]',
      '\\De\\',
      '/',
      '-',
      '–',
      "'s",
      '’',
      '"',
      ',',
      '.',
      ' ',
      '  ',
      '\t',
      '\n',
      '\u000b',
      '\u00a0',
      '\u200b',
      '😀',
      '7',
      'v',
    ],
  ]
  let seed = 7
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(7) }, () => parts[next(parts.length)]).join(next(2) === 0 ? ' ' : ''),
  )
}

describe('the key of a company name', () => {
  it.each([
    ['Apple Inc.', 'apple'],
    ['The Acme Corp., Inc.', 'acme'],
    ['ACME (US) Inc /DE/', 'acme'],
    ['J.P. Morgan', 'jpmorgan'],
    ['Telefónica S A', 'telefonica'],
    ['Novo Nordisk A/S', 'novonordisk'],
    ['Us Bancorp \\De\\', 'usbancorp'],
    ['Procter & Gamble Co', 'procterandgamble'],
    ['Siemens Energy AG & Co. KGaA', 'siemensenergy'],
    ['ООО Яндекс', 'яндекс'],
    ['株式会社ソニー', 'ソニー'],
    ['The Company', 'company'],
    ['Limited', 'limited'],
    ['Data I/O Corp', 'dataio'],
    ['!!!', null],
  ])('of %s is %s', (name, key) => {
    expect(companyNameKey(name)).toBe(key)
  })

  it('is the same in the database, for names of public companies and for odd ones', async () => {
    const names = [
      ...publicCompanies().flatMap(({ name, everyday }) => [name, ...everyday]),
      ...startUps().flatMap(({ names }) => names),
      ...oddNames(20_000),
      'x'.repeat(5_000),
      '😀'.repeat(300),
      'Straße '.repeat(60),
    ]
    expect(names.length).toBeGreaterThan(25_000)
    const keys = await inDatabase(names)
    const different = names.filter((name, i) => companyNameKey(name) !== keys[i])
    expect(different).toEqual([])
    expect(keys.every((key) => Array.from(key ?? '').length <= 200)).toBe(true)
  })

  it('control: another rule would be noticed', async () => {
    const [key] = await inDatabase(['Acme Inc'])
    expect(key).not.toBe('acmeinc')
  })
})
