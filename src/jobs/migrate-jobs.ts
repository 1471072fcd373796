import { PgBoss } from 'pg-boss'

/**
 * Creates or updates the queue's own schema `pgboss`. Needs a direct connection of an owner; safe to repeat and from
 * several processes. Part of `galena migrate`, so that the server itself needs no right to create anything.
 */
export async function migrateJobs(url: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'galena',
    max: 1,
    supervise: false,
    schedule: false,
  })
  let failure: unknown
  boss.on('error', (error) => {
    failure ??= error
  })
  await boss.start()
  await boss.stop({ graceful: false })
  if (failure !== undefined) throw failure
}
