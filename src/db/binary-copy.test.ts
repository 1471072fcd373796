import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import { rawTables, tables } from '../warehouse/ingest/tables.ts'
import { writerOf } from './binary-copy.ts'
import { columnTypes } from './column-types.generated.ts'
import { asOperator, connect } from './database.ts'

const { url, drop } = await createTestDatabase()
const db = connect(url)
afterAll(async () => {
  await db.close()
  await drop()
})

const time = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => date.toISOString())
const word = fc.string({
  unit: fc.constantFrom('a', 'É', '語', '😀', '"', "'", '\\', '\t', '\n', ',', '{', ' '),
  maxLength: 60,
})

/** Values of each type, and what a parameter of a statement has to be for the same. */
const values: Record<string, fc.Arbitrary<unknown>> = {
  text: fc.oneof(word, fc.integer(), fc.constant('x'.repeat(5000))),
  uuid: fc.oneof(
    fc.uuid(),
    fc.uuid().map((id) => id.replaceAll('-', '').toUpperCase()),
  ),
  jsonb: fc.jsonValue({ noUnicodeString: true }).map((value) => JSON.stringify(value)),
  bytea: fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => `\\x${Buffer.from(bytes).toString('hex')}`),
  ),
  boolean: fc.boolean(),
  smallint: fc.integer({ min: -32_768, max: 32_767 }),
  integer: fc.oneof(fc.integer(), fc.integer().map(String)),
  bigint: fc.oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
    fc.maxSafeInteger(),
    fc.bigInt(-9n, 9n),
  ),
  date: time.map((at) => at.slice(0, 10)),
  'timestamp with time zone': fc.oneof(
    time,
    fc.tuple(time, fc.nat(999_999)).map(([at, micros]) => `${at.slice(0, 19)}.${String(micros).padStart(6, '0')}Z`),
    time.map((at) => `${at.slice(0, 19)}Z`),
    time.map((at) => new Date(at)),
  ),
  'text[]': fc.array(fc.oneof(word, fc.constant(null)), { maxLength: 6 }),
}

test.each(Object.keys(values))('COPY writes what a parameter of a statement does: %s', async (type) => {
  const table = `public.copied_${type.replace('[]', '_list').replaceAll(' ', '_')}`
  await db.pool.query(`create table ${table} (n integer, value ${type})`)
  columnTypes[table] = { n: 'integer', value: type }
  const given: unknown[] = [...fc.sample(values[type] as fc.Arbitrary<unknown>, { numRuns: 300, seed: 5 }), null]
  const expected = await asOperator(db, async (tx) => {
    // A Date is sent as local time by pg; its instant is what counts.
    const asParameter = (value: unknown) => (value instanceof Date ? value.toISOString() : value)
    tx.copy(
      table,
      ['n', 'value'],
      given.map((value, n) => [n, value]),
    )
    for (const [n, value] of given.entries())
      tx.send(`insert into ${table} values ($1, $2)`, [n + 1000, asParameter(value)])
    return tx.query<{ value: string | null }>(`select value::text from ${table} where n >= 1000 order by n`)
  })
  const copied = await db.pool.query(`select value::text from ${table} where n < 1000 order by n`)
  expect(copied.rows).toEqual(expected)
  // The control: the values differ from each other.
  expect(new Set(copied.rows.map(({ value }) => value)).size).toBeGreaterThan(type === 'boolean' ? 2 : 20)
})

test.each([
  ['uuid', 'no number', '22P02'],
  ['uuid', '0123456789abcdef0123456789abcdeg', '22P02'],
  ['uuid', '01234567-89ab-cdef-0123-456789abcde', '22P02'],
  ['bytea', 'text', '22P02'],
  ['bytea', '\\xabc', '22P02'],
  ['boolean', 'perhaps', '22P02'],
  ['integer', '1.5', '22P02'],
  ['integer', 1.5, '22P02'],
  ['integer', 2 ** 31, '22003'],
  ['smallint', -32_769, '22003'],
  ['bigint', 2n ** 63n, '22003'],
  ['date', '2026-2-1', '22007'],
  ['date', '2025-02-29', '22008'],
  ['date', '0000-01-01', '22008'],
  ['date', '2026-13-01', '22008'],
  ['timestamp with time zone', 'yesterday', '22007'],
  ['timestamp with time zone', new Date(Number.NaN), '22007'],
  ['timestamp with time zone', '2026-04-31T00:00:00Z', '22008'],
  ['timestamp with time zone', '2026-04-30T25:00:00Z', '22008'],
  ['text[]', 'text', '22P02'],
])('%s refuses %s as PostgreSQL would', (type, value, code) => {
  expect(() => writerOf(type)(Buffer.alloc(1000), 0, value)).toThrow(expect.objectContaining({ code }))
})

test('every column that ingest may write by COPY has a type that COPY can write', () => {
  const perSubject = Object.entries(tables).flatMap(([name, rule]) => ('perSubject' in rule ? name : []))
  const written = [...perSubject, ...rawTables]
  expect(written.length).toBeGreaterThan(10)
  for (const table of written) {
    const types = Object.values(columnTypes[table] ?? {})
    expect(types.length).toBeGreaterThan(3)
    for (const type of types) expect(() => writerOf(type)).not.toThrow()
  }
})
