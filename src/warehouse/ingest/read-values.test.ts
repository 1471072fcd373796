import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  array,
  bigId,
  boolean,
  integer,
  json,
  numeric,
  object,
  partialDate,
  phone,
  text,
  texts,
  timestamp,
  type Warn,
} from './read-values.ts'

/** What a reader gives, and the warning it makes, for each value. */
function read<T>(reader: (value: unknown, field: string, warn: Warn) => T, value: unknown): [T, string | null] {
  let warning: string | null = null
  const found = reader(value, 'field', (code, field) => {
    warning = `${code}:${field}`
  })
  return [found, warning]
}

test('text: "" and "null" are no value, numbers are their digits, what PostgreSQL cannot hold becomes U+FFFD', () => {
  expect([' Acme ', '', ' ', 'null', null, undefined, 12, 0, {}, [], true].map(text)).toEqual([
    'Acme',
    null,
    null,
    null,
    null,
    null,
    '12',
    '0',
    null,
    null,
    null,
  ])
  expect(text('a\0b\ud800c')).toBe('a\ufffdb\ufffdc')
  expect(text('😀')).toBe('😀')
  expect(text('nullable')).toBe('nullable')
})

test.each([
  [12, 12],
  [0, 0],
  [-0, 0],
  [12.0, 12],
  ['1240', 1240],
  ['1240 ', 1240],
  ['1,240', 1240],
  ['10,001', 10001],
  ['12.0', 12],
  ['007', 7],
  [999_999_999, 999_999_999],
])('integer %j is %j', (value, expected) => {
  expect(read(integer, value)).toEqual([expected, null])
})

test.each([
  -5,
  '-5',
  1e9,
  '1000000000',
  3e9,
  1.5,
  '1.5',
  '10-50',
  '~200',
  '1,24',
  '1,2400',
  '200+',
  'twelve',
  true,
  [],
  {},
  NaN,
  Infinity,
  '9'.repeat(100),
])('integer %j is null with a warning', (value) => {
  expect(read(integer, value)).toEqual([null, 'invalid_integer:field'])
})

test.each([null, undefined, '', 'null', '  '])('%j is no value, and no warning', (value) => {
  for (const reader of [integer, bigId, boolean, numeric, partialDate, timestamp, array, object, texts]) {
    expect(read<unknown>(reader, value)).toEqual([null, null])
  }
  expect(text(value)).toBeNull()
  expect(json(value)).toBeNull()
})

test.each([
  [71000321, '71000321'],
  ['71000321', '71000321'],
  [' 5 ', '5'],
  ['0005', '5'],
  [0, '0'],
  ['9007199254740993', '9007199254740993'],
  ['9223372036854775807', '9223372036854775807'],
  [12n, '12'],
])('id %s is exactly %s', (value, expected) => {
  expect(read(bigId, value)).toEqual([expected, null])
})

test.each(['9223372036854775808', 2 ** 53, 1.5, -1, '-1', '1e5', 'abc', '1,000', true, {}, '1'.repeat(50)])(
  'id %j is null with a warning, since it is none or its digits are lost',
  (value) => {
    expect(read(bigId, value)).toEqual([null, 'invalid_id:field'])
  },
)

test('numeric keeps the digits as they were written', () => {
  expect([90000, 1.5, '90,000.50', '-3', '0.1000000000000000055', '+7', -0].map((v) => numeric(v))).toEqual([
    '90000',
    '1.5',
    '90000.50',
    '-3',
    '0.1000000000000000055',
    '7',
    '0',
  ])
  for (const bad of ['$5', '1-2', 'abc', true, [], '1e5', NaN])
    expect(read(numeric, bad)).toEqual([null, 'invalid_number:field'])
})

test('boolean reads its usual texts', () => {
  expect([true, 'true', 'TRUE ', 1, '1', 'yes'].map((v) => boolean(v))).toEqual(Array(6).fill(true))
  expect([false, 'false', 0, '0', 'No'].map((v) => boolean(v))).toEqual(Array(5).fill(false))
  for (const bad of [2, 'maybe', {}, []]) expect(read(boolean, bad)).toEqual([null, 'invalid_boolean:field'])
})

test('an empty list is a list, which is not the same as none', () => {
  expect(array([])).toEqual([])
  expect(read(array, {})).toEqual([null, 'invalid_list:field'])
  expect(read(object, [])).toEqual([null, 'invalid_object:field'])
  expect(object({ a: 1 })).toEqual({ a: 1 })
  expect(texts(['a', '', null, ' b ', 5])).toEqual(['a', 'b', '5'])
  expect(texts('VP, Sales')).toEqual(['VP, Sales'])
})

describe('partial dates', () => {
  test.each([
    ['2019', '2019-01-01', 'year'],
    [2019, '2019-01-01', 'year'],
    ['2019-04', '2019-04-01', 'month'],
    ['2019-04-30', '2019-04-30', 'day'],
    ['2024-02-29', '2024-02-29', 'day'],
    ['2019-04-30T23:59:59-08:00', '2019-04-30', 'day'],
    ['2019-04-30 10:00:00', '2019-04-30', 'day'],
    [' 2019-04 ', '2019-04-01', 'month'],
    ['1900-01-01', '1900-01-01', 'day'],
    [{ year: 2019 }, '2019-01-01', 'year'],
    [{ year: 2019, month: 4 }, '2019-04-01', 'month'],
    [{ year: 2019, month: 4, day: null }, '2019-04-01', 'month'],
    [{ year: '2019', month: '4', day: '5' }, '2019-04-05', 'day'],
  ])('%j is %s, known to the %s', (value, date, precision) => {
    expect(read(partialDate, value)).toEqual([{ date, precision }, null])
  })

  test.each([
    '2026-02-30',
    '2023-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-01',
    '2026-01-00',
    '0000-00-00',
    '2026-04-31',
    '1',
    1,
    1700000000,
    1700000000000,
    'infinity',
    '275761-01-01',
    '12026-01-01',
    '01/02/2026',
    '2019 to 2020',
    '2019-2020',
    '1899',
    '2101-01-01',
    '20190401',
    'April 2019',
    'yesterday',
    true,
    [],
    { year: 2019, day: 3 },
    { year: 2019, month: 13 },
    { month: 3 },
    '२०१९',
    '2019-04-01garbage',
  ])('%j is null with a warning, and never another day', (value) => {
    expect(read(partialDate, value)).toEqual([null, 'invalid_date:field'])
  })

  test('an open end is no date and no warning', () => {
    expect(read(partialDate, 'Present')).toEqual([null, null])
    expect(read(partialDate, {})).toEqual([null, null])
  })

  test('every real day is itself, every other day of a month is refused', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1900, max: 2100 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 31 }),
        (y, m, d) => {
          const written = `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`
          const real = new Date(`${written}T00:00:00Z`).toISOString().slice(0, 10) === written
          expect(partialDate(written)).toEqual(real ? { date: written, precision: 'day' } : null)
        },
      ),
    )
  })
})

describe('timestamps', () => {
  test.each([
    ['2026-01-20T00:00:00Z', '2026-01-20T00:00:00.000000Z'],
    ['2026-01-20t00:00:00z', '2026-01-20T00:00:00.000000Z'],
    ['2026-01-20T00:00:00+00:00', '2026-01-20T00:00:00.000000Z'],
    ['2026-01-20T00:00:00', '2026-01-20T00:00:00.000000Z'],
    ['2026-01-20T00:00:00.1234567Z', '2026-01-20T00:00:00.123456Z'],
    ['2026-01-20T02:00:00.5+14:00', '2026-01-19T12:00:00.500000Z'],
    ['2026-01-20T02:00:00-00:00', '2026-01-20T02:00:00.000000Z'],
    ['2026-01-20T22:30:00-0330', '2026-01-21T02:00:00.000000Z'],
    ['2026-01-20', '2026-01-20T00:00:00.000000Z'],
    ['2026-01-20 08:00:00+00', '2026-01-20T08:00:00.000000Z'],
    ['2026-03-29T02:30:00', '2026-03-29T02:30:00.000000Z'],
    [' 2026-01-20T08:00:00Z ', '2026-01-20T08:00:00.000000Z'],
    ['2025-11-02 08:00:00 UTC', '2025-11-02T08:00:00.000000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000000Z'],
  ])('%s is %s', (value, expected) => {
    expect(read(timestamp, value)).toEqual([expected, null])
    expect(timestamp(expected)).toBe(expected)
  })

  test.each([
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-20T24:00:00Z',
    '2026-12-31T23:59:60Z',
    '2026-01-20T00:00:00+25:00',
    '2026-01-20T00:00:00+14:01',
    '2026-01-20T00:00:00+01:75',
    '1969-12-31T23:59:59Z',
    '1970-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    '12026-01-01T00:00:00Z',
    '275761-01-01',
    '0000-00-00',
    1700000000,
    1700000000000,
    '1700000000',
    'infinity',
    '01/02/2026',
    '2026-01',
    '2026',
    '2026-01-20T10',
    true,
    {},
    [],
    'Tue, 20 Jan 2026 00:00:00 GMT',
  ])('%j is null with a warning', (value) => {
    expect(read(timestamp, value)).toEqual([null, 'invalid_timestamp:field'])
  })

  test('text order is time order', () => {
    const instant = fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        const [x, y] = [timestamp(a.toISOString()) ?? '', timestamp(b.toISOString()) ?? '']
        expect(Math.sign(x < y ? -1 : x > y ? 1 : 0)).toBe(Math.sign(a.getTime() - b.getTime()))
      }),
    )
  })
})

test('no reader throws, whatever it is given, nor takes long for 100 kB', () => {
  const readers = [text, integer, bigId, numeric, boolean, array, object, texts, json, partialDate, timestamp]
  fc.assert(
    fc.property(fc.anything(), (value) => {
      for (const reader of readers) reader(value, 'field', () => {})
    }),
  )
  for (const unit of ['1', ' ', ',1', '2019-', 'a!', '\0', '(']) {
    const long = unit.repeat(100_000 / unit.length)
    for (const reader of readers) {
      const start = performance.now()
      reader(long, 'field', () => {})
      expect(performance.now() - start).toBeLessThan(2_000)
    }
  }
})

test.each([
  ['+44 (0)20 7946 0018', '+442079460018', null],
  ['+1 (555) 010-0100', '+15550100100', null],
  ['0049 30/901820', '+4930901820', null],
  ['tel:+15550100100', '+15550100100', null],
  ['+1 555 010 0100 ext. 7', '+15550100100', 'phone_extension:field'],
  ['+1.555.010.0100 x12', '+15550100100', 'phone_extension:field'],
  ['+15550100100;ext=12', '+15550100100', 'phone_extension:field'],
  ['', null, null],
  [null, null, null],
  ['555-0100', null, 'invalid_phone:field'],
  ['020 7946 0018', null, 'invalid_phone:field'],
  ['1-800-FLOWERS', null, 'invalid_phone:field'],
  ['+1 555 CALL NOW', null, 'invalid_phone:field'],
  ['+12345', null, 'invalid_phone:field'],
  ['+1234567890123456', null, 'invalid_phone:field'],
  [`+${'1'.repeat(300)}`, null, 'invalid_phone:field'],
  [15550100100, null, 'invalid_phone:field'],
])('phone %j is %j', (value, expected, warning) => {
  expect(read(phone, value)).toEqual([expected, warning])
})
