import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalDomain, companyDomain } from './canonical-domain.ts'
import { canonicalEmail, identifyingEmail } from './canonical-email.ts'
import {
  companyLinkedIn,
  companySlug,
  memberKey,
  organizationId,
  personLinkedIn,
  personSlug,
  salesNavKey,
} from './canonical-linkedin.ts'

describe('whatever is given', () => {
  const hosts = [
    'acme',
    'bücher',
    'www',
    'linkedin',
    'gmail',
    'github',
    'a_b',
    'x-',
    '1',
    'XN--',
    'İ',
    'ß',
    '例え',
    'ﬁ',
    '①',
    '\u0345',
  ]
  const ends = ['com', 'co.uk', 'io', 'github.io', 'example', '', '.', 'c', 'рф', 'wordpress.com']
  const parts = fc.constantFrom(
    'https://',
    'HTTP:',
    '//',
    'www.',
    'linkedin.com',
    '/in/',
    '/company/',
    '/pub/',
    'ada',
    'İ',
    'ǰ',
    '%25',
    '%C3%A9',
    '%',
    '?',
    '#',
    '@',
    ':',
    '443',
    ' ',
    ',',
    '\u0301',
    '\u200d',
    'é',
    'ACoAAB',
    '-',
    '.',
    'mailto:',
    '<',
    '>',
    '"',
    'K',
    'ſ',
    '(',
    '＠',
    '\ud800',
  )
  const messy = fc.array(parts, { maxLength: 12 }).map((list) => list.join(''))
  const host = fc
    .tuple(fc.array(fc.constantFrom(...hosts), { minLength: 1, maxLength: 3 }), fc.constantFrom(...ends))
    .map(([labels, end]) => [...labels, end].join('.'))
  const input = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    messy,
    host,
    fc.webUrl(),
    fc.emailAddress(),
    fc.domain(),
  )

  test('the canonical form of a canonical form is itself', () => {
    fc.assert(
      fc.property(input, (text) => {
        for (const canonical of [canonicalDomain, companyDomain, canonicalEmail, identifyingEmail]) {
          const once = canonical(text)
          if (once !== null) expect(canonical(once)).toBe(once)
        }
        const company = companyDomain(text)
        if (company !== null) expect(company).toBe(canonicalDomain(text))
        const person = personLinkedIn(text)
        if (person !== null) expect(personLinkedIn(person.url)).toEqual(person)
        const page = companyLinkedIn(text)
        if (page !== null) expect(companyLinkedIn(page.url)).toEqual(page)
        const slug = personSlug(text)
        if (slug !== null) expect(personSlug(slug)).toBe(slug)
      }),
      { numRuns: 3000 },
    )
  })

  test('a profile slug survives in any URL', () => {
    const slug = fc.stringMatching(/^[a-z0-9éüñ田中-]{1,30}$/).filter((s) => /[a-zé田]/.test(s))
    fc.assert(
      fc.property(
        slug,
        fc.constantFrom('uk.', 'www.', ''),
        fc.constantFrom('', '/', '/details?x=1', '#a'),
        (s, sub, rest) => {
          const expected = personLinkedIn(`https://www.linkedin.com/in/${s}`)
          expect(
            personLinkedIn(`http://${sub}LinkedIn.com/in/${encodeURIComponent(encodeURIComponent(s))}${rest}`),
          ).toEqual(expected)
        },
      ),
    )
  })

  const readers = [
    canonicalDomain,
    companyDomain,
    canonicalEmail,
    identifyingEmail,
    personLinkedIn,
    companyLinkedIn,
    personSlug,
    companySlug,
    salesNavKey,
    memberKey,
    organizationId,
  ]

  test('nothing is thrown', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), input), (value) => {
        for (const reader of readers) reader(value)
      }),
      { numRuns: 1000 },
    )
  })

  test('100 kB take less than 50 ms', () => {
    const prefixes = ['', 'https://', 'https://www.linkedin.com/in/', 'a@', 'mailto:', '"', 'urn:li:member:']
    const units = [
      'a',
      'a.',
      '.',
      '-',
      '@',
      ' ',
      '"',
      '%25',
      '%',
      '&a=',
      '/',
      'é',
      '\u200d',
      '(',
      '<',
      '1',
      'http://',
      'ttps:',
      'a-',
    ]
    for (const prefix of prefixes) {
      for (const unit of units) {
        for (const suffix of ['', '!', '@x.com', '/x']) {
          const text = prefix + unit.repeat(100_000 / unit.length) + suffix
          for (const reader of readers) {
            expect(
              fastest(() => reader(text)),
              `${reader.name} ${prefix}${unit}… ${suffix}`,
            ).toBeLessThan(50)
          }
        }
      }
    }
  })
})

/** Milliseconds; on a busy machine one measurement says little, so a slow one is made again. */
function fastest(run: () => unknown): number {
  let best = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < 3 && best >= 50; attempt++) {
    const start = performance.now()
    run()
    best = Math.min(best, performance.now() - start)
  }
  return best
}
