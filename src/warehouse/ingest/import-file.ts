import { asOperator, type Database, type Tx } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import type { Catalog } from '../workflows/registry.ts'
import { type KeptUpload, keepUpload } from './files/keep-upload.ts'
import type { ColumnPlan } from './files/plan-columns.ts'
import { readFile } from './files/read-file.ts'
import type { FileFormat } from './files/sniff-format.ts'
import { type SettledRecord, submitRecords } from './files/submit-records.ts'
import { type ImportKindName, importKinds } from './import-kinds.ts'
import { openImportRows } from './import-rows.ts'
import type { Ingest } from './submission.ts'
import { keyId } from './tables.ts'

export interface ImportDeps {
  db: Database
  catalog: Catalog
  ingest: Ingest
}

export interface ImportOptions {
  /** Its name: kept with the upload, and tells the format where it is clear. */
  filename?: string | undefined
  format?: FileFormat | undefined
  encoding?: string | undefined
  delimiter?: string | undefined
  /** Header to column, as the user named them. */
  map?: ReadonlyMap<string, string> | undefined
  /** The firm, for portfolio files that do not name it. */
  vcName?: string | undefined
  vcDomain?: string | undefined
  maxBytes?: number
  stopped?: AbortSignal
  onPlan?: (plan: ColumnPlan) => void
  onEncoding?: (name: string) => void
  onSettled?: (settled: SettledRecord[]) => Promise<void> | void
}

export interface ImportResult {
  upload_id: string
  rows: number
  /** Rows that are stored, those that were known already included. */
  accepted: number
  deduplicated: number
  /** Rows that are not stored: the first 1,000 of them. */
  refused: RefusedRow[]
  refused_total: number
  /** False when it was stopped: the same file again goes on, as its rows are known by then. */
  complete: boolean
}

export interface RefusedRow {
  /** Line of the file on which it begins, counted from 1. */
  row: number
  code: string
  error: string
}

const LISTED_REFUSALS = 1_000
const MAX_BYTES = 1_073_741_824

/**
 * Takes in a file that arrives as a whole: one row of `raw.uploads`, and each of its rows through the workflow of its
 * kind under that upload's id. The id follows from the bytes, so the same file again is the same upload and its rows are
 * known already. Rows that are refused cost the others nothing.
 * Throws what makes the file unreadable (the rows before it are stored, the upload is marked `failed`), and 422
 * `vc_missing` when a portfolio names no firm.
 */
export async function importFile(
  { db, catalog, ingest }: ImportDeps,
  kind: ImportKindName,
  stream: AsyncIterable<Uint8Array>,
  options: ImportOptions = {},
): Promise<ImportResult> {
  const { slug } = importKinds[kind]
  const workflow = catalog.find(slug)?.workflow
  if (workflow === undefined) throw new AppError(404, 'workflow_not_found', `There is no workflow ${slug}`)
  const upload = await keepUpload(stream, options.maxBytes ?? MAX_BYTES)
  try {
    const id = uploadId(kind, upload, options)
    const result: ImportResult = {
      upload_id: id,
      rows: 0,
      accepted: 0,
      deduplicated: 0,
      refused: [],
      refused_total: 0,
      complete: false,
    }
    const rows = openImportRows(kind, workflow, { ...options, uploadId: id })
    await asOperator(db, (tx) => beginUpload(tx, id, kind, upload, options.filename))
    let status = 'failed'
    try {
      const records = readFile(upload.read(), { ...reading(options), plan: rows.plan })
      await submitRecords(rows.complete(records), {
        catalog,
        ingest,
        slug,
        ...(options.stopped && { stopped: options.stopped }),
        onSettled: async (settled) => {
          for (const record of settled) note(result, record)
          await options.onSettled?.(settled)
        },
      })
      result.complete = options.stopped?.aborted !== true
      status = result.complete ? 'completed' : 'stopped'
    } finally {
      await asOperator(db, (tx) => endUpload(tx, result, status))
    }
    return result
  } finally {
    await upload.close()
  }
}

function reading({ filename, format, encoding, delimiter, onEncoding }: ImportOptions) {
  return { name: filename, format, encoding, delimiter, ...(onEncoding && { onEncoding }) }
}

function uploadId(kind: ImportKindName, { sha256 }: KeptUpload, { vcName, vcDomain }: ImportOptions): string {
  return keyId('raw.uploads', [kind, sha256.toString('hex'), vcName ?? null, vcDomain ?? null])
}

function note(result: ImportResult, { record, outcome, error }: SettledRecord): void {
  result.rows++
  if (outcome === 'refused') {
    result.refused_total++
    if (result.refused.length >= LISTED_REFUSALS || error === undefined) return
    result.refused.push({ row: record.line, code: error.code, error: error.message })
    return
  }
  result.accepted++
  if (outcome === 'deduplicated') result.deduplicated++
}

async function beginUpload(
  tx: Tx,
  id: string,
  kind: ImportKindName,
  { sha256 }: KeptUpload,
  filename: string | undefined,
): Promise<void> {
  await tx.execute(
    `insert into raw.uploads (id, kind, filename, sha256, status) values ($1, $2, $3, $4, 'running')
     on conflict (id) do update set filename = excluded.filename, status = 'running', completed_at = null`,
    [id, kind, filename ?? null, sha256],
  )
}

async function endUpload(
  tx: Tx,
  { upload_id, rows, accepted, refused_total }: ImportResult,
  status: string,
): Promise<void> {
  await tx.execute(
    `update raw.uploads
     set rows_total = $2, rows_accepted = $3, rows_refused = $4, status = $5, completed_at = now()
     where id = $1`,
    [upload_id, rows, accepted, refused_total, status],
  )
}
