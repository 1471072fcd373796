import { writeVarint } from './thrift.ts'

/**
 * Whole numbers of a few bits each, in Parquet's hybrid of runs and packed bits: one run when all are the same, packed
 * bits else. What repeats in between is left to the compression of the page.
 */
export function packHybrid(values: Int32Array, bitWidth: number): Buffer {
  const head: number[] = []
  if (values.length === 0) return Buffer.alloc(0)
  const first = values[0] ?? 0
  if (values.every((value) => value === first)) {
    writeVarint(head, values.length << 1)
    for (let bits = 0; bits < bitWidth; bits += 8) head.push((first >>> bits) & 0xff)
    return Buffer.from(head)
  }
  const groups = Math.ceil(values.length / 8)
  writeVarint(head, (groups << 1) | 1)
  const packed = Buffer.alloc(head.length + groups * bitWidth)
  packed.set(head)
  let at = head.length
  let [waiting, bits] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    // Fewer than 8 bits wait, and a number has 20 at most: they fit 32.
    waiting |= (values[i] ?? 0) << bits
    for (bits += bitWidth; bits >= 8; bits -= 8) {
      packed[at++] = waiting & 0xff
      waiting >>>= 8
    }
  }
  if (bits > 0) packed[at] = waiting & 0xff
  return packed
}

/** Bits that numbers below `count` need: at least one, as not every reader takes none. */
export function bitsFor(count: number): number {
  return Math.max(1, 32 - Math.clz32(Math.max(0, count - 1)))
}
