import { asOperator, type Database, type Tx } from '../../db/database.ts'
import { loadRanks } from '../identity/load-ranks.ts'
import { createBatcher } from './batcher.ts'
import { loadIndexedTexts } from './indexed-texts.ts'
import { keepStatistics } from './keep-statistics.ts'
import type { Warehouse } from './settle-items.ts'
import type { Ingest, IngestObserver } from './submission.ts'
import { writeBatch } from './write-batch.ts'
import { loadTableColumns } from './write-rows.ts'

export interface IngestOptions {
  db: Database
  observer?: IngestObserver
  log?: (message: string, fields?: Record<string, unknown>) => void
  /** Transactions at once. Four keep this process and PostgreSQL busy on two cores: 2 % more than three. */
  writers?: number
  /** Payloads in one transaction. In a prototype of this flow 200 was the fastest of 50 to 1,000 for bulk. */
  maxBatch?: number
  /** Payloads that may wait before senders are told to come back. */
  maxQueue?: number
}

/** Starts the way in: group commit over all callers, one transaction per batch. */
export async function startIngest(options: IngestOptions): Promise<Ingest> {
  const { db, observer, log, writers = 4, maxBatch = 200, maxQueue = 10_000 } = options
  const warehouse = await asOperator(db, loadWarehouse)
  const statistics = keepStatistics(db, log)
  return createBatcher({
    writers,
    maxBatch,
    maxQueue,
    ...(observer === undefined ? {} : { observer }),
    ...(log === undefined ? {} : { log }),
    write: async (batch, writeOptions) => {
      const answers = await asOperator(db, (tx) => writeBatch(tx, batch, warehouse, writeOptions))
      statistics.count(batch.length)
      return answers
    },
  })
}

/** What every batch needs to know of the database: its columns, and whom to believe. */
export async function loadWarehouse(tx: Tx): Promise<Warehouse> {
  const ranks = await loadRanks(tx)
  return { columns: await loadTableColumns(tx), indexed: await loadIndexedTexts(tx), ranks }
}
