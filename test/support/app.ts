import { pino } from 'pino'
import { connect, type Database } from '../../src/db/database.ts'
import { type AppValues, buildApp } from '../../src/http/app.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import type { App } from '../../src/route.ts'
import { openKeyRing } from '../../src/tenants/keys/key-ring.ts'
import { type IngestOptions, startIngest } from '../../src/warehouse/ingest/engine.ts'
import type { Ingest } from '../../src/warehouse/ingest/submission.ts'
import { loadCatalog } from '../../src/warehouse/workflows/registry.ts'
import { createTestDatabase } from './database.ts'

export const OPERATOR_KEY = 'operator-key-of-the-tests-0123456789'

export interface TestApp {
  app: App
  db: Database
  ingest: Ingest
  /** Every line the server logged. */
  lines: string[]
  /** Headers of the operator. */
  operator: { authorization: string }
  close(): Promise<void>
}

/** The app over a database of its own, with every line of its log. */
export async function openTestApp(
  overrides: Partial<AppValues> = {},
  engine: Partial<IngestOptions> = {},
): Promise<TestApp> {
  const database = await createTestDatabase()
  const db = connect(database.url, { connections: 5 })
  const lines: string[] = []
  const log = pino({ level: 'debug' }, { write: (line) => lines.push(line) })
  const ok = async () => ({ ok: true })
  const metrics = createMetrics()
  const ingest = await startIngest({ db, observer: metrics.ingest, ...engine })
  const app = buildApp({
    log,
    catalog: await loadCatalog(db),
    ingest,
    db,
    keys: openKeyRing({ db, operatorKey: OPERATOR_KEY }),
    metrics,
    readiness: { database: ok, migrations: ok, jobs: ok },
    version: '0.0.0',
    ...overrides,
  })
  await app.ready()
  async function close(): Promise<void> {
    await app.close()
    await ingest.close()
    await db.close()
    await database.drop()
  }
  return { app, db, ingest, lines, operator: { authorization: `Bearer ${OPERATOR_KEY}` }, close }
}
