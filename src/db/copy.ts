import pg from 'pg'
import { mostBytes, textOfJson, type Writer, writerOf } from './binary-copy.ts'
import { columnTypes } from './column-types.generated.ts'

const SLAB = 256 * 1024
/** A CopyData message: its type and its length stand before the rows. */
const HEADER = 5
const COPY_DATA = 0x64

type Rows = Iterable<readonly unknown[]>

interface Copied {
  table: string
  columns: readonly string[]
  writers: readonly Writer[]
  rows: Rows
}

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
  readonly #copied: Copied
  #fault: unknown

  constructor(copied: Copied, done: (error?: unknown) => void) {
    super('copy', (error) => done(this.#fault ?? error))
    this.#copied = copied
  }

  override submit = (connection: pg.Connection) => {
    const wire = connection as unknown as Wire
    wire.stream.cork()
    try {
      const { table, columns } = this.#copied
      wire.query(`copy ${table} (${columns.join(', ')}) from stdin (format binary)`)
      encode(this.#copied, (slab, bytes) => wire.stream.write(bytes, () => written(slab)))
      wire.endCopyFrom()
      // Answered much later: until then the rows would be held twice.
      this.#copied.rows = []
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
 * Writes rows with COPY: for insert-only tables the cheapest way in (5.5 rows of a person's jobs: 57 µs as text, against
 * 74 by json_populate_recordset). Values: null, string, number, boolean, Date, Buffer (bytea), arrays of strings (text[]);
 * for jsonb a string is JSON already, anything else becomes it. Times are ISO 8601 in UTC, dates YYYY-MM-DD.
 */
export function copyInto(client: pg.PoolClient, table: string, columns: readonly string[], rows: Rows): Promise<void> {
  const types = columnTypes[table]
  const copied: Copied = { table, columns, writers: columns.map((column) => writerOf(types?.[column])), rows }
  return new Promise((resolve, reject) => {
    client.query(new CopyIn(copied, (error) => (error ? reject(error) : resolve())))
  })
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

/** Writes rows into slabs and sends each part that is full. */
function encode({ rows, writers }: Copied, send: (slab: Slab, message: Buffer) => void): void {
  let { bytes } = current
  let end = current.free + HEADER

  function makeRoom(most: number): void {
    if (end + most <= bytes.length) return
    close(end, send)
    const full = current
    current = newSlab(HEADER + most)
    if (full.waiting === 0) release(full)
    bytes = current.bytes
    end = HEADER
  }

  makeRoom(SIGNATURE.length)
  bytes.set(SIGNATURE, end)
  end += SIGNATURE.length
  for (const row of rows) {
    makeRoom(2)
    end = bytes.writeInt16BE(writers.length, end)
    for (let i = 0; i < writers.length; i++) {
      const writer = writers[i] as Writer
      const value = row[i]
      if (value === null || value === undefined) {
        makeRoom(4)
        end = bytes.writeInt32BE(-1, end)
        continue
      }
      const given = textOfJson(writer, value)
      makeRoom(mostBytes(given))
      end = writer(bytes, end, given)
    }
  }
  makeRoom(2)
  end = bytes.writeInt16BE(-1, end)
  close(end, send)
}

/** What a file of COPY begins with: its name, no flags, no further header. */
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')

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
