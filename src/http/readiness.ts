import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../db/database.ts'
import { pendingMigrations } from '../db/migrate.ts'
import type { Check, Readiness } from './health-routes.ts'

const PATIENCE_MS = 2_000
/** A database that has every migration loses none by itself; somebody may still exchange it under us. */
const REMEMBERED_MS = 30_000

/** What GET /ready looks at: the database answers, it has every migration, the jobs run. */
export function openReadiness({
  db,
  directUrl,
  jobs,
}: {
  db: Database
  directUrl: () => string
  jobs: () => Check
}): Readiness {
  let migratedUntil = 0

  async function migrations(): Promise<Check> {
    if (performance.now() < migratedUntil) return { ok: true }
    const pending = await pendingMigrations(directUrl())
    if (pending.length > 0) return { ok: false, why: `${pending.length} migrations are pending: run galena migrate` }
    migratedUntil = performance.now() + REMEMBERED_MS
    return { ok: true }
  }

  return {
    database: () => within(db.pool.query('select 1'), 'The database does not answer'),
    migrations: () => within(migrations(), 'The migrations cannot be read'),
    jobs: async () => jobs(),
  }
}

async function within(asked: Promise<unknown>, why: string): Promise<Check> {
  const late = new AbortController()
  const result = await Promise.race([
    asked.then(
      (value) => (isCheck(value) ? value : { ok: true }),
      () => ({ ok: false, why }),
    ),
    sleep(PATIENCE_MS, { ok: false, why: `${why} within ${PATIENCE_MS / 1000} s` }, { signal: late.signal }).catch(
      () => ({ ok: false, why }),
    ),
  ])
  late.abort()
  return result
}

function isCheck(value: unknown): value is Check {
  return typeof value === 'object' && value !== null && 'ok' in value && typeof value.ok === 'boolean'
}
