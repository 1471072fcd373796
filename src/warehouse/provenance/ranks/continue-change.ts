import type { Database, Tx } from '../../../db/database.ts'
import { asOperator } from '../../../db/database.ts'
import type { SourceRanks } from '../../identity/fold.ts'
import { type FoldSettings, loadRanks, ranksOf, readFoldSettings } from '../../identity/load-ranks.ts'
import { type Forest, keysUnder, readForest, readIdentities, rootOf } from '../../identity/read-forest.ts'
import { classifyFailure } from '../../ingest/classify-failure.ts'
import { RepeatBatch, waitForKeys } from '../../ingest/lock-keys.ts'
import type { EntityKind } from '../../workflows/define.ts'
import { inTurn } from '../hold-entity.ts'
import { refoldEntities } from '../refold-entities.ts'
import { compareFolds, type FoldDifference } from './compare-folds.ts'
import { withRules } from './rules.ts'
import type { Rule, Sample } from './schema.ts'
import { concerns, countConcerned, nextSubjects, type Scope, scopeOfClock, scopeOfRules } from './scope.ts'

interface OpenChange {
  id: string
  kind: 'change' | 'undo' | 'clock'
  status: 'previewing' | 'applying'
  changes: Rule[]
  before: Rule[]
  clock_before: Date
  clock_after: Date
  position_kind: EntityKind | null
  position_key: string
  observations_total: string | null
  fields_changed: Record<string, Record<string, number>>
  samples: Sample[]
}

/** Keys in one transaction: some 50 ms, for which payloads about entities that change wait. */
const PAGE = 500
const SAMPLES = 25

/**
 * Goes on with a change of ranks or a step of the clock: page by page, each in a transaction of its own that also notes
 * how far it is. A preview compares and writes nothing but its counts; a change that was applied folds again what it
 * concerns. Whoever is killed in the middle is gone on for by the next. Returns whether it is done.
 */
export async function continueChange(
  db: Database,
  id: string,
  { budgetMs, signal, page = PAGE }: { budgetMs: number; signal?: AbortSignal; page?: number },
): Promise<boolean> {
  const end = performance.now() + budgetMs
  let limit = page
  for (;;) {
    try {
      const more = await inTurn(db, (tx) => step(tx, id, limit))
      if (!more) return true
    } catch (error) {
      if (classifyFailure(error).kind !== 'data') throw error
      // One entity that cannot be written must not stop all others: it is found, noted and left as it is.
      if (limit === 1) await asOperator(db, (tx) => skip(tx, id, error))
      limit = 1
    }
    if (performance.now() >= end || signal?.aborted === true) return false
  }
}

/** One page. False when there is nothing more to do, or somebody else is at it. */
async function step(tx: Tx, id: string, limit: number): Promise<boolean> {
  // For some hundred keys the planner would start workers and hash whole tables: 20 ms instead of 2, three times per page.
  tx.send(`select set_config('max_parallel_workers_per_gather', '0', true), set_config('enable_hashjoin', 'off', true),
    set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)`)
  const change = await lockChange(tx, id)
  if (change === undefined) return false
  const applying = change.status === 'applying'
  if (applying) await loadRanks(tx)
  const { scope, before, after } = ranksOfChange(change, await readFoldSettings(tx))
  const total = change.observations_total ?? (await countConcerned(tx, scope))
  const kind = change.position_kind ?? scope.kinds[0]
  const subjects = kind === undefined ? [] : await nextSubjects(tx, scope, kind, change.position_key, limit)
  const last = subjects.at(-1)
  if (kind === undefined || last === undefined) {
    const next = kind === undefined ? undefined : scope.kinds[scope.kinds.indexOf(kind) + 1]
    await note(tx, change, { total, seen: 0, kind: next ?? kind ?? null, key: '', done: next === undefined })
    return next !== undefined
  }
  const keys = subjects.map(({ subject }) => subject)
  const found = await compare(tx, kind, keys, scope, before, after, applying)
  count(change, kind, found)
  const seen = subjects.reduce((sum, { observations }) => sum + observations, 0)
  await note(tx, change, { total, seen, kind, key: last.subject, done: false }, found.differences)
  return true
}

async function lockChange(tx: Tx, id: string): Promise<OpenChange | undefined> {
  const [change] = await tx.query<OpenChange>(
    `select id, kind, status, changes, before, clock_before, clock_after, position_kind, position_key, observations_total,
       fields_changed, samples
     from reference.rank_changes where id = $1 and status in ('previewing', 'applying') for update skip locked`,
    [id],
  )
  return change
}

/** Ranks before and after a change. One that was applied already is taken back in memory; a preview is put in place there. */
function ranksOfChange(
  { kind, status, changes, before, clock_before, clock_after }: OpenChange,
  now: FoldSettings,
): { scope: Scope; before: SourceRanks; after: SourceRanks } {
  const was = status === 'applying' ? withRules(now, before) : now
  const is = status === 'applying' ? now : withRules(now, changes)
  return {
    scope: kind === 'clock' ? scopeOfClock(now, clock_before, clock_after) : scopeOfRules(changes),
    before: ranksOf({ ...was, clock: clock_before }),
    after: ranksOf({ ...is, clock: clock_after }),
  }
}

interface Compared {
  forest: Forest
  differences: FoldDifference[]
}

async function compare(
  tx: Tx,
  kind: EntityKind,
  keys: readonly string[],
  scope: Scope,
  before: SourceRanks,
  after: SourceRanks,
  write: boolean,
): Promise<Compared> {
  const forest = await readForest(tx, kind, keys)
  const differences = compareFolds(forest, kind, rootsOf(forest, keys), scope, before, after)
  const roots = differences.map(({ root }) => root)
  if (!write || roots.length === 0) {
    await readIdentities(tx, forest, roots)
    return { forest, differences }
  }
  // Most entities of a page stay as they are: only those that change are locked, and read again under their locks.
  const locked = new Set(roots.flatMap((root) => keysUnder(forest, root)))
  await waitForKeys(tx, locked)
  const held = await readForest(tx, kind, roots)
  const again = new Map(roots.map((root) => [rootOf(held, root), concernedKeys(held, kind, rootOf(held, root), scope)]))
  const standing = compareFolds(held, kind, again, scope, before, after)
  for (const { root } of standing) {
    if (!keysUnder(held, root).every((key) => locked.has(key)))
      throw new RepeatBatch('an entity gained a key meanwhile')
  }
  await refoldEntities(
    tx,
    kind,
    held,
    standing.map(({ root }) => root),
    after,
  )
  return { forest: held, differences: standing }
}

function rootsOf(forest: Forest, keys: readonly string[]): Map<string, string[]> {
  const roots = new Map<string, string[]>()
  for (const key of keys) {
    const root = rootOf(forest, key)
    const known = roots.get(root)
    if (known === undefined) roots.set(root, [key])
    else known.push(key)
  }
  return roots
}

function concernedKeys(forest: Forest, kind: EntityKind, root: string, scope: Scope): string[] {
  return keysUnder(forest, root).filter((key) =>
    [...(forest.get(key)?.observations.values() ?? [])].some((observation) => concerns(scope, kind, observation)),
  )
}

/** Adds what one page found to the counts and samples of the change. */
function count(change: OpenChange, kind: EntityKind, { forest, differences }: Compared): void {
  const counts = change.fields_changed[kind] ?? {}
  change.fields_changed[kind] = counts
  for (const { root, fields } of differences) {
    for (const { field, before, after } of fields) {
      counts[field] = (counts[field] ?? 0) + 1
      if (change.samples.length >= SAMPLES) continue
      const side = (chosen: typeof before) => ({ value: chosen?.value ?? null, source: chosen?.source ?? null })
      const id = forest.get(root)?.identityId ?? null
      change.samples.push({ kind, id, key: root, field, before: side(before), after: side(after) })
    }
  }
}

async function note(
  tx: Tx,
  { id, status, fields_changed, samples }: OpenChange,
  at: { total: number | string; seen: number; kind: EntityKind | null; key: string; done: boolean },
  differences: readonly FoldDifference[] = [],
): Promise<void> {
  const finished = status === 'applying' ? 'done' : 'previewed'
  await tx.execute(
    `update reference.rank_changes
     set status = $2, observations_total = $3, observations_seen = observations_seen + $4, position_kind = $5,
       position_key = $6, entities_changed = entities_changed + $7, fields_changed = $8, samples = $9, updated_at = now(),
       completed_at = case when $10 then now() end
     where id = $1`,
    [
      id,
      at.done ? finished : status,
      at.total,
      at.seen,
      at.kind,
      at.key,
      differences.filter(({ fields }) => fields.length > 0).length,
      JSON.stringify(fields_changed),
      JSON.stringify(samples),
      at.done,
    ],
  )
}

/** Passes over the key at which a page of one failed. */
async function skip(tx: Tx, id: string, error: unknown): Promise<void> {
  const change = await lockChange(tx, id)
  if (change === undefined) return
  const { scope } = ranksOfChange(change, await readFoldSettings(tx))
  const kind = change.position_kind ?? scope.kinds[0]
  if (kind === undefined) return
  const [next] = await nextSubjects(tx, scope, kind, change.position_key, 1)
  if (next === undefined) return
  const { code, message } = classifyFailure(error)
  await tx.execute(
    `update reference.rank_changes set position_kind = $2, position_key = $3, updated_at = now(),
       observations_seen = observations_seen + $4, skipped = skipped || $5::jsonb where id = $1`,
    [id, kind, next.subject, next.observations, JSON.stringify([{ key: next.subject, code, message }])],
  )
}
