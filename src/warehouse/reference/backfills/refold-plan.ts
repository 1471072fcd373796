import type { Tx } from '../../../db/database.ts'
import { foldEntity } from '../../identity/fold.ts'
import { type Forest, readForest, rootOf } from '../../identity/read-forest.ts'
import { RepeatBatch } from '../../ingest/lock-keys.ts'
import type { Warehouse } from '../../ingest/settle-items.ts'
import { refoldEntities } from '../../provenance/refold-entities.ts'
import type { EntityKind, Json } from '../../workflows/define.ts'
import { matchLookups } from '../match-lookups.ts'
import type { BackfillPlan, Filled, Lacking } from './schema.ts'

interface Entity extends Lacking {
  id: string
  root: string
}

interface RefoldOptions {
  kind: EntityKind
  table: 'core.companies' | 'core.people'
  /** The column by which the table is gone through; a unique index stands on it. */
  order: string
  /** What a row lacks, as a condition on `c`. */
  lacks: string
  /** The columns that the backfill fills. */
  columns: readonly string[]
  field: string
}

/**
 * Fills columns of core in from what sources have said. Core is a fold, so nothing else would stay: entities that lack a
 * value, although the fold gives one by now, are folded again. That happens where rows were changed by hand, or where
 * lookups were filled in by plain SQL.
 */
export function refoldPlan({ kind, table, order, lacks, columns, field }: RefoldOptions): BackfillPlan<Entity> {
  const values = columns.map((column) => `c.${column}`).join(', ')

  async function read(tx: Tx, warehouse: Warehouse, after: string, limit: number): Promise<Entity[]> {
    const rows = await tx.query<{ position: string; id: string; root: string | null }>(
      `select c.${order} as position, c.id, i.root from ${table} c left join core.identities i on i.id = c.id
       where c.${order} > $1 and ${lacks} order by c.${order} limit $2`,
      [after, limit],
    )
    const forest = await readForest(
      tx,
      kind,
      rows.flatMap(({ root }) => root ?? []),
    )
    const keysOf = keysByRoot(forest)
    const said = rows.map(({ root }) =>
      root === null ? null : (foldEntity(forest, kind, root, warehouse.ranks).get(field)?.value ?? null),
    )
    const places = kind === 'person' ? await placesOf(tx, said) : null
    return rows.map(({ position, id, root }, i) => ({
      position,
      id,
      root: root ?? '',
      keys: root === null ? [] : (keysOf.get(root) ?? [root]),
      fillable: root !== null && (places === null ? said[i] !== null && said[i] !== '' : places[i] === true),
    }))
  }

  async function fill(tx: Tx, warehouse: Warehouse, records: readonly Entity[]): Promise<Filled> {
    const forest = await readForest(
      tx,
      kind,
      records.map(({ root }) => root),
    )
    const locked = new Set(records.flatMap(({ keys }) => keys))
    const gained = [...forest.keys()].filter((key) => !locked.has(key))
    if (gained.length > 0) throw new RepeatBatch('an entity gained keys meanwhile', gained)
    const ids = records.map(({ id }) => id)
    const show = () =>
      tx.query<{ id: string; name: string; shown: string }>(
        `select c.id, c.${order} as name, row_to_json(v)::text as shown
         from ${table} c cross join lateral (select ${values}) v where c.id = any($1::uuid[]) order by c.${order}`,
        [ids],
      )
    const before = new Map((await show()).map(({ id, shown }) => [id, shown]))
    const roots = records.flatMap(({ root }) => (forest.has(root) ? rootOf(forest, root) : []))
    await refoldEntities(tx, kind, forest, roots, warehouse.ranks)
    const changed = (await show()).filter(({ id, shown }) => before.get(id) !== shown)
    const breakdown: Record<string, number> = {}
    const rootOfId = new Map(records.map(({ id, root }) => [id, root]))
    for (const { id } of changed) {
      const root = rootOfId.get(id) ?? ''
      const source = foldEntity(forest, kind, root, warehouse.ranks).get(field)?.source ?? 'unknown'
      breakdown[source] = (breakdown[source] ?? 0) + 1
    }
    const samples = changed.slice(0, 10).map(({ name, shown }) => ({ [order]: name, ...JSON.parse(shown) }))
    return { updated: changed.length, breakdown, samples }
  }

  return { read, fill }
}

function keysByRoot(forest: Forest): Map<string, string[]> {
  const keys = new Map<string, string[]>()
  for (const key of forest.keys()) {
    const root = rootOf(forest, key)
    keys.set(root, [...(keys.get(root) ?? []), key])
  }
  return keys
}

interface Place {
  raw?: string | null
  city?: string | null
}

/** Whether each location names a city by now: itself, or by the lookup of its text. */
async function placesOf(tx: Tx, said: readonly (Json | null)[]): Promise<boolean[]> {
  const places = said.map((value) => value as Place | null)
  const { locations } = await matchLookups(
    tx,
    [],
    places.flatMap((place) => place?.raw ?? []),
  )
  return places.map((place) => Boolean(place?.city ?? (place?.raw ? locations.get(place.raw)?.city : null)))
}
