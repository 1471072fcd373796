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
  let round = 0
  const rounds = await repeat(runs, async () => {
    const batched = await rate(sockets.slice(0, batchCallers), batches, count * 10)
    // In turn, so that neither always stands behind what the batches left to collect.
    const first = await rate(sockets, round % 2 === 0 ? single : constant, count)
    const second = await rate(sockets, round % 2 === 0 ? constant : single, count)
    const [looked, reference] = round++ % 2 === 0 ? [first, second] : [second, first]
    return { reference, looked, batched }
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
      rounds: rounds.map(({ looked, reference }) => ({ measured: looked.rate, reference: reference.rate })),
    },
    {
      name: 'lookup-p99',
      what: `title lookups by ${callers} callers, 99th percentile`,
      unit: 'ms',
      below: 15,
      values: rounds.map(({ looked }) => looked.p99),
    },
    {
      name: 'lookup-batch',
      what: `titles in batches of ${batch} by ${batchCallers} callers`,
      against: 'single lookups',
      unit: 'titles/s',
      required: 20,
      rounds: rounds.map(({ looked, batched }) => ({ measured: batched.rate, reference: looked.rate })),
    },
  ]
}

async function rate(sockets: readonly Socket[], requests: readonly Buffer[], titles: number) {
  let times: number[] = []
  const took = await seconds(async () => {
    times = await sendSingles(sockets, requests)
  })
  times.sort((a, b) => a - b)
  return { rate: titles / took, p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN }
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
