import type { TextRow } from '../../../db/read-snapshot.ts'
import type { ExportFormat } from './schema.ts'

/**
 * Turns rows into the bytes of a file, piece by piece. A file is `rows` for each batch in order, then `end` once; the
 * pieces one behind the other are the file. A piece holds until the next call.
 */
export interface Encoder {
  /** What can be written already; a format with groups of rows keeps some back. */
  rows(rows: readonly TextRow[]): Promise<Uint8Array[]> | Uint8Array[]
  end(): Promise<Uint8Array[]> | Uint8Array[]
}

/** What a format is called on the way. */
export interface FileKind {
  contentType: string
  extension: string
}

export const fileKinds: Record<ExportFormat, FileKind> = {
  csv: { contentType: 'text/csv; charset=utf-8; header=present', extension: 'csv' },
  ndjson: { contentType: 'application/x-ndjson', extension: 'ndjson' },
  parquet: { contentType: 'application/vnd.apache.parquet', extension: 'parquet' },
}
