import { describe, expect, test } from 'vitest'
import { mustRefuse } from '../../../test/support/json-corpus.ts'
import { limits } from './limits.ts'
import { readRecord } from './read-body.ts'
import { isArrayBody, readRecords } from './read-records.ts'

async function outcomes(text: string): Promise<unknown[]> {
  const elements = await readRecords(Buffer.from(text))
  return elements.map((element) => ('record' in element ? element.record.value : element.error.code))
}

function refusal(body: string | Buffer): Promise<unknown> {
  return readRecords(Buffer.from(body)).then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('array bodies', () => {
  test('each element is read as if it had come alone: value, text, hash, warnings', async () => {
    const bodies = [
      '{"a":"],{"}',
      '{"id":12345678901234567890,"a":[1,[2]]}',
      '{"a":1,"a":"\\u0000"}',
      '3',
      '[{}]',
      '"\\"]"',
    ]
    const elements = await readRecords(Buffer.from(`\ufeff [\n ${bodies.join(' ,\r\n\t')} ] \n`))
    expect(elements.map((element) => 'record' in element && summary(element.record))).toEqual(
      bodies.map((body) => summary(readRecord(Buffer.from(body)))),
    )
    expect(elements.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(bodies)
  })

  test('an element over a limit of its own is refused alone', async () => {
    const keys = `{${Array.from({ length: limits.keys + 1 }, (_, n) => `"k${n}":1`).join()}}`
    const large = `{"a":"${'x'.repeat(limits.recordBytes)}"}`
    expect(await outcomes(`[{"a":1},${keys},{"__proto__":1},${large},{"a":1e400},{"a":2}]`)).toEqual([
      { a: 1 },
      'keys',
      'proto_key',
      'too_large',
      'number_range',
      { a: 2 },
    ])
  })

  test('what is no JSON as a whole is refused as a whole, with the place', async () => {
    expect(await refusal('[{"a":1},{"b":tru}]')).toMatchObject({
      status: 400,
      code: 'syntax',
      pointer: '/1/b',
      offset: 14,
    })
    expect(await refusal('[{"a":1},]')).toMatchObject({ status: 400, code: 'syntax', pointer: '/1' })
    expect(await refusal('[{"a":1}] x')).toMatchObject({ status: 400, code: 'syntax', offset: 10 })
    expect(await refusal('[{"a":1},\ufeff{"b":1}]')).toMatchObject({ status: 400, code: 'syntax', pointer: '/1' })
    expect(await refusal(Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]))).toMatchObject({ status: 400, code: 'encoding' })
    expect(await refusal('{"a":1}')).toMatchObject({ status: 400, code: 'shape' })
  })

  test('every broken array of the corpus is refused with the code a single body gets', async () => {
    const arrays = mustRefuse.filter(({ bytes }) => isArrayBody(bytes))
    expect(arrays.length).toBeGreaterThan(10)
    for (const { name, bytes, code } of arrays) {
      expect({ name, error: await refusal(bytes) }).toMatchObject({ name, error: { code } })
    }
  })

  test('cut off anywhere, nothing of it is accepted', async () => {
    const text = '[{"a":[1,{"b":"]"}]}, {"c":"\\"]"} ,{}]'
    for (let length = 1; length < text.length; length++) {
      expect(await refusal(text.slice(0, length))).toMatchObject({ status: 400, code: 'syntax' })
    }
    expect(await outcomes(text)).toHaveLength(3)
  })

  test('it holds up to 2,000 records', async () => {
    const records = (count: number) => `[${Array(count).fill('{"a":1}').join()}]`
    expect(await outcomes(records(limits.arrayRecords))).toHaveLength(limits.arrayRecords)
    expect(await refusal(records(limits.arrayRecords + 1))).toMatchObject({ status: 413, code: 'too_many_records' })
    expect(await refusal(`[${'0,'.repeat(1_000_000)}0]`)).toMatchObject({ status: 413, code: 'too_many_records' })
    expect(await outcomes(' [ ] ')).toEqual([])
  })

  test('it holds up to 10 MiB', async () => {
    const spaces = (bytes: number) => `[{"a":1}${' '.repeat(bytes - 9)}]`
    expect(await outcomes(spaces(limits.arrayBytes))).toEqual([{ a: 1 }])
    expect(await refusal(spaces(limits.arrayBytes + 1))).toMatchObject({ status: 413, code: 'too_large' })
  })

  test('while a large one is read, others get their turn', async () => {
    const element = `{"a":[${Array(1_000).fill('{"b":"some text"}').join()}]}`
    let longest = 0
    let last = performance.now()
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 1)
    expect(await outcomes(`[${Array(500).fill(element).join()}]`)).toHaveLength(500)
    clearInterval(timer)
    // The first scan of 9 MB is the longest single stretch, about 25 ms alone on a machine.
    expect(longest).toBeGreaterThan(0)
    expect(longest).toBeLessThan(150)
  })
})

function summary({ value, text, lossy, warnings, sha256 }: ReturnType<typeof readRecord>) {
  return { value, text, lossy, warnings, sha256: sha256.toString('hex') }
}
