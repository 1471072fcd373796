import { hash } from 'node:crypto'
import type { EntityKind, Json } from '../workflows/define.ts'
import { tracked } from './fields.ts'

/** Time and hash decide between two values of one field: greater wins, arrival never counts. */
export interface Stamp {
  /** ISO time with microseconds, UTC: comparable as text. */
  at: string
  /** Hash of the payload, hex. */
  hash: string
  rawId: string | null
}

/**
 * What one source says about one subject key. A field whose name begins with @ is a claimed key; one that begins with #
 * is a list kept in rows of its own (`ListValue`), which is replaced whole and stays when it comes again unchanged.
 */
export interface StoredObservation extends Stamp {
  subject: string
  source: string
  fields: Record<string, Json>
  /** Fields that come from an older payload than the row's newest: time, hash, raw id. */
  elder: Record<string, [string, string, string | null]>
  /** Tracked fields that have had one value only: when it was first seen. */
  since: Record<string, string>
}

/** One value of a tracked field with the times it was seen at. */
export interface HistoryLine {
  kind: EntityKind
  subject: string
  source: string
  field: string
  value: Json
  valueHash: string
  first: string
  last: string
  rawId: string | null
}

export interface Merged {
  /** The row as it stood before. */
  before: StoredObservation | undefined
  observation: StoredObservation
  /** Whether the row differs from the stored one. */
  changed: boolean
  /** Whether every field has the value it had, only their times may differ. */
  sameValues: boolean
  /** Whether the payload is not older than everything stored of this source. */
  newest: boolean
  history: HistoryLine[]
}

/** Stands for a list: its hash, and the payload from which its rows were written. */
export type ListValue = { h: string; raw: string }

/** Positive when the first is newer. */
export function compareStamps(a: { at: string; hash: string }, b: { at: string; hash: string }): number {
  if (a.at !== b.at) return a.at > b.at ? 1 : -1
  if (a.hash !== b.hash) return a.hash > b.hash ? 1 : -1
  return 0
}

/** The stamp of one field: its own when it comes from an older payload, else the row's. */
export function stampOf(observation: StoredObservation, field: string): Stamp {
  const elder = observation.elder[field]
  return elder === undefined ? observation : { at: elder[0], hash: elder[1], rawId: elder[2] }
}

/**
 * Merges one payload's statement into the row of its subject and source (newer wins, per field; an older payload still
 * fills what no newer one gave). Every order of arrival ends in the same row. Fields without a value say nothing.
 */
export function mergeObservation(
  kind: EntityKind,
  stored: StoredObservation | undefined,
  incoming: Stamp & { subject: string; source: string; fields: Record<string, Json | undefined> },
): Merged {
  const trackedFields = incoming.source === 'mention' ? none : tracked[kind]
  // Most mentions of a company say what an earlier job said already: told without building anything.
  if (stored !== undefined && trackedFields === none && saysNothingNew(stored, incoming)) {
    const newest = compareStamps(incoming, stored) === 0
    return { before: stored, observation: stored, changed: false, sameValues: true, newest, history: [] }
  }
  const given = Object.entries(incoming.fields).filter((entry): entry is [string, Json] => hasValue(entry[1]))
  if (stored === undefined) {
    const observation: StoredObservation = {
      subject: incoming.subject,
      source: incoming.source,
      fields: Object.fromEntries(given),
      elder: {},
      since: {},
      at: incoming.at,
      hash: incoming.hash,
      rawId: incoming.rawId,
    }
    for (const [field] of given) if (trackedFields.has(field)) observation.since[field] = incoming.at
    return { before: undefined, observation, changed: true, sameValues: false, newest: true, history: [] }
  }
  const order = compareStamps(incoming, stored)
  const newest = order >= 0
  const fields: Record<string, Json> = {}
  const elder: StoredObservation['elder'] = {}
  for (const [field, value] of Object.entries(stored.fields)) {
    // The same payload read again (replay): what it no longer gives is gone, what older ones gave stays.
    if (order === 0 && stored.elder[field] === undefined) continue
    fields[field] = value
    const stamp = stored.elder[field] ?? (order > 0 ? ([stored.at, stored.hash, stored.rawId] as const) : undefined)
    if (stamp !== undefined) elder[field] = [...stamp]
  }
  const since = { ...stored.since }
  const history: HistoryLine[] = []
  let sameValues = order !== 0
  for (const [field, value] of given) {
    const before = stored.fields[field]
    const beforeStamp = stampOf(stored, field)
    if (trackedFields.has(field)) remember(field, value, before, beforeStamp)
    if (before !== undefined && compareStamps(incoming, beforeStamp) < 0) continue
    const now = field.startsWith('#') ? sameList(before, value) : value
    if (sameValues && !sameValue(before, now)) sameValues = false
    fields[field] = now
    if (newest) delete elder[field]
    else elder[field] = [incoming.at, incoming.hash, incoming.rawId]
  }
  const observation: StoredObservation = {
    ...stored,
    fields,
    elder,
    since,
    ...(newest ? { at: incoming.at, hash: incoming.hash, rawId: incoming.rawId } : {}),
  }
  return { before: stored, observation, changed: order > 0 || !same(stored, observation), sameValues, newest, history }

  /** `since` stands for a field with a single value; from the second value on, all are lines of history. */
  function remember(field: string, value: Json, before: Json | undefined, beforeStamp: Stamp) {
    if (before === undefined) {
      since[field] = incoming.at
      return
    }
    const only = since[field]
    if (sameValue(before, value)) {
      if (only === undefined) history.push(line(field, value, incoming.at, incoming.at, incoming.rawId))
      else if (incoming.at < only) since[field] = incoming.at
      return
    }
    if (only !== undefined) {
      delete since[field]
      history.push(line(field, before, only, beforeStamp.at, beforeStamp.rawId))
    }
    history.push(line(field, value, incoming.at, incoming.at, incoming.rawId))
  }

  function line(field: string, value: Json, first: string, last: string, rawId: string | null): HistoryLine {
    const { subject, source } = incoming
    return { kind, subject, source, field, value, valueHash: shortHash(value), first, last, rawId }
  }
}

/** Whether all that is said was said before, by something newer or by the same. */
function saysNothingNew(
  stored: StoredObservation,
  incoming: Stamp & { fields: Record<string, Json | undefined> },
): boolean {
  if (compareStamps(incoming, stored) > 0) return false
  for (const field in incoming.fields) {
    if (!hasValue(incoming.fields[field])) continue
    if (stored.fields[field] === undefined || compareStamps(incoming, stampOf(stored, field)) > 0) return false
  }
  return true
}

/** The same list again keeps the rows that stand. */
function sameList(before: Json | undefined, value: Json): Json {
  return before !== undefined && isSameList(before, value) ? before : value
}

/** Whether two values of a list field stand for the same list. */
export function isSameList(one: Json | undefined, other: Json | undefined): boolean {
  const [a, b] = [one as ListValue | undefined, other as ListValue | undefined]
  return a !== undefined && a !== null && a.h === b?.h
}

const none: ReadonlySet<string> = new Set()

function hasValue(value: Json | undefined): boolean {
  return value !== null && value !== undefined && value !== '' && value !== 'null'
}

function same(a: StoredObservation, b: StoredObservation): boolean {
  return sameValue([a.fields, a.elder, a.since], [b.fields, b.elder, b.since])
}

/** Equal as jsonb is equal: the order of an object's keys does not count. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every(
    (key) => key in b && sameValue((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  )
}

/** 16 hex digits that stand for a value, whatever the order of its keys. */
export function shortHash(value: Json): string {
  return hash('sha256', JSON.stringify(sorted(value)), 'hex').slice(0, 16)
}

function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] ?? null)]),
  )
}
