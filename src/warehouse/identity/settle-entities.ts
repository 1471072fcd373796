import type { Tx } from '../../db/database.ts'
import { RepeatBatch, tryLockKeys, waitForKeys } from '../ingest/lock-keys.ts'
import type { EntityKind, Json } from '../workflows/define.ts'
import { assignIdentities, type IdentityChanges } from './assign-identities.ts'
import { type Claimed, claimKeys } from './claim-keys.ts'
import {
  type HistoryLine,
  type Merged,
  mergeObservation,
  type Stamp,
  type StoredObservation,
} from './merge-observation.ts'
import { addNode, type Forest, keysUnder, readForest, readIdentities, rootOf } from './read-forest.ts'

/** What one payload of the batch says about one entity, with the payload's time and hash. */
export interface Statement extends Stamp {
  subject: string
  source: string
  claims: readonly string[]
  fields: Record<string, Json | undefined>
}

export interface SettledEntities {
  kind: EntityKind
  forest: Forest
  /** The merge of each statement, in the order given. */
  merged: Merged[]
  /** Observations that differ from what is stored, by subject and source. */
  changed: Map<string, StoredObservation>
  history: HistoryLine[]
  /** Entities whose core row may have to change. */
  roots: Set<string>
  claims: Claimed
  identities: IdentityChanges
}

export interface SettleOptions {
  /** Keys this transaction holds already; what else it comes to write is locked here. */
  locked: Set<string>
  /** Whether to wait for entities that another batch holds, or to start again with them locked first. */
  wait: boolean
  /** Replay: fold what a payload touches even when nothing seems to change. */
  rebuild: boolean
}

/** The entities that statements are about or claim keys of, as they stand, beside those that `forest` holds already. */
export function readEntities(
  tx: Tx,
  kind: EntityKind,
  statements: readonly Statement[],
  forest: Forest = new Map(),
): Promise<Forest> {
  return readForest(
    tx,
    kind,
    keysOf(statements).filter((key) => !forest.has(key)),
    forest,
  )
}

/**
 * Merges the statements of a batch into the observations of their subjects (`forest`: what `readEntities` gave for them),
 * decides who owns each claimed key and gives new entities their id. Nothing is written yet: `writeIdentity` does that,
 * `writePeople` and `writeCompanies` fold `roots`.
 */
export async function settleEntities(
  tx: Tx,
  kind: EntityKind,
  forest: Forest,
  statements: readonly Statement[],
  options: SettleOptions,
): Promise<SettledEntities> {
  const unchanged = await lockWhatChanges(tx, kind, statements, forest, options)
  const changed = new Map<string, StoredObservation>()
  const history: HistoryLine[] = []
  const touched = new Set<string>()
  const merged = statements.map((statement, i) => {
    const same = unchanged[i]
    if (same !== undefined) return same
    const node = forest.get(statement.subject) ?? addNode(forest, statement.subject, statement.subject, false)
    const result = mergeObservation(kind, node.observations.get(statement.source), withClaims(statement))
    if (result.changed) {
      node.observations.set(statement.source, result.observation)
      changed.set(observationName(result.observation), result.observation)
    }
    history.push(...result.history)
    if (options.rebuild || (result.changed && !(result.sameValues && isAlone(forest, statement.subject)))) {
      touched.add(statement.subject)
    }
    return result
  })
  const claims = claimKeys(forest, statements)
  const roots = new Set<string>([...touched, ...claims.touched].map((key) => rootOf(forest, key)))
  const subjects = statements.flatMap(({ subject, source }) => (source === 'mention' ? [] : rootOf(forest, subject)))
  await readIdentities(tx, forest, [...roots, ...subjects, ...claims.absorbed.map(({ key }) => key)])
  const identities = assignIdentities(forest, kind, roots, claims.absorbed)
  return { kind, forest, merged, changed, history, roots, claims, identities }
}

/** Whether one source says all there is about an entity: newer times of the same values then change nothing in core. */
function isAlone(forest: Forest, subject: string): boolean {
  let observations = 0
  for (const key of keysUnder(forest, rootOf(forest, subject))) observations += forest.get(key)?.observations.size ?? 0
  return observations <= 1
}

export function observationName({ subject, source }: { subject: string; source: string }): string {
  return `${subject}\n${source}`
}

function keysOf(statements: readonly Statement[]): string[] {
  const keys = new Set<string>()
  for (const statement of statements) {
    keys.add(statement.subject)
    for (const claim of statement.claims) keys.add(claim)
  }
  return [...keys]
}

/** A claim is remembered as a field of the observation, so that its time survives newer payloads that claim otherwise. */
export function withClaims(statement: Statement) {
  if (statement.claims.length === 0) return statement
  return {
    ...statement,
    fields: { ...statement.fields, ...Object.fromEntries(statement.claims.map((key) => [`@${key}`, true])) },
  }
}

/**
 * Locks the entities that will be written and are not locked yet, then reads them again: another transaction may have
 * changed them in between. Companies named in jobs come here; most of them stand as they are and stay unlocked. Returns, by
 * position, the merges of statements that change nothing and whose subject nobody else changes.
 */
async function lockWhatChanges(
  tx: Tx,
  kind: EntityKind,
  statements: readonly Statement[],
  forest: Forest,
  options: SettleOptions,
): Promise<(Merged | undefined)[]> {
  const needed = new Set<string>()
  const again = new Set<string>()
  const same: (Merged | undefined)[] = []
  for (const [i, statement] of statements.entries()) {
    const root = rootOf(forest, statement.subject)
    const isLocked = (key: string) => options.locked.has(key)
    if (isLocked(root) && isLocked(statement.subject) && statement.claims.every((key) => isLocked(rootOf(forest, key))))
      continue
    const stored = forest.get(statement.subject)?.observations.get(statement.source)
    if (!options.rebuild) {
      const merged = mergeObservation(kind, stored, withClaims(statement))
      if (!merged.changed) {
        if (statement.claims.length === 0) same[i] = merged
        continue
      }
    }
    for (const key of [root, statement.subject, ...statement.claims]) {
      for (const touched of [key, rootOf(forest, key)]) {
        if (!options.locked.has(touched)) needed.add(touched)
        again.add(touched)
      }
    }
  }
  if (needed.size === 0) return same
  const stale = forget(forest, again)
  // Sent one behind the other: the read begins when the locks are held.
  const locked = options.wait ? waitForKeys(tx, needed) : tryLockKeys(tx, needed)
  await Promise.all([locked, readForest(tx, kind, [...again, ...stale], forest)])
  for (const key of needed) options.locked.add(key)
  for (const key of again) {
    const root = rootOf(forest, key)
    if (forest.get(root)?.stored && !options.locked.has(root))
      throw new RepeatBatch(`${key} moved to ${root} meanwhile`, [root])
  }
  for (const [i, merged] of same.entries()) {
    if (merged !== undefined && again.has(merged.observation.subject)) same[i] = undefined
  }
  return same
}

/**
 * Takes the whole entities of these keys out of the forest and returns the keys they had. What is no longer part of an
 * entity when it is read again (somebody undid a merge) would else stay below it.
 */
function forget(forest: Forest, keys: Iterable<string>): string[] {
  const roots = new Set([...keys].map((key) => rootOf(forest, key)))
  const whole = [...roots].flatMap((root) => (forest.has(root) ? keysUnder(forest, root) : []))
  for (const key of whole) forest.delete(key)
  return whole
}
