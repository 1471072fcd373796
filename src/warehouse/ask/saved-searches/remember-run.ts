import type { Tx } from '../../../db/database.ts'
import { createParams, searchTables } from '../filter/compile-condition.ts'
import type { Condition } from '../filter/condition.ts'
import { matchingSql, mostMembers } from './matching-sql.ts'
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

/** A run as it is told. Totals are far below 2^53. */
export const runColumns = `run, version, reason, total::float8 as total, remembered, complete, new_count, left_count,
  unchanged_count, merged_count, ran_by, ran_at`

/**
 * Asks a saved search: finds who matches, compares with who did at the run before, and remembers these instead. The first
 * time everybody is remembered and nobody is new. The row of the search must be locked by the caller, so that two runs at
 * once are two runs, one after the other.
 *
 * Ids that were merged since are followed: who is known under another id by now is neither new nor gone. With more than
 * `most` matches the newest are remembered; about those beyond the last one remembered, then or now, nothing is told. Who
 * has no search row at the moment did not leave, rows are being made again: they stay remembered.
 */
export async function rememberRun(
  tx: Tx,
  { search, where, reason, by, most = mostMembers }: Run,
): Promise<SavedSearchRun> {
  const run = search.last_run + 1
  const params = createParams(search.id, run, search.version, reason, by, most)
  const matching = await matchingSql(tx, search.kind, where, params)
  const [row] = await tx.query<SavedSearchRun>(compareSql(search.kind, matching), params.values)
  if (row === undefined) throw new Error('insert returned no row')
  tx.send('update core.saved_searches set last_run = $2 where id = $1', [search.id, run])
  tx.send(
    `update core.saved_search_runs set new_ids = null, left_ids = null
     where search_id = $1 and run <= $2 and new_ids is not null`,
    [search.id, run - LISTED_RUNS],
  )
  return row
}

// Sides are grouped, never joined: how long an array is the planner guesses, and a nested loop over 100,000 would not end.
function compareSql(kind: SavedSearch['kind'], matching: string): string {
  const { table, id } = searchTables[kind]
  return `with recursive ${matching},
    now as materialized (select id, position from matching order by position desc limit $6),
    memory as materialized (select member_ids, horizon from core.saved_search_members where search_id = $1),
    bounds as materialized (
      select count(*) as total, count(*) <= $6 as complete,
        case when count(*) > $6 then (select min(position) from now) end as horizon,
        exists (select from memory) as known, (select horizon from memory) as horizon_before
      from matching
    ),
    sides as materialized (
      select id, max(position) as position, bool_or(is_now) as is_now, bool_or(was) as was
      from (
        select id, position, true as is_now, false as was from now
        union all select unnest(member_ids), null, false, true from memory
      ) side group by id
    ),
    hop as (
      select s.id, (select i.merged_into from core.identities i where i.id = s.id) as next, 0 as hops
      from sides s where not s.is_now
      union all
      select h.next, (select i.merged_into from core.identities i where i.id = h.next), h.hops + 1
      from hop h where h.next is not null and h.hops < 50
    ),
    followed as (
      select id, max(position) as position, bool_or(is_now) as is_now, bool_or(was) as was, bool_or(is_merged) as is_merged
      from (
        select id, position, true as is_now, was, false as is_merged from sides where is_now
        union all select id, null, false, true, hops > 0 from hop where next is null
      ) side group by id
    ),
    placed as materialized (
      select f.id, f.is_now, f.was, f.is_merged,
        coalesce(f.position, (select s.position from ${table} s where s.${id} = f.id)) as position
      from followed f
    ),
    compared as materialized (
      select p.*, p.is_now and not p.was and b.known and p.position >= coalesce(b.horizon_before, p.position) as is_new,
        not p.is_now and p.position >= coalesce(b.horizon, p.position) as has_left
      from bounds b, placed p
    ),
    remembered as (
      select coalesce(array_agg(id order by is_now desc, position desc), '{}') as ids
      from (
        select id, is_now, position from compared where is_now or position is null
        order by is_now desc, position desc limit $6
      ) kept
    ),
    written as (
      insert into core.saved_search_members (search_id, run, member_ids, complete, horizon)
      select $1, $2, r.ids, b.complete, b.horizon from remembered r, bounds b
      on conflict (search_id) do update set run = excluded.run, member_ids = excluded.member_ids,
        complete = excluded.complete, horizon = excluded.horizon, remembered_at = now()
    )
    insert into core.saved_search_runs (search_id, run, version, reason, ran_by, total, complete, remembered, new_count,
      left_count, unchanged_count, merged_count, new_ids, left_ids)
    select $1, $2, $3, $4, $5, b.total, b.complete, least(b.total, $6), c.*
    from bounds b, (
      select count(*) filter (where is_new), count(*) filter (where has_left),
        count(*) filter (where is_now and (was or not (select known from bounds))),
        count(*) filter (where is_now and was and is_merged),
        coalesce(array_agg(id order by position desc) filter (where is_new), '{}'),
        coalesce(array_agg(id order by position desc) filter (where has_left), '{}')
      from compared
    ) c
    returning ${runColumns}`
}
