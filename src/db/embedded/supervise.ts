import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Credentials } from './credentials.ts'
import { ensureDatabase } from './ensure-database.ts'
import type { EmbeddedServer } from './open-embedded.ts'
import { findPostmaster, isServerOf } from './postmaster.ts'
import { countOthers, enter, giveUpResponsibility, queueToLeave, takeResponsibility } from './presence.ts'
import { type Startable, startServer } from './start-server.ts'
import { watchOver } from './watchdog.ts'

interface Held {
  presence: pg.Client
  pid: number
  port: number
  child: ChildProcess | undefined
  /** Calls off the watchdog; undefined while another process watches. */
  callOff: (() => void) | undefined
  responsible: boolean
}

/** Holds the server open: starts it again when it is gone, and takes over when the responsible process leaves. */
export async function supervise(server: Startable, credentials: Credentials): Promise<EmbeddedServer> {
  const { log } = server
  const listeners: ((url: string) => void)[] = []
  let leaving = false
  let held = await hold(server, credentials)
  let returning: Promise<void> = Promise.resolve()
  const attached = held.child === undefined
  keep()
  const urlFor = (role: 'superuser' | 'app') => {
    const [user, password] = role === 'app' ? ['galena_app', credentials.app] : ['galena', credentials.superuser]
    return `postgres://${user}:${password}@127.0.0.1:${held.port}/galena`
  }

  /** The loss of our session is the one sign that the server ended, whoever started it. */
  function keep(): void {
    const { presence, callOff } = held
    const lost = () => {
      presence.removeListener('end', lost)
      if (leaving) return
      callOff?.()
      log('the embedded PostgreSQL is gone, starting it again', { port: held.port })
      returning = comeBack()
    }
    presence.on('end', lost)
    presence.unref()
  }

  async function comeBack(): Promise<void> {
    for (let pause = 300; !leaving; pause = Math.min(pause * 2, 5000)) {
      try {
        held = await hold(server, credentials)
        break
      } catch (error) {
        log('the embedded PostgreSQL cannot be started, trying again', { error: String(error), pause })
        await sleep(pause)
      }
    }
    if (leaving) return
    keep()
    log('the embedded PostgreSQL is back', { port: held.port })
    for (const listener of listeners) listener(urlFor('superuser'))
  }

  const takeover = setInterval(() => {
    if (!held.responsible && !leaving) void takeOver(held).catch(() => undefined)
  }, 500)
  takeover.unref()

  let left: Promise<void> | undefined
  async function stop(): Promise<void> {
    leaving = true
    clearInterval(takeover)
    await returning
    await leave(held, server)
  }

  return {
    attached,
    get url() {
      return urlFor('superuser')
    },
    urlFor,
    onRestart: (listener) => void listeners.push(listener),
    stop() {
      left ??= stop()
      return left
    },
  }
}

/** Enters the server that runs, or starts it. */
async function hold(server: Startable, credentials: Credentials): Promise<Held> {
  for (;;) {
    const running = await findPostmaster(server.cluster)
    const presence = running && (await enter(server, running))
    const held: Held | undefined =
      running && presence
        ? { ...running, presence, child: undefined, callOff: undefined, responsible: false }
        : await startServer(server).then((started) => started && { ...started, responsible: false })
    if (!held) continue
    try {
      await ensureDatabase(held.presence, credentials)
      await takeOver(held)
      return held
    } catch (error) {
      // Whoever started the server may be stopping it just now; then it is ours to start.
      const stopping = await sessionEnds(held.presence)
      held.callOff?.()
      await held.presence.end().catch(() => undefined)
      if (stopping) continue
      if (held.child) process.kill(held.pid, 'SIGINT')
      throw error
    }
  }
}

/** Whether the session is over, now or in a moment: the error of its last query comes before the end itself. */
function sessionEnds(presence: pg.Client): Promise<boolean> {
  return Promise.race([
    presence.query('select 1').then(
      () => false,
      () => true,
    ),
    sleep(1000).then(() => false),
  ])
}

async function takeOver(held: Held): Promise<void> {
  if (!(await takeResponsibility(held.presence))) return
  held.responsible = true
  held.callOff ??= watchOver(held.pid)
}

async function leave(held: Held, { log, cluster }: Startable): Promise<void> {
  held.presence.ref()
  if (await othersNeedIt(held).catch(() => !held.responsible)) {
    held.callOff?.()
    if (held.responsible) await giveUpResponsibility(held.presence).catch(() => undefined)
    await held.presence.end().catch(() => undefined)
    log('left the embedded PostgreSQL running for others', { port: held.port })
    return
  }
  const isUp = () => isServerOf(cluster, held.pid)
  if (await isUp()) process.kill(held.pid, 'SIGINT')
  const since = Date.now()
  while (await isUp()) {
    if (Date.now() - since > 60_000) {
      log('the embedded PostgreSQL takes long to stop and is left to it', { pid: held.pid })
      break
    }
    await sleep(10)
  }
  held.callOff?.()
  await held.presence.end().catch(() => undefined)
}

/** Sessions of our own that were closed a moment ago may still be listed, so the last word takes half a second. */
async function othersNeedIt(held: Held): Promise<boolean> {
  await queueToLeave(held.presence)
  // The responsible process may have left since we last asked.
  held.responsible ||= await takeResponsibility(held.presence)
  if (!held.responsible) return true
  for (let look = 0; look < 20; look++) {
    if ((await countOthers(held.presence)) === 0) return false
    await sleep(25)
  }
  return true
}
