import type { Socket } from 'node:net'
import { constantPath } from './constant-lookup.ts'
import type { BenchDatabase, BenchServer } from './database.ts'
import { startHttpServer } from './http-server.ts'
import { type Bar, type Limit, repeat, seconds } from './measure.ts'
import { openCallers, sendSingles, singleRequests } from './send-singles.ts'
import type { Sizes } from './sizes.ts'

const path = '/run/people/db/person-job-title/lookup'
/** As many as the author of the originals had taught. */
const entries = 25_000
const callers = 32
const batch = 1_000
const batchCallers = 4
const turns = 20

/**
 * Lookups of titles by 32 callers against a route that checks the same and answers a constant, and batches of a thousand
 * against those single lookups. Every title is stored; half of them are asked for in another spelling.
 */
export async function lookups(server: BenchServer, { lookups: count, runs }: Sizes): Promise<(Bar | Limit)[]> {
  const database = await server.createDatabase()
  await fill(database)
  const http = await startHttpServer(server, database)
  const sockets = await openCallers(http, callers)
  const single = singleRequests(http, titles(count).map(bodyOf), path)
  const constant = singleRequests(http, titles(count).map(bodyOf), constantPath)
  const batches = singleRequests(http, inBatches(titles(count * 10)), `${path}/batch`)
  const few = sockets.slice(0, batchCallers)
  const rounds = await repeat(runs, async () => {
    const looked: Run = { seconds: 0, times: [] }
    const constantly: Run = { seconds: 0, times: [] }
    const batched: Run = { seconds: 0, times: [] }
    // In short turns, so that whatever else the machine does meets all of them alike.
    for (let turn = 0; turn < turns; turn++) {
      await add(looked, sockets, part(single, turn))
      await add(constantly, sockets, part(constant, turn))
      await add(batched, few, part(batches, turn))
    }
    return {
      looked: count / looked.seconds,
      p99: percentile99(looked.times),
      reference: count / constantly.seconds,
      batched: (count * 10) / batched.seconds,
    }
  })
  for (const socket of sockets) socket.destroy()
  await http.stop()
  await database.drop()
  return [
    {
      name: 'lookup',
      what: `title lookups by ${callers} callers`,
      against: 'the same with a constant answer',
      unit: 'lookups/s',
      required: 0.85,
      rounds: rounds.map(({ looked, reference }) => ({ measured: looked, reference })),
    },
    {
      name: 'lookup-p99',
      what: `title lookups by ${callers} callers, 99th percentile`,
      unit: 'ms',
      below: 15,
      values: rounds.map(({ p99 }) => p99),
    },
    {
      name: 'lookup-batch',
      what: `titles in batches of ${batch} by ${batchCallers} callers`,
      against: 'single lookups',
      unit: 'titles/s',
      required: 20,
      rounds: rounds.map(({ looked, batched }) => ({ measured: batched, reference: looked })),
    },
  ]
}

interface Run {
  seconds: number
  /** Milliseconds of each answer. */
  times: number[]
}

async function add(total: Run, sockets: readonly Socket[], requests: readonly Buffer[]): Promise<void> {
  total.seconds += await seconds(async () => {
    total.times.push(...(await sendSingles(sockets, requests)))
  })
}

/** One of as many equal parts as there are turns. */
function part(requests: readonly Buffer[], turn: number): Buffer[] {
  const size = Math.ceil(requests.length / turns)
  return requests.slice(turn * size, (turn + 1) * size)
}

function percentile99(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN
}

async function fill({ client }: BenchDatabase): Promise<void> {
  await client.query(
    `insert into reference.job_title_lookup (latest_title, cleaned_job_title, seniority_level, job_function)
     select 'Senior Manager, Department ' || i, 'Manager', 'Manager', 'Operations' from generate_series(1, $1::int) i`,
    [entries],
  )
  await client.query('vacuum analyze reference.job_title_lookup')
}

/** Stored titles in no order, each second one in lower case and without its comma. */
function titles(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const number = ((i * 7_919) % entries) + 1
    return i % 2 === 0 ? `Senior Manager, Department ${number}` : `senior manager department ${number}`
  })
}

function bodyOf(title: string): Buffer {
  return Buffer.from(JSON.stringify({ job_title: title }))
}

function inBatches(all: readonly string[]): Buffer[] {
  return Array.from({ length: all.length / batch }, (_, i) => {
    const items = all.slice(i * batch, (i + 1) * batch).map((title) => ({ job_title: title }))
    return Buffer.from(JSON.stringify({ items }))
  })
}
