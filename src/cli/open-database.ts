import { type Config, readConfig } from '../config.ts'
import { connect, type Database } from '../db/database.ts'
import { type EmbeddedServer, openEmbedded } from '../db/embedded/open-embedded.ts'
import { migrate, pendingMigrations } from '../db/migrate.ts'
import { AppError } from '../errors.ts'
import { classifyFailure } from '../warehouse/ingest/classify-failure.ts'
import { type CliContext, print } from './context.ts'

export interface Server {
  config: Config
  url: string
  /** For migrations: past a transaction pooler. */
  directUrl: string
  /** Absent: the database of DATABASE_URL. */
  embedded: EmbeddedServer | undefined
}

export interface Warehouse extends Server {
  db: Database
}

/**
 * Runs `work` with the database of DATABASE_URL, or else with the embedded server: entered if it runs, else started and
 * stopped again afterwards unless somebody else has come to need it. 503 `database_unreachable` when it goes away.
 */
export async function withServer<T>(context: CliContext, work: (server: Server) => Promise<T>): Promise<T> {
  const config = readConfig(context.env)
  try {
    if (config.databaseUrl === undefined) return await withEmbedded(context, config, work)
    const directUrl = config.databaseDirectUrl ?? config.databaseUrl
    return await work({ config, url: config.databaseUrl, directUrl, embedded: undefined })
  } catch (error) {
    throw unreachable(error) ?? error
  }
}

async function withEmbedded<T>(context: CliContext, config: Config, work: (server: Server) => Promise<T>): Promise<T> {
  let leaving = false
  const embedded = await openEmbedded({
    dataDir: config.dataDir,
    log: (message, fields) => {
      if (!leaving || context.env.DEBUG) print(context.err, `${message} ${JSON.stringify(fields ?? {})}`)
    },
  })
  try {
    return await work({ config, url: embedded.url, directUrl: embedded.url, embedded })
  } finally {
    leaving = true
    await embedded.stop()
  }
}

/**
 * The same with a pool, on a database that has every migration. One that this command itself started is migrated now,
 * as nobody else can be using it; for all others that is the operator's decision: 503 `migrations_pending`.
 */
export function withWarehouse<T>(context: CliContext, work: (warehouse: Warehouse) => Promise<T>): Promise<T> {
  return withServer(context, async (server) => {
    const pending = await pendingMigrations(server.directUrl)
    if (pending.length > 0) {
      if (server.embedded === undefined || server.embedded.attached) throw pendingError(pending)
      await migrate(server.directUrl)
      print(context.err, `Applied ${pending.length} migrations.`)
    }
    const db = connect(server.url, { applicationName: 'galena cli', connections: 5 })
    // A server that had to be restarted may have another port.
    server.embedded?.onRestart((url) => {
      db.pool.options.connectionString = url
    })
    try {
      return await work({ ...server, db })
    } finally {
      await db.close()
    }
  })
}

function pendingError(pending: string[]): AppError {
  const list = pending.length > 3 ? `${pending.slice(0, 3).join(', ')} …` : pending.join(', ')
  return new AppError(
    503,
    'migrations_pending',
    `The database lacks ${pending.length} migrations (${list}). Apply them with: galena migrate`,
  )
}

const refusedLogin = new Set(['28P01', '28000', '3D000'])

/** What to do when the database cannot be reached or does not let us in; undefined for other errors. */
export function unreachable(error: unknown): AppError | undefined {
  if (error instanceof AppError) return undefined
  const { kind, code, message } = classifyFailure(error)
  if (kind !== 'away' && !refusedLogin.has(code)) return undefined
  return new AppError(503, 'database_unreachable', `The database cannot be used: ${message || code}`, { cause: error })
}
