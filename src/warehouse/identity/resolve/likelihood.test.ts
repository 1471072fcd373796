import fc from 'fast-check'
import { expect, test } from 'vitest'
import { likelihood, type Objection, type Support } from './likelihood.ts'

const support = fc.record<Support>({
  field: fc.constantFrom('domain', 'name', 'city'),
  how: fc.constant('same'),
  alone: fc.integer({ min: 0, max: 10 }),
  adds: fc.integer({ min: 0, max: 4 }),
})
const objection = fc.record<Objection>({
  field: fc.constant('name'),
  given: fc.constant('a'),
  stored: fc.constant('b'),
  id: fc.constant(null),
  how: fc.constant('another'),
  costs: fc.integer({ min: 1, max: 4 }),
})
const evidence = [fc.array(support, { maxLength: 6 }), fc.array(objection, { maxLength: 4 }), fc.boolean()] as const

test('agreement never lowers the likelihood', () => {
  fc.assert(
    fc.property(...evidence, support, (supports, objections, byName, more) => {
      const before = likelihood(supports, objections, byName)
      expect(likelihood([...supports, more], objections, byName)).toBeGreaterThanOrEqual(before)
    }),
  )
})

test('contradiction never raises it', () => {
  fc.assert(
    fc.property(...evidence, objection, (supports, objections, byName, more) => {
      const before = likelihood(supports, objections, byName)
      expect(likelihood(supports, [...objections, more], byName)).toBeLessThanOrEqual(before)
    }),
  )
})

test('it is from 1 to 10, whatever the order', () => {
  fc.assert(
    fc.property(...evidence, (supports, objections, byName) => {
      const found = likelihood(supports, objections, byName)
      expect(found).toBeGreaterThanOrEqual(1)
      expect(found).toBeLessThanOrEqual(byName ? 8 : 10)
      expect(likelihood(supports.toReversed(), objections.toReversed(), byName)).toBe(found)
    }),
  )
})
