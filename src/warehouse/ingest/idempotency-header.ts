import type { IncomingMessage } from 'node:http'
import { malformed } from '../../errors.ts'
import { intakeLimits } from './intake-limits.ts'

const PRINTABLE = new RegExp(`^[\\x20-\\x7e]{1,${intakeLimits.idempotencyKeyLength}}$`)

/**
 * The Idempotency-Key of a request, null when it has none.
 * Throws 400 `invalid_idempotency_key` when it is empty, too long, not printable ASCII, or there are two.
 */
export function idempotencyKeyOf({
  headers,
  rawHeaders,
}: Pick<IncomingMessage, 'headers' | 'rawHeaders'>): string | null {
  const key = headers['idempotency-key']
  if (key === undefined) return null
  // Node joins repeated headers with a comma, which a key may contain: only the raw list tells.
  const count = rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'idempotency-key').length
  if (count > 1) throw malformed('invalid_idempotency_key', 'Send one Idempotency-Key, not several')
  if (typeof key !== 'string' || !PRINTABLE.test(key)) {
    const length = intakeLimits.idempotencyKeyLength
    throw malformed('invalid_idempotency_key', `Idempotency-Key must be 1 to ${length} printable ASCII characters`)
  }
  return key
}
