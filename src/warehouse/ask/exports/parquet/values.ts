import type { ExportColumn } from '../schema.ts'

/** Bytes that grow: values as Parquet's PLAIN encoding has them, one behind the other. */
export interface PlainBytes {
  /** False, and nothing is appended, for what the type cannot hold (a date before Christ). */
  append(value: string): boolean
  /** What was appended since `clear`; it changes with the next value. */
  view(): Buffer
  clear(): void
}

const FIRST_BYTES = 16 * 1024
/** Up to here characters one by one are cheaper than a native call. */
const SHORT = 32
const DAY_MS = 86_400_000
/** Days that are read once and remembered: 130 years of them. */
const MOST_DAYS = 50_000

/** Values of this type, given as PostgreSQL writes them. */
export function plainBytes(type: ExportColumn['type']): PlainBytes {
  let bytes = Buffer.allocUnsafeSlow(FIRST_BYTES)
  let end = 0
  const days = new Map<string, number>()

  function text(value: string): boolean {
    const start = end + 4
    end = writeCharacters(bytes, start, value)
    bytes.writeInt32LE(end - start, start - 4)
    return true
  }

  function integer(value: number): boolean {
    if (!Number.isInteger(value)) return false
    end = bytes.writeInt32LE(value, end)
    return true
  }

  const writers: Record<ExportColumn['type'], (value: string) => boolean> = {
    text,
    // As text: the type of its own that Parquet has comes out as bytes in Python.
    uuid: text,
    texts: text,
    integer: (value) => integer(Number(value)),
    date(value) {
      let day = days.get(value)
      if (day === undefined) {
        day = Date.parse(value) / DAY_MS
        if (days.size < MOST_DAYS) days.set(value, day)
      }
      return integer(day)
    },
    timestamp(value) {
      const time = Date.parse(value)
      if (Number.isNaN(time)) return false
      end = bytes.writeBigInt64LE(BigInt(time), end)
      return true
    },
  }
  const write = writers[type]

  return {
    append(value) {
      // No character of UTF-16 takes more than three bytes.
      const most = end + value.length * 3 + 8
      if (most > bytes.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(most, bytes.length * 2))
        bytes.copy(larger, 0, 0, end)
        bytes = larger
      }
      return write(value)
    },
    view: () => bytes.subarray(0, end),
    clear() {
      end = 0
    },
  }
}

function writeCharacters(bytes: Buffer, start: number, text: string): number {
  const { length } = text
  if (length > SHORT) return start + bytes.write(text, start)
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0x7f) return start + bytes.write(text, start)
    bytes[start + i] = code
  }
  return start + length
}
