import type { Tx } from '../../../db/database.ts'
import { type AppError, notFound, refused } from '../../../errors.ts'
import { RepeatBatch, waitForKeys } from '../../ingest/lock-keys.ts'
import { readEntityName } from '../../provenance/entity-keys.ts'
import type { EntityKind } from '../../workflows/define.ts'
import { type Forest, readForest, rootOf } from '../read-forest.ts'
import { followIds } from './follow-ids.ts'

/** What somebody calls an entity, or a key exactly as it is stored. */
export type Name = string | { key: string }

export interface OpenEntities {
  /** One root per name that was asked for, in order. */
  roots: string[]
  /** All these entities, whole, with ids; nobody else writes them until the end of this transaction. */
  forest: Forest
}

/** As ingest sets them: every statement asks for a few keys, and the engine keeps history itself. */
const SETTINGS = `select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
  set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true), set_config('galena.sync', 'off', true)`

/**
 * Finds entities by whatever names them and takes the locks that ingest takes: those of their roots and of all their keys.
 * A payload that arrives in this moment is written before, or waits and is written after. What was read before the locks
 * were there is read again; when an entity became part of another meanwhile, throws RepeatBatch: start over.
 * Throws 404 `company_not_found` or `person_not_found`, 422 `wrong_kind`.
 */
export async function openEntities(
  tx: Tx,
  kind: EntityKind,
  names: readonly Name[],
  extra: readonly string[] = [],
): Promise<OpenEntities> {
  const candidates = await candidateKeys(tx, kind, names)
  const before = await readForest(tx, kind, [...candidates.flat(), ...extra])
  const keys: string[] = []
  for (const [i, name] of names.entries()) {
    const key = candidates[i]?.find((candidate) => before.has(candidate))
    if (key === undefined) throw await unknown(tx, kind, name)
    keys.push(key)
  }
  const locked = new Set([...before.keys(), ...extra])
  tx.send(SETTINGS)
  await waitForKeys(tx, locked)
  const forest = await readForest(tx, kind, [...locked])
  const unlocked = [...forest.keys()].filter((key) => !locked.has(key))
  if (unlocked.length > 0) throw new RepeatBatch('an entity grew meanwhile', unlocked)
  await readIds(tx, kind, forest)
  const roots = keys.map((key) => rootOf(forest, key))
  for (const [i, root] of roots.entries()) {
    if (forest.get(root)?.identityId == null) throw await unknown(tx, kind, names[i] ?? '')
  }
  return { roots, forest }
}

/** Keys of which the first that is known names the entity: for an id the root of the entity that it leads to. */
async function candidateKeys(tx: Tx, kind: EntityKind, names: readonly Name[]): Promise<string[][]> {
  const read = names.map((name) => (typeof name === 'string' ? readEntityName(kind, name) : { keys: [name.key] }))
  const ids = read.flatMap((name) => (name !== null && 'id' in name ? name.id : []))
  const live = await followIds(tx, kind, ids)
  const rows =
    live.size === 0
      ? []
      : await tx.query<{ id: string; root: string }>(
          'select id, root from core.identities where id = any($1::uuid[])',
          [[...live.values()]],
        )
  const roots = new Map(rows.map(({ id, root }) => [id, root]))
  return read.map((name) => {
    if (name === null) return []
    if ('keys' in name) return name.keys
    return [roots.get(live.get(name.id) ?? '') ?? []].flat()
  })
}

async function readIds(tx: Tx, kind: EntityKind, forest: Forest): Promise<void> {
  const roots = [...forest.values()].flatMap(({ key, owner }) => (key === owner ? key : []))
  const rows = await tx.query<{ id: string; root: string }>(
    'select id, root from core.identities where root = any($1) and kind = $2 and merged_into is null',
    [roots, kind],
  )
  for (const { id, root } of rows) {
    const node = forest.get(root)
    if (node !== undefined) node.identityId = id
  }
}

async function unknown(tx: Tx, kind: EntityKind, given: Name): Promise<AppError> {
  const name = typeof given === 'string' ? given : given.key
  if (await isOfOtherKind(tx, kind, name)) {
    const [other, routes] = kind === 'company' ? ['person', 'people'] : ['company', 'companies']
    return refused('wrong_kind', `This is a ${other}, not a ${kind}: use the routes of /v1/${routes}`)
  }
  return notFound(kind, JSON.stringify(name.slice(0, 100)))
}

async function isOfOtherKind(tx: Tx, kind: EntityKind, name: string): Promise<boolean> {
  const other = kind === 'company' ? 'person' : 'company'
  const read = readEntityName(other, name)
  if (read === null) return false
  const rows =
    'id' in read
      ? await tx.query('select 1 as found from core.identities where id = $1 and kind = $2', [read.id, other])
      : await tx.query('select 1 as found from core.identifiers where key = any($1) and kind = $2', [read.keys, other])
  return rows.length > 0
}
