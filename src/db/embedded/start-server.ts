import { type ChildProcess, spawn } from 'node:child_process'
import { close, closeSync, fstatSync, openSync, readSync, rmSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { embeddedError } from './embedded-error.ts'
import { findPostmaster, isAlive, readLockFile } from './postmaster.ts'
import { type Door, enter } from './presence.ts'
import { type ServerAccount, serverEnvironment } from './server-account.ts'
import { watchOver } from './watchdog.ts'

export interface Startable extends Door {
  dataDir: string
  native: string
  account: ServerAccount
  settings: Record<string, string>
}

export interface Started {
  presence: pg.Client
  child: ChildProcess
  pid: number
  port: number
  callOff: () => void
}

/** Starts the server; undefined if another process was faster, whose server is then to be entered. */
export async function startServer(server: Startable): Promise<Started | undefined> {
  for (let attempt = 0; ; attempt++) {
    const port = await freePort(attempt === 0 ? await lastPort(server.dataDir) : 0)
    const result = await spawnOnce(server, port)
    if (typeof result !== 'string') {
      await rememberPort(server.dataDir, port)
      return result
    }
    if (result.includes('"postmaster.pid" already exists')) {
      if (await findPostmaster(server.cluster)) return undefined
      await removeLockOfStranger(server.cluster)
    } else if (result.includes('shared memory block')) {
      // After a kill of everything the kernel keeps the block until the last backend is gone: about a second.
      await sleep(300)
    } else if (!/could not (bind|create any TCP)/.test(result)) {
      throw embeddedError('start', `The embedded PostgreSQL did not start: ${result}`)
    }
    if (attempt === 100) throw embeddedError('start', `The embedded PostgreSQL does not start: ${result}`)
  }
}

/** One attempt: the running server, or what it said before it ended. */
async function spawnOnce(server: Startable, port: number): Promise<Started | string> {
  const log = openLog(join(server.dataDir, 'postgres.log'))
  const settings = { ...server.settings, port: String(port) }
  const child = spawn(
    join(server.native, 'bin/postgres'),
    ['-D', server.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // Detached: Ctrl-C goes to the whole process group, and the server would be gone before we have finished with it.
    { ...server.account, cwd: '/', env: serverEnvironment(), stdio: ['ignore', log.fd, log.fd], detached: true },
  )
  child.unref()
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('exit', (code, signal) => resolve(`${log.tail() || 'it said nothing'} (${signal ?? `exit code ${code}`})`))
  })
  const pid = child.pid
  const callOff = pid === undefined ? undefined : watchOver(pid)
  try {
    if (pid === undefined || !callOff) return await ended
    const entered = await Promise.race([ended, enterOnceLocked(server, pid, port)])
    if (typeof entered !== 'object') {
      callOff()
      return await ended
    }
    child.removeAllListeners('exit')
    return { presence: entered, child, pid, port, callOff }
  } catch (error) {
    child.kill('SIGINT')
    callOff?.()
    throw error
  } finally {
    close(log.fd, () => undefined)
  }
}

/** Until the server has written its lock file another one's may lie there, so the process is what counts. */
async function enterOnceLocked(server: Startable, pid: number, port: number): Promise<pg.Client | undefined> {
  while (isAlive(pid) && (await readLockFile(server.cluster))?.pid !== pid) await sleep(5)
  return enter(server, { pid, port })
}

async function removeLockOfStranger(cluster: string): Promise<void> {
  const before = await readLockFile(cluster)
  await sleep(100)
  const after = await readLockFile(cluster)
  if (before?.pid === after?.pid && !(await findPostmaster(cluster))) await rm(join(cluster, 'postmaster.pid'))
}

/** The port asked for if nobody has it, else any. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', (error) => (wanted === 0 ? reject(error) : resolve(freePort(0))))
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** A server that comes back on its old port lets connection strings that people hold go on working. */
async function lastPort(dataDir: string): Promise<number> {
  const text = await readFile(join(dataDir, 'postgres.port'), 'utf8').catch(() => '')
  const port = Number(text)
  return port > 1023 && port < 65536 ? port : 0
}

async function rememberPort(dataDir: string, port: number): Promise<void> {
  const draft = join(dataDir, `postgres.port.${process.pid}`)
  await writeFile(draft, `${port}\n`)
  await rename(draft, join(dataDir, 'postgres.port'))
}

/** Begins a new log at every start once the old one has 10 MB; `tail` is what was added since. */
function openLog(path: string): { fd: number; tail: () => string } {
  let fd = openSync(path, 'a+', 0o600)
  if (fstatSync(fd).size > 10_000_000) {
    closeSync(fd)
    rmSync(path)
    fd = openSync(path, 'a+', 0o600)
  }
  const from = fstatSync(fd).size
  const tail = () => {
    const reader = openSync(path, 'r')
    const bytes = Buffer.alloc(4000)
    const length = readSync(reader, bytes, 0, bytes.length, from)
    closeSync(reader)
    return bytes.toString('utf8', 0, length).trim()
  }
  return { fd, tail }
}
