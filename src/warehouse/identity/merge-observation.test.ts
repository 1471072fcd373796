import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../workflows/define.ts'
import { type HistoryLine, mergeObservation, type StoredObservation, sameValue } from './merge-observation.ts'

type Given = { at: string; hash: string; fields: Record<string, Json> }

const statements: fc.Arbitrary<Given[]> = fc.uniqueArray(
  fc.record({
    at: fc.constantFrom('2026-01-01T00:00:00.000000Z', '2026-02-01T00:00:00.000000Z', '2026-03-01T00:00:00.000000Z'),
    hash: fc.stringMatching(/^[0-9a-f]{4}$/),
    fields: fc.dictionary(
      fc.constantFrom('name', 'status', 'description', '@domain:a.com'),
      fc.constantFrom<Json>('x', 'y', 'z', null),
      { noNullPrototype: true },
    ),
  }),
  { selector: ({ at, hash }) => at + hash, minLength: 1, maxLength: 6 },
)

function arrive(given: readonly Given[]) {
  let stored: StoredObservation | undefined
  const lines = new Map<string, { first: string; last: string }>()
  for (const { at, hash, fields } of given) {
    const merged = mergeObservation('company', stored, {
      subject: 'domain:a.com',
      source: 's',
      at,
      hash,
      rawId: `${at}${hash}`,
      fields,
    })
    stored = merged.observation
    for (const line of merged.history) remember(lines, line)
  }
  return { stored, lines: [...lines.entries()].sort() }
}

function remember(lines: Map<string, { first: string; last: string }>, line: HistoryLine) {
  const key = `${line.field}=${JSON.stringify(line.value)}`
  const stands = lines.get(key) ?? { first: line.first, last: line.last }
  lines.set(key, {
    first: line.first < stands.first ? line.first : stands.first,
    last: line.last > stands.last ? line.last : stands.last,
  })
}

test('every order of arrival ends in the same observation and the same history', () => {
  fc.assert(
    fc.property(
      statements.chain((given) =>
        fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
      ),
      ([given, shuffled]) => {
        expect(arrive(shuffled)).toEqual(arrive(given))
      },
    ),
    { numRuns: 2000 },
  )
})

test('arriving twice changes nothing', () => {
  fc.assert(
    fc.property(statements, (given) => {
      expect(arrive([...given, ...given])).toEqual(arrive(given))
    }),
  )
})

test('the newest value of each field wins, and no value is no statement', () => {
  fc.assert(
    fc.property(statements, (given) => {
      const { stored } = arrive(given)
      for (const field of ['name', 'status', 'description']) {
        const newest = given
          .filter(({ fields }) => fields[field] !== undefined && fields[field] !== null)
          .sort((a, b) => (a.at + a.hash < b.at + b.hash ? 1 : -1))[0]
        expect(stored?.fields[field]).toEqual(newest?.fields[field])
      }
    }),
  )
})

test('objects are equal whatever the order of their keys', () => {
  expect(sameValue({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).toBe(true)
  expect(sameValue({ a: 1 }, { a: 2 })).toBe(false)
  expect(sameValue([1], { 0: 1 })).toBe(false)
})
