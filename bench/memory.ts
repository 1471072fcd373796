import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { BenchServer } from './database.ts'
import { startHttpServer } from './http-server.ts'
import type { Limit } from './measure.ts'
import { profile, profiles } from './profiles.ts'
import { joinLines, sendStream } from './send-stream.ts'
import type { Sizes } from './sizes.ts'

const MB = 1_000_000
/** After so many lines V8 has sized its heap; what a server holds from then on is what it keeps. */
const WARM_UP = 4_000

/** How much the server grows while a client sends without end and reads no answer before it has sent everything. */
export async function memory(server: BenchServer, { streamBytes }: Sizes): Promise<Limit[]> {
  const database = await server.createDatabase()
  const http = await startHttpServer(server, database)
  await sendStream(http, joinLines(profiles(WARM_UP, 10_000_000)), WARM_UP)
  const watch = watchResident(http.pid)
  const sent = { lines: 0 }
  await sendStream(http, invented(streamBytes, sent), () => sent.lines, { readLate: true })
  const growth = watch.growth()
  await http.stop()
  await database.drop()
  const what = `growth of the server over ${streamBytes / MB} MB of NDJSON, answers read at the end`
  return [{ name: 'memory', what, unit: 'MB', below: 150, values: [growth / MB] }]
}

function* invented(bytes: number, sent: { lines: number }): Generator<Buffer> {
  for (let size = 0; size < bytes; ) {
    const bodies = Array.from({ length: 50 }, () => profile(++sent.lines))
    for (const block of joinLines(bodies)) {
      size += block.length
      yield block
    }
  }
}

/** The kernel's own high-water mark where there is one, else the highest of many looks. */
export function watchResident(pid: number): { growth(): number } {
  const before = resident(pid, 'VmRSS')
  let peak = before
  const timer = setInterval(() => {
    peak = Math.max(peak, resident(pid, 'VmHWM'))
  }, 250)
  return {
    growth() {
      clearInterval(timer)
      return Math.max(peak, resident(pid, 'VmHWM')) - before
    },
  }
}

function resident(pid: number, line: 'VmRSS' | 'VmHWM'): number {
  if (process.platform !== 'linux') {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024
  }
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`${line}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024
}
