import { asOperator, type Database, type Tx } from '../../../db/database.ts'
import type { Warehouse } from '../../ingest/settle-items.ts'
import { matchLookups } from '../match-lookups.ts'
import { findSpellings, holding } from './find-spellings.ts'
import { inBatches } from './in-batches.ts'
import { placeName, type RowPlace } from './places.ts'
import { slugKeyOf } from './plan-titles.ts'
import { type Plan, tally } from './tally.ts'

interface StaleRow {
  id: string
  owner: string | null
  raw: string
}

type Meanings = ReadonlyMap<string, Readonly<Record<string, string | null>>>

/** Makes the rows of a place that carry these titles or locations (normalised keys) show what they mean now. */
export async function planRows(
  db: Database,
  warehouse: Warehouse,
  kind: 'title' | 'location',
  place: RowPlace,
  keys: readonly string[],
): Promise<Plan> {
  const { meanings, shown, stale } = await asOperator(db, (tx) => findRows(tx, kind, place, keys))
  const keysOf = ({ owner }: StaleRow) => (owner === null ? [] : [lockKey(place, owner)])
  return {
    place: placeName(place),
    shown,
    run: () => inBatches(db, warehouse, stale, keysOf, (tx, rows) => writeRows(tx, place, rows, meanings)),
  }
}

function lockKey({ owner }: RowPlace, value: string): string {
  return owner?.prefix === 'slug:' ? slugKeyOf(value) : `${owner?.prefix}${value}`
}

async function findRows(tx: Tx, kind: 'title' | 'location', place: RowPlace, keys: readonly string[]) {
  if (place.indexed === true)
    await tx.query(`select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`)
  const spellings = await findSpellings(tx, place, keys)
  if (spellings.length === 0) return { meanings: new Map(), shown: [], stale: [] }
  const matched = await matchLookups(tx, kind === 'title' ? spellings : [], kind === 'location' ? spellings : [])
  const meanings: Meanings = (kind === 'title' ? matched.titles : matched.locations) as unknown as Meanings
  const { table, column, owner } = place
  const stale = await tx.query<StaleRow>(
    `select t.id, ${owner === null ? 'null' : `t.${owner.column}`} as owner, t.${column} as raw
     from ${table} t join ${MEANT} on m.raw = t.${column}
     where ${holding(place, '$2::text[]')} and ${differs(place)} order by t.ctid`,
    [meaningsAsJson(spellings, meanings), spellings],
  )
  const counts = await tx.query<{ raw: string; key: string; rows: number }>(
    `select t.${column} as raw, reference.normalize_key(t.${column}) as key, count(*)::int4 as rows
     from ${table} t where ${holding(place, '$1::text[]')} group by 1`,
    [spellings],
  )
  return { meanings, shown: tally(counts, stale), stale }
}

const MEANT = `json_to_recordset($1::json) m(id uuid, raw text, cleaned_job_title text, seniority_level text,
  job_function text, city text, state text, country text)`

function meaningsAsJson(raws: readonly string[], meanings: Meanings): string {
  return JSON.stringify(raws.map((raw) => ({ ...meanings.get(raw), raw })))
}

function pairs({ shows, tells = {} }: RowPlace): [column: string, meant: string][] {
  return [
    ...Object.entries(shows).map(([column, part]): [string, string] => [column, `m.${part}`]),
    ...Object.entries(tells).map(([column, part]): [string, string] => [column, `(m.${part} is not null)`]),
  ]
}

function differs(place: RowPlace): string {
  const columns = pairs(place)
  return `(${columns.map(([column]) => `t.${column}`).join(', ')}) is distinct from (${columns.map(([, meant]) => meant).join(', ')})`
}

/** Each row only if it still has the text: a payload may have come in between. */
async function writeRows(tx: Tx, place: RowPlace, rows: readonly StaleRow[], meanings: Meanings): Promise<void> {
  const { table, column } = place
  await tx.execute(
    `update ${table} t set ${pairs(place)
      .map(([shown, meant]) => `${shown} = ${meant}`)
      .join(', ')}
     from ${MEANT} where t.id = m.id and t.${column} = m.raw`,
    [JSON.stringify(rows.map(({ id, raw }) => ({ ...meanings.get(raw), id, raw })))],
  )
}
