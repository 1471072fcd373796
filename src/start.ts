import type { Logger } from 'pino'
import project from '../package.json' with { type: 'json' }
import type { Config } from './config.ts'
import { connect, type Database } from './db/database.ts'
import { openEmbedded } from './db/embedded/open-embedded.ts'
import { migrate } from './db/migrate.ts'
import { AppError } from './errors.ts'
import { buildApp } from './http/app.ts'
import { describe } from './http/errors.ts'
import { createMetrics } from './http/metrics.ts'
import { openReadiness } from './http/readiness.ts'
import { migrateJobs } from './jobs/migrate-jobs.ts'
import { startJobs } from './jobs/start-jobs.ts'
import { type Outbound, openOutbound } from './outbound/open-outbound.ts'
import { openKeyRing } from './tenants/keys/key-ring.ts'
import { operatorKey } from './tenants/keys/operator-key.ts'
import { startIngest } from './warehouse/ingest/engine.ts'
import { warehouseSchedules, warehouseTasks } from './warehouse/jobs.ts'
import { sendingSchedules, sendingTasks } from './warehouse/sending/jobs.ts'
import { loadCatalog } from './warehouse/workflows/registry.ts'

export interface Galena {
  /** Where it listens. */
  url: string
  operatorKey: string
  /** The operator key was made by this start: it is shown now and never again. */
  operatorKeyCreated: boolean
  /** Stops accepting, answers what is in flight, and leaves the database. Calling it again waits for the same end. */
  stop(): Promise<void>
}

export interface StartOptions {
  log: Logger
  /** false: this process serves and leaves the jobs to others. */
  jobs?: boolean
}

const OLDEST = 150_000
const STOP_MS = 20_000

/**
 * Starts everything: the database of DATABASE_URL or the embedded one, its migrations, the way in, the jobs, and the
 * server. Whatever was started is stopped again when a later part cannot be.
 */
export async function startGalena(config: Config, { log, jobs: withJobs = true }: StartOptions): Promise<Galena> {
  const closers: (() => Promise<void>)[] = []
  try {
    const begun = performance.now()
    const server = await openServer(config, log, closers)
    await migrate(server.directUrl(), (message) => log.info(message))
    const db = connect(server.url(), {
      onError: (error) => log.warn({ fault: describe(error) }, 'a database connection was lost'),
    })
    closers.push(() => db.close())
    server.onRestart((url) => {
      db.pool.options.connectionString = url
    })
    await requireVersion(db)
    const metrics = createMetrics()
    const [key, catalog, ingest] = await Promise.all([
      operatorKey(config.dataDir, config.apiKey),
      loadCatalog(db),
      startIngest({ db, observer: metrics.ingest, log: (message, fields) => log.warn(fields ?? {}, message) }),
    ])
    closers.push(() => ingest.close())
    metrics.watch({ db, queue: ingest })
    const outbound = openOutbound({ allow: config.outboundAllow })
    const jobs = withJobs ? startQueue(db, server.directUrl, outbound, log) : undefined
    if (jobs !== undefined) closers.push(() => jobs.stop())
    const checkJobs = () => jobs?.check() ?? { ok: true }
    const app = buildApp({
      log,
      db,
      catalog,
      ingest,
      metrics,
      outbound,
      keys: openKeyRing({ db, operatorKey: key.key }),
      readiness: openReadiness({ db, directUrl: server.directUrl, jobs: checkJobs }),
      version: project.version,
    })
    closers.push(() => closeApp(app))
    const url = await app.listen({
      host: config.host,
      port: config.port,
      listenTextResolver: (address) => `listening at ${address} after ${Math.round(performance.now() - begun)} ms`,
    })
    let stopped: Promise<void> | undefined
    return {
      url,
      operatorKey: key.key,
      operatorKeyCreated: key.created,
      stop() {
        stopped ??= closeAll(closers, log)
        return stopped
      },
    }
  } catch (error) {
    await closeAll(closers, log)
    throw error
  }
}

interface DatabaseServer {
  url(): string
  /** Past a transaction pooler: for migrations. */
  directUrl(): string
  onRestart(listener: (url: string) => void): void
}

async function openServer(config: Config, log: Logger, closers: (() => Promise<void>)[]): Promise<DatabaseServer> {
  const { databaseUrl, databaseDirectUrl, dataDir } = config
  if (databaseUrl !== undefined) {
    return { url: () => databaseUrl, directUrl: () => databaseDirectUrl ?? databaseUrl, onRestart: () => {} }
  }
  const embedded = await openEmbedded({ dataDir, log: (message, fields) => log.info(fields ?? {}, message) })
  closers.push(() => embedded.stop())
  return { url: () => embedded.url, directUrl: () => embedded.url, onRestart: embedded.onRestart }
}

async function requireVersion(db: Database): Promise<void> {
  const { rows } = await db.pool.query<{ version: number; name: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as name`,
  )
  const [server] = rows
  if (server !== undefined && server.version < OLDEST) {
    throw new AppError(503, 'database_too_old', `PostgreSQL ${server.name} is too old: Galena needs 15 or newer`)
  }
}

function startQueue(db: Database, directUrl: () => string, outbound: Outbound, log: Logger) {
  return startJobs({
    db,
    tasks: [...warehouseTasks, ...sendingTasks(outbound)],
    schedules: [...warehouseSchedules, ...sendingSchedules(outbound)],
    log: (message, fields) => log.info(fields ?? {}, message),
    prepare: () => migrateJobs(directUrl()),
  })
}

/** Requests in flight are answered; a client that does not take its answer is cut off after 20 s. */
async function closeApp(app: ReturnType<typeof buildApp>): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), STOP_MS)
  await app.close()
  clearTimeout(timer)
}

async function closeAll(closers: (() => Promise<void>)[], log: Logger): Promise<void> {
  for (const close of closers.splice(0).reverse()) {
    await close().catch((error: unknown) => log.error({ fault: describe(error) }, 'a part did not stop cleanly'))
  }
}
