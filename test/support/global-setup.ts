import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openEmbedded } from '../../src/db/embedded/open-embedded.ts'
import { supervisorName } from '../../src/db/embedded/presence.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser's connection string of the test server; its database `template_galena` is migrated. */
    serverUrl: string
  }
}

/** One PostgreSQL for the run, in a folder of its own, with a migrated database that tests clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'galena-test-'))
  await chmod(folder, 0o711)
  const log = (message: string, fields?: object) => {
    if (process.env.GALENA_TEST_LOG) console.error(message, fields ?? '')
  }
  const server = await openEmbedded({
    dataDir: join(folder, 'data'),
    log,
    // Nothing here outlives the run. Statistics and sessions are those of the real server.
    settings: { fsync: 'off', full_page_writes: 'off', shared_buffers: '128MB', max_connections: '200' },
  })
  await makeTemplate(server.url)
  project.provide('serverUrl', server.url)
  return async () => {
    await endSessions(server.url)
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function makeTemplate(url: string): Promise<void> {
  await run(url, 'create database template_galena')
  const template = new URL(url)
  template.pathname = '/template_galena'
  const path = new URL('../../src/db/migrate.ts', import.meta.url)
  if (!existsSync(path)) return
  const { migrate }: { migrate: (url: string) => Promise<unknown> } = await import(path.href)
  await migrate(template.href)
}

/** A test that failed may have left its pool open, and the server stays for whoever is connected. */
function endSessions(url: string): Promise<void> {
  return run(
    url,
    `select pg_terminate_backend(pid) from pg_stat_activity
     where backend_type = 'client backend' and pid <> pg_backend_pid() and application_name <> '${supervisorName}'`,
  )
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql)
  await client.end()
}
