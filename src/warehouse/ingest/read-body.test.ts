import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { mustAccept, mustRefuse } from '../../../test/support/json-corpus.ts'
import { BodyError } from './body-error.ts'
import { limits } from './limits.ts'
import { readLine, readRecord, withoutRef } from './read-body.ts'

function read(text: string) {
  return readRecord(Buffer.from(text))
}

function refusal(bytes: Uint8Array): BodyError | undefined {
  try {
    readRecord(bytes)
    return undefined
  } catch (error) {
    if (error instanceof BodyError) return error
    throw error
  }
}

describe('bodies that are refused', () => {
  test('every class of broken body is refused with its own code, and quickly', () => {
    const wrong: string[] = []
    for (const { name, bytes, code } of mustRefuse) {
      const begin = performance.now()
      const error = refusal(bytes)
      const milliseconds = performance.now() - begin
      if (error?.code !== code || error.status !== (code === 'too_large' ? 413 : 400))
        wrong.push(`${name}: ${error?.code}`)
      // 50 ms on a machine that does nothing else.
      if (milliseconds > 200) wrong.push(`${name}: ${milliseconds} ms`)
    }
    expect(wrong).toEqual([])
    expect(mustRefuse.length).toBeGreaterThan(500)
  })

  test('control: JSON.parse, Buffer and a careless merge would let them through', () => {
    expect(JSON.parse('{"a":1e400}')).toEqual({ a: Number.POSITIVE_INFINITY })
    expect(JSON.parse(Buffer.from([0x22, 0xff, 0x22]).toString())).toBe('\ufffd')
    expect(() => JSON.parse(`${'['.repeat(1_000)}${']'.repeat(1_000)}`)).not.toThrow()
    expect(Object.assign({}, JSON.parse('{"__proto__":{"admin":true}}')).admin).toBe(true)
  })

  test('nothing reaches Object.prototype', () => {
    for (const { bytes } of mustRefuse.filter(({ code }) => code === 'proto_key')) refusal(bytes)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  test('a syntax error says where, in bytes and as a pointer, and repeats nothing of the body', () => {
    const error = refusal(Buffer.from('\ufeff{"é":[1,{"secret":tru}]}'))
    expect(error).toMatchObject({ code: 'syntax', pointer: '/é/1/secret', offset: 22 })
    expect(error?.errors).toMatchObject([{ pointer: '/é/1/secret', code: 'syntax' }])
    expect(error?.message).not.toContain('tru')
  })

  test('a byte order mark is passed over before a body, and is wrong in a line', () => {
    const bytes = Buffer.from('\ufeff{"a":1}')
    expect(readRecord(bytes).value).toEqual({ a: 1 })
    expect(() => readLine(bytes)).toThrow(expect.objectContaining({ code: 'syntax' }))
    expect(readLine(bytes.subarray(3)).value).toEqual({ a: 1 })
  })
})

describe('bodies that are odd and right', () => {
  test('they are accepted with exactly the warnings they deserve', () => {
    for (const { name, bytes, lossy = false, warnings = [] } of mustAccept) {
      const record = readRecord(bytes)
      expect({ name, lossy: record.lossy, warnings: record.warnings.map(({ code }) => code) }).toEqual({
        name,
        lossy,
        warnings,
      })
    }
  })

  test('the hash is over the bytes as they were sent', () => {
    const bytes = Buffer.from('\ufeff {"a":"\\u0000"} ')
    expect(readRecord(bytes).sha256).toEqual(createHash('sha256').update(bytes).digest())
  })

  test('what no text can hold becomes U+FFFD in value and text, and nothing else does', () => {
    const record = read('{"a":"x\\u0000","b":"\\\\u0000 \\\\\\u0000","\\ud800":["\\ud83d\\ude00\\ude00"],"c":"\ufffd"}')
    const expected = { a: 'x\ufffd', b: '\\u0000 \\\ufffd', '\ufffd': ['\u{1f600}\ufffd'], c: '\ufffd' }
    expect(record.value).toEqual(expected)
    expect(JSON.parse(record.text)).toEqual(expected)
    expect(record.warnings.map(({ pointer }) => pointer)).toEqual(['/a', '/b', '/\ufffd', '/\ufffd/0'])
    expect(record.member('\ufffd')).toBe('["\\ud83d\\ude00\\ufffd"]')
  })

  test('of a doubled key the last one counts, in the value, in the text and as a member', () => {
    const record = read('{"email":"a@x","x":{"y~/":1,"y~/":2},"\\u0065mail":"b@y"}')
    expect(record.value).toEqual({ email: 'b@y', x: { 'y~/': 2 } })
    expect(record.member('email')).toBe('"b@y"')
    expect(record.warnings).toEqual([
      { code: 'duplicate_key', pointer: '/x/y~0~1', detail: 'the last one counts' },
      { code: 'duplicate_key', pointer: '/email', detail: 'the last one counts' },
    ])
  })

  test('integers that doubles blur are their digits, however they are written', () => {
    const record = read(
      '{"a":[9007199254740991,9007199254740993,-12345678901234567890,1.2345678901234567e16,12345678901234567000e-3,1e2,1e22,0.1,-0]}',
    )
    const digits = ['9007199254740993', '-12345678901234567890', '12345678901234567', '12345678901234567']
    expect(record.value).toEqual({ a: [9007199254740991, ...digits, 100, 1e22, 0.1, 0] })
    expect(record.text).toContain('-12345678901234567890,1.2345678901234567e16,')
  })

  test('control: JSON.parse alone blurs them', () => {
    expect(JSON.parse('9007199254740993')).toBe(9007199254740992)
  })

  test('a member is its own JSON text, digits and spelling as they were sent', () => {
    const record = read('{ "a" : 1.0 , "é": [ 1E2, {"b": "x}"} ],\n"c":12345678901234567890, "\\u0064": null }')
    expect(['a', 'é', 'c', 'd', 'e', 'b'].map(record.member)).toEqual([
      '1.0',
      '[ 1E2, {"b": "x}"} ]',
      '12345678901234567890',
      'null',
      undefined,
      undefined,
    ])
    expect(read('[{"a":1}]').member('a')).toBeUndefined()
    expect(read('{}').member('a')).toBeUndefined()
  })

  test('scalars and arrays are values too: the shape is not judged here', () => {
    expect(['null', ' 12 ', '"x"', '[]'].map((text) => read(text).value)).toEqual([null, 12, 'x', []])
  })

  test('names of Object.prototype are members like others', () => {
    const { value } = read('{"toString":1,"then":2,"hasOwnProperty":3,"constructor":4}')
    expect(Object.keys(value as object)).toEqual(['toString', 'then', 'hasOwnProperty', 'constructor'])
  })
})

test('valid bodies built to be slow are read in time', () => {
  const megabyteOf = (item: string) =>
    `{"a":[${Array(Math.floor((limits.recordBytes - 10) / (item.length + 1)))
      .fill(item)
      .join()}]}`
  const items = ['0', '1e5', '1e308', '-0', '9007199254740993', '12345678901234567e47', '"\\u0000"', '"\\ud800"', '""']
  const slow = [
    ...items.map(megabyteOf),
    `{"a":"${'\\u0000'.repeat(170_000)}"}`,
    `{${'"k":1,'.repeat(limits.keys - 1)}"k":2}`,
  ]
  for (const text of slow) {
    const begin = performance.now()
    read(text)
    // 15 to 45 ms on a machine that does nothing else.
    expect({ text: text.slice(0, 30), late: performance.now() - begin > 250 }).toEqual({
      text: text.slice(0, 30),
      late: false,
    })
  }
})

describe('ref', () => {
  test('it is echoed, and the hash is the same with and without it, wherever it stands', () => {
    const plain = withoutRef(read('{"a": 1, "b": {"ref": 2}}'))
    expect(plain).not.toHaveProperty('ref')
    const marked = ['{"ref": "x", "a": 1, "b": {"ref": 2}}', '{"a": 1, "ref":"x" , "b": {"ref": 2}}']
    for (const text of [
      ...marked,
      '{"a": 1, "b": {"ref": 2},"\\u0072ef":"x"}',
      '{"ref":1,"a": 1, "b": {"ref": 2},"ref":"x"}',
    ]) {
      expect(withoutRef(read(text))).toEqual({ ref: 'x', sha256: plain.sha256 })
    }
    expect(withoutRef(read('{"ref":7}'))).toEqual({ ref: 7, sha256: read('{}').sha256 })
  })

  test('control: another value beside it gives another hash', () => {
    expect(withoutRef(read('{"ref":"x","a":1}')).sha256).not.toEqual(withoutRef(read('{"ref":"x","a":2}')).sha256)
  })

  test('what is neither text nor number, and what lies deeper, is no ref', () => {
    for (const text of ['{"ref":null}', '{"ref":{"a":1}}', '{"a":{"ref":1}}', '[1]', '"ref"']) {
      expect(withoutRef(read(text))).toEqual({ sha256: read(text).sha256 })
    }
  })
})
