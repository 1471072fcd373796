import { asOperator, connect, type Tx } from '../src/db/database.ts'
import { createBatcher } from '../src/warehouse/ingest/batcher.ts'
import { loadWarehouse } from '../src/warehouse/ingest/engine.ts'
import { readRecord } from '../src/warehouse/ingest/read-body.ts'
import { receive } from '../src/warehouse/ingest/receive.ts'
import { writeBatch } from '../src/warehouse/ingest/write-batch.ts'
import { personProfile } from '../src/warehouse/workflows/person-profile.ts'
import type { BenchDatabase } from './database.ts'

const CONNECTIONS = 8

/**
 * The same ingestion as it is written without thinking of speed: a transaction per payload, a statement per row, each
 * answered before the next is sent, over eight connections. It does what the flow does and writes what the flow writes,
 * but is called in this process and spared HTTP.
 */
export async function ingestStatementByStatement({ url }: BenchDatabase, bodies: readonly Buffer[]): Promise<void> {
  const db = connect(url, { connections: CONNECTIONS })
  const warehouse = await asOperator(db, loadWarehouse)
  const { slug, provider, platform, payloadType } = personProfile
  const ingest = createBatcher({
    writers: CONNECTIONS,
    maxBatch: 1,
    maxQueue: bodies.length,
    write: (batch, options) =>
      asOperator(db, async (tx) => {
        const slow = oneByOne(tx)
        const answers = await writeBatch(slow.tx, batch, warehouse, options)
        await slow.answered()
        return answers
      }),
  })
  const options = { workflow: personProfile, registration: { slug, provider, platform, payloadType } }
  const next = bodies.values()
  await Promise.all(
    Array.from({ length: 4 * CONNECTIONS }, async () => {
      for (const body of next) await ingest.submit(receive(readRecord(body), body, options))
    }),
  )
  await ingest.close()
  await db.close()
}

/** The transaction as most programs use it: no COPY, nothing sent before the answer to what came before. */
function oneByOne(tx: Tx): { tx: Tx; answered(): Promise<unknown> } {
  let answered: Promise<unknown> = Promise.resolve()
  const after = <T>(work: () => Promise<T>): Promise<T> => {
    const answer = answered.then(work)
    answered = answer.catch(() => undefined)
    return answer
  }
  const send = (text: string, values: unknown[]) => void after(() => tx.execute(text, values)).catch(() => undefined)
  const slow: Tx = {
    query: (text, values) => after(() => tx.query(text, values)),
    execute: (text, values) => after(() => tx.execute(text, values)),
    send: (text, values = []) => send(text, values),
    copy(table, columns, rows) {
      const places = columns.map((_, i) => `$${i + 1}`)
      const text = `insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})`
      for (const row of rows) send(text, row.map(parameter))
    },
  }
  return { tx: slow, answered: () => answered }
}

/** What COPY writes as JSON goes in as JSON here too. */
function parameter(value: unknown): unknown {
  return Array.isArray(value) ? JSON.stringify(value) : value
}
