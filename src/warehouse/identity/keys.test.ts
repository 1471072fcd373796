import { expect, test } from 'vitest'
import {
  clayKey,
  domainKey,
  emailKey,
  keyKind,
  keyValue,
  linkedinKey,
  memberIdKey,
  orgKey,
  recordKey,
  salesNavIdKey,
  slugKey,
  strength,
} from './keys.ts'

test('a record id is the strongest key of a company, then domain, page, ids', () => {
  const keys = [recordKey('yc', 5), domainKey('acme.com'), linkedinKey('acme'), orgKey(7)]
  expect(keys.map(strength)).toEqual(keys.map(strength).toSorted((a, b) => b - a))
  expect(new Set(keys.map(strength)).size).toBe(4)
  expect(strength(clayKey(9))).toBe(strength(orgKey(9)))
})

test('a slug is the strongest key of a person, then member id, Sales Navigator id, e-mail', () => {
  const keys = [slugKey('ada'), memberIdKey(7), salesNavIdKey('X1'), emailKey('ada@acme.com')]
  expect(keys.map(strength)).toEqual(keys.map(strength).toSorted((a, b) => b - a))
  expect(new Set(keys.map(strength)).size).toBe(4)
})

test('a key tells its kind and value, whatever the value holds', () => {
  expect([keyKind('salesnav:a:b'), keyValue('salesnav:a:b')]).toEqual(['salesnav', 'a:b'])
  expect([keyKind('yc:5'), keyValue('yc:5')]).toEqual(['yc', '5'])
  // a prefix that every object has is still only an unknown kind
  expect(strength('constructor:1')).toBe(strength('yc:1'))
})
