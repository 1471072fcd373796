import { copyIn, copyOut } from './copy-rows.ts'
import type { BenchServer } from './database.ts'
import { startHttpServer } from './http-server.ts'
import { type Bar, repeat, seconds } from './measure.ts'
import { profiles } from './profiles.ts'
import { joinLines, sendStream } from './send-stream.ts'
import type { Sizes } from './sizes.ts'

/** A stream of profiles through the whole flow, against COPY of the rows it makes and of the raw rows among them. */
export async function bulk(server: BenchServer, { payloads, warmUp, runs }: Sizes): Promise<Bar[]> {
  const bodies = joinLines(profiles(payloads, 1))
  const others = joinLines(profiles(warmUp, 10_000_000))
  const rounds = await repeat(runs, async () => {
    const database = await server.createDatabase()
    const http = await startHttpServer(server, database)
    await sendStream(http, others, warmUp)
    await database.empty()
    const flow = await seconds(() => sendStream(http, bodies, payloads))
    await http.stop()
    const rows = await copyOut(database.client)
    await database.empty()
    const copied = await seconds(() => copyIn(database.client, rows))
    await database.empty()
    const raw = rows.filter(({ table }) => table === 'raw.person_payloads')
    const copiedRaw = await seconds(() => copyIn(database.client, raw))
    await database.drop()
    return { flow: payloads / flow, rows: payloads / copied, raw: payloads / copiedRaw }
  })
  return [
    {
      name: 'bulk',
      what: 'NDJSON of profiles over HTTP, whole flow',
      against: 'COPY of the same final rows',
      unit: 'profiles/s',
      required: 0.6,
      aim: 0.8,
      rounds: rounds.map(({ flow, rows }) => ({ measured: flow, reference: rows })),
    },
    {
      name: 'bulk-raw',
      what: 'NDJSON of profiles over HTTP, whole flow',
      against: 'COPY of the raw payloads alone',
      unit: 'profiles/s',
      required: 0.22,
      aim: 0.3,
      rounds: rounds.map(({ flow, raw }) => ({ measured: flow, reference: raw })),
    },
  ]
}
