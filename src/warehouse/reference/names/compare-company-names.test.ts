import { describe, expect, it } from 'vitest'
import { furtherEverydayNames, pairsIn, publicCompanies, startUps } from '../../../../test/support/company-names.ts'
import { compareCompanyNames, compareParsedNames, sameCompany } from './compare-company-names.ts'
import { readWords } from './name-words.ts'
import { parseCompanyName } from './parse-company-name.ts'

type Decide = (a: string, b: string) => boolean

const decide: Decide = (a, b) => compareCompanyNames(a, b).likelihood >= sameCompany

/** Two registered companies that are one to everybody. */
const oneCompany = [
  ['Rio Tinto Plc', 'Rio Tinto Ltd'],
  ['Ubs Ag', 'Ubs Group Ag'],
  ['Carnival Corp', 'Carnival Plc'],
]

/** How an everyday name finds its company among all that share words with it. */
function measure(half: 'looked at' | 'held out', same: Decide) {
  const companies = publicCompanies(half)
  const words = companies.map(({ name }) => new Set(readWords(name)?.words))
  const isOne = (a: string, b: string) => oneCompany.some((pair) => pair.includes(a) && pair.includes(b))
  const positives = companies.flatMap(({ name, everyday }) => everyday.map((short) => [name, short] as const))
  const negatives: (readonly [string, string])[] = []
  for (const [i, j] of pairsIn(words)) {
    const shared = [...(words[i] ?? [])].filter((word) => words[j]?.has(word)).length
    const all = (words[i]?.size ?? 0) + (words[j]?.size ?? 0) - shared
    const [a = '', b = ''] = [companies[i]?.name, companies[j]?.name]
    if (shared / all >= 0.5 && !isOne(a, b)) negatives.push([a, b])
  }
  for (const { number, name, everyday } of companies) {
    for (const short of everyday) {
      const own = (readWords(short)?.words ?? []).filter((word) => word !== 'and' && word !== 'of')
      for (const [i, other] of companies.entries()) {
        if (other.number === number || !own.some((word) => words[i]?.has(word)) || isOne(name, other.name)) continue
        negatives.push([short, other.name])
      }
    }
  }
  const found = positives.filter(([a, b]) => same(a, b)).length
  const wrong = negatives.filter(([a, b]) => same(a, b)).length
  return {
    positives: positives.length,
    negatives: negatives.length,
    precision: found / (found + wrong),
    recall: found / positives.length,
  }
}

describe('everyday names of public companies', () => {
  it.each(['looked at', 'held out'] as const)('find their company and no other: the half that was %s', (half) => {
    const figures = measure(half, decide)
    expect(figures.positives).toBeGreaterThan(300)
    expect(figures.negatives).toBeGreaterThan(1_500)
    expect(figures.precision).toBeGreaterThanOrEqual(0.97)
    expect(figures.recall).toBeGreaterThanOrEqual(0.95)
  })

  it('of less known companies are recognised too', () => {
    const pairs = furtherEverydayNames()
    const missed = pairs.filter(([name, everyday]) => !decide(name, everyday))
    expect(pairs.length).toBeGreaterThan(350)
    expect(1 - missed.length / pairs.length).toBeGreaterThanOrEqual(0.95)
  })

  it('control: neither equal keys nor shared words would do', () => {
    const equal = measure('looked at', (a, b) => parseCompanyName(a)[0]?.key === parseCompanyName(b)[0]?.key)
    expect(equal.recall).toBeLessThan(0.75)
    const first = measure('looked at', (a, b) => readWords(a)?.words[0] === readWords(b)?.words[0])
    expect(first.precision).toBeLessThan(0.5)
  })
})

describe('names of start-ups', () => {
  it('of two companies are never taken for one, unless they are one name', () => {
    const companies = startUps()
    const parsed = companies.map(({ names }) => names.map((name) => parseCompanyName(name)))
    const blocks = parsed.map((names) =>
      names
        .flat()
        .flatMap(({ words, key }) => [
          `key ${key.slice(0, 4)}`,
          `initials ${words.length === 1 ? words[0] : words.map((word) => word[0]).join('')}`,
          ...words.map((word) => `word ${word.slice(0, 4)}`),
        ]),
    )
    const pairs = pairsIn(blocks)
    expect(pairs.length).toBeGreaterThan(40_000)
    const bare = (i: number) => new Set(companies[i]?.names.map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, '')))
    const merged: string[] = []
    for (const [i, j] of pairs) {
      for (const one of parsed[i] ?? []) {
        for (const other of parsed[j] ?? []) {
          if (compareParsedNames(one, other).likelihood < sameCompany) continue
          if (![...bare(i)].some((name) => bare(j).has(name)))
            merged.push(`${companies[i]?.names} = ${companies[j]?.names}`)
        }
      }
    }
    expect(merged).toEqual([])
  })
})

describe('the same company', () => {
  it.each([
    ['APPLE INC', 'Apple'],
    ['INTERNATIONAL BUSINESS MACHINES CORP', 'IBM'],
    ['JPMORGAN CHASE & CO', 'JPMorgan'],
    ['JPMORGAN CHASE & CO', 'J.P. Morgan'],
    ['HEWLETT PACKARD ENTERPRISE CO', 'HPE'],
    ['Meta Platforms, Inc.', 'Meta'],
    ['Alphabet Inc.', 'Google'],
    ['SCHWAB CHARLES CORP', 'Charles Schwab'],
    ['Siemens Energy AG', 'SIEMENS ENERGY'],
    ['Telefónica, S.A.', 'TELEFONICA S A'],
    ['株式会社ソニー', 'ソニー'],
    ['ООО «Яндекс»', 'Яндекс'],
    ['Alphabet Inc.', 'Google LLC'],
    ['Facebook, Inc.', 'Meta Platforms, Inc.'],
    ['Acme Mfg. Co.', 'Acme Manufacturing Company'],
    ['Intl Paper Co /NEW/', 'International Paper'],
    ['Fenwick Brightkiln LLC dba Kilnworks', 'Kilnworks'],
    ['Quo (fka OpenPhone)', 'OpenPhone'],
    ['Smith & Jones Ltd', 'Smith and Jones'],
    ['First Bancorp Inc /ME/', 'First Bancorp'],
  ])('%s and %s', (a, b) => {
    const there = compareCompanyNames(a, b)
    expect(there.likelihood).toBeGreaterThanOrEqual(sameCompany)
    expect(compareCompanyNames(b, a)).toEqual(there)
  })
})

describe('other companies', () => {
  it.each([
    ['HP INC', 'Hewlett Packard Enterprise Co'],
    ['HPE', 'HP Inc'],
    ['First Bancorp Inc /ME/', 'First Bancorp /PR/'],
    ['Apple', 'Apple Hospitality REIT, Inc.'],
    ['Delta', 'Delta Apparel, Inc'],
    ['American Airlines Group Inc.', 'American Express Co'],
    ['Toyota Motor Corp', 'Toyota Motor Credit Corp'],
    ['Hess Corp', 'Hess Midstream LP'],
    ['GE', 'GE Vernova Inc.'],
    ['Vertex Pharmaceuticals', 'Vertex, Inc.'],
    ['Marriott', 'Marriott Vacations Worldwide Corp'],
    ['Acme', ''],
    ['!!!', '???'],
  ])('%s and %s', (a, b) => {
    expect(compareCompanyNames(a, b).likelihood).toBeLessThan(sameCompany)
  })

  it('answers quickly for whatever stands in the texts', () => {
    const odd = [
      '(',
      '(('.repeat(5_000),
      'a '.repeat(50_000),
      'dba '.repeat(5_000),
      '/'.repeat(20_000),
      '\u0301'.repeat(9_999),
      '&'.repeat(9_999),
    ]
    const begun = performance.now()
    for (const a of odd) for (const b of odd) expect(compareCompanyNames(a, b).likelihood).toBeLessThanOrEqual(1)
    expect(performance.now() - begun).toBeLessThan(3_000)
  })
})
