import type { BenchServer } from './database.ts'
import { startHttpServer } from './http-server.ts'
import { type Bar, repeat, seconds } from './measure.ts'
import { profiles } from './profiles.ts'
import { openCallers, sendSingles, singleRequests } from './send-singles.ts'
import type { Sizes } from './sizes.ts'
import { ingestStatementByStatement } from './statement-by-statement.ts'

/** Rates of single POSTs; every call sends people that nobody has sent before. */
async function openSender(server: BenchServer, callers: number, maxBatch?: number) {
  const database = await server.createDatabase()
  const http = await startHttpServer(server, database, maxBatch === undefined ? {} : { maxBatch })
  const sockets = await openCallers(http, callers)
  let seed = 1
  return {
    async rate(payloads: number): Promise<number> {
      const requests = singleRequests(http, profiles(payloads, seed))
      seed += payloads
      await database.client.query('checkpoint')
      return payloads / (await seconds(() => sendSingles(sockets, requests)))
    },
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy()
      await http.stop()
      await database.drop()
    },
  }
}

/** 64 callers, each with one request at a time, against the same code that commits every payload by itself. */
export async function groupCommit(server: BenchServer, { payloads, slowPayloads, runs }: Sizes): Promise<Bar[]> {
  const grouped = await openSender(server, 64)
  const alone = await openSender(server, 64, 1)
  const rounds = await repeat(runs, async () => ({
    measured: await grouped.rate(payloads),
    reference: await alone.rate(slowPayloads),
  }))
  await grouped.close()
  await alone.close()
  return [
    {
      name: 'group-commit',
      what: 'single POSTs by 64 callers',
      against: 'the same with batches of one',
      unit: 'profiles/s',
      required: 3.5,
      aim: 5,
      rounds,
    },
  ]
}

/** 256 callers against the same ingestion, one statement per row and one payload per transaction over eight connections. */
export async function statements(server: BenchServer, { payloads, slowPayloads, runs }: Sizes): Promise<Bar[]> {
  const grouped = await openSender(server, 256)
  const rounds = await repeat(runs, async () => {
    const measured = await grouped.rate(payloads)
    const database = await server.createDatabase()
    await database.client.query('checkpoint')
    const bodies = profiles(slowPayloads, 1)
    const reference = slowPayloads / (await seconds(() => ingestStatementByStatement(database, bodies)))
    await database.drop()
    return { measured, reference }
  })
  await grouped.close()
  return [
    {
      name: 'statements',
      what: 'single POSTs by 256 callers',
      against: 'statement by statement, 8 connections',
      unit: 'profiles/s',
      required: 8,
      aim: 12,
      rounds,
    },
  ]
}
