import { BodyError } from './body-error.ts'
import type { Scan } from './scan-json.ts'
import { integerDigits, tokenOf } from './scan-number.ts'

const replacement = Buffer.from('\\ufffd', 'latin1')

/**
 * A copy of the bytes in which every escape that no text can hold is U+FFFD. Both are six bytes, so that offsets stay.
 * It works on escapes and never on text: the six characters that `\\u0000` stands for are no NUL.
 */
export function replaceUnstorable(bytes: Uint8Array, scan: Scan): Buffer {
  const copy = Buffer.from(bytes)
  for (const at of scan.unstorable) copy.set(replacement, at)
  return copy
}

/**
 * JSON text like bytes.subarray(from), with digit strings for integers that a double does not hold, and 0 for -0.
 * The text is valid exactly if the bytes are.
 */
export function quoteExactIntegers(bytes: Buffer, from: number, scan: Scan): string {
  const { exactIntegers, negativeZeros } = scan
  let source = bytes
  if (negativeZeros.length > 0) {
    source = Buffer.from(bytes)
    for (let n = 0; n < negativeZeros.length; n += 2) {
      const [start = 0, end = 0] = [negativeZeros[n], negativeZeros[n + 1]]
      if (integerDigits(tokenOf(bytes, start, end)) !== undefined)
        source.fill(0x20, start, end).fill(0x30, start, start + 1)
    }
  }
  if (exactIntegers.length === 0) return source.toString('utf8', from)
  // Characters, not bytes: joining 60,000 slices of a string costs 4 ms, writing them into a buffer twice as much.
  const parts: string[] = []
  let done = from
  for (let n = 0; n < exactIntegers.length; n += 2) {
    const [start = 0, end = 0] = [exactIntegers[n], exactIntegers[n + 1]]
    const digits = integerDigits(tokenOf(bytes, start, end))
    if (digits === undefined) continue
    refuseAsKey(bytes, end)
    parts.push(source.toString('utf8', done, start), '"', digits, '"')
    done = end
  }
  parts.push(source.toString('utf8', done))
  return parts.join('')
}

/** A number cannot be a key; as a string it could, and the broken text would become a valid one. */
function refuseAsKey(bytes: Buffer, end: number): void {
  let next = end
  while (bytes[next] === 0x20 || bytes[next] === 0x0a || bytes[next] === 0x0d || bytes[next] === 0x09) next++
  if (bytes[next] === 0x3a) throw new BodyError(400, 'syntax', 'A key is no string', { offset: end })
}
