import type { Tx } from '../../../db/database.ts'
import { listedValue, type ValueKind } from '../canonical-values.ts'
import { type CountedColumn, countedColumns } from './counted-columns.ts'
import { mappingTables } from './mappings.ts'
import { placeName } from './places.ts'
import { type Kind, LONGEST } from './schema.ts'

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
  await tx.execute('analyze counted')
  await markMapped(tx, kind)
  await tx.execute(
    `delete from reference.raw_values v where v.kind = $1 and not exists (
       select from counted c where c.key = v.normalized_key
         and (c.value, c.spellings, c.row_count, c.places, c.mapped) = (v.value, v.spellings, v.row_count, v.places, v.mapped))`,
    [kind],
  )
  await tx.execute(
    `insert into reference.raw_values (kind, normalized_key, value, spellings, row_count, places, mapped)
     select $1, key, value, spellings, row_count, places, mapped from counted c
     where not exists (select from reference.raw_values v where v.kind = $1 and v.normalized_key = c.key)`,
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
  const places: CountedColumn[] = countedColumns[kind]
  const said = places.map(
    ({ table, column, where }, i) =>
      `select ${i} as place, ${column} as raw, count(*)::bigint as n from ${table}
       where length(${column}) <= ${LONGEST} ${where === undefined ? '' : `and ${where}`} group by 2`,
  )
  const counts = places.map((place, i) => `'${placeName(place)}', sum(n) filter (where place = ${i})`)
  return `
    with said as materialized (${said.join(' union all ')}),
    keyed as materialized (select raw, ${quickKey(kind)} as key from said group by raw)
    select key, sum(n)::bigint as row_count, count(distinct raw)::int4 as spellings, false as mapped,
      (array_agg(raw order by n desc, raw collate "C"))[1] as value,
      jsonb_strip_nulls(jsonb_build_object(${counts.join(', ')})) as places
    from said join keyed using (raw) where key <> '' group by key`
}

/** The normalised key, sooner for texts of ASCII: these make up most of 300,000 different titles. */
function quickKey(kind: Kind): string {
  if (kind === 'company_name') return 'reference.company_name_key(raw)'
  return `case when octet_length(raw) = length(raw)
    then btrim(regexp_replace(lower(raw collate "C"), '[^a-z0-9#+]+', ' ', 'g')) else reference.normalize_key(raw) end`
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
