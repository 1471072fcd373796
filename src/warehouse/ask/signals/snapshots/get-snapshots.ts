import type { Tx } from '../../../../db/database.ts'
import { malformed, notFound } from '../../../../errors.ts'
import type { PeopleChange, Snapshot } from '../schema.ts'
import { findNamedCompany } from './find-company.ts'

const COLUMNS = `s.id, s.batch_id, s.company_domain, s.company_linkedin_url, s.company_name, s.client_domains,
  s.snapshot_date::text as snapshot_date, s.source, s.is_initial_check, b.batch_id as previous_batch_id,
  b.snapshot_date::text as previous_snapshot_date, s.total_people_count, s.people_added_count, s.people_removed_count,
  s.title_changed_count, s.senior_added_count, s.senior_removed_count, s.ignored_count, s.created_at`

const FROM = 'from client.people_snapshots s left join client.people_snapshots b on b.id = s.previous_id'

/** One list with what it changed, by its id. Throws 404 `snapshot_not_found`. */
export async function getSnapshot(tx: Tx, id: string): Promise<{ snapshot: Snapshot; changes: PeopleChange[] }> {
  const [row] = await tx.query<Snapshot & { changes: PeopleChange[] }>(
    `select ${COLUMNS}, s.changes ${FROM} where s.id = $1`,
    [id],
  )
  if (row === undefined) throw notFound('snapshot', id)
  const { changes, ...snapshot } = row
  return { snapshot, changes }
}

/** The list of a company of one day. Throws 404 `snapshot_not_found`. */
export async function getSnapshotOfDay(
  tx: Tx,
  name: string,
  date: string,
): Promise<{ snapshot: Snapshot; changes: PeopleChange[] }> {
  const { keys } = await findNamedCompany(tx, name)
  const [row] = /^\d{4}-\d\d-\d\d$/.test(date)
    ? await tx.query<{ id: string }>(
        `select id from client.people_snapshots where company_key = any($1) and snapshot_date::text = $2`,
        [keys, date],
      )
    : []
  if (row === undefined) throw notFound('snapshot', JSON.stringify(`${name} ${date}`.slice(0, 100)))
  return getSnapshot(tx, row.id)
}

/** The lists of a company, the newest first. Throws 404 `snapshot_not_found` when there are none, 400 `invalid_cursor`. */
export async function listSnapshots(
  tx: Tx,
  name: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ data: Snapshot[]; total: number; cursor: string | null }> {
  const { keys } = await findNamedCompany(tx, name)
  const before = cursor === undefined ? null : readCursor(cursor)
  const [count] = await tx.query<{ total: number }>(
    'select count(*)::int as total from client.people_snapshots where company_key = any($1)',
    [keys],
  )
  const total = count?.total ?? 0
  if (total === 0) throw notFound('snapshot', `of ${JSON.stringify(name.slice(0, 100))}`)
  const rows = await tx.query<Snapshot>(
    `select ${COLUMNS} ${FROM} where s.company_key = any($1) and ($2::date is null or s.snapshot_date < $2::date)
     order by s.snapshot_date desc limit $3`,
    [keys, before, limit + 1],
  )
  const data = rows.slice(0, limit)
  const last = data.at(-1)
  const next = rows.length > limit && last !== undefined ? last.snapshot_date : null
  return { data, total, cursor: next === null ? null : Buffer.from(next).toString('base64url') }
}

function readCursor(cursor: string): string {
  const date = Buffer.from(cursor, 'base64url').toString()
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || new Date(`${date}T00:00:00Z`).toJSON()?.slice(0, 10) !== date) {
    throw malformed('invalid_cursor', 'This cursor is not one of ours')
  }
  return date
}
