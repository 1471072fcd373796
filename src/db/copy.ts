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
      for (const { slab, bytes } of messages(this.#rows)) wire.stream.write(bytes, () => written(slab))
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

function* messages(rows: Rows): Generator<{ slab: Slab; bytes: Buffer }> {
  let end = current.free + HEADER
  for (const row of rows) {
    // One write per row: joining its fields first is a quarter cheaper than a write for each.
    let text = ''
    for (let i = 0; i < row.length; i++) text += i === 0 ? field(row[i]) : `\t${field(row[i])}`
    text += '\n'
    // No character of UTF-16 takes more than three bytes.
    const most = text.length * 3
    if (end + most > current.bytes.length) {
      if (end > current.free + HEADER) yield message(end)
      const full = current
      current = newSlab(HEADER + most)
      if (full.waiting === 0) release(full)
      end = HEADER
    }
    end += current.bytes.write(text, end)
  }
  if (end > current.free + HEADER) yield message(end)
}

/** Closes the message that ends here, which is to be sent now. */
function message(end: number): { slab: Slab; bytes: Buffer } {
  const { bytes, free: start } = current
  bytes[start] = COPY_DATA
  bytes.writeUInt32BE(end - start - 1, start + 1)
  current.free = end
  current.waiting++
  return { slab: current, bytes: bytes.subarray(start, end) }
}

function field(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  if (typeof value === 'string') return escaped(value)
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array)
    return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`
  return escaped(JSON.stringify(value))
}

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

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(SPECIALS, (character) => ESCAPES[character] ?? character) : text
}
