import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { connect, type Database, reader } from '../../../db/database.ts'
import { canonicalCountry } from './canonical-country.ts'
import { canonicalEmployeeRange, EMPLOYEE_RANGES, rangeOfCount } from './canonical-employee-range.ts'
import { canonicalIndustry, industries } from './canonical-industry.ts'
import { COUNTRIES } from './countries.ts'

describe('canonicalCountry', () => {
  test.each([
    [
      'United States',
      ['US', 'USA', 'U.S.A.', 'us', 'United States of America', 'Estados Unidos', 'États-Unis', 'The United States'],
    ],
    [
      'United Kingdom',
      ['UK', 'GB', 'GBR', 'England', 'Scotland', 'Great Britain', 'Vereinigtes Königreich', 'Reino Unido'],
    ],
    ['Germany', ['DE', 'DEU', 'GER', 'Germany (DE)', '🇩🇪', 'Deutschland', 'Allemagne', 'Alemania', 'Niemcy', 'ドイツ']],
    [
      'South Korea',
      ['Korea', 'Korea (the Republic of)', 'KR', 'Korea, Republic of', 'Republic of Korea', '대한민국', 'S. Korea'],
    ],
    ['Türkiye', ['Turkey', 'TR', 'Türkei', 'Republic of Turkey']],
    ['Vietnam', ['Viet Nam', 'VN', 'Việt Nam']],
    ['United Arab Emirates', ['UAE', 'U.A.E.', 'AE', 'Emirates']],
    ['Netherlands', ['Holland', 'The Netherlands', 'NL', 'Nederland']],
    ['Czechia', ['Czech Republic', 'Česko', 'CZ']],
    ["Côte d'Ivoire", ['Ivory Coast', 'Cote d’Ivoire', 'CI']],
    ['Russia', ['Russian Federation', 'Россия']],
    ['Hong Kong', ['Hong Kong SAR', 'HK', '香港']],
    ['Democratic Republic of the Congo', ['DRC', 'Congo (DRC)', 'República Democrática do Congo']],
  ])('%s has many spellings', (name, spellings) => {
    for (const spelling of spellings) expect(canonicalCountry(spelling)?.name, spelling).toBe(name)
  })

  test('a name within another is not taken for it, and what is no country is none', () => {
    expect(canonicalCountry('Oman')?.code).toBe('OM')
    expect(canonicalCountry('Romania')?.code).toBe('RO')
    expect(canonicalCountry('Niger')?.code).toBe('NE')
    expect(canonicalCountry('Nigeria')?.code).toBe('NG')
    for (const text of ['', 'Paris', 'Europe', 'Remote', 'XX', 'Atlantis', 'n/a', 'France/Spain', '(the)'])
      expect(canonicalCountry(text)).toBeNull()
  })

  test('every country is found by its name and by both codes', () => {
    for (const [alpha2, alpha3, name] of COUNTRIES) {
      for (const text of [alpha2, alpha3, name]) expect(canonicalCountry(text), text).toEqual({ name, code: alpha2 })
    }
  })
})

describe('canonicalIndustry', () => {
  test.each([
    ['Computer Software', 'Software Development'],
    ['SaaS', 'Software Development'],
    ['IT Services', 'IT Services and IT Consulting'],
    ['Information Technology & Services', 'IT Services and IT Consulting'],
    ['hospitals and health care', 'Hospitals and Health Care'],
    ['Hospital & Health Care', 'Hospitals and Health Care'],
    ['Glass & Ceramics', 'Glass, Ceramics and Concrete Manufacturing'],
    ['Food & Beverages', 'Food and Beverage Services'],
    ['Internet', 'Technology, Information and Internet'],
    ['Software Development', 'Software Development'],
    ['Financial Services Industry', 'Financial Services'],
    ['Insurance Services', 'Insurance'],
    ['Computer Software / SaaS', 'Software Development'],
  ])('%s is %s', (raw, name) => {
    expect(canonicalIndustry(raw)).toBe(name)
  })

  test('every name and synonym means its own industry, and no other', () => {
    for (const { name, synonyms } of industries()) {
      for (const text of [name, ...synonyms]) expect(canonicalIndustry(text), text).toBe(name)
    }
  })

  test('what is not clear stays unmapped', () => {
    for (const text of [
      '',
      'B2B',
      'Consumer',
      'Other',
      'Services',
      'Industry',
      'Retail / Insurance',
      'Aerospace & Defense',
      'Products',
      'n/a',
    ])
      expect(canonicalIndustry(text)).toBeNull()
  })
})

describe('canonicalEmployeeRange', () => {
  test.each([
    ['1-10', ['1-10 employees', '2-10', 'Self-employed', 'Myself Only', '0-1 employees', '10-Jan', '<10', '1', '0']],
    ['11-50', ['11–50', '11 to 50 employees', 'Nov-50', '34']],
    ['51-200', ['51-200 employees', '51 - 200', '50-200', '51-100', '134']],
    ['1001-5000', ['1,001-5,000 employees', '1K-5K', '1-5K', '1000-5000', '1 001 – 5 000', '1,240', '1.5k']],
    ['5001-10000', ['5,001-10,000', '5K-10K']],
    ['10001+', ['10,001+ employees', '10.001+', '10000+', '10K+', 'More than 10,000', '25,000']],
  ])('%s has many spellings', (range, spellings) => {
    for (const spelling of spellings) expect(canonicalEmployeeRange(spelling), spelling).toBe(range)
  })

  test('what lies in two ranges, or is no size, stays unmapped', () => {
    for (const text of ['101-250', '500+', '1000+', '', 'n/a', '-5', 'many', '10-5', '1-10000']) {
      expect(canonicalEmployeeRange(text), text).toBeNull()
    }
  })

  test('a count lies in the range that holds it', () => {
    expect([0, 1, 10, 11, 50, 51, 200, 201, 10_000, 10_001, 3e6].map(rangeOfCount)).toEqual([
      '1-10',
      '1-10',
      '1-10',
      '11-50',
      '11-50',
      '51-200',
      '51-200',
      '201-500',
      '5001-10000',
      '10001+',
      '10001+',
    ])
    expect([-1, Number.NaN, Number.POSITIVE_INFINITY].map(rangeOfCount)).toEqual([null, null, null])
  })
})

describe('the database', () => {
  let database: TestDatabase
  let db: Database
  beforeAll(async () => {
    database = await createTestDatabase()
    db = connect(database.url, { connections: 1 })
  })
  afterAll(async () => {
    await db.close()
    await database.drop()
  })

  test('has the lists that the program has', async () => {
    const countries = await reader(db).query<{ name: string; code: string }>(
      'select name, code from reference.countries order by code',
    )
    const known = COUNTRIES.map(([code, , name]) => ({ name, code }))
    expect(countries.toSorted(byName)).toEqual(known.toSorted(byName))
    const stored = await reader(db).query<{ name: string; synonyms: string[] }>(
      'select name, synonyms from reference.industries',
    )
    expect(stored.toSorted(byName)).toEqual(industries().toSorted(byName))
    const ranges = await reader(db).query<{ name: string }>(
      'select name from reference.employee_ranges order by sort_order',
    )
    expect(ranges.map(({ name }) => name)).toEqual([...EMPLOYEE_RANGES])
  })
})

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1
}
