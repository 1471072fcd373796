import type { Tx } from '../../../db/database.ts'
import { enqueueOnce } from '../../../jobs/enqueue-once.ts'
import type { Backfill, BackfillKind } from './schema.ts'

/** The job that goes on with backfills. */
export const BACKFILL_TASK = 'run-backfills'

const COLUMNS = `id, kind, dry_run, most_updates::float8 as most_updates, state, position, records_seen::float8 as records_seen,
  records_updated::float8 as records_updated, breakdown, samples, started_by, created_at, updated_at, completed_at`

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export interface NewBackfill {
  kind: BackfillKind
  dry_run: boolean
  most_updates: number | null
  started_by: string
}

/** Notes that a backfill is wanted, with the job that does it, in one transaction. Returns its id. */
export async function startBackfill(tx: Tx, wanted: NewBackfill): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `insert into reference.backfills (kind, dry_run, most_updates, started_by) values ($1, $2, $3, $4) returning id`,
    [wanted.kind, wanted.dry_run, wanted.most_updates, wanted.started_by],
  )
  if (row === undefined) throw new Error('The backfill was not stored')
  await enqueueOnce(tx, BACKFILL_TASK)
  return row.id
}

/** How a backfill stands, null where there is none of this id. */
export async function readBackfill(tx: Tx, id: string): Promise<Backfill | null> {
  if (!UUID.test(id)) return null
  const [row] = await tx.query<Backfill>(`select ${COLUMNS} from reference.backfills where id = $1`, [id])
  return row ?? null
}

/** The latest backfills and dry runs, newest first. */
export async function listBackfills(tx: Tx, limit: number): Promise<Backfill[]> {
  return tx.query<Backfill>(`select ${COLUMNS} from reference.backfills order by created_at desc, id desc limit $1`, [
    limit,
  ])
}

/** Backfills that nobody is at. Whoever asked waits for the first seconds of one, and does it meanwhile. */
export async function findLeftBackfills(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from reference.backfills
     where state = 'running' and updated_at < now() - interval '5 seconds' order by created_at limit 20`,
  )
  return rows.map(({ id }) => id)
}
