import type { Tx } from '../../../db/database.ts'
import type { Warehouse } from '../../ingest/settle-items.ts'

export const BACKFILL_KINDS = [
  'company_name',
  'company_description',
  'person_location',
  'matched_location',
  'title',
] as const
export type BackfillKind = (typeof BACKFILL_KINDS)[number]

/** A backfill as it is stored. */
export interface Backfill {
  id: string
  kind: BackfillKind
  dry_run: boolean
  /** Most records to update; null: all. Records that cannot be filled do not count. */
  most_updates: number | null
  state: 'running' | 'done'
  position: string
  records_seen: number
  records_updated: number
  breakdown: Record<string, number>
  samples: unknown[]
  started_by: string
  created_at: Date
  updated_at: Date
  completed_at: Date | null
}

/** A record that lacks a value. */
export interface Lacking {
  /** Where it stands in the order in which records are gone through. */
  position: string
  /** Whether a value is known for it by now; others are only counted. */
  fillable: boolean
  /** The keys under which payloads about it are locked. */
  keys: readonly string[]
}

/** One kind of backfill. Records are gone through in the order of their position. */
export interface BackfillPlan<Record extends Lacking = Lacking> {
  /** The next records that lack a value, behind a position. */
  read(tx: Tx, warehouse: Warehouse, after: string, limit: number): Promise<Record[]>
  /** Fills these in, under their locks. Tells how many, by what they were filled from, and some of them. */
  fill(tx: Tx, warehouse: Warehouse, records: readonly Record[], by: string): Promise<Filled>
}

export interface Filled {
  updated: number
  breakdown?: { [source: string]: number }
  samples?: unknown[]
}
