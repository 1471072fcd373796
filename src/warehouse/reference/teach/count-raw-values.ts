import type { Tx } from '../../../db/database.ts'
import { listedValue, type ValueKind } from '../canonical-values.ts'
import { type CountedColumn, countedColumns } from './counted-columns.ts'
import { mappingTables } from './mappings.ts'
import { placeName } from './places.ts'
import { type Kind, LONGEST } from './schema.ts'
import { keyFunction } from './teach-entries.ts'

/**
 * Counts the raw values of a kind anew: every column that holds them is read once (1,000,000 people with 5,500,000 jobs:
 * see bench/README.md), grouped by text, and only the different texts are normalised. Readers see the old counts until
 * the commit. False, and nothing is done, while somebody else counts the same.
 */
export async function countRawValues(tx: Tx, kind: Kind): Promise<boolean> {
  const [free] = await tx.query<{ free: boolean }>(
    'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as free',
    [`count raw values ${kind}`],
  )
  if (free?.free !== true) return false
  const begun = performance.now()
  const activity = await activityOf(tx, kind)
  await tx.query(`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`)
  await tx.execute(`create temp table counted on commit drop as ${countOf(kind)}`)
  await tx.execute('create unique index on counted (key)')
  await markMapped(tx, kind)
  await tx.execute(
    `delete from reference.raw_values v where v.kind = $1 and not exists (select from counted c where c.key = v.normalized_key)`,
    [kind],
  )
  await tx.execute(
    `insert into reference.raw_values as v (kind, normalized_key, value, spellings, row_count, places, mapped)
     select $1, key, value, spellings, row_count, places, mapped from counted order by key
     on conflict (kind, normalized_key) do update set value = excluded.value, spellings = excluded.spellings,
       row_count = excluded.row_count, places = excluded.places, mapped = excluded.mapped
     where (v.value, v.spellings, v.row_count, v.places, v.mapped)
       is distinct from (excluded.value, excluded.spellings, excluded.row_count, excluded.places, excluded.mapped)`,
    [kind],
  )
  await tx.execute(
    `insert into reference.raw_value_counts as c (kind, as_of, took_ms, unmapped, activity)
     select $1, now(), $2, count(*) filter (where not mapped), $3 from counted
     on conflict (kind) do update set as_of = excluded.as_of, took_ms = excluded.took_ms, unmapped = excluded.unmapped,
       activity = excluded.activity`,
    [kind, Math.round(performance.now() - begun), activity],
  )
  await tx.execute('drop table counted')
  return true
}

/** How much has been written so far to the tables of a kind: the same number again means the same counts. */
export async function activityOf(tx: Tx, kind: Kind): Promise<string> {
  const tables = [...countedColumns[kind].map(({ table }) => table), mappingTables[kind].table]
  const [row] = await tx.query<{ writes: string }>(
    `select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::text as writes from pg_stat_user_tables
     where relid = any($1::regclass[])`,
    [tables],
  )
  return row?.writes ?? '0'
}

function countOf(kind: Kind): string {
  const said = countedColumns[kind].map(
    (place: CountedColumn) =>
      `select '${placeName(place)}' as place, ${place.column} as raw, count(*) as n from ${place.table}
       where ${place.column} is not null ${place.where === undefined ? '' : `and ${place.where}`} group by 2`,
  )
  return `
    with said as materialized (${said.join(' union all ')}),
    keyed as materialized (
      select raw, reference.${keyFunction(kind)}(raw) as key from said where length(raw) <= ${LONGEST} group by raw
    ),
    spelled as (select k.key, s.raw, sum(s.n) as n from said s join keyed k using (raw) where k.key <> '' group by 1, 2),
    placed as (select k.key, s.place, sum(s.n) as n from said s join keyed k using (raw) where k.key <> '' group by 1, 2),
    places as (select key, jsonb_object_agg(place, n) as places, sum(n)::bigint as row_count from placed group by 1)
    select p.key, p.places, p.row_count, false as mapped, s.value, s.spellings
    from places p join (
      select key, count(*)::int4 as spellings, (array_agg(raw order by n desc, raw collate "C"))[1] as value
      from spelled group by 1
    ) s using (key)`
}

async function markMapped(tx: Tx, kind: Kind): Promise<void> {
  const { table, kind: shared } = mappingTables[kind]
  await tx.execute(
    `update counted c set mapped = true where exists (select from ${table} l where l.normalized_key = c.key
       ${shared === undefined ? '' : `and l.kind = '${shared}'`})`,
  )
  if (shared === undefined) return
  // What was taught as the meaning of something is shown by core, and needs no meaning of its own.
  await tx.execute(
    `update counted c set mapped = true where exists (
       select from ${table} l where l.kind = $1 and reference.normalize_key(l.canonical) = c.key)`,
    [shared],
  )
  const rest = await tx.query<{ key: string; value: string }>('select key, value from counted where not mapped')
  const listed = rest.flatMap(({ key, value }) => (listedValue(shared as ValueKind, value) === null ? [] : key))
  await tx.execute('update counted set mapped = true where key = any($1)', [listed])
}
