import { parseArgs } from 'node:util'
import { openBenchServer } from './database.ts'
import { startHttpServer } from './http-server.ts'
import { median } from './measure.ts'
import { profile } from './profiles.ts'
import { joinLines, sendStream } from './send-stream.ts'

// The rate with a million stored profiles against the rate with 60,000, in one stream that never pauses. Slugs are random,
// so every index of a profile URL is written all over. Takes 10 to 20 minutes and 40 GB; not part of `npm run bench`.

const REQUIRED = 0.8

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '60000' },
    to: { type: 'string', default: '1000000' },
    window: { type: 'string', default: '2000' },
  },
})
const [from, to, size] = [Number(values.from), Number(values.to), Number(values.window)]
/** Windows that begin this close to a mark count for it. */
const reach = Math.min(20_000, from / 3)

interface Window {
  stored: number
  rate: number
}

const windows: Window[] = []
const server = await openBenchServer()
process.once('SIGINT', () => void server.close().finally(() => process.exit(130)))
try {
  const database = await server.createDatabase()
  const http = await startHttpServer(server, database)
  const lines = to + reach
  await sendStream(http, people(lines), lines, { onAnswers: windowClock() })
  const { rows } = await database.client.query<{ stored: string; size: string }>(
    `select count(*) as stored, pg_size_pretty(pg_database_size(current_database())) as size from raw.person_payloads`,
  )
  await http.stop()
  console.log(`${rows[0]?.stored} profiles stored, ${rows[0]?.size}`)
} finally {
  await server.close()
}
report()

function* people(count: number): Generator<Buffer> {
  for (let seed = 0; seed < count; ) {
    const bodies = Array.from({ length: Math.min(50, count - seed) }, () => profile(++seed))
    yield* joinLines(bodies)
  }
}

/** Cuts time at every `size` answers, and tells how far it is from time to time. */
function windowClock(): (total: number) => void {
  let begun = performance.now()
  let counted = 0
  let told = begun
  return (total) => {
    if (total - counted < size) return
    const now = performance.now()
    windows.push({ stored: counted, rate: ((total - counted) / (now - begun)) * 1000 })
    begun = now
    counted = total
    if (now - told < 10_000) return
    told = now
    console.error(`${total} profiles, ${around(total - reach, total).middle.toFixed(0)}/s`)
  }
}

function around(first: number, last: number) {
  const rates = windows.filter(({ stored }) => stored >= first && stored < last).map(({ rate }) => rate)
  return { middle: median(rates), min: Math.min(...rates), max: Math.max(...rates), count: rates.length }
}

function report(): void {
  const [before, after] = [around(from - reach, from + reach), around(to - reach, to + reach)]
  for (const [stored, { middle, min, max, count }] of [[from, before] as const, [to, after] as const]) {
    console.log(
      `at ${stored}: ${middle.toFixed(0)}/s (${min.toFixed(0)}–${max.toFixed(0)}, ${count} windows of ${size})`,
    )
  }
  const ratio = after.middle / before.middle
  console.log(`ratio ${ratio.toFixed(2)}, required ≥ ${REQUIRED}: ${ratio >= REQUIRED ? 'pass' : 'FAIL'}`)
  if (!(ratio >= REQUIRED)) process.exitCode = 1
}
