import { asOperator, type Database, type Tx } from '../../../db/database.ts'
import type { Warehouse } from '../../ingest/settle-items.ts'
import { matchLookups } from '../match-lookups.ts'
import { findSpellings, type RawColumn } from './find-spellings.ts'
import { placeName } from './places.ts'
import { refoldInBatches } from './refold-in-batches.ts'
import { type Plan, tally } from './tally.ts'

/** The columns of core that show a location as it was given, with the kind of entity. */
export const located = [
  { kind: 'person', table: 'core.people', column: 'location_name' },
  { kind: 'company', table: 'core.companies', column: 'locality' },
] as const

/**
 * Makes people or companies at these locations (normalised keys) show what the locations mean now. City, state and country
 * that a payload gave itself come first, and core does not tell them from those of a lookup: so they are folded again.
 */
export async function planLocated(
  db: Database,
  warehouse: Warehouse,
  { kind, ...place }: (typeof located)[number],
  keys: readonly string[],
): Promise<Plan> {
  const { shown, roots } = await asOperator(db, (tx) => findLocated(tx, place, keys))
  return { place: placeName(place), shown, run: () => refoldInBatches(db, warehouse, kind, roots) }
}

async function findLocated(tx: Tx, place: RawColumn, keys: readonly string[]) {
  const { table, column } = place
  const spellings = await findSpellings(tx, place, keys)
  if (spellings.length === 0) return { shown: [], roots: [] }
  const { locations } = await matchLookups(tx, [], spellings)
  const part = (name: 'city' | 'state' | 'country') => spellings.map((raw) => locations.get(raw)?.[name] ?? null)
  const stale = await tx.query<{ root: string | null; raw: string }>(
    `select i.root, t.${column} as raw
     from ${table} t join unnest($1::text[], $2::text[], $3::text[], $4::text[]) m(raw, city, state, country) on m.raw = t.${column}
     left join core.identities i on i.id = t.id
     where (t.city, t.state, t.country) is distinct from (m.city, m.state, m.country)
     order by t.ctid`,
    [spellings, part('city'), part('state'), part('country')],
  )
  const counts = await tx.query<{ raw: string; key: string; rows: number }>(
    `select t.${column} as raw, reference.normalize_key(t.${column}) as key, count(*)::int4 as rows
     from ${table} t where t.${column} = any($1) group by 1`,
    [spellings],
  )
  return { shown: tally(counts, stale), roots: stale.flatMap(({ root }) => root ?? []) }
}
