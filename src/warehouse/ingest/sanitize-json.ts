import { BodyError } from './body-error.ts'
import type { Scan } from './scan-json.ts'
import { writeDigits } from './scan-number.ts'

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
 * The JSON text bytes.subarray(from) with integers that need it as text, and 0 for -0. It is valid exactly if the
 * bytes are. 58,000 such integers in 1 MiB take 3 ms.
 */
export function rewriteNumbers(bytes: Buffer, from: number, { exactIntegers, negativeZeros }: Scan): string {
  let source = bytes
  if (negativeZeros.length > 0) {
    source = Buffer.from(bytes)
    for (const at of negativeZeros) source[at] = 0x20
  }
  if (exactIntegers.length === 0) return source.toString('utf8', from)
  let size = bytes.length
  for (let n = 0; n < exactIntegers.length; n += 3) size += (exactIntegers[n + 2] ?? 0) + 3
  const target = Buffer.allocUnsafe(size)
  let written = 0
  let done = from
  for (let n = 0; n < exactIntegers.length; n += 3) {
    const [start = 0, end = 0, digits = 0] = [exactIntegers[n], exactIntegers[n + 1], exactIntegers[n + 2]]
    refuseAsKey(bytes, end)
    for (; done < start; done++) target[written++] = source[done] as number
    written = writeDigits(source, start, end, digits, target, written)
    done = end
  }
  written += source.copy(target, written, done)
  return target.toString('utf8', 0, written)
}

/** A number cannot be a key; as a string it could, and the broken text would become a valid one. */
function refuseAsKey(bytes: Buffer, end: number): void {
  let next = end
  while (bytes[next] === 0x20 || bytes[next] === 0x0a || bytes[next] === 0x0d || bytes[next] === 0x09) next++
  if (bytes[next] === 0x3a) throw new BodyError(400, 'syntax', 'The body is not valid JSON: a key is no string')
}
