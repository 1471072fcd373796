import { asOperator, type Database, type Tx } from '../../db/database.ts'
import { unavailable } from '../../errors.ts'
import type { SourceRanks } from '../identity/fold.ts'
import { loadRanks } from '../identity/load-ranks.ts'
import { classifyFailure } from '../ingest/classify-failure.ts'
import { RepeatBatch, waitForKeys } from '../ingest/lock-keys.ts'
import type { EntityKind } from '../workflows/define.ts'
import { type FoundEntity, findEntity } from './find-entity.ts'

/**
 * Finds an entity and takes the locks under which payloads about it are written, so that what follows is safe against
 * every batch. The first thing of its transaction: it waits, and nobody may wait who holds keys already.
 */
export async function holdEntity(
  tx: Tx,
  kind: EntityKind,
  name: string,
): Promise<{ entity: FoundEntity; ranks: SourceRanks }> {
  const ranks = await loadRanks(tx)
  const before = await findEntity(tx, kind, name)
  await waitForKeys(tx, before.keys)
  const entity = await findEntity(tx, kind, name)
  const held = new Set(before.keys)
  if (!entity.keys.every((key) => held.has(key))) throw new RepeatBatch('the entity gained a key meanwhile')
  return { entity, ranks }
}

const ATTEMPTS = 8

/** One transaction that writes entities; done again where a batch was in the way. Throws 503 `entity_busy`. */
export async function inTurn<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await asOperator(db, work)
    } catch (error) {
      if (classifyFailure(error).kind !== 'again') throw error
      if (attempt >= ATTEMPTS) {
        throw unavailable('entity_busy', 'Payloads about this entity are being written. Send it again.', 1, error)
      }
      await new Promise((resolve) => setTimeout(resolve, 20 * attempt))
    }
  }
}
