import type { Tx } from '../../../db/database.ts'
import { followIds } from '../../identity/decisions/follow-ids.ts'
import type { EntityKind } from '../../workflows/define.ts'
import type { Condition, SearchKind } from '../filter/condition.ts'
import { collectMembers, mostMembers } from './collect-members.ts'
import { type Comparison, compareMembers } from './compare-members.ts'
import type { SavedSearch, SavedSearchRun } from './schema.ts'

export interface Run {
  search: Pick<SavedSearch, 'id' | 'kind' | 'version' | 'last_run'>
  /** The criteria as they are to be asked today. */
  where: Condition
  reason: SavedSearchRun['reason']
  by: string
  /** How many are remembered. */
  most?: number
}

/** Runs whose lists of new and left ones are kept. */
const LISTED_RUNS = 10

/**
 * Asks a saved search: finds who matches, compares with who did at the run before, and remembers these
 * instead. The first time everybody is remembered and nobody is new. The row of the search must be locked by the caller,
 * so that two runs at once are two runs, one after the other.
 */
export async function rememberRun(
  tx: Tx,
  { search, where, reason, by, most = mostMembers }: Run,
): Promise<SavedSearchRun> {
  const found = await collectMembers(tx, search.kind, where, { most })
  const entity = entityOf(search.kind)
  const before = await readMembers(tx, search.id)
  const horizon = found.complete ? null : await positionOf(tx, entity, found.ids.at(-1))
  const {
    new: arrived,
    left,
    unchanged,
    merged,
    missing,
  } = await compare(tx, entity, before, { ids: found.ids, horizon })
  const remembered = [...found.ids, ...missing].slice(0, most)
  tx.send(
    `insert into core.saved_search_members (search_id, run, member_ids, complete, horizon)
     values ($1, $2, $3::uuid[], $4, $5)
     on conflict (search_id) do update set run = excluded.run, member_ids = excluded.member_ids,
       complete = excluded.complete, horizon = excluded.horizon, remembered_at = now()`,
    [search.id, search.last_run + 1, list(remembered), found.complete, horizon],
  )
  tx.send('update core.saved_searches set last_run = $2 where id = $1', [search.id, search.last_run + 1])
  tx.send(
    `update core.saved_search_runs set new_ids = null, left_ids = null
     where search_id = $1 and run <= $2 and new_ids is not null`,
    [search.id, search.last_run + 1 - LISTED_RUNS],
  )
  const [run] = await tx.query<SavedSearchRun>(
    `insert into core.saved_search_runs (search_id, run, version, reason, total, total_is, remembered, complete,
       new_count, left_count, unchanged_count, merged_count, new_ids, left_ids, ran_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::uuid[], $14::uuid[], $15)
     returning ${runColumns}`,
    [
      ...[search.id, search.last_run + 1, search.version, reason, found.total, found.total_is, found.ids.length],
      ...[found.complete, arrived.length, left.length, unchanged, merged, list(arrived), list(left), by],
    ],
  )
  if (run === undefined) throw new Error('insert returned no row')
  return run
}

/** A run as it is told. Totals are far below 2^53. */
export const runColumns = `run, version, reason, total::float8 as total, total_is, remembered, complete, new_count,
  left_count, unchanged_count, merged_count, ran_by, ran_at`

interface Memory {
  ids: string[]
  /** Position beyond which nobody was looked at; null when all were. */
  horizon: string | null
}

/**
 * Who has no search row at the moment did not leave: rows are being made again. They stay remembered (`missing`), so that
 * they are not new when they are back.
 */
async function compare(
  tx: Tx,
  entity: EntityKind,
  before: Memory | undefined,
  now: Memory,
): Promise<Comparison & { missing: string[] }> {
  if (before === undefined) return { new: [], left: [], unchanged: now.ids.length, merged: 0, missing: [] }
  const current = new Set(now.ids)
  const gone = before.ids.filter((id) => !current.has(id))
  const leads = await followIds(tx, entity, gone)
  const known = new Set(before.ids)
  const goneTo = [...new Set(gone.map((id) => leads.get(id) ?? id))].filter((id) => !current.has(id))
  const arrived = before.horizon === null ? [] : now.ids.filter((id) => !known.has(id))
  const positions = await positionsOf(tx, entity, [...goneTo, ...arrived])
  const isBeyond = (id: string, horizon: string | null) =>
    horizon !== null && (positions.get(id) ?? Number.POSITIVE_INFINITY) < Number(horizon)
  const comparison = compareMembers(before.ids, now.ids, {
    follow: (id) => leads.get(id) ?? id,
    unseenThen: (id) => isBeyond(id, before.horizon),
    unseenNow: (id) => !positions.has(id) || isBeyond(id, now.horizon),
  })
  return { ...comparison, missing: goneTo.filter((id) => !positions.has(id)) }
}

// As text: 100,000 ids are read in 10 ms, a tenth of what the driver's reader of arrays takes.
async function readMembers(tx: Tx, searchId: string): Promise<Memory | undefined> {
  const [row] = await tx.query<{ ids: string; horizon: string | null }>(
    'select member_ids::text as ids, horizon from core.saved_search_members where search_id = $1',
    [searchId],
  )
  if (row === undefined) return undefined
  return { ids: row.ids === '{}' ? [] : row.ids.slice(1, -1).split(','), horizon: row.horizon }
}

async function positionOf(tx: Tx, entity: EntityKind, id: string | undefined): Promise<string | null> {
  if (id === undefined) return null
  return String((await positionsOf(tx, entity, [id])).get(id) ?? 0)
}

async function positionsOf(tx: Tx, entity: EntityKind, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<{ id: string; position: string }>(
    `select ${entity}_id as id, position from core.${entity}_search where ${entity}_id = any($1::uuid[])`,
    [list(ids)],
  )
  return new Map(rows.map(({ id, position }) => [id, Number(position)]))
}

/** What the ids of a search's matches name. */
export function entityOf(kind: SearchKind): EntityKind {
  return kind === 'companies' ? 'company' : 'person'
}

function list(ids: readonly string[]): string {
  return `{${ids.join()}}`
}
