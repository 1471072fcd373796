import { sameValue } from '../identity/merge-observation.ts'
import { readStored } from '../ingest/read-stored.ts'
import { state } from '../ingest/settle-items.ts'
import type { EntityKind, Json, Observation } from '../workflows/define.ts'
import type { Catalog } from '../workflows/registry.ts'
import type { KeptPayload } from './get-payload.ts'
import { readAgain } from './past-payloads.ts'

/** One value that a payload gives, and where in the payload it stands. */
export interface TracedValue {
  kind: EntityKind
  subject: string
  source: string
  field: string
  value: Json
  observed_at: string
  /** JSON pointers into the payload: without what stands there, the value would be another one. Empty: cannot be told. */
  paths: string[]
}

/** One extraction per leaf (0.1 ms) is time that all requests share: after this much, equal leaves have to do. */
const BUDGET_MS = 50
/** Larger payloads are not searched at all: a profile has 5 kB. */
const LONGEST = 262_144

/**
 * What a payload says about whom, by running it through its extractor again, and from which places of it each value
 * comes: the extractor is a pure function, so it is run once more without each leaf, and what changes came from there.
 */
export function traceValues(catalog: Catalog, payload: KeptPayload): TracedValue[] {
  const item = payload.error === null ? readAgain(catalog, payload) : undefined
  if (item === undefined) return []
  const extract = (text: string) => readAgain(catalog, { ...payload, payload: text })?.extraction?.observations ?? []
  const observations = item.extraction?.observations ?? []
  const traced = observations.flatMap((observation, position) => {
    const { statement, kind } = state(item, observation)
    return Object.entries(observation.fields).flatMap(([field, value]) => {
      if (value === null || value === undefined || value === '') return []
      const { subject, source, at } = statement
      const told: TracedValue = { kind, subject, source, field, value, observed_at: at, paths: [] }
      return [{ position, told }]
    })
  })
  if (payload.payload.length > LONGEST) return traced.map(({ told }) => told)
  const root = readStored(payload.payload) as Json
  const leaves = leavesOf(root)
  const begun = performance.now()
  for (const { pointer, keys } of leaves) {
    if (performance.now() - begun > BUDGET_MS) break
    const changed = extract(JSON.stringify(without(root, keys)))
    for (const { position, told } of traced) {
      const other = sameSubject(changed, observations[position], position)
      if (other !== undefined && !sameValue(other.fields[told.field] ?? null, told.value)) told.paths.push(pointer)
    }
  }
  for (const { told } of traced) {
    if (told.paths.length > 0) continue
    told.paths.push(...leaves.filter(({ value }) => sameValue(value, told.value)).map(({ pointer }) => pointer))
  }
  return traced.map(({ told }) => told)
}

/** The observation that takes the place of one: without a leaf that names its subject there may be none. */
function sameSubject(
  changed: readonly Observation[],
  { subject, kind, source }: Observation = { kind: 'company', subject: '', fields: {} },
  position: number,
): Observation | undefined {
  const alike = (other: Observation | undefined) =>
    other?.subject === subject && other.kind === kind && other.source === source
  const there = changed[position]
  return alike(there) ? there : changed.find(alike)
}

interface Leaf {
  pointer: string
  keys: string[]
  value: Json
}

function leavesOf(value: Json, keys: string[] = [], found: Leaf[] = []): Leaf[] {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) {
    const pointer = keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
    if (keys.length > 0 && value !== null) found.push({ pointer, keys, value })
    return found
  }
  for (const [key, member] of Object.entries(value)) leavesOf(member, [...keys, key], found)
  return found
}

/** A copy in which this leaf is null: the places of others stay what they are. */
function without(value: Json, [key, ...rest]: readonly string[]): Json {
  if (key === undefined || typeof value !== 'object' || value === null) return null
  if (Array.isArray(value)) return value.map((entry, i) => (String(i) === key ? without(entry, rest) : entry))
  return { ...value, [key]: without(value[key] ?? null, rest) }
}
