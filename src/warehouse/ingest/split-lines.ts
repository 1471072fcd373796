import { limits } from './limits.ts'

/** A line of NDJSON, counted from 1 with blank ones. One that is too long is named and not kept. */
export type Line =
  | { lineNumber: number; tooLong: false; bytes: Uint8Array }
  | { lineNumber: number; tooLong: true; bytes: number }

const newline = 0x0a
const carriageReturn = 0x0d
/** A byte order mark before the first line and a carriage return after any are no part of the line. */
const slack = 4

/**
 * Splits a stream of bytes at its line feeds (never at U+2028). A carriage return before one is passed over, as are
 * blank lines and a byte order mark at the very start; the last line needs no line feed. A line inside one chunk is a
 * view into it, not a copy. Holds at most one line of `maxBytes`; of a longer one only its size is told.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number = limits.recordBytes,
): AsyncGenerator<Line, void, undefined> {
  let lineNumber = 1
  let parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    let start = 0
    for (;;) {
      // A run of line feeds is passed over in place: a stream may bring millions of them.
      if (size === 0 && lineNumber > 1) {
        const first = start
        while (chunk[start] === newline) start++
        lineNumber += start - first
      }
      const end = chunk.indexOf(newline, start)
      const part = end < 0 ? chunk.subarray(start) : chunk.subarray(start, end)
      size += part.length
      if (size > maxBytes + slack) parts = []
      else if (part.length > 0) parts.push(part)
      if (end < 0) break
      const line = toLine(parts, size, lineNumber++, maxBytes)
      parts = []
      size = 0
      start = end + 1
      if (line !== undefined) yield line
    }
  }
  const line = toLine(parts, size, lineNumber, maxBytes)
  if (line !== undefined) yield line
}

function toLine(parts: Uint8Array[], size: number, lineNumber: number, maxBytes: number): Line | undefined {
  if (size > maxBytes + slack) return { lineNumber, tooLong: true, bytes: size }
  const [first = new Uint8Array()] = parts
  const whole = parts.length > 1 ? Buffer.concat(parts, size) : first
  const start = lineNumber === 1 && whole[0] === 0xef && whole[1] === 0xbb && whole[2] === 0xbf ? 3 : 0
  const end = whole.at(-1) === carriageReturn ? whole.length - 1 : whole.length
  const bytes = start === 0 && end === whole.length ? whole : whole.subarray(start, Math.max(start, end))
  if (bytes.length > maxBytes) return { lineNumber, tooLong: true, bytes: bytes.length }
  return isBlank(bytes) ? undefined : { lineNumber, tooLong: false, bytes }
}

function isBlank(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x09 && byte !== carriageReturn) return false
  return true
}
