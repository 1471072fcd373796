import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayTerms, employeeTerms, foundedTerms, termsOfDays, termsOfEmployees, termsOfFounded } from './range-terms.ts'

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const shares = (one: readonly number[], other: readonly number[]) => one.some((term) => other.includes(term))

test('whatever lies in a window or between bounds is among the terms asked for', () => {
  fc.assert(
    fc.property(day, day, fc.option(day), (value, from, to) => {
      const asked = termsOfDays('hiring_on', from, to)
      fc.pre(asked !== null)
      if (value >= from && (to === null || value <= to)) expect(shares(dayTerms('hiring_on', value), asked)).toBe(true)
    }),
    { numRuns: 2_000 },
  )
  const bound = fc.option(fc.nat({ max: 20_000 }))
  fc.assert(
    fc.property(fc.nat({ max: 20_000 }), bound, bound, (value, min, max) => {
      const asked = termsOfEmployees(min, max)
      fc.pre(asked !== null && (min === null || value >= min) && (max === null || value <= max))
      expect(shares(employeeTerms(value), asked ?? [])).toBe(true)
    }),
  )
  const year = fc.integer({ min: 1500, max: 2100 })
  fc.assert(
    fc.property(year, year, fc.option(year), (value, min, max) => {
      const asked = termsOfFounded(min, max)
      fc.pre(asked !== null && value >= min && (max === null || value <= max))
      expect(shares(foundedTerms(value), asked ?? [])).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})

test('control: what lies months away is not, and a long list is not asked for', () => {
  const asked = termsOfDays('hiring_on', '2026-08-22', '2026-11-20') ?? []
  expect(asked).toHaveLength(4)
  expect(shares(dayTerms('hiring_on', '2026-06-30'), asked)).toBe(false)
  expect(shares(dayTerms('funded_on', '2026-09-30'), asked)).toBe(false)
  expect(termsOfDays('hiring_on', '1990-01-01', null)).toBeNull()
  expect(termsOfEmployees(51, 500)).toHaveLength(2)
  expect(termsOfEmployees(2, null)).toBeNull()
})
