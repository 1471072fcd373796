import type { Tx } from '../../../db/database.ts'
import type { FoldSettings } from '../../identity/load-ranks.ts'
import type { StoredObservation } from '../../identity/merge-observation.ts'
import type { EntityKind } from '../../workflows/define.ts'
import { sourcesConcerned } from './rules.ts'
import type { Rule } from './schema.ts'

/** Which observations a change may concern: the entities that have none of them stay as they are. */
export interface Scope {
  kinds: EntityKind[]
  /** Null: all sources. */
  sources(kind: EntityKind): string[] | null
  /** Times of observation whose values grow too old by a step of the clock; null where the clock stands still. */
  windows: { from: string; to: string }[] | null
}

/** The scope of a change of rules. */
export function scopeOfRules(rules: readonly Rule[]): Scope {
  const concerned = sourcesConcerned(rules)
  return {
    kinds: (['company', 'person'] as const).filter((kind) => concerned.has(kind)),
    sources: (kind) => {
      const sources = concerned.get(kind)
      return sources ? [...sources].sort() : null
    },
    windows: null,
  }
}

/** The scope of a step of the clock: what was observed as long ago as some rule allows, between the one time and the other. */
export function scopeOfClock({ rules }: FoldSettings, before: Date, after: Date): Scope {
  const days = [...new Set(rules.map(({ max_age_days }) => max_age_days))]
  const scope = scopeOfRules(
    rules.map(({ entity, field, source }) => {
      return { what: 'max_age_days', entity: entity as EntityKind, field, source, value: null }
    }),
  )
  const back = (time: Date, n: number) => new Date(time.getTime() - n * 86_400_000).toISOString().replace('Z', '000Z')
  return { ...scope, windows: days.map((n) => ({ from: back(before, n), to: back(after, n) })) }
}

/** The same question about one observation that `CONCERNED` asks the database. */
export function concerns({ sources, windows }: Scope, kind: EntityKind, observation: StoredObservation): boolean {
  const wanted = sources(kind)
  if (wanted !== null && !wanted.includes(observation.source)) return false
  if (windows === null || Object.keys(observation.elder).length > 0) return true
  return windows.some(({ from, to }) => observation.at > from && observation.at <= to)
}

const CONCERNED = `($1::text[] is null or o.source = any($1))
  and ($2::timestamptz[] is null or o.elder is not null or exists (
    select from unnest($2::timestamptz[], $3::timestamptz[]) w(since, until)
    where o.observed_at > w.since and o.observed_at <= w.until))`

function values({ sources, windows }: Scope, kind: EntityKind): unknown[] {
  return [sources(kind), windows?.map(({ from }) => from) ?? null, windows?.map(({ to }) => to) ?? null]
}

/** How many observations a change looks at: an index is read for it, and the whole table where the clock moves. */
export async function countConcerned(tx: Tx, scope: Scope): Promise<number> {
  let total = 0
  for (const kind of scope.kinds) {
    const [row] = await tx.query<{ n: string }>(
      `select count(*) as n from core.${kind}_observations o where ${CONCERNED}`,
      values(scope, kind),
    )
    total += Number(row?.n ?? 0)
  }
  return total
}

/** The next keys, in their order, about which something is said that the change concerns. */
export function nextSubjects(
  tx: Tx,
  scope: Scope,
  kind: EntityKind,
  after: string,
  limit: number,
): Promise<{ subject: string; observations: number }[]> {
  return tx.query(
    `select o.subject, count(*)::int as observations from core.${kind}_observations o
     where o.subject > $4 and ${CONCERNED} group by o.subject order by o.subject limit $5`,
    [...values(scope, kind), after, limit],
  )
}
