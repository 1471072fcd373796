import { BodyError } from './body-error.ts'
import { limits } from './limits.ts'

/**
 * What the value needs instead of the token: 0 the token as it is, -1 a zero without its minus sign, n > 0 the n digits
 * of an integer as text.
 */
export type NumberFinding = number

export const asItIs = 0
export const negativeZero = -1

/**
 * Judges the number token in bytes[start, end).
 * An integer is a number as far as every double agrees with it: up to 15 significant digits, or within 2^53. Others
 * (record ids, mostly) are their digits, however they are written, so that what comes back out of jsonb (`1e2` as
 * 100) reads the same. From 65 digits on they are numbers: nobody's id, and 309 digits for 5 bytes would be a bomb.
 * Throws 400 `number_range` where the exponent passes 308 or the value is no finite double.
 * It works on bytes, because 1 MiB has room for 260,000 tokens such as `1e5`. What is no JSON number is left as it is.
 */
export function judgeNumber(bytes: Uint8Array, start: number, end: number): NumberFinding {
  const negative = bytes[start] === 0x2d
  const begin = negative ? start + 1 : start
  let at = begin
  let count = 0
  let whole = -1
  let first = -1
  let last = -1
  let amount = 0
  let significant = 0
  for (; at < end; at++) {
    const byte = bytes[at] as number
    if (byte >= 0x30 && byte <= 0x39) {
      amount = amount * 10 + (byte - 0x30)
      if (byte !== 0x30) {
        if (first < 0) first = count
        last = count
        significant = amount
      }
      count++
    } else if (byte === 0x2e && whole < 0) whole = count
    else break
  }
  const fraction = whole < 0 ? -1 : count - whole
  if (whole < 0) whole = count
  const exponent = at < end ? readExponent(bytes, at, end) : 0
  const isNumber = whole > 0 && fraction !== 0 && (whole === 1 || bytes[begin] !== 0x30)
  if (!isNumber || exponent === undefined) return asItIs
  if (exponent > limits.exponent || exponent < -limits.exponent) {
    throw new BodyError(400, 'number_range', `An exponent may be at most ${limits.exponent}`, { offset: start })
  }
  if (first < 0) return negative ? negativeZero : asItIs
  const digits = whole + exponent - first
  if (digits > 309 || (digits === 309 && significant > 1 && !Number.isFinite(Number(tokenOf(bytes, start, end))))) {
    throw new BodyError(400, 'number_range', 'A number is greater than a double can hold', { offset: start })
  }
  if (last >= whole + exponent || last - first < 15 || digits > limits.numberLength) return asItIs
  return digits === 16 && significant <= Number.MAX_SAFE_INTEGER ? asItIs : digits
}

/** Undefined where it is no exponent. */
function readExponent(bytes: Uint8Array, at: number, end: number): number | undefined {
  if (bytes[at] !== 0x65 && bytes[at] !== 0x45) return undefined
  const sign = bytes[at + 1]
  const begin = sign === 0x2b || sign === 0x2d ? at + 2 : at + 1
  let exponent = 0
  for (let next = begin; next < end; next++) {
    const byte = bytes[next] as number
    if (byte < 0x30 || byte > 0x39) return undefined
    exponent = Math.min(exponent * 10 + byte - 0x30, 100_000)
  }
  if (begin === end) return undefined
  return sign === 0x2d ? -exponent : exponent
}

/** Writes the token in from[start, end) as a JSON string of an integer with that many digits. Returns where it ends. */
export function writeDigits(from: Buffer, start: number, end: number, digits: number, to: Buffer, at: number): number {
  let next = at
  to[next++] = 0x22
  if (from[start] === 0x2d) to[next++] = 0x2d
  const close = next + digits
  let leading = true
  for (let read = start; read < end && next < close; read++) {
    const byte = from[read] as number
    if (byte === 0x65 || byte === 0x45) break
    if (byte < 0x30 || (leading && byte === 0x30)) continue
    leading = false
    to[next++] = byte
  }
  to.fill(0x30, next, close)
  to[close] = 0x22
  return close + 1
}

function tokenOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1')
}
