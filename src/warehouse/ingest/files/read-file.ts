import { Readable } from 'node:stream'
import { AppError, malformed, refused } from '../../../errors.ts'
import { BodyError } from '../body-error.ts'
import { inflate } from '../inflate.ts'
import { limits } from '../limits.ts'
import { readLine } from '../read-body.ts'
import { splitLines } from '../split-lines.ts'
import { csvRows } from './csv-rows.ts'
import type { FileRecord } from './file-record.ts'
import { jsonValues } from './json-values.ts'
import type { ColumnPlan } from './plan-columns.ts'
import { type FileFormat, sniffFormat } from './sniff-format.ts'
import { decodeHead, toUtf8 } from './to-utf8.ts'

export interface ReadFileOptions {
  /** Its name tells the format where it is clear. */
  name?: string | undefined
  format?: FileFormat | undefined
  encoding?: string | undefined
  delimiter?: string | undefined
  /** Turns the header of a CSV file into requests. */
  plan: (header: readonly string[]) => ColumnPlan
  onFormat?: (format: FileFormat) => void
  onEncoding?: (name: string) => void
}

const HEAD_BYTES = 65_536

/**
 * The records of a file, whatever it is: NDJSON, JSON, CSV, compressed with gzip or not, in any encoding. Holds one record
 * at a time. A record that cannot be read is yielded with its error; what makes the rest unreadable throws.
 */
export async function* readFile(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadFileOptions,
): AsyncGenerator<FileRecord, void, undefined> {
  const { head, chunks: plain } = await withHead(await gunzipped(chunks))
  if (head.length === 0) throw malformed('empty', 'The file is empty')
  const format = options.format ?? sniffFormat(options.name, decodeHead(head, options.encoding))
  options.onFormat?.(format)
  // JSON is UTF-8 by definition: a line that is not is refused, not guessed at.
  const guess = format === 'csv'
  const text = toUtf8(plain, { encoding: options.encoding, guess, onEncoding: options.onEncoding })
  if (guess) yield* csvRecords(text, options)
  else yield* unwrapRefused(format === 'json' ? jsonValues(text) : lines(text))
}

interface WithHead {
  /** At least 64 KiB, or all there is. */
  head: Buffer
  /** Everything, the head too. */
  chunks: AsyncGenerator<Buffer, void, undefined>
}

async function withHead(source: AsyncIterable<Uint8Array>): Promise<WithHead> {
  const iterator = source[Symbol.asyncIterator]()
  const parts: Uint8Array[] = []
  for (let size = 0; size < HEAD_BYTES; ) {
    const next = await iterator.next()
    if (next.done === true) break
    parts.push(next.value)
    size += next.value.length
  }
  const head = Buffer.concat(parts)
  async function* chunks(): AsyncGenerator<Buffer, void, undefined> {
    try {
      yield head
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
        yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length)
      }
    } finally {
      await iterator.return?.()
    }
  }
  return { head, chunks: chunks() }
}

/** What gzip left of the bytes, if they are gzip: the first two tell, not the name. */
async function gunzipped(chunks: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const { head, chunks: all } = await withHead(chunks)
  return head[0] === 0x1f && head[1] === 0x8b ? inflate(Readable.from(all, { objectMode: false }), 'gzip') : all
}

async function* lines(text: AsyncIterable<Uint8Array>): AsyncGenerator<FileRecord> {
  for await (const line of splitLines(text)) {
    if (!line.tooLong) yield { line: line.lineNumber, bytes: line.bytes }
    else {
      const message = `A record may have ${limits.recordBytes} bytes, not ${line.bytes}`
      yield { line: line.lineNumber, bytes: new Uint8Array(), error: new BodyError(413, 'too_large', message) }
    }
  }
}

async function* csvRecords(text: AsyncIterable<Buffer>, options: ReadFileOptions): AsyncGenerator<FileRecord> {
  let plan: ColumnPlan | undefined
  for await (const { line, cells, error } of csvRows(text, options.delimiter)) {
    if (plan === undefined) {
      plan = options.plan(cells)
      continue
    }
    const surplus = cells.slice(plan.columns.length)
    const request = plan.request(cells)
    const problem = surplus.some((cell) => cell.trim() !== '') ? tooManyCells(cells.length, plan) : error
    const shown = problem === error ? request : { ...request, surplus_cells: surplus }
    yield { line, bytes: Buffer.from(JSON.stringify(shown)), ...(problem && { error: problem }) }
  }
}

function tooManyCells(cells: number, { columns }: ColumnPlan): AppError {
  const message = `The row has ${cells} cells and the header ${columns.length}: a delimiter stands inside a cell without quotes`
  return refused('column_count', message)
}

/**
 * The file of refused records can be sent again as it is: each of its lines holds the record it is about. A record that
 * could not even be read stands there as text.
 */
async function* unwrapRefused(records: AsyncIterable<FileRecord>): AsyncGenerator<FileRecord> {
  let wrapped: boolean | undefined
  for await (const record of records) {
    wrapped ??= isRefusal(record)
    yield wrapped && record.error === undefined ? unwrap(record) : record
  }
}

function isRefusal({ bytes, error }: FileRecord): boolean {
  if (error !== undefined) return false
  try {
    const value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString())
    return ['line', 'code', 'error', 'record'].every((name) => Object.hasOwn(value, name))
  } catch {
    return false
  }
}

function unwrap(wrapped: FileRecord): FileRecord {
  try {
    const { value, member } = readLine(wrapped.bytes)
    const record: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'record') : undefined
    if (typeof record === 'string') return { ...wrapped, bytes: Buffer.from(record) }
    const bytes = Buffer.from(member('record') ?? '')
    if (typeof record !== 'object' || record === null || !Object.hasOwn(record, 'surplus_cells')) {
      return { ...wrapped, bytes }
    }
    const message = 'The record still has surplus_cells: put them where they belong and take the member out'
    return { ...wrapped, bytes, error: refused('column_count', message) }
  } catch (error) {
    if (error instanceof AppError) return { ...wrapped, error }
    throw error
  }
}
