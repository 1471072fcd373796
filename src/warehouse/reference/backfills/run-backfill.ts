import { asOperator, type Database, type Tx } from '../../../db/database.ts'
import { loadWarehouse } from '../../ingest/engine.ts'
import type { Warehouse } from '../../ingest/settle-items.ts'
import { underLocks } from '../teach/in-batches.ts'
import { readBackfill } from './get-backfill.ts'
import { matchedLocationPlan } from './matched-location-plan.ts'
import { refoldPlan } from './refold-plan.ts'
import type { Backfill, BackfillKind, BackfillPlan, Filled, Lacking } from './schema.ts'
import { titlePlan } from './title-plan.ts'

/** Records of one transaction: payloads about one of them wait until it ends. */
const PAGE = 200
const SAMPLES = 10

const plans: Record<BackfillKind, BackfillPlan> = {
  company_name: erased(
    refoldPlan({
      kind: 'company',
      table: 'core.companies',
      order: 'domain',
      lacks: `coalesce(c.cleaned_name, '') = ''`,
      columns: ['cleaned_name'],
      field: 'cleaned_name',
    }),
  ),
  company_description: erased(
    refoldPlan({
      kind: 'company',
      table: 'core.companies',
      order: 'domain',
      lacks: `coalesce(c.description, '') = ''`,
      columns: ['description'],
      field: 'description',
    }),
  ),
  person_location: erased(
    refoldPlan({
      kind: 'person',
      table: 'core.people',
      order: 'linkedin_url',
      lacks: `coalesce(c.city, '') = ''`,
      columns: ['city', 'state', 'country'],
      field: 'location',
    }),
  ),
  matched_location: erased(matchedLocationPlan),
  title: erased(titlePlan),
}

/** A plan only ever fills records that it has read itself. */
function erased<Record extends Lacking>(plan: BackfillPlan<Record>): BackfillPlan {
  return plan as unknown as BackfillPlan
}

/**
 * Goes on with a backfill until it is done or the time is up, page by page: position and counts move in the transaction that
 * changes the records, so it may be stopped and gone on with anywhere, by anybody, and two who do it at once change and
 * count nothing twice. A dry run does the same and takes it back. Returns how it stands; null where there is no such one.
 */
export async function runBackfill(db: Database, id: string, budgetMs: number): Promise<Backfill | null> {
  const until = performance.now() + budgetMs
  let warehouse: Warehouse | undefined
  for (;;) {
    const backfill = await asOperator(db, (tx) => readBackfill(tx, id))
    if (backfill === null || backfill.state === 'done' || performance.now() > until) return backfill
    warehouse ??= await asOperator(db, loadWarehouse)
    await doPage(db, warehouse, backfill)
  }
}

async function doPage(db: Database, warehouse: Warehouse, backfill: Backfill): Promise<void> {
  const plan = plans[backfill.kind]
  const read = await asOperator(db, (tx) => plan.read(tx, warehouse, backfill.position, PAGE))
  const left =
    backfill.most_updates === null ? Number.POSITIVE_INFINITY : backfill.most_updates - backfill.records_updated
  const { page, records } = cut(read, left)
  const position = page.at(-1)?.position ?? backfill.position
  const done = page.length === read.length && read.length < PAGE
  await underLocks(
    db,
    warehouse,
    async () => records.flatMap(({ keys }) => keys),
    async (tx) => {
      if (!(await hold(tx, backfill))) return
      const filled = records.length === 0 ? { updated: 0 } : await fillOrTry(tx, warehouse, plan, backfill, records)
      const full = filled.updated >= left
      await moveOn(tx, backfill, { position, seen: page.length, filled, done: done || full })
    },
  )
}

/** The records up to the last one that may still be filled, and which of them are. */
function cut(read: readonly Lacking[], left: number): { page: readonly Lacking[]; records: readonly Lacking[] } {
  const fillable = read.filter((record) => record.fillable)
  if (fillable.length <= left) return { page: read, records: fillable }
  const records = fillable.slice(0, Math.max(left, 0))
  const last = records.at(-1)
  return { page: last === undefined ? [] : read.slice(0, read.indexOf(last) + 1), records }
}

/** False where somebody else has gone on with it meanwhile. */
async function hold(tx: Tx, { id, position }: Backfill): Promise<boolean> {
  const held = await tx.query(
    `select from reference.backfills where id = $1 and position = $2 and state = 'running' for update`,
    [id, position],
  )
  return held.length > 0
}

async function fillOrTry(
  tx: Tx,
  warehouse: Warehouse,
  plan: BackfillPlan,
  { dry_run, started_by }: Backfill,
  records: readonly Lacking[],
): Promise<Filled> {
  if (!dry_run) return plan.fill(tx, warehouse, records, started_by)
  await tx.execute('savepoint tried')
  const filled = await plan.fill(tx, warehouse, records, started_by)
  await tx.execute('rollback to savepoint tried')
  return filled
}

interface Step {
  position: string
  seen: number
  filled: Filled
  done: boolean
}

async function moveOn(tx: Tx, backfill: Backfill, { position, seen, filled, done }: Step): Promise<void> {
  const breakdown = { ...backfill.breakdown }
  for (const [source, count] of Object.entries(filled.breakdown ?? {})) {
    breakdown[source] = (breakdown[source] ?? 0) + count
  }
  const samples = [...backfill.samples, ...(filled.samples ?? [])].slice(0, SAMPLES)
  await tx.execute(
    `update reference.backfills
     set position = $2, records_seen = records_seen + $3, records_updated = records_updated + $4, breakdown = $5,
       samples = $6, updated_at = now(), state = case when $7 then 'done' else 'running' end,
       completed_at = case when $7 then now() end
     where id = $1`,
    [backfill.id, position, seen, filled.updated, JSON.stringify(breakdown), JSON.stringify(samples), done],
  )
}
