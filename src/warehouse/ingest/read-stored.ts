import { judgeNumber, writeDigits } from './scan-number.ts'

/**
 * The value of JSON text that comes out of jsonb: the same that readRecord gave for the body it was made from.
 * Without limits, because jsonb prints `1e300` with 301 digits.
 */
export function readStored(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text)
  return JSON.parse(text, function exact(_key, value: unknown, context?: { source?: string }) {
    if (typeof value !== 'number' || context?.source === undefined || context.source.length < 16) return value
    const token = Buffer.from(context.source, 'latin1')
    const digits = judgeNumber(token, 0, token.length)
    if (digits <= 0) return value
    const written = Buffer.allocUnsafe(digits + 3)
    return written.toString('latin1', 1, writeDigits(token, 0, token.length, digits, written, 0) - 1)
  })
}
