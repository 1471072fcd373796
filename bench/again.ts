import type { BenchServer } from './database.ts'
import { startHttpServer } from './http-server.ts'
import { type Bar, repeat, seconds } from './measure.ts'
import { profiles, refreshed } from './profiles.ts'
import { joinLines, sendStream } from './send-stream.ts'
import type { Sizes } from './sizes.ts'

/** The same bodies a second time, and newer ones that say the same, against their first ingestion. */
export async function again(server: BenchServer, { payloads, warmUp, runs }: Sizes): Promise<Bar[]> {
  const first = profiles(payloads, 1)
  const [bodies, newerBodies] = [joinLines(first), joinLines(refreshed(first))]
  const other = profiles(warmUp, 10_000_000)
  const newer = refreshed(other)
  // The engine analyses its tables after the ten thousandth payload of a process: before the clock runs, not while.
  const repeats = Array.from({ length: Math.ceil(10_000 / warmUp) - 2 }, () => newer)
  const warming = [other, newer, ...repeats].map(joinLines)
  const rounds = await repeat(runs, async () => {
    const database = await server.createDatabase()
    const http = await startHttpServer(server, database)
    for (const blocks of warming) await sendStream(http, blocks, warmUp)
    await database.empty()
    const [fresh, identical, later] = [
      await seconds(() => sendStream(http, bodies, payloads)),
      await seconds(() => sendStream(http, bodies, payloads)),
      await seconds(() => sendStream(http, newerBodies, payloads)),
    ]
    await http.stop()
    await database.drop()
    return { fresh: payloads / fresh, identical: payloads / identical, newer: payloads / later }
  })
  return [
    {
      name: 'identical',
      what: 'the same bodies sent again',
      against: 'their first ingestion',
      unit: 'profiles/s',
      required: 5,
      rounds: rounds.map(({ identical, fresh }) => ({ measured: identical, reference: fresh })),
    },
    {
      name: 'newer',
      what: 'newer bodies with the same values',
      against: 'their first ingestion',
      unit: 'profiles/s',
      required: 1.5,
      rounds: rounds.map(({ newer, fresh }) => ({ measured: newer, reference: fresh })),
    },
  ]
}
