import { realpath } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { embeddedError } from './embedded-error.ts'
import { isServerOf, type Postmaster } from './postmaster.ts'

declare module 'pg' {
  // In pg since 7.18, not in its published types.
  interface Client {
    ref(): void
    unref(): void
  }
}

/** Sessions of this name belong to a process that looks after the server; all names of ours begin with `galena`. */
export const supervisorName = 'galena supervisor'

export interface Door {
  cluster: string
  password: string
  log: (message: string, fields?: object) => void
}

/**
 * Opens the session by which a process is present at the server: it is counted by whoever wants to stop the server, and
 * its loss tells that the server is gone. Waits while the server starts, recovers or stops; undefined once its process
 * has ended.
 */
export async function enter(
  { cluster, password, log }: Door,
  { pid, port }: Postmaster,
): Promise<pg.Client | undefined> {
  const since = Date.now()
  let told = since
  for (;;) {
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: 'galena',
      password,
      database: 'postgres',
      application_name: supervisorName,
      connectionTimeoutMillis: 5000,
      keepAlive: true,
      options: '-c statement_timeout=0 -c idle_session_timeout=0',
    })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await checkCluster(client, cluster)
      return client
    } catch (error) {
      client.end().catch(() => undefined)
      if (!(await isServerOf(cluster, pid))) return undefined
      // For a moment a stranger may answer: one who took the port that our server is about to fail to get.
      if (isFinal(error) && Date.now() - since > 1500) throw explain(error, cluster)
      if (Date.now() - told > 5000) {
        told = Date.now()
        const seconds = Math.round((told - since) / 1000)
        log('waiting for the embedded PostgreSQL', { port, seconds, error: String(error) })
      }
    }
    await sleep(Date.now() - since < 500 ? 10 : 100)
  }
}

/** Number of other sessions of Galena, of this process too. */
export async function countOthers(presence: pg.Client): Promise<number> {
  const { rows } = await presence.query<{ sessions: number }>(
    `select count(*)::int as sessions from pg_stat_activity
     where application_name like 'galena%' and pid <> pg_backend_pid()`,
  )
  return rows[0]?.sessions ?? 0
}

/**
 * Waits until nobody else is leaving. Of two that leave at the same moment each would otherwise see the other one, and
 * both would leave the server running. Holds until the session ends.
 */
export async function queueToLeave(presence: pg.Client): Promise<void> {
  await presence.query(`select pg_advisory_lock(hashtextextended('galena leaving', 0))`)
}

/** Becomes the process that is responsible for the server's end; false while another one is. */
export async function takeResponsibility(presence: pg.Client): Promise<boolean> {
  const { rows } = await presence.query<{ taken: boolean }>(
    `select pg_try_advisory_lock(hashtextextended('galena supervisor', 0)) as taken`,
  )
  return rows[0]?.taken === true
}

/**
 * Lets another process become responsible. Said before the session ends, which gives locks back in no certain order: the
 * next in the queue to leave would else find somebody responsible who is gone, and leave the server running.
 */
export async function giveUpResponsibility(presence: pg.Client): Promise<void> {
  await presence.query(`select pg_advisory_unlock(hashtextextended('galena supervisor', 0))`)
}

async function checkCluster(client: pg.Client, cluster: string): Promise<void> {
  const { rows } = await client.query<{ folder: string }>(`select current_setting('data_directory') as folder`)
  const folder = rows[0]?.folder ?? ''
  if ((await realpath(folder)) === (await realpath(cluster))) return
  throw embeddedError('other_server', `The server that answers keeps its data in ${folder}, not in ${cluster}.`)
}

function explain(error: unknown, cluster: string): unknown {
  if ((error as { code?: string }).code !== '28P01') return error
  return embeddedError(
    'password',
    `The database in ${cluster} does not take the password in credentials.json: the file is not the one it was made with.`,
    error,
  )
}

/** A wrong password stays wrong; everything else may pass while the server starts or stops. */
function isFinal(error: unknown): boolean {
  const code = (error as { code?: string }).code
  return code === '28P01' || code === '28000' || code?.startsWith('embedded_') === true
}
