import { parseArgs } from 'node:util'
import { again } from './again.ts'
import { ask } from './ask.ts'
import { bulk } from './bulk.ts'
import { type BenchServer, openBenchServer } from './database.ts'
import { lookups } from './lookups.ts'
import { type Judged, judge, type Result } from './measure.ts'
import { memory } from './memory.ts'
import { merge } from './merge.ts'
import { printTable, writeResults } from './report.ts'
import { resolve } from './resolve.ts'
import { groupCommit, statements } from './singles.ts'
import { fullSizes, quickSizes, type Sizes } from './sizes.ts'
import { start } from './start.ts'
import { teach } from './teach.ts'

type Benchmark = (server: BenchServer, sizes: Sizes) => Promise<Result[]>

const benchmarks: Record<string, Benchmark> = {
  bulk,
  again,
  'group-commit': groupCommit,
  statements,
  lookups,
  teach,
  merge,
  resolve,
  memory,
  start,
  ask,
}
const names = Object.keys(benchmarks)

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    runs: { type: 'string' },
    people: { type: 'string' },
    data: { type: 'string' },
    plans: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const chosen = values.only ?? names
const unknown = chosen.filter((name) => !names.includes(name))

if (values.help || unknown.length > 0) {
  console.log(
    `npm run bench -- [--only ${names.join('|')}]… [--runs 5] [--quick] [--people 50000] [--data folder] [--plans] [--record]`,
  )
  process.exitCode = unknown.length > 0 ? 2 : 0
} else {
  const sizes = values.quick ? quickSizes : fullSizes
  await run({
    ...sizes,
    plans: values.plans,
    ...(values.runs === undefined ? {} : { runs: Number(values.runs) }),
    ...(values.people === undefined ? {} : { people: Number(values.people) }),
  })
}

async function run(sizes: Sizes): Promise<void> {
  const server = await openBenchServer(values.data)
  closeOnSignals(server)
  const bars: Judged[] = []
  try {
    for (const name of names) {
      if (!chosen.includes(name)) continue
      console.error(`${name} …`)
      const results = (await benchmarks[name]?.(server, sizes)) ?? []
      bars.push(...results.map(judge))
    }
  } finally {
    await server.close()
  }
  printTable(bars)
  if (values.quick) return
  if (values.only === undefined || values.record) await writeResults(bars, server.version, values.only !== undefined)
  if (bars.some((bar) => !bar.passed)) process.exitCode = 1
}

/** Ctrl-C leaves no database and no folder behind. */
function closeOnSignals(server: BenchServer): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void server.close().finally(() => process.exit(130)))
  }
}
