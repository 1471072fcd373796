import type { Tx } from '../../../db/database.ts'
import { malformed, notFound } from '../../../errors.ts'
import type { RankChange } from './schema.ts'

const COLUMNS = `id, kind, status, changes, before, clock_before, clock_after, reason, changed_by, undoes,
  observations_total::int as observations_total, observations_seen::int as observations_seen,
  entities_changed::int as entities_changed, fields_changed, samples, skipped, created_at, completed_at`

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Throws 404 `rank_change_not_found`. */
export async function getRankChange(tx: Tx, id: string): Promise<RankChange> {
  const rows = UUID.test(id)
    ? await tx.query<RankChange>(`select ${COLUMNS} from reference.rank_changes where id = $1`, [id])
    : []
  const [change] = rows
  if (change === undefined) throw notFound('rank_change', JSON.stringify(id.slice(0, 100)))
  return change
}

/** Changes, previews and steps of the clock, newest first. Throws 400 `invalid_cursor`. */
export async function listRankChanges(
  tx: Tx,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<{ changes: RankChange[]; cursor: string | null }> {
  if (cursor !== undefined && !UUID.test(cursor)) throw malformed('invalid_cursor', 'This cursor is not one of ours')
  const rows = await tx.query<RankChange>(
    `select ${COLUMNS} from reference.rank_changes
     where $1::uuid is null
       or (created_at, id) < (select c.created_at, c.id from reference.rank_changes c where c.id = $1)
     order by created_at desc, id desc limit $2`,
    [cursor ?? null, limit + 1],
  )
  const changes = rows.slice(0, limit)
  return { changes, cursor: rows.length > limit ? (changes.at(-1)?.id ?? null) : null }
}

/** Changes that are not finished, the oldest first. */
export async function openRankChanges(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from reference.rank_changes where status in ('previewing', 'applying') order by created_at, id`,
  )
  return rows.map(({ id }) => id)
}
