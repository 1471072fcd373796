import type { Tx } from '../../../db/database.ts'
import { AppError, refused } from '../../../errors.ts'
import { RepeatBatch, waitForKeys } from '../../ingest/lock-keys.ts'
import { readEntityName } from '../../provenance/entity-keys.ts'
import { type FoundEntity, findEntity } from '../../provenance/find-entity.ts'
import type { EntityKind } from '../../workflows/define.ts'
import { type Forest, readForest, readIdentities, rootOf } from '../read-forest.ts'

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
  names: readonly string[],
  extra: readonly string[] = [],
): Promise<OpenEntities> {
  const found: FoundEntity[] = []
  for (const name of names) found.push(await find(tx, kind, name))
  const locked = new Set([...found.flatMap(({ forest }) => [...forest.keys()]), ...extra])
  tx.send(SETTINGS)
  await waitForKeys(tx, locked)
  const forest = await readForest(tx, kind, [...locked])
  const unlocked = [...forest.keys()].filter((key) => !locked.has(key))
  if (unlocked.length > 0) throw new RepeatBatch('an entity grew meanwhile', unlocked)
  const roots = found.map(({ root }) => rootOf(forest, root))
  await readIdentities(
    tx,
    forest,
    [...forest.values()].flatMap(({ key, owner }) => (key === owner ? key : [])),
  )
  return { roots, forest }
}

async function find(tx: Tx, kind: EntityKind, name: string): Promise<FoundEntity> {
  try {
    return await findEntity(tx, kind, name)
  } catch (error) {
    if (error instanceof AppError && error.status === 404 && (await isOfOtherKind(tx, kind, name))) {
      const [other, routes] = kind === 'company' ? ['person', 'people'] : ['company', 'companies']
      throw refused('wrong_kind', `This is a ${other}, not a ${kind}: use the routes of /v1/${routes}`)
    }
    throw error
  }
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
