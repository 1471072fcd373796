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
  /** COPY rows into a table, inside this transaction. Fires statement triggers. */
  copy(table: string, columns: readonly string[], rows: Iterable<readonly unknown[]>): Promise<void>
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
    await client.query('begin')
    const result = await work(transaction(client))
    await client.query('commit')
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

function transaction(client: pg.PoolClient): Tx {
  return {
    async query<Row extends object>(text: string, values?: unknown[]) {
      const result = await client.query<Row>(text, values)
      return result.rows
    },
    async execute(text, values) {
      const result = await client.query(text, values)
      return result.rowCount ?? 0
    },
    copy: (table, columns, rows) => copyInto(client, table, columns, rows),
  }
}
