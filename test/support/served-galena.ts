import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { findPostmaster } from '../../src/db/embedded/postmaster.ts'
import { recordedCluster } from '../../src/db/embedded/reachable-folder.ts'
import { eventually } from './processes.ts'

export interface ServedGalena {
  url: string
  /** How often the process ended although nobody had killed it. */
  readonly unasked: number
  /** What it wrote to its error output. */
  readonly complaints: string
  /** SIGKILL to the server process, which is started again at once. */
  killServer(): Promise<void>
  /** `immediate` stop of PostgreSQL: no checkpoint, no goodbye. The server process has to bring it back. */
  stopPostgres(): Promise<void>
  ready(): Promise<boolean>
  /** Ends it in order; its exit code. The second time it is the same end. */
  stop(): Promise<number | null>
}

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

/** `galena start` in a process of its own, with the embedded server in this folder, on one port over all restarts. */
export async function serveGalena(dataDir: string, apiKey: string): Promise<ServedGalena> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let unasked = 0
  let complaints = ''
  let stopping = false
  const expected = new WeakSet<ChildProcess>()
  let child = start()
  // A test run that ends in the middle leaves nothing behind.
  process.once('exit', () => child.kill('SIGKILL'))

  function start(): ChildProcess {
    const started = spawn(process.execPath, [main, 'start'], {
      cwd: '/',
      env: {
        PATH: process.env.PATH,
        HOME: '',
        GALENA_DATA_DIR: dataDir,
        GALENA_API_KEY: apiKey,
        PORT: String(port),
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (chunk) => {
        complaints = (complaints + chunk).slice(-20_000)
      })
    }
    started.once('exit', () => {
      if (!expected.has(started)) unasked++
      if (!stopping) child = start()
    })
    return started
  }

  async function ready(): Promise<boolean> {
    return fetch(`${url}/ready`, { signal: AbortSignal.timeout(2_000) }).then(
      (response) => response.ok,
      () => false,
    )
  }

  let stopped: Promise<number | null> | undefined
  async function stop(): Promise<number | null> {
    stopping = true
    const last = child
    expected.add(last)
    const ended = once(last, 'exit')
    last.kill('SIGTERM')
    const [code] = await ended
    return code
  }

  return {
    url,
    get unasked() {
      return unasked
    },
    get complaints() {
      return complaints
    },
    async killServer() {
      const killed = child
      expected.add(killed)
      killed.kill('SIGKILL')
      if (killed.exitCode === null && killed.signalCode === null) await once(killed, 'exit')
    },
    async stopPostgres() {
      const cluster = await recordedCluster(dataDir)
      let pid: number | undefined
      const found = await eventually(async () => {
        pid = cluster === undefined ? undefined : (await findPostmaster(cluster))?.pid
        return pid !== undefined
      })
      if (!found || pid === undefined) throw new Error('There is no PostgreSQL that could be stopped')
      process.kill(pid, 'SIGQUIT')
    },
    ready,
    stop() {
      stopped ??= stop()
      return stopped
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
