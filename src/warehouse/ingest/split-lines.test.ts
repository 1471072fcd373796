import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Line, splitLines } from './split-lines.ts'

async function split(chunks: Iterable<Uint8Array | string>, maxBytes?: number): Promise<unknown[]> {
  const lines: unknown[] = []
  for await (const line of splitLines(Readable.from(buffers(chunks)), maxBytes)) lines.push(readable(line))
  return lines
}

function* buffers(chunks: Iterable<Uint8Array | string>): Generator<Uint8Array> {
  for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}

function readable(line: Line): unknown {
  return line.tooLong ? [line.lineNumber, line.bytes] : [line.lineNumber, Buffer.from(line.bytes).toString()]
}

/** Every way to cut a few bytes into three chunks, and byte by byte. */
function* cuts(bytes: Buffer): Generator<Buffer[]> {
  for (let first = 0; first <= bytes.length; first++) {
    for (let second = first; second <= bytes.length; second++) {
      yield [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)]
    }
  }
  yield [...bytes].map((byte) => Buffer.from([byte]))
}

describe('lines', () => {
  test('CRLF, blank lines, no final line feed, a byte order mark: the same wherever the chunks are cut', async () => {
    const text = '\ufeff{"a":1}\r\n\n \t\r\n{"é":"\u2028\u2029\u0085"}\n\r\n[1]\n\ufeff{}\r\n{"x":"\\n\r"}'
    const lines = [
      [1, '{"a":1}'],
      [4, '{"é":"\u2028\u2029\u0085"}'],
      [6, '[1]'],
      [7, '\ufeff{}'],
      [8, '{"x":"\\n\r"}'],
    ]
    for (const chunks of cuts(Buffer.from(text))) expect(await split(chunks)).toEqual(lines)
  })

  test('a stream of nothing, or of blank lines, has no lines', async () => {
    expect(await split([])).toEqual([])
    expect(await split(['\ufeff'])).toEqual([])
    expect(await split(['\n', '\r\n', ' \n'])).toEqual([])
  })

  test('one byte below, at and above the limit', async () => {
    const around = ['1234567\n', '12345678\r\n', '12345678', '\n123456789\n', '1234567890123\n', '12\n']
    for (const chunks of [around, [around.join('')], [...cuts(Buffer.from(around.join('')))].at(-1) ?? []]) {
      expect(await split(chunks, 8)).toEqual([
        [1, '1234567'],
        [2, '12345678'],
        [3, '12345678'],
        [4, 9],
        [5, 13],
        [6, '12'],
      ])
    }
    expect(await split(['\ufeff12345678\r\n'], 8)).toEqual([[1, '12345678']])
    expect(await split(['\ufeff123456789'], 8)).toEqual([[1, 9]])
  })

  test('a line far too long is counted and not kept', async () => {
    const chunk = Buffer.alloc(1_048_576, 0x61)
    function* long() {
      yield 'first\n'
      for (let n = 0; n < 300; n++) yield chunk
      yield '\nlast'
    }
    const before = process.memoryUsage().rss
    const lines = await split(long())
    expect(lines).toEqual([
      [1, 'first'],
      [2, 300 * 1_048_576],
      [3, 'last'],
    ])
    expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000)
  })

  test('a line inside one chunk is a view into it, not a copy', async () => {
    const chunk = Buffer.from('{"a":1}\n{"b":2}\n')
    for await (const line of splitLines(Readable.from([chunk]))) {
      expect(line.tooLong === false && line.bytes.buffer === chunk.buffer).toBe(true)
    }
  })

  test('any lines in any chunks come back with their numbers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: fc.constantFrom('a', '\r', ' ', '"', '\u2028', '\ufeff', '\u{1f600}') })),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 9 }),
        async (texts, separator, size) => {
          const bytes = Buffer.from(texts.join(separator))
          const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
            bytes.subarray(n * size, (n + 1) * size),
          )
          const lines = texts
            .map((text, n) => [n + 1, (n === 0 ? text.replace(/^\ufeff/, '') : text) + separator.slice(0, -1)] as const)
            .map(
              ([n, text]) =>
                [n, n === texts.length ? text.slice(0, text.length - separator.length + 1) : text] as const,
            )
            .map(([n, text]) => [n, text.replace(/\r$/, '')] as const)
            .filter(([, text]) => !/^[ \t\r]*$/.test(text))
          expect(await split(chunks)).toEqual(lines)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('a broken stream rejects after the whole lines', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('{"a":1}\n{"b"')
      throw new Error('connection lost')
    }
    const seen: unknown[] = []
    await expect(async () => {
      for await (const line of splitLines(broken())) seen.push(readable(line))
    }).rejects.toThrow('connection lost')
    expect(seen).toEqual([[1, '{"a":1}']])
  })
})
