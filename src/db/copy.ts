import pg from 'pg'

const SLAB = 256 * 1024
/** A CopyData message: its type and its length stand before the rows. */
const HEADER = 5
const COPY_DATA = 0x64

type Rows = Iterable<readonly unknown[]>

/** What `pg` hands to a query that is to be sent: its connection to the server. */
interface Wire {
  query(text: string): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
  stream: { cork(): void; uncork(): void; write(chunk: Uint8Array, written: () => void): boolean }
}

/**
 * COPY … FROM STDIN that sends its statement, all rows and the end at once, without waiting for the server to ask for them
 * (it ignores them when the statement fails). So it can stand in a pipeline, and costs one turn instead of three: 200 rows
 * of 5 kB take 0.5 ms of this process's time, against 2 ms through a stream.
 */
class CopyIn extends pg.Query {
  readonly #statement: string
  #rows: Rows
  #fault: unknown

  constructor(statement: string, rows: Rows, done: (error?: unknown) => void) {
    super(statement, (error) => done(this.#fault ?? error))
    this.#statement = statement
    this.#rows = rows
  }

  override submit = (connection: pg.Connection) => {
    const wire = connection as unknown as Wire
    wire.stream.cork()
    try {
      wire.query(this.#statement)
      encode(this.#rows, (slab, bytes) => wire.stream.write(bytes, () => written(slab)))
      wire.endCopyFrom()
      // Answered much later: until then the rows would be held twice.
      this.#rows = []
    } catch (fault) {
      // A row that cannot be written: the server is told, or it would wait for the rest for ever.
      this.#fault = fault
      wire.sendCopyFail('a row cannot be written')
    } finally {
      wire.stream.uncork()
    }
  }

  handleCopyInResponse() {}
}

/**
 * Writes rows with COPY in text format: for insert-only tables the cheapest way in (5.5 rows of a person's jobs: 57 µs,
 * against 74 by json_populate_recordset). Values: null, string, number, boolean, Date, Buffer (bytea);
 * anything else is written as JSON. A value of a column that is an array goes through `textArray`.
 */
export function copyInto(client: pg.PoolClient, table: string, columns: readonly string[], rows: Rows): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(
      new CopyIn(`copy ${table} (${columns.join(', ')}) from stdin`, rows, (error) =>
        error ? reject(error) : resolve(),
      ),
    )
  })
}

/** An array as a column of type text[] takes it: arrays would else be written as JSON. */
export function textArray(values: readonly unknown[]): string {
  return `{${values.map((value) => JSON.stringify(String(value))).join(',')}}`
}

/** Memory that messages lie in, one behind the other: taken again when the socket has taken all of them. */
interface Slab {
  bytes: Buffer
  /** Where the next message begins. */
  free: number
  /** Messages that are not sent yet. */
  waiting: number
}

const MOST_SPARE = 8
const spare: Slab[] = []
let current = newSlab(SLAB)

function newSlab(least: number): Slab {
  const slab = least <= SLAB ? spare.pop() : undefined
  return slab ?? { bytes: Buffer.allocUnsafeSlow(Math.max(SLAB, least)), free: 0, waiting: 0 }
}

function written(slab: Slab): void {
  slab.waiting--
  if (slab.waiting === 0 && slab !== current) release(slab)
}

function release(slab: Slab): void {
  slab.free = 0
  if (slab.bytes.length === SLAB && spare.length < MOST_SPARE) spare.push(slab)
}

/**
 * Writes rows into slabs and sends each part that is full. What is short is written character by character, which leaves
 * nothing to collect (joined as text first, the fields of a profile were 40 kB of garbage); the rest natively.
 */
function encode(rows: Rows, send: (slab: Slab, message: Buffer) => void): void {
  let bytes = current.bytes
  let end = current.free + HEADER
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) {
      const value = row[i]
      const text = typeof value === 'string' ? value : textOf(value)
      // No character of UTF-16 takes more than three bytes, none of those that are escaped more than two; and a tab.
      if (end + text.length * 3 + 2 > bytes.length) {
        close(end, send)
        const full = current
        current = newSlab(HEADER + text.length * 3 + 2)
        if (full.waiting === 0) release(full)
        bytes = current.bytes
        end = HEADER
      }
      if (i > 0) bytes[end++] = TAB
      if (typeof value === 'string' || isJson(value)) {
        const after = text.length > SHORT ? -1 : writeAscii(bytes, end, text)
        end = after >= 0 ? after : end + bytes.write(escaped(text), end)
      } else {
        for (let c = 0; c < text.length; c++) bytes[end++] = text.charCodeAt(c)
      }
    }
    bytes[end++] = NEWLINE
  }
  close(end, send)
}

/** Sends what was written up to here as one message; rows may be cut anywhere, the server puts them together. */
function close(end: number, send: (slab: Slab, message: Buffer) => void): void {
  const { bytes, free: start } = current
  if (end === start + HEADER) return
  bytes[start] = COPY_DATA
  bytes.writeUInt32BE(end - start - 1, start + 1)
  current.free = end
  current.waiting++
  send(current, bytes.subarray(start, end))
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (typeof value !== 'object') return String(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array)
    return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`
  return JSON.stringify(value)
}

/** Whether its text may hold what has to be escaped. */
function isJson(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof Date) && !(value instanceof Uint8Array)
}

/** Where the text ends; -1 when it is not all ASCII. */
function writeAscii(bytes: Buffer, start: number, text: string): number {
  let end = start
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0x7f) return -1
    const letter = ESCAPED[code] as number
    if (letter > 0) {
      bytes[end++] = BACKSLASH
      bytes[end++] = letter
    } else bytes[end++] = code
  }
  return end
}

/** From here on a native call is cheaper than its characters one by one. */
const SHORT = 48
const TAB = 0x09
const NEWLINE = 0x0a
const BACKSLASH = 0x5c
const SPECIAL = /[\\\n\r\t\b\f\v]/
const SPECIALS = /[\\\n\r\t\b\f\v]/g
const ESCAPES: Record<string, string> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
}

/** By character code, the letter that stands for it behind a backslash; 0 where none does. */
const ESCAPED = Uint8Array.from({ length: 0x80 }, (_, code) => ESCAPES[String.fromCharCode(code)]?.charCodeAt(1) ?? 0)

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(SPECIALS, (character) => ESCAPES[character] ?? character) : text
}
