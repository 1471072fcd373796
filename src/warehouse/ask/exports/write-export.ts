import type { Database } from '../../../db/database.ts'
import { readSnapshot } from '../../../db/read-snapshot.ts'
import { openCsv } from './csv.ts'
import type { Encoder } from './encoder.ts'
import { openNdjson } from './ndjson.ts'
import { openParquet } from './parquet.ts'
import type { ExportPlan } from './plan-export.ts'
import type { ExportColumn, ExportOrder } from './schema.ts'

/** Where a file goes. */
export interface Sink {
  /**
   * Awaited before more is made, and the bytes hold until then. It must not wait for anybody slow: the snapshot is open
   * meanwhile.
   */
  write(bytes: Uint8Array): Promise<void>
  /** Rows read so far. */
  progress?: (rows: number) => void
}

/**
 * Writes the file of a plan from one snapshot of the database, and returns how many rows it has. Memory does not depend
 * on how many. Throws the signal's reason when it aborts, wherever the work is.
 */
export async function writeExport(
  db: Database,
  plan: ExportPlan,
  order: Pick<ExportOrder, 'format' | 'bom'>,
  sink: Sink,
  signal: AbortSignal,
): Promise<number> {
  const encoder = openEncoder(plan.columns, order)
  let rows = 0
  for await (const batch of readSnapshot(db, { text: plan.text, values: plan.values, signal })) {
    for (const piece of await encoder.rows(batch)) await sink.write(piece)
    rows += batch.length
    sink.progress?.(rows)
  }
  for (const piece of await encoder.end()) await sink.write(piece)
  return rows
}

function openEncoder(columns: readonly ExportColumn[], { format, bom }: Pick<ExportOrder, 'format' | 'bom'>): Encoder {
  if (format === 'parquet') return openParquet(columns)
  return format === 'csv' ? openCsv(columns, { bom: bom === true }) : openNdjson(columns)
}
