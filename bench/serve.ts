import { createWriteStream } from 'node:fs'
import { pino } from 'pino'
import { connect } from '../src/db/database.ts'
import { buildApp } from '../src/http/app.ts'
import { createMetrics } from '../src/http/metrics.ts'
import { enclose } from '../src/http/scope.ts'
import { tokenBuckets } from '../src/http/token-bucket.ts'
import { openKeyRing } from '../src/tenants/keys/key-ring.ts'
import { startIngest } from '../src/warehouse/ingest/engine.ts'
import { loadCatalog } from '../src/warehouse/workflows/registry.ts'
import { constantLookup } from './constant-lookup.ts'

export interface ServeOptions {
  url: string
  operatorKey: string
  logFile: string
  /** Payloads in one transaction; absent: what a server takes. */
  maxBatch?: number
}

/**
 * The server of a benchmark, run as a process of its own by `fork`: what `npm start` serves, over a database that is
 * there already, and with batches of any size. Ends with the benchmark.
 */
const options: ServeOptions = JSON.parse(process.argv[2] ?? '')
const db = connect(options.url)
const metrics = createMetrics()
const ingest = await startIngest({
  db,
  observer: metrics.ingest,
  ...(options.maxBatch === undefined ? {} : { maxBatch: options.maxBatch }),
})
metrics.watch({ db, queue: ingest })
const ready = async () => ({ ok: true })
const keys = openKeyRing({ db, operatorKey: options.operatorKey })
/** Enough for whatever a benchmark sends. */
const rate = { perSecond: 1_000_000, burst: 1_000_000 }
const app = buildApp({
  log: pino({ level: 'info' }, createWriteStream(options.logFile, { flags: 'a' })),
  db,
  ingest,
  metrics,
  catalog: await loadCatalog(db),
  keys,
  rate,
  readiness: { database: ready, migrations: ready, jobs: ready },
  version: '0.0.0',
})
enclose(app, { keys, buckets: tokenBuckets(rate.perSecond, rate.burst) }, 'read', constantLookup)
const address = await app.listen({ host: '127.0.0.1', port: 0 })
process.send?.({ port: Number(new URL(address).port) })

process.on('SIGINT', () => {})
process.once('disconnect', async () => {
  await app.close()
  await ingest.close()
  await db.close()
  process.exit()
})
