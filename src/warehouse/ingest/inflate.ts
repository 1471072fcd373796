import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { BodyError } from './body-error.ts'
import { limits } from './limits.ts'

export interface InflateOptions {
  /** Inflated bytes in all; none for a stream whose lines have their own limit. */
  maxBytes?: number
  /** Inflated bytes per compressed byte, over the last 64 MiB inflated. */
  maxRatio?: number
}

/** Inflated bytes between two looks at the ratio. */
const step = 1_048_576

/**
 * The bytes of a request body without its Content-Encoding, counted while they are inflated.
 * Throws BodyError: 415 `content_encoding` (only gzip and none are understood); while it is read 413 `too_large`,
 * 413 `inflate_ratio`, 400 `encoding_gzip` (broken, cut off, followed by something else). The stream is never
 * destroyed, so that the request can still be answered; whoever stops reading must close it afterwards.
 */
export function inflate(
  source: Readable,
  encoding: string | undefined,
  options: InflateOptions = {},
): AsyncGenerator<Buffer, void, undefined> {
  const name = encoding?.trim().toLowerCase() ?? ''
  if (name === '' || name === 'identity') return limited(read(source), options.maxBytes)
  if (name === 'gzip' || name === 'x-gzip') return limited(gunzip(source, options.maxRatio), options.maxBytes)
  throw new BodyError(415, 'content_encoding', 'Content-Encoding may be gzip or nothing')
}

function read(source: Readable): AsyncIterable<Buffer> {
  return { [Symbol.asyncIterator]: () => source.iterator({ destroyOnReturn: false }) }
}

async function* limited(chunks: AsyncIterable<Buffer>, maxBytes = Number.POSITIVE_INFINITY): AsyncGenerator<Buffer> {
  let total = 0
  for await (const chunk of chunks) {
    total += chunk.length
    if (total > maxBytes) throw new BodyError(413, 'too_large', `The body may have ${maxBytes} bytes`)
    yield chunk
  }
}

async function* gunzip(source: Readable, maxRatio: number = limits.inflateRatio): AsyncGenerator<Buffer> {
  const inflater = createGunzip({ chunkSize: 65_536 })
  let received = 0
  const count = (chunk: Buffer) => {
    received += chunk.length
  }
  const fail = (error: Error) => inflater.destroy(error)
  const close = () => {
    if (!source.readableEnded) fail(new Error('The connection was closed before the end of the body'))
  }
  source.on('data', count).once('error', fail).once('close', close)
  source.pipe(inflater)
  if (source.destroyed) close()
  const ratio = ratioGuard(maxRatio)
  try {
    for await (const chunk of inflater) {
      ratio(chunk.length, inflater.bytesWritten)
      yield chunk
    }
    if (inflater.bytesWritten < received || received === 0) throw brokenGzip()
  } catch (error) {
    throw isZlibError(error) ? brokenGzip(error) : error
  } finally {
    source.off('data', count).off('error', fail).off('close', close)
    source.unpipe(inflater)
    inflater.destroy()
  }
}

/** Remembers the compressed size at each of the last 64 MiB, so that a bomb behind an honest beginning is found too. */
function ratioGuard(maxRatio: number): (inflated: number, compressedTotal: number) => void {
  const marks: number[] = [0]
  let inflatedSinceMark = 0
  return (inflated, compressedTotal) => {
    inflatedSinceMark += inflated
    if (inflatedSinceMark < step) return
    inflatedSinceMark -= step
    marks.push(compressedTotal)
    if (marks.length <= limits.ratioWindow / step) return
    const before = marks.shift() ?? 0
    if (limits.ratioWindow > maxRatio * (compressedTotal - before)) {
      throw new BodyError(413, 'inflate_ratio', `The body inflates to more than ${maxRatio} times its size`)
    }
  }
}

function brokenGzip(cause?: unknown): BodyError {
  const error = new BodyError(400, 'encoding_gzip', 'The body is not valid gzip, or was cut off')
  error.cause = cause
  return error
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')
}
