import { setImmediate } from 'node:timers/promises'
import { BodyError } from './body-error.ts'
import { limits } from './limits.ts'
import { afterBom, type ReadRecord, readLine } from './read-body.ts'

/** One element of an array body: read, or refused by itself while its neighbours stand. */
export type ReadElement = { bytes: Uint8Array; record: ReadRecord } | { bytes: Uint8Array; error: BodyError }

/** Bytes after which other requests get their turn: about 3 ms of reading. */
const turn = 524_288

/** Whether the body's first character opens an array. */
export function isArrayBody(bytes: Uint8Array): boolean {
  return bytes[skipSpace(bytes, afterBom(bytes))] === 0x5b
}

/**
 * Reads a body whose top level is an array, each element by itself: its own hash over its own bytes, its own limits.
 * What makes the whole body no JSON throws, before anything of it can be stored: 400 `syntax` or `encoding` with the
 * place, 413 `too_large`, 413 `too_many_records`; so does 400 `depth`, because no honest batch is that deep.
 */
export async function readRecords(bytes: Uint8Array): Promise<ReadElement[]> {
  const elements: ReadElement[] = []
  let sinceTurn = 0
  for (const { start, end } of elementsOf(bytes)) {
    const element = bytes.subarray(start, end)
    try {
      elements.push({ bytes: element, record: readLine(element) })
    } catch (error) {
      if (!(error instanceof BodyError)) throw error
      if (error.code === 'syntax' || error.code === 'encoding' || error.code === 'empty') {
        throw inBody(error, elements.length, start)
      }
      elements.push({ bytes: element, error })
    }
    sinceTurn += end - start
    if (sinceTurn > turn) {
      sinceTurn = 0
      await setImmediate()
    }
  }
  return elements
}

function inBody(error: BodyError, index: number, start: number): BodyError {
  const code = error.code === 'empty' ? 'syntax' : error.code
  const offset = start + (error.offset ?? 0)
  const pointer = `/${index}${error.pointer ?? ''}`
  return new BodyError(400, code, `Element ${index} of the array cannot be read, near byte ${offset}`, {
    pointer,
    offset,
  })
}

/** Where the elements lie. An element that is no JSON is found when it is read: here only brackets and quotes count. */
function elementsOf(bytes: Uint8Array): { start: number; end: number }[] {
  if (bytes.length > limits.arrayBytes) {
    throw new BodyError(413, 'too_large', `An array may have ${limits.arrayBytes} bytes, not ${bytes.length}`)
  }
  const elements: { start: number; end: number }[] = []
  const open = skipSpace(bytes, afterBom(bytes))
  if (bytes[open] !== 0x5b) throw new BodyError(400, 'shape', 'The body is no array')
  let start = open + 1
  for (;;) {
    const end = endOfElement(bytes, start)
    const closes = bytes[end] === 0x5d
    const span = trim(bytes, start, end)
    if (!closes || elements.length > 0 || span.start < span.end) {
      if (elements.length === limits.arrayRecords) {
        throw new BodyError(413, 'too_many_records', `An array may have ${limits.arrayRecords} records; send NDJSON`)
      }
      elements.push(span)
    }
    if (closes) return refuseRest(bytes, end + 1, elements)
    start = end + 1
  }
}

function refuseRest<T>(bytes: Uint8Array, at: number, elements: T): T {
  const offset = skipSpace(bytes, at)
  if (offset < bytes.length)
    throw new BodyError(400, 'syntax', `Something follows the array at byte ${offset}`, { offset })
  return elements
}

/** Position of the comma or closing bracket after the element. */
function endOfElement(bytes: Uint8Array, from: number): number {
  let depth = 0
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === 0x22) {
      at++
      while (at < bytes.length && bytes[at] !== 0x22) at += bytes[at] === 0x5c ? 2 : 1
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > limits.depth) {
        throw new BodyError(400, 'depth', `Arrays and objects may lie ${limits.depth} deep`, { offset: at })
      }
    } else if (depth > 0) {
      if (byte === 0x7d || byte === 0x5d) depth--
    } else if (byte === 0x2c || byte === 0x5d) return at
  }
  const offset = bytes.length
  throw new BodyError(400, 'syntax', `The array is not closed at byte ${offset}`, { offset })
}

function trim(bytes: Uint8Array, from: number, to: number): { start: number; end: number } {
  const start = Math.min(skipSpace(bytes, from), to)
  let end = to
  while (end > start && isSpace(bytes[end - 1])) end--
  return { start, end }
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from
  while (isSpace(bytes[at])) at++
  return at
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}
