import pg from 'pg'
import { copyInto } from './copy.ts'

// int8 and numeric arrive as text (a float would lose digits), dates as text (a Date would move them across time zones).
const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.DATE, (text) => text)

/** A pool of connections to one database. Operations never see it: they receive a `Tx`. */
export interface Database {
  readonly pool: pg.Pool
  close(): Promise<void>
}

export interface ConnectOptions {
  applicationName?: string
  /** Most connections at once. 15 by default: five in use and ten for bursts. */
  connections?: number
  onError?: (error: Error) => void
}

/** Opens a pool. An idle connection that dies is replaced; without the error listener it would end the process. */
export function connect(url: string, options: ConnectOptions = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: options.applicationName ?? 'galena',
    max: options.connections ?? 15,
    connectionTimeoutMillis: 30_000,
    // Statements are sent when they are made, not when the one before them was answered.
    pipeline: true,
    types,
  })
  pool.on('error', (error) => options.onError?.(error))
  pool.on('connect', (client) => client.on('error', (error) => options.onError?.(error)))
  return { pool, close: () => pool.end() }
}

/** One open transaction: the first argument of every operation. */
export interface Tx {
  /** Runs one statement and returns its rows. Never named: a transaction pooler would not know the name. */
  query<Row extends object = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>
  /** Runs one statement and returns how many rows it touched. */
  execute(text: string, values?: unknown[]): Promise<number>
  /**
   * Sends one statement and goes on: it runs before every later one, and should it fail, the next `query`, `execute` or
   * the commit throws its error. Spares a turn through the event loop for each statement whose answer nobody needs.
   */
  send(text: string, values?: unknown[]): void
  /** COPY rows into a table, sent like `send`. Fires statement triggers. */
  copy(table: string, columns: readonly string[], rows: Iterable<readonly unknown[]>): void
}

/** What operations need that read with one statement: a `Tx`, or a connection of its own for each statement. */
export type Reader = Pick<Tx, 'query'>

/**
 * Single statements, each a transaction of its own: for reads of one statement, of whose three round trips `begin` and
 * `commit` would be two.
 */
export function reader(db: Database): Reader {
  return {
    async query<Row extends object>(text: string, values?: unknown[]) {
      const result = await db.pool.query<Row>(text, values)
      return result.rows
    },
  }
}

/**
 * Platform work on the warehouse: one transaction, committed when `work` resolves and rolled back when it throws.
 * A connection on which rollback itself fails is thrown away, so the pool cannot hand out a broken one.
 */
export async function asOperator<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await db.pool.connect()
  let broken: Error | undefined
  try {
    const sent = createSent()
    sent.add(client.query('begin'))
    const result = await work(transaction(client, sent))
    // Sent right behind the last statement: where one has failed, PostgreSQL rolls back instead.
    await sent.answered(client.query('commit'))
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/** Statements whose answers nobody awaited: the first of their errors is the one that counts. */
interface Sent {
  add(answer: Promise<unknown>): void
  /** Waits for a later answer, and so for all of them. */
  answered<T>(answer: Promise<T>): Promise<T>
}

function createSent(): Sent {
  let first: { error: unknown } | undefined
  const note = (error: unknown) => {
    first ??= { error }
  }
  return {
    add(answer) {
      answer.catch(note)
    },
    async answered(answer) {
      const value = await answer.catch(note)
      if (first !== undefined) throw first.error
      return value as Awaited<typeof answer>
    },
  }
}

function transaction(client: pg.PoolClient, sent: Sent): Tx {
  return {
    async query<Row extends object>(text: string, values?: unknown[]) {
      const result = await sent.answered(client.query<Row>(text, values))
      return result.rows
    },
    async execute(text, values) {
      const result = await sent.answered(client.query(text, values))
      return result.rowCount ?? 0
    },
    send: (text, values) => sent.add(client.query(text, values)),
    copy: (table, columns, rows) => sent.add(copyInto(client, table, columns, rows)),
  }
}
