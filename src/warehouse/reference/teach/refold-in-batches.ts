import { asOperator, type Database } from '../../../db/database.ts'
import { readForest, rootOf } from '../../identity/read-forest.ts'
import { RepeatBatch } from '../../ingest/lock-keys.ts'
import type { Warehouse } from '../../ingest/settle-items.ts'
import { refoldEntities } from '../../provenance/refold-entities.ts'
import type { EntityKind } from '../../workflows/define.ts'
import { underLocks } from './in-batches.ts'

/** Entities of one transaction; each may hold several keys. */
const ENTITIES = 100

/**
 * Folds the entities of these keys into core again, from what was said about them: for what cannot be told from the rows
 * of core alone.
 */
export async function refoldInBatches(
  db: Database,
  warehouse: Warehouse,
  kind: EntityKind,
  keys: readonly string[],
): Promise<void> {
  for (let start = 0; start < keys.length; start += ENTITIES) {
    const some = keys.slice(start, start + ENTITIES)
    await underLocks(
      db,
      warehouse,
      () => asOperator(db, async (tx) => [...new Set([...some, ...(await readForest(tx, kind, some)).keys()])]),
      async (tx, locked) => {
        const forest = await readForest(tx, kind, some)
        const gained = [...forest.keys()].filter((key) => !locked.has(key))
        if (gained.length > 0) throw new RepeatBatch('an entity gained keys meanwhile', gained)
        const roots = some.flatMap((key) => (forest.has(key) ? rootOf(forest, key) : []))
        await refoldEntities(tx, kind, forest, roots, warehouse.ranks)
      },
    )
  }
}
