import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openEmbedded } from '../../src/db/embedded/open-embedded.ts'
import { isAlive } from '../../src/db/embedded/postmaster.ts'
import { supervisorName } from '../../src/db/embedded/presence.ts'
import { migrate } from '../../src/db/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser's connection string of the test server; its database `template_galena` is migrated. */
    serverUrl: string
  }
}

const prefix = 'galena-test-'

/**
 * One PostgreSQL for the run, in a folder of its own, with a migrated database that tests clone. GALENA_TEST_SERVER
 * names another one to run on: a superuser's connection string.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.GALENA_TEST_SERVER
  if (given !== undefined) {
    await makeTemplate(given)
    project.provide('serverUrl', given)
    return async () => {}
  }
  await removeAbandoned()
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`))
  // As root the server runs under another account, which must get through.
  await chmod(folder, 0o711)
  const server = await openEmbedded({
    dataDir: join(folder, 'data'),
    log: (message, fields) => {
      if (process.env.GALENA_TEST_LOG) console.error(message, fields ?? '')
    },
    // Nothing here outlives the run, so nothing needs to reach the disk.
    settings: { fsync: 'off', full_page_writes: 'off', shared_buffers: '128MB', max_connections: '200' },
  })
  async function teardown(): Promise<void> {
    await endSessions(server.url)
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await makeTemplate(server.url)
  } catch (error) {
    await teardown()
    throw error
  }
  project.provide('serverUrl', server.url)
  return teardown
}

/** Folders of runs that were killed; their servers ended with them. Those of other accounts are left. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : 0
    if (!(pid > 0) || isAlive(pid)) continue
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)
  }
}

async function makeTemplate(url: string): Promise<void> {
  await run(url, 'create database template_galena')
  const template = new URL(url)
  template.pathname = '/template_galena'
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
