import { expect, test } from 'vitest'
import { comparePlaces, type PlaceParts, readPlace } from './compare-places.ts'

const nothing: PlaceParts = { city: null, state: null, country: null, raw: null }

test.each<[Partial<PlaceParts>, Partial<PlaceParts>, object | null]>([
  [{ country: 'US' }, { country: 'United States of America' }, { agrees: 'country' }],
  [{ country: 'USA' }, { country: 'Canada' }, { differs: 'country' }],
  [{ country: 'Remote' }, { country: 'Canada' }, null],
  [{ state: 'CA', country: 'US' }, { state: 'California', country: 'USA' }, { agrees: 'state' }],
  [{ state: 'Texas' }, { state: 'California' }, { differs: 'state' }],
  [{ city: 'München' }, { city: 'Munich', country: 'Germany' }, { agrees: 'city' }],
  [{ city: 'Lonodn' }, { city: 'London' }, { agrees: 'typo' }],
  [{ city: 'Leeds', country: 'UK' }, { city: 'London', country: 'GB' }, { differs: 'city' }],
  [{ city: 'Leeds' }, { country: 'United Kingdom' }, null],
  [{ raw: 'Berlin, Germany' }, { country: 'Deutschland' }, { agrees: 'country' }],
  [{ raw: 'San Francisco, CA, USA; Remote' }, { city: 'San Francisco', state: 'California' }, { agrees: 'city' }],
  [{ raw: 'Nowhereville' }, { city: 'nowhereville' }, { agrees: 'city' }],
])('%j and %j: %j', (a, b, agreement) => {
  const [one, two] = [readPlace({ ...nothing, ...a }), readPlace({ ...nothing, ...b })]
  const found = one === null || two === null ? null : comparePlaces(one, two)
  expect(found).toEqual(agreement)
  expect(one === null || two === null ? null : comparePlaces(two, one)).toEqual(agreement)
})

test('nothing is no place', () => {
  expect(readPlace(nothing)).toBeNull()
  expect(readPlace({ ...nothing, city: '', country: '' })).toBeNull()
})
