import { once } from 'node:events'
import { PassThrough, Readable } from 'node:stream'
import { createGzip, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { inflate } from './inflate.ts'
import { limits } from './limits.ts'

const text = Buffer.from('{"name":"Ada"}\n'.repeat(50))

function stream(bytes: Uint8Array, chunkBytes = 16_384): Readable {
  return Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
    })(),
    { objectMode: false },
  )
}

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}

/** Reads to the end or the refusal; how many bytes came before it. */
async function drain(chunks: AsyncIterable<Buffer>): Promise<{ bytes: number; error?: unknown }> {
  let bytes = 0
  try {
    for await (const chunk of chunks) bytes += chunk.length
    return { bytes }
  } catch (error) {
    return { bytes, error }
  }
}

/** Noise that gzip cannot make smaller, and zeros that it makes a thousand times smaller. */
async function* body(...parts: { megabytes: number; zeros: boolean }[]): AsyncGenerator<Buffer> {
  let state = 1
  for (const { megabytes, zeros } of parts) {
    for (let n = 0; n < megabytes; n++) {
      const block = new Uint32Array(262_144)
      if (!zeros) for (let at = 0; at < block.length; at++) block[at] = state = (Math.imul(state, 1_664_525) + 1) >>> 0
      yield Buffer.from(block.buffer)
    }
  }
}

function compressed(...parts: { megabytes: number; zeros: boolean }[]): Readable {
  return Readable.from(body(...parts)).pipe(createGzip({ level: 1 }))
}

describe('inflate', () => {
  test('gzip is undone, in one piece, byte by byte, and in several members', async () => {
    expect(await collect(inflate(stream(gzipSync(text)), 'gzip'))).toEqual(text)
    expect(await collect(inflate(stream(gzipSync(text), 1), ' GZIP '))).toEqual(text)
    expect(await collect(inflate(stream(Buffer.concat([gzipSync(text), gzipSync(text)]), 7), 'x-gzip'))).toHaveLength(
      1500,
    )
  })

  test('without an encoding bytes pass as they are', async () => {
    for (const encoding of [undefined, '', 'identity'])
      expect(await collect(inflate(stream(text), encoding))).toEqual(text)
  })

  test('other encodings are 415, also gzip twice', () => {
    for (const encoding of ['br', 'deflate', 'zstd', 'gzip, gzip', 'compress', 'utf-8']) {
      expect(() => inflate(stream(text), encoding)).toThrow(
        expect.objectContaining({ status: 415, code: 'content_encoding' }),
      )
    }
  })

  test('cut off at any byte, changed, empty, or followed by something: 400', async () => {
    const good = gzipSync(text)
    const broken = [text, Buffer.alloc(0), Buffer.concat([good, Buffer.from('x')]), Buffer.concat([good, text])]
    for (let length = 1; length < good.length; length++) broken.push(good.subarray(0, length))
    const wrongSum = Buffer.from(good)
    wrongSum.writeUInt32LE(0, good.length - 8)
    broken.push(wrongSum)
    for (const bytes of broken) {
      const { error } = await drain(inflate(stream(bytes), 'gzip'))
      expect({ length: bytes.length, error }).toMatchObject({ error: { status: 400, code: 'encoding_gzip' } })
    }
  })

  test('inflation stops at the limit of bytes', async () => {
    const limit = 1_000_000
    const { bytes, error } = await drain(
      inflate(compressed({ megabytes: 50, zeros: true }), 'gzip', { maxBytes: limit }),
    )
    expect(error).toMatchObject({ status: 413, code: 'too_large' })
    expect(bytes).toBeLessThanOrEqual(limit)
    expect(await drain(inflate(stream(text), undefined, { maxBytes: text.length }))).toEqual({ bytes: text.length })
    expect((await drain(inflate(stream(text), undefined, { maxBytes: text.length - 1 }))).error).toMatchObject({
      code: 'too_large',
    })
  })

  test('a bomb is stopped after 64 MiB, also behind an honest beginning', async () => {
    const bomb = await drain(inflate(compressed({ megabytes: 300, zeros: true }), 'gzip'))
    expect(bomb.error).toMatchObject({ status: 413, code: 'inflate_ratio' })
    expect(bomb.bytes).toBeLessThan(limits.ratioWindow + 2_097_152)
    const hidden = await drain(
      inflate(compressed({ megabytes: 20, zeros: false }, { megabytes: 300, zeros: true }), 'gzip'),
    )
    expect(hidden.error).toMatchObject({ status: 413, code: 'inflate_ratio' })
    expect(hidden.bytes).toBeLessThan(100 * 1_048_576)
  })

  test('control: the same amount of what compresses less passes', async () => {
    const half = Array.from({ length: 40 }, () => [
      { megabytes: 1, zeros: false },
      { megabytes: 2, zeros: true },
    ]).flat()
    expect(await drain(inflate(compressed(...half), 'gzip'))).toEqual({ bytes: 120 * 1_048_576 })
    expect(await drain(inflate(compressed({ megabytes: 100, zeros: true }), 'gzip', { maxRatio: 2_000 }))).toEqual({
      bytes: 100 * 1_048_576,
    })
  })

  test('a sender that goes away is no broken gzip, and nobody waits for ever', async () => {
    for (const encoding of ['gzip', undefined]) {
      const source = new PassThrough()
      source.write(gzipSync(text).subarray(0, 20))
      const reading = drain(inflate(source, encoding))
      setTimeout(() => source.destroy(), 20)
      expect((await reading).error).not.toMatchObject({ code: 'encoding_gzip' })
      expect((await reading).error).toBeInstanceOf(Error)
      expect((await drain(inflate(source, encoding))).error).toBeInstanceOf(Error)
    }
  })

  test('whoever stops early can still answer: the stream stays open', async () => {
    for (const encoding of ['gzip', undefined]) {
      const source = new PassThrough()
      source.write(encoding ? gzipSync(text) : text)
      for await (const _ of inflate(source, encoding)) break
      expect(source.destroyed).toBe(false)
      source.resume().end()
      await once(source, 'close')
    }
  })
})
