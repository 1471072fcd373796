import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { BenchServer } from './database.ts'
import type { Limit } from './measure.ts'
import type { Sizes } from './sizes.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** From `npm start` to the first request that is answered, on a data folder that has been initialised before. */
export async function start({ folder }: BenchServer, { runs }: Sizes): Promise<Limit[]> {
  const dataDir = join(folder, 'start')
  const values: number[] = []
  // The first start makes the database and does not count.
  for (let i = 0; i <= runs; i++) {
    const took = await startOnce(dataDir)
    if (i > 0) values.push(took)
  }
  return [{ name: 'start', what: '`npm start` to the first answered request', unit: 's', below: 2, values }]
}

async function startOnce(dataDir: string): Promise<number> {
  const port = await freePort()
  const begun = performance.now()
  const child = spawn('npm', ['start', '--silent'], {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, DATABASE_URL: '', GALENA_DATA_DIR: dataDir, HOST: '127.0.0.1', PORT: String(port) },
  })
  const ended = once(child, 'exit')
  let running = true
  void ended.then(() => {
    running = false
  })
  while (!(await answers(port))) {
    if (!running) throw new Error('npm start ended before it answered')
    await sleep(10)
  }
  const took = (performance.now() - begun) / 1000
  child.kill('SIGTERM')
  await ended
  return took
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path: '/ready', agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    }).on('error', () => resolve(false))
  })
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
