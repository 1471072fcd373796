import type { Tx } from '../../db/database.ts'
import { claimStamp } from '../identity/claim-keys.ts'
import { mergeObservation, type StoredObservation, sameValue, stampOf } from '../identity/merge-observation.ts'
import type { Forest } from '../identity/read-forest.ts'
import type { Statement } from '../identity/settle-entities.ts'
import type { EntityKind, Json } from '../workflows/define.ts'
import type { Catalog } from '../workflows/registry.ts'
import type { FoundEntity } from './find-entity.ts'
import { type PastStatements, readStatements } from './past-payloads.ts'
import { type PinRow, pinObservation, readPinsAt } from './pins/pin-rows.ts'
import type { Uncertainty } from './schema.ts'

export interface PastForest {
  /** The entity's keys with what had been observed about each by then. */
  forest: Forest
  pins: PinRow[]
  uncertain: Uncertainty[]
}

/**
 * What every source had said about an entity by a time: all statements whose own time is not later, in whatever order
 * their payloads came. An observation that has not changed since stands as it is. One that has is made again from the
 * kept payloads; where these do not give the observation that is stored today (a company that others mention, payloads
 * filed under another entity), what they leave open is told as uncertain.
 */
export async function observeAsOf(tx: Tx, catalog: Catalog, entity: FoundEntity, at: string): Promise<PastForest> {
  const { kind, keys, forest } = entity
  const pins = await readPinsAt(tx, keys, at)
  const later = keys.flatMap((key) =>
    [...(forest.get(key)?.observations.values() ?? [])].filter((o) => o.source !== 'pin' && o.at > at),
  )
  const sources = [...new Set(later.map(({ source }) => source).filter((source) => source !== 'mention'))]
  const said = sources.length === 0 ? nothing : await readStatements(tx, catalog, kind, keys, sources)
  const uncertain: Uncertainty[] = []
  const past: Forest = new Map()
  for (const key of keys) {
    const node = forest.get(key)
    if (node === undefined) continue
    const observations = new Map<string, StoredObservation>()
    for (const stored of node.observations.values()) {
      if (stored.source === 'pin') continue
      const before = stored.at <= at ? stored : rewind(kind, stored, aboutOne(said, stored), at, uncertain)
      if (before !== undefined) observations.set(stored.source, before)
    }
    const pinned = pinObservation(
      key,
      pins.filter(({ subject }) => subject === key),
    )
    if (pinned !== undefined) observations.set('pin', pinned)
    past.set(key, { ...node, children: new Set(node.children), observations })
  }
  dropUnclaimed(past)
  return { forest: past, pins, uncertain }
}

const nothing: PastStatements = { statements: [], complete: true }

function aboutOne({ statements, complete }: PastStatements, { subject, source }: StoredObservation): PastStatements {
  const own = statements.filter((statement) => statement.subject === subject && statement.source === source)
  return { statements: own, complete }
}

/** The observation as it was: from payloads where they tell all of it, else what its own times prove. */
function rewind(
  kind: EntityKind,
  stored: StoredObservation,
  { statements, complete }: PastStatements,
  at: string,
  uncertain: Uncertainty[],
): StoredObservation | undefined {
  const before = merge(
    kind,
    statements.filter((statement) => statement.at <= at),
  )
  const today = merge(kind, statements)
  if (complete && today !== undefined && sameObservation(today, stored)) return before
  return rewindByStamps(stored, before, at, uncertain)
}

function merge(kind: EntityKind, statements: readonly Statement[]): StoredObservation | undefined {
  let merged: StoredObservation | undefined
  for (const statement of statements) merged = mergeObservation(kind, merged, statement).observation
  return merged
}

/** Lists are compared by their content only: which of two equal payloads wrote them depends on the order of arrival. */
function sameObservation(a: StoredObservation, b: StoredObservation): boolean {
  const plain = ({ fields }: StoredObservation) =>
    Object.fromEntries(Object.entries(fields).filter(([field]) => !field.startsWith('#')))
  return a.at === b.at && a.hash === b.hash && sameValue(plain(a), plain(b)) && sameValue(a.since, b.since)
}

/** A field whose newest value is not later than the time had that value then; of the others the payloads may know. */
function rewindByStamps(
  stored: StoredObservation,
  before: StoredObservation | undefined,
  at: string,
  uncertain: Uncertainty[],
): StoredObservation | undefined {
  const fields: Record<string, Json> = {}
  const elder: StoredObservation['elder'] = {}
  for (const [field, value] of Object.entries(stored.fields)) {
    const stamp = stampOf(stored, field)
    const known = stamp.at <= at ? { value, stamp } : undefined
    const found = before?.fields[field]
    const then = known ?? (before && found !== undefined ? { value: found, stamp: stampOf(before, field) } : undefined)
    if (known === undefined && !field.startsWith('@') && !field.startsWith('#')) {
      const { source, subject } = stored
      const why =
        found === undefined ? 'observed later; whether before as well is not kept' : 'may not be the newest then'
      uncertain.push({ field, source, subject, why })
    }
    if (then === undefined) continue
    fields[field] = then.value
    elder[field] = [then.stamp.at, then.stamp.hash, then.stamp.rawId]
  }
  const stamps = Object.values(elder).sort(([a], [b]) => (a < b ? 1 : -1))
  const [newest] = stamps
  if (newest === undefined) return undefined
  return { ...stored, fields, elder, since: {}, at: newest[0], hash: newest[1], rawId: newest[2] }
}

/** Keys that nobody had claimed yet, and about which nothing had been said, were not known to belong to the entity. */
function dropUnclaimed(forest: Forest): void {
  for (const [key, { owner, observations, children }] of [...forest].reverse()) {
    if (owner === key || observations.size > 0 || claimStamp(forest, owner, key) !== null) continue
    if ([...children].some((child) => forest.has(child))) continue
    forest.get(owner)?.children.delete(key)
    forest.delete(key)
  }
}
