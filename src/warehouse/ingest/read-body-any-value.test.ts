import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { mustAccept } from '../../../test/support/json-corpus.ts'
import { dice, writeJson } from '../../../test/support/json-writer.ts'
import { BodyError } from './body-error.ts'
import { limits } from './limits.ts'
import { readRecord } from './read-body.ts'
import { readStored } from './read-stored.ts'

function read(text: string) {
  return readRecord(Buffer.from(text))
}

/** Strings of any code units, and integers of any size. */
const anyJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
    fc
      .double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 })
      .map((n) => (Math.abs(n) < 1e-300 ? 0 : n)),
    fc.integer(),
    fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
    fc.array(tie('value')),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('value')),
  ),
})).value

/** What the value of a body must be, by another way: from the value that was written, not from its text. */
function expected(value: unknown, integer: (value: bigint) => unknown = expectedInteger): unknown {
  if (typeof value === 'string') return storable(value)
  if (typeof value === 'number') return Number.isInteger(value) ? integer(printedDigits(value)) : value
  if (typeof value === 'bigint') return integer(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => expected(item, integer))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storable(key), expected(item, integer)]))
}

function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd')
}

/** A double is written with the digits it prints: 1e23, not 99999999999999991611392. */
function printedDigits(value: number): bigint {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e')
  const digits = mantissa.replace(/[-.]/g, '')
  return BigInt(Math.sign(value)) * BigInt(digits) * 10n ** BigInt(Number(exponent) - digits.length + 1)
}

function expectedInteger(value: bigint): unknown {
  const digits = String(value).replace('-', '')
  const few = digits.replace(/0+$/, '').length <= 15 || digits.length > limits.numberLength
  return few || Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
}

function acceptable(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(acceptable)
  const keys = Object.keys(value)
  if (keys.includes('__proto__') || keys.includes('prototype')) return false
  return new Set(keys.map(storable)).size === keys.length && Object.values(value).every(acceptable)
}

describe('any value in any spelling', () => {
  let client: pg.Client
  beforeAll(async () => {
    client = new pg.Client({ connectionString: inject('serverUrl') })
    await client.connect()
  })
  afterAll(() => client.end())

  test('is read as what was written, and its text says the same', () => {
    fc.assert(
      fc.property(anyJson.filter(acceptable), fc.integer(), (value, seed) => {
        const record = read(writeJson(value, dice(seed)))
        expect(record.value).toEqual(expected(value))
        const positiveZero = (_key: string, item: unknown) => (typeof item === 'number' ? item + 0 : item)
        expect(JSON.parse(record.text, positiveZero)).toEqual(expected(value, Number))
        if (!JSON.stringify(record.value).includes('\ufffd')) expect(record.warnings).toEqual([])
      }),
      { numRuns: 2_000 },
    )
  })

  test('passes through jsonb, and comes out of it as the same value', async () => {
    const values = fc.sample(anyJson.filter(acceptable), { numRuns: 1_000, seed: 7 })
    const records = values.map((value, n) => read(writeJson(value, dice(n))))
    records.push(...mustAccept.map(({ bytes }) => readRecord(bytes)))
    const texts = records.map(({ text }) => text)
    const stored = await client.query<{ text: string }>(
      'select body::jsonb::text as text from unnest($1::text[]) with ordinality as bodies (body, n) order by n',
      [texts],
    )
    for (const [n, row] of stored.rows.entries()) {
      expect(readStored(row.text)).toEqual(records[n]?.value)
    }
    expect(stored.rows.length).toBe(records.length)
  })

  test('control: jsonb refuses what was not sanitised', async () => {
    for (const text of ['{"a":"\\u0000"}', '{"a":"\\ud800"}']) {
      await expect(client.query('select $1::jsonb', [text])).rejects.toThrow()
      await expect(client.query('select $1::jsonb', [read(text).text])).resolves.toBeDefined()
    }
  })

  test('broken at one place, it is read exactly if JSON.parse and strict UTF-8 read it', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    let broken = 0
    fc.assert(
      fc.property(anyJson.filter(acceptable), fc.integer(), fc.nat(), fc.nat(255), (value, seed, place, byte) => {
        const bytes = Buffer.from(writeJson(value, dice(seed)))
        const at = place % bytes.length
        if (seed % 3 === 0) bytes[at] = byte
        else if (seed % 3 === 1) bytes.copyWithin(at, at + 1)
        else bytes.copyWithin(at + 1, at)
        let error: unknown
        try {
          readRecord(bytes)
        } catch (caught) {
          error = caught
        }
        // Limits are judged before the grammar.
        if (error instanceof BodyError && !['syntax', 'encoding', 'empty'].includes(error.code)) return
        let valid = true
        try {
          JSON.parse(strict.decode(bytes))
        } catch {
          valid = false
        }
        expect(error === undefined).toBe(valid)
        if (!valid) broken++
      }),
      { numRuns: 5_000 },
    )
    expect(broken).toBeGreaterThan(500)
  })
})
