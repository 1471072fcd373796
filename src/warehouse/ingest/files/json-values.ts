import { malformed } from '../../../errors.ts'
import { BodyError } from '../body-error.ts'
import { limits } from '../limits.ts'
import type { FileRecord } from './file-record.ts'

const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const NEWLINE = 0x0a

/**
 * The records of a JSON text of any length: the elements of an array, one object, or several values one after the other.
 * Holds one record at a time; what a record is worth is found when it is read: here only brackets and quotes count.
 * Throws 400 `json_unreadable` when the text ends inside a record.
 */
export async function* jsonValues(text: AsyncIterable<Uint8Array>): AsyncGenerator<FileRecord> {
  const state = { line: 1, depth: 0, inString: false, escaped: false, inArray: false, closed: false }
  /** Bytes of the record so far, from former chunks. */
  let parts: Uint8Array[] = []
  let size = 0
  let startLine = 0
  const take = (bytes: Uint8Array): FileRecord => {
    const record = toRecord([...parts, bytes], size + bytes.length, startLine)
    parts = []
    size = 0
    startLine = 0
    return record
  }
  for await (const chunk of text) {
    let start = startLine > 0 ? 0 : -1
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]
      if (byte === NEWLINE) state.line++
      if (state.inString) {
        if (state.escaped) state.escaped = false
        else if (byte === BACKSLASH) state.escaped = true
        else if (byte === QUOTE) state.inString = false
        continue
      }
      if (startLine === 0) {
        if (isSpace(byte)) continue
        if (byte === OPEN_ARRAY && !state.inArray) {
          state.inArray = true
          continue
        }
        if (byte === COMMA && state.inArray) continue
        if (byte === CLOSE_ARRAY && state.inArray) {
          state.inArray = false
          continue
        }
        start = at
        startLine = state.line
      } else if (state.depth === 0 && (byte === COMMA || byte === CLOSE_ARRAY || (isSpace(byte) && !state.inArray))) {
        // A bare value (a number, a string) ends at whatever follows it.
        yield take(chunk.subarray(start, at))
        start = -1
        if (byte === CLOSE_ARRAY) state.inArray = false
        continue
      }
      if (byte === QUOTE) state.inString = true
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) state.depth++
      else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --state.depth <= 0) {
        state.depth = 0
        yield take(chunk.subarray(start, at + 1))
        start = -1
      }
    }
    if (start >= 0) {
      size += chunk.length - start
      // Of a record that is too long only its size is told.
      if (size <= limits.recordBytes) parts.push(chunk.subarray(start))
      else parts = []
    }
  }
  if (state.depth > 0 || state.inString) {
    throw malformed('json_unreadable', `The text ends inside the record that begins on line ${startLine}`)
  }
  if (startLine > 0) yield take(new Uint8Array())
  if (state.inArray) throw malformed('json_unreadable', 'The text ends before its array is closed')
}

function toRecord(parts: Uint8Array[], size: number, line: number): FileRecord {
  if (size > limits.recordBytes) {
    const message = `A record may have ${limits.recordBytes} bytes, not ${size}`
    return { line, bytes: new Uint8Array(), error: new BodyError(413, 'too_large', message) }
  }
  const [last] = parts
  return { line, bytes: parts.length === 1 && last !== undefined ? last : Buffer.concat(parts, size) }
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09
}
