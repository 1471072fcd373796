import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BenchDatabase, BenchServer } from './database.ts'
import type { ServeOptions } from './serve.ts'

export interface HttpServer {
  port: number
  pid: number
  authorization: string
  /** Lets it finish what it has, and waits for its end. */
  stop(): Promise<void>
}

/** Starts Galena's HTTP server over a database, in a process of its own. */
export async function startHttpServer(
  { folder }: BenchServer,
  { url }: BenchDatabase,
  { maxBatch }: Pick<ServeOptions, 'maxBatch'> = {},
): Promise<HttpServer> {
  const operatorKey = `bench_${randomBytes(20).toString('hex')}`
  const options: ServeOptions = {
    url,
    operatorKey,
    logFile: join(folder, 'http.log'),
    ...(maxBatch === undefined ? {} : { maxBatch }),
  }
  const child = fork(fileURLToPath(new URL('./serve.ts', import.meta.url)), [JSON.stringify(options)], {
    // As bin/galena.js starts the server.
    execArgv: ['--max-semi-space-size=16'],
  })
  const ended = once(child, 'exit')
  const port = await Promise.race([
    once(child, 'message').then(([message]) => (message as { port: number }).port),
    ended.then(([code]) => Promise.reject(new Error(`The HTTP server ended with code ${code}`))),
  ])
  return {
    port,
    pid: child.pid ?? 0,
    authorization: `Bearer ${operatorKey}`,
    async stop() {
      child.disconnect()
      await ended
    },
  }
}
