import type { Tx } from '../../../db/database.ts'
import { conflict } from '../../../errors.ts'
import { type FoldSettings, readFoldSettings } from '../../identity/load-ranks.ts'
import { sameValue } from '../../identity/merge-observation.ts'
import type { Catalog } from '../../workflows/registry.ts'
import { getRankChange } from './get-rank-change.ts'
import { currentRules, readRules } from './rules.ts'
import type { Rule, WantedRule } from './schema.ts'

export interface RankChangeInput {
  rules: readonly WantedRule[]
  reason: string | null
  by: string
}

/** Notes a change that is only to be looked at; `continueChange` finds out what it would do. Returns its id. */
export async function previewRanks(tx: Tx, catalog: Catalog, { rules, reason, by }: RankChangeInput): Promise<string> {
  const settings = await readFoldSettings(tx)
  const changes = readRules(rules, settings, catalog)
  return insertChange(tx, 'previewing', {
    kind: 'change',
    changes,
    before: currentRules(settings, changes),
    ...clocks(settings, changes),
    reason,
    by,
    undoes: null,
  })
}

/**
 * Puts ranks and freshness rules in place: from its commit on every batch folds by them. `continueChange` then folds again
 * what is stored. Waits for the batches under way. One change at a time: 409 `rank_change_in_progress`.
 */
export async function changeRanks(tx: Tx, catalog: Catalog, { rules, reason, by }: RankChangeInput): Promise<string> {
  const settings = await takeFoldSettings(tx)
  const changes = readRules(rules, settings, catalog)
  return apply(tx, settings, { kind: 'change', changes, reason, by, undoes: null })
}

/**
 * Brings the rules of a change back to what they were before it. 409 `rank_change_superseded` when one of them has been
 * changed since, 409 `rank_change_not_applied` for a preview or a step of the clock.
 */
export async function undoRankChange(tx: Tx, id: string, reason: string | null, by: string): Promise<string> {
  const settings = await takeFoldSettings(tx)
  const { kind, status, changes, before } = await getRankChange(tx, id)
  if (status !== 'done' || kind === 'clock') {
    throw conflict('rank_change_not_applied', 'Only a change that was applied can be undone')
  }
  if (!sameValue(currentRules(settings, changes), changes)) {
    throw conflict('rank_change_superseded', 'A rule of this change was changed again since: undo that change first')
  }
  return apply(tx, settings, { kind: 'undo', changes: before, reason, by, undoes: id })
}

/** Keeps everybody else from folding until the end of this transaction. */
export async function takeFoldSettings(tx: Tx): Promise<FoldSettings> {
  await tx.query('select pg_advisory_xact_lock(7021, 1)')
  const [open] = await tx.query<{ id: string }>(
    `select id from reference.rank_changes where status = 'applying' limit 1`,
  )
  if (open !== undefined) {
    throw conflict(
      'rank_change_in_progress',
      `The change ${open.id} is still being applied: GET /v1/sources/ranks/changes/${open.id} says how far it is`,
    )
  }
  return readFoldSettings(tx)
}

interface NewChange {
  kind: 'change' | 'undo' | 'clock'
  changes: Rule[]
  before: Rule[]
  clock_before: Date
  clock_after: Date
  reason: string | null
  by: string
  undoes: string | null
}

async function apply(
  tx: Tx,
  settings: FoldSettings,
  change: Pick<NewChange, 'kind' | 'changes' | 'reason' | 'by' | 'undoes'>,
): Promise<string> {
  const { changes } = change
  for (const rule of changes) await writeRule(tx, rule)
  const { clock_before, clock_after } = clocks(settings, changes)
  await moveFoldSettings(tx, clock_after)
  const before = currentRules(settings, changes)
  return insertChange(tx, 'applying', { ...change, before, clock_before, clock_after })
}

/** A new version: every batch reads ranks, rules and clock again. */
export async function moveFoldSettings(tx: Tx, clock: Date): Promise<void> {
  await tx.execute('update reference.fold_settings set version = version + 1, clock = $1', [clock])
}

async function writeRule(tx: Tx, { what, entity, field, source, value }: Rule): Promise<void> {
  const [table, column] =
    what === 'rank' ? ['reference.source_ranks', 'rank'] : ['reference.freshness_rules', 'max_age_days']
  if (value === null) {
    await tx.execute(`delete from ${table} where entity = $1 and field = $2 and source = $3`, [entity, field, source])
    return
  }
  await tx.execute(
    `insert into ${table} (entity, field, source, ${column}) values ($1, $2, $3, $4)
     on conflict (entity, field, source) do update set ${column} = excluded.${column}`,
    [entity, field, source, value],
  )
}

/** The clock stands where nothing is said about age; the first rule sets it to the hour. */
function clocks({ rules, clock }: FoldSettings, changes: readonly Rule[]) {
  const first = rules.length === 0 && changes.some(({ what }) => what === 'max_age_days')
  return { clock_before: clock, clock_after: first ? hourOf(new Date()) : clock }
}

/** The beginning of the hour in which a time lies. */
export function hourOf(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 3_600_000) * 3_600_000)
}

export async function insertChange(tx: Tx, status: 'previewing' | 'applying', change: NewChange): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `insert into reference.rank_changes (status, kind, changes, before, clock_before, clock_after, reason, changed_by, undoes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
    [
      status,
      change.kind,
      JSON.stringify(change.changes),
      JSON.stringify(change.before),
      change.clock_before,
      change.clock_after,
      change.reason,
      change.by,
      change.undoes,
    ],
  )
  if (row === undefined) throw new Error('The change was not stored')
  return row.id
}
