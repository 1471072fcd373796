import { asOperator, type Database, type Tx } from '../../../db/database.ts'
import { activityOf, countRawValues } from './count-raw-values.ts'
import { countedColumns } from './counted-columns.ts'
import { KINDS, type Kind } from './schema.ts'

/** Counting may take a fiftieth of one core, however many rows there are. */
const SHARE = 50
/** Counting that takes less is done when somebody asks. */
const QUICK_MS = 300
/** Counts that are no older are not counted again for whoever asks. */
const FRESH_MS = 500
/** A table that was never counted and is smaller takes less than that. */
const SMALL_BYTES = 50_000_000

interface Counted {
  age_ms: number
  took_ms: number
  activity: string
}

/** Counts every kind whose tables were written to since, but not so often that it would cost anything. */
export async function refreshCounts(db: Database): Promise<Kind[]> {
  const counted: Kind[] = []
  for (const kind of KINDS) {
    const done = await asOperator(db, async (tx) => {
      const last = await lastCount(tx, kind)
      if (last !== undefined) {
        if (last.age_ms < last.took_ms * SHARE || last.activity === (await activityOf(tx, kind))) return false
      }
      return countRawValues(tx, kind)
    })
    if (done) counted.push(kind)
  }
  return counted
}

/** Counts a kind for somebody who asks, where that is quickly done. */
export async function refreshIfQuick(db: Database, kind: Kind): Promise<void> {
  await asOperator(db, async (tx) => {
    const last = await lastCount(tx, kind)
    if (last !== undefined && (last.age_ms < FRESH_MS || last.took_ms > QUICK_MS)) return
    if (last === undefined && (await bytesOf(tx, kind)) > SMALL_BYTES) return
    await countRawValues(tx, kind)
  })
}

async function lastCount(tx: Tx, kind: Kind): Promise<Counted | undefined> {
  const [row] = await tx.query<Counted>(
    `select (extract(epoch from clock_timestamp() - as_of) * 1000)::float8 as age_ms, took_ms, activity
     from reference.raw_value_counts where kind = $1`,
    [kind],
  )
  return row
}

async function bytesOf(tx: Tx, kind: Kind): Promise<number> {
  const [row] = await tx.query<{ bytes: number }>(
    'select sum(pg_relation_size(t))::float8 as bytes from unnest($1::regclass[]) t',
    [countedColumns[kind].map(({ table }) => table)],
  )
  return row?.bytes ?? 0
}
