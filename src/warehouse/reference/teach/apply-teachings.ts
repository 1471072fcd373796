import { asOperator, type Database, type Tx } from '../../../db/database.ts'
import { loadWarehouse } from '../../ingest/engine.ts'
import type { Warehouse } from '../../ingest/settle-items.ts'
import { planCompanyNames } from '../names/plan-company-names.ts'
import { rowPlaces } from './places.ts'
import { located, planLocated } from './plan-locations.ts'
import { planRows } from './plan-rows.ts'
import { planJobs, planPeople } from './plan-titles.ts'
import { planValues } from './plan-values.ts'
import type { Kind, PlaceCount } from './schema.ts'
import type { Plan, Shown } from './tally.ts'
import { waitForOlder } from './wait-for-older.ts'

/** Values that one pass applies together: one search of each place for all of them, of however many teachings. */
const TOGETHER = 20_000
const WAIT_MS = 5_000
/** Then a transaction that has been writing for ten minutes is left to itself. */
const ROUNDS = 120

interface OpenTeaching {
  id: string
  kind: Kind
  keys: string[]
  places: Record<string, PlaceCount>
}

export interface ApplyOptions {
  log?: (message: string, fields?: Record<string, unknown>) => void
}

/**
 * Applies every teaching that is not applied yet to what is stored. Safe to repeat and to run twice at once: rows that
 * show what their value means are left alone, so after a kill the next run does the rest and ends in the same state.
 * Returns how many teachings were applied.
 */
export async function applyTeachings(db: Database, { log }: ApplyOptions = {}): Promise<number> {
  let warehouse: Warehouse | undefined
  let done = 0
  for (let round = 1; ; round++) {
    const nobodyOlder = await waitForOlder(db, WAIT_MS)
    const open = await asOperator(db, readOpen)
    if (open.length === 0) return done
    warehouse ??= await asOperator(db, loadWarehouse)
    // Somebody who may have read the old mappings still writes: what there is is applied now, the rest in the next round.
    const last = nobodyOlder || round >= ROUNDS
    for (const kind of new Set(open.map((teaching) => teaching.kind))) {
      const teachings = open.filter((teaching) => teaching.kind === kind)
      await applyKind(db, warehouse, kind, teachings, last)
      log?.('teachings applied', { kind, teachings: teachings.length, complete: last })
      if (last) done += teachings.length
    }
  }
}

async function readOpen(tx: Tx): Promise<OpenTeaching[]> {
  return tx.query<OpenTeaching>(
    `select t.id, t.kind, t.places,
       array(select distinct e.normalized_key from reference.teaching_entries e where e.teaching_id = t.id) as keys
     from (
       select *, sum(entry_count) over (order by taught_at, id) as values_so_far
       from reference.teachings where state <> 'applied' order by taught_at, id limit 1000
     ) t
     where t.values_so_far <= greatest(${TOGETHER}, t.entry_count) order by t.taught_at, t.id`,
  )
}

async function applyKind(
  db: Database,
  warehouse: Warehouse,
  kind: Kind,
  teachings: readonly OpenTeaching[],
  last: boolean,
): Promise<void> {
  const keys = [...new Set(teachings.flatMap((teaching) => teaching.keys))].filter((key) => key !== '')
  const plans = await makePlans(db, warehouse, kind, keys)
  await asOperator(db, (tx) => note(tx, teachings, plans, 'before'))
  await Promise.all(plans.map((plan) => plan.run()))
  const after = await makePlans(db, warehouse, kind, keys)
  await asOperator(db, (tx) => note(tx, teachings, after, last ? 'after' : 'between'))
}

async function makePlans(db: Database, warehouse: Warehouse, kind: Kind, keys: readonly string[]): Promise<Plan[]> {
  switch (kind) {
    case 'title':
      return Promise.all([
        planPeople(db, warehouse, keys),
        planJobs(db, warehouse, keys),
        ...(rowPlaces.title ?? []).map((place) => planRows(db, warehouse, 'title', place, keys)),
      ])
    case 'location':
      return Promise.all([
        ...located.map((place) => planLocated(db, warehouse, place, keys)),
        ...(rowPlaces.location ?? []).map((place) => planRows(db, warehouse, 'location', place, keys)),
      ])
    case 'company_name':
      return planCompanyNames(db, keys)
    default:
      return [await planValues(db, warehouse, kind, keys)]
  }
}

/** What a place shows before stays what it was at the first attempt; the end is told when it is reached. */
async function note(
  tx: Tx,
  teachings: readonly OpenTeaching[],
  plans: readonly Plan[],
  when: 'before' | 'between' | 'after',
): Promise<void> {
  for (const teaching of teachings) {
    const keys = new Set(teaching.keys)
    for (const { place, shown } of plans) {
      const { rows, shows } = sum(shown, keys)
      const before = teaching.places[place]?.before ?? shows
      teaching.places[place] = { rows, before: Math.min(before, rows), after: shows }
    }
    await tx.execute(
      `update reference.teachings set places = $2, state = $3, started_at = coalesce(started_at, now()),
         applied_at = case when $3 = 'applied' then now() end
       where id = $1 and state <> 'applied'`,
      [teaching.id, JSON.stringify(teaching.places), when === 'after' ? 'applied' : 'applying'],
    )
  }
}

function sum(shown: readonly Shown[], keys: ReadonlySet<string>): { rows: number; shows: number } {
  let [rows, shows] = [0, 0]
  for (const one of shown) {
    if (!keys.has(one.key)) continue
    rows += one.rows
    shows += one.shown
  }
  return { rows, shows }
}
