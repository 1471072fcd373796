import type { Tx } from '../../db/database.ts'
import { EMAIL_FINDERS, EVIDENCE } from './evidence.ts'

export type Status = 'done' | 'pending' | 'failed'

/** How one workflow stands with one entity. Times are ISO, UTC. */
export interface WorkflowStatus {
  workflow_slug: string
  /** `done`: a payload was taken in. `pending`: stored, and waits for a later step. `failed`: stored, and could not be read. */
  status: Status
  /** When the payload that counts arrived: the newest of that status. */
  at: string
  raw_id: string
  /** Payloads taken in. */
  count: number
  /** Why the newest payload could not be read, where that is newer than `at` or all there is. */
  failed_at: string | null
  error_code: string | null
}

/**
 * How every workflow stands with each entity, given by any of its keys, in order: what left no trace is not in the list.
 * Entities that were merged, or have several keys, are seen whole. One statement for the whole batch; each table is
 * searched by an index, entity by entity. `slugs`: only these workflows.
 */
export async function findStatuses(
  tx: Tx,
  entities: readonly (readonly string[])[],
  slugs: readonly string[],
): Promise<WorkflowStatus[][]> {
  // Compiling a statement of that many branches takes ten times as long as running it.
  tx.send(`select set_config('jit', 'off', true)`)
  const keys = entities.flatMap((entity, i) => entity.map((key) => ({ n: i + 1, key })))
  const rows = await tx.query<WorkflowStatus & { n: number }>(STATUSES, [
    keys.map(({ n }) => n),
    keys.map(({ key }) => key),
    slugs,
  ])
  const statuses: WorkflowStatus[][] = entities.map(() => [])
  for (const { n, ...status } of rows) statuses[n - 1]?.push(status)
  return statuses
}

const iso = (expression: string) => `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const newest = (column: string, status: Status) =>
  `(array_agg(${column} order by received_at desc, raw_id desc) filter (where status = '${status}'))[1]`

const STATUSES = `
  with recursive above as (
    select asked.n, k.key, k.owner, 0 as depth
    from unnest($1::int4[], $2::text[]) asked(n, key)
    cross join lateral (select i.key, i.owner from core.identifiers i where i.key = asked.key offset 0) k
    union all
    select a.n, k.key, k.owner, a.depth + 1
    from above a
    cross join lateral (select i.key, i.owner from core.identifiers i where i.key = a.owner offset 0) k
    where a.owner <> a.key and a.depth < 50
  ), below as (
    select n, key, 0 as depth from above where owner = key
    union all
    select b.n, k.key, b.depth + 1
    from below b
    cross join lateral (select i.key from core.identifiers i where i.owner = b.key and i.owner <> i.key offset 0) k
    where b.depth < 50
  ), known as (
    select n, key from below union select n, key from unnest($1::int4[], $2::text[]) asked(n, key)
  ), asked as materialized (
    select n,
      array_agg(distinct key) || coalesce(array_agg(distinct finder || '|' || substr(key, 6)) filter (where key like 'slug:%'), '{}') as keys,
      coalesce(array_agg(distinct substr(key, 8)) filter (where key like 'domain:%'), '{}') as domains,
      coalesce(array_agg(distinct 'https://www.linkedin.com/in/' || substr(key, 6)) filter (where key like 'slug:%'), '{}') as urls
    from known cross join unnest('{${EMAIL_FINDERS.join(',')}}'::text[]) finder
    group by n
  ), found as (
     ${EVIDENCE}
  ), once as (
    select distinct on (n, slug, raw_id) * from found where slug = any ($3::text[]) order by n, slug, raw_id, receipt_key
  ), judged as (
    select o.*, case
      when o.error is not null then 'failed'
      when exists (select from raw.receipts q where q.workflow_slug = o.slug and q.entity_key = o.receipt_key and q.status = 202)
        then 'pending'
      else 'done' end as status
    from once o
  ), summed as (
    select n, slug, count(*) filter (where status = 'done') as count,
      ${newest('received_at', 'done')} as done_at, ${newest('raw_id', 'done')} as done_id,
      ${newest('received_at', 'pending')} as pending_at, ${newest('raw_id', 'pending')} as pending_id,
      ${newest('received_at', 'failed')} as failed_at, ${newest('raw_id', 'failed')} as failed_id,
      ${newest(`error ->> 'code'`, 'failed')} as error_code
    from judged group by n, slug
  )
  select n, slug as workflow_slug,
    case when done_at is not null then 'done' when pending_at is not null then 'pending' else 'failed' end as status,
    ${iso('coalesce(done_at, pending_at, failed_at)')} as at,
    coalesce(done_id, pending_id, failed_id) as raw_id, count::int4 as count,
    case when failed_at >= coalesce(done_at, pending_at, failed_at) then ${iso('failed_at')} end as failed_at,
    case when failed_at >= coalesce(done_at, pending_at, failed_at) then error_code end as error_code
  from summed order by n, slug`
