import type { IncomingMessage } from 'node:http'
import { AppError, malformed, unavailable } from '../../errors.ts'
import { intakeLimits } from './intake-limits.ts'

/** Bytes of bodies that are held at the moment, over all requests of this process. */
export interface HeldBytes {
  now: number
}

/**
 * Reads a whole body as it arrives, still compressed if it is. Its bytes count as held: subtract them when the
 * request is answered. Throws 413 `too_large`, 408 `body_timeout`, 400 `body_aborted`, 503 `overloaded`; the rest of
 * such a body is read and thrown away, so that the sender sees the answer and not a reset connection.
 */
export function collectBody(request: IncomingMessage, maxBytes: number, held: HeldBytes): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
    request.resume()
    return Promise.reject(tooLarge(maxBytes))
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const deadline = setTimeout(() => fail(tooSlow()), intakeLimits.bodySeconds * 1000)
    request.on('data', take).once('end', end).once('error', aborted).once('close', aborted)

    function take(chunk: Buffer): void {
      size += chunk.length
      held.now += chunk.length
      if (size > maxBytes) fail(tooLarge(maxBytes))
      else if (held.now > intakeLimits.heldBytes) fail(overloaded())
      else chunks.push(chunk)
    }

    function end(): void {
      stop()
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size))
    }

    function aborted(): void {
      fail(malformed('body_aborted', 'The connection was closed before the end of the body'))
    }

    function fail(error: AppError): void {
      stop()
      held.now -= size
      request.resume()
      reject(error)
    }

    function stop(): void {
      clearTimeout(deadline)
      request.off('data', take).off('end', end).off('error', aborted).off('close', aborted)
      // A connection that breaks later has nobody left to tell.
      request.on('error', () => {})
    }
  })
}

function tooLarge(maxBytes: number): AppError {
  return new AppError(
    413,
    'too_large',
    `The body may have ${maxBytes} bytes. Send many records as application/x-ndjson`,
  )
}

function tooSlow(): AppError {
  return new AppError(408, 'body_timeout', `The body did not arrive within ${intakeLimits.bodySeconds} s`)
}

/** Too many bytes are held already: nothing more is taken in for a moment. */
export function overloaded(): AppError {
  return unavailable('overloaded', 'Too many bodies are being taken in at once: send it again in a moment', 1)
}
