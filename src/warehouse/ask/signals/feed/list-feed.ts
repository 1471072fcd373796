import type { Tx } from '../../../../db/database.ts'
import { malformed } from '../../../../errors.ts'
import type { Signal } from '../schema.ts'

export interface FeedFilter {
  clientDomain: string
  /** Of these kinds only; otherwise of every kind that is active. */
  slugs?: readonly string[]
  level?: string
  category?: string
  /** Came into the feed at that time or later. */
  since?: string
  unread?: boolean
  actioned?: boolean
  senior?: boolean
}

interface FeedRow extends Signal {
  cursor_time: string
}

const COLUMNS = `f.id, f.client_domain, f.signal_slug, f.signal_level, f.signal_category, f.company_domain, f.company_name,
  f.person_linkedin_url, f.person_name, f.is_senior, f.happened_on, f.signal_detected_at, f.created_at as fed_at, f.origin,
  f.confidence, f.reduced_confidence_reasons, f.raw_payload_id, f.extracted_id, f.signal_data as evidence, f.is_read,
  f.is_actioned, f.read_at, f.actioned_at`

const FILTER = `f.client_domain = $1 and f.signal_slug = any($2::text[])
  and ($3::timestamptz is null or f.created_at >= $3::timestamptz)
  and ($4::boolean is null or f.is_read = not $4) and ($5::boolean is null or f.is_actioned = $5)
  and ($6::boolean is null or coalesce(f.is_senior, false) = $6)`

/** A page of a client's feed, newest first. Throws 400 `invalid_cursor` and `invalid_parameter` (a kind nobody knows). */
export async function listFeed(
  tx: Tx,
  filter: FeedFilter,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ data: Signal[]; cursor: string | null }> {
  const [time, id] = cursor === undefined ? [null, null] : readCursor(cursor)
  const values = [...(await filterValues(tx, filter)), time, id, limit + 1]
  const rows = await tx.query<FeedRow>(
    `select ${COLUMNS}, to_char(f.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as cursor_time
     from client.signal_feed f
     where ${FILTER} and ($7::timestamptz is null or (f.created_at, f.id) < ($7::timestamptz, $8::uuid))
     order by f.created_at desc, f.id desc limit $9`,
    values,
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next = rows.length > limit && last !== undefined ? `${last.cursor_time} ${last.id}` : null
  return {
    data: page.map(({ cursor_time: _, ...signal }) => signal),
    cursor: next === null ? null : Buffer.from(next).toString('base64url'),
  }
}

const COUNTED = 10_000

/** How many there are: exact up to 10,000, above that (or when asked for) as the planner estimates it. */
export async function countFeed(
  tx: Tx,
  filter: FeedFilter,
  mode: 'exact' | 'estimated' | undefined,
): Promise<{ total: number; total_is: 'exact' | 'estimated' }> {
  const values = await filterValues(tx, filter)
  if (mode !== 'estimated') {
    const most = mode === 'exact' ? '' : `limit ${COUNTED + 1}`
    const [row] = await tx.query<{ total: number }>(
      `select count(*)::int as total from (select from client.signal_feed f where ${FILTER} ${most}) c`,
      values,
    )
    const total = row?.total ?? 0
    if (mode === 'exact' || total <= COUNTED) return { total, total_is: 'exact' }
  }
  const [plan] = await tx.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `explain (format json) select from client.signal_feed f where ${FILTER}`,
    values,
  )
  const rows = plan?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
  return { total: mode === 'estimated' ? rows : Math.max(rows, COUNTED + 1), total_is: 'estimated' }
}

/** Level and category are those of the kind, so they choose kinds: of 400,000 signals none is looked at in vain. */
async function filterValues(tx: Tx, filter: FeedFilter): Promise<unknown[]> {
  const kinds = await tx.query<{ slug: string; level: string; category: string; active: boolean }>(
    `select signal_slug as slug, signal_level as level, signal_category as category, coalesce(is_active, true) as active
     from reference.signal_registry order by signal_slug`,
  )
  const unknown = filter.slugs?.find((slug) => !kinds.some((kind) => kind.slug === slug))
  if (unknown !== undefined) {
    const known = kinds.map(({ slug }) => slug).join(', ')
    throw malformed('invalid_parameter', `slug ${JSON.stringify(unknown.slice(0, 80))} is none of ${known}`)
  }
  const shown = kinds.filter(
    ({ slug, level, category, active }) =>
      active &&
      (filter.slugs?.includes(slug) ?? true) &&
      (filter.level ?? level) === level &&
      (filter.category ?? category) === category,
  )
  return [
    filter.clientDomain,
    shown.map(({ slug }) => slug),
    filter.since ?? null,
    filter.unread ?? null,
    filter.actioned ?? null,
    filter.senior ?? null,
  ]
}

function readCursor(cursor: string): [string, string] {
  const [, time, id] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/.exec(
      Buffer.from(cursor, 'base64url').toString(),
    ) ?? []
  if (time === undefined || id === undefined || Number.isNaN(Date.parse(time))) {
    throw malformed('invalid_cursor', 'This cursor is not one of ours')
  }
  return [time, id]
}
