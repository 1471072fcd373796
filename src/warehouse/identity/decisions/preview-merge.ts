import type { Tx } from '../../../db/database.ts'
import { loadRanks } from '../load-ranks.ts'
import { keysUnder } from '../read-forest.ts'
import { differences, type RowChange, snapshotOf } from './entity-rows.ts'
import { type Merge, type MergeInput, mergeOpened } from './merge-entities.ts'
import { openEntities } from './open-entities.ts'
import { type Relation, relationsOf } from './relations.ts'

export interface MergePreview extends Merge {
  /** Every row of core that the merge adds, changes or removes. */
  changes: RowChange[]
  /** Rows that keep their key and change hands with it. */
  relations: Relation[]
  /** Columns of large tables that may name the entity too, without an index to look it up. */
  unsearched: string[]
}

const FOLDED = [
  'core.companies',
  'core.people',
  'core.person_locations',
  'core.person_tenure',
  'core.person_job_titles',
]

/**
 * What a merge would do, found by doing it: the rows before and after, taken inside the transaction, which leaves nothing
 * behind. The log of merges and the stream of changes, which a merge writes as well, are not listed.
 */
export async function previewMerge(tx: Tx, input: MergeInput): Promise<MergePreview> {
  const ranks = await loadRanks(tx)
  const open = await openEntities(tx, input.kind, [input.into, input.from])
  const { forest, roots } = open
  const keys = [...forest.keys()]
  const ids = [...forest.values()].flatMap(({ identityId }) => identityId ?? [])
  const from = roots[1] ?? ''
  const handed = keysUnder(forest, from)
  const before = await snapshotOf(tx, input.kind, keys, ids)
  await tx.execute('savepoint preview')
  const merge = await mergeOpened(tx, input, open, ranks)
  const after = await snapshotOf(tx, input.kind, keys, ids)
  const { relations, unsearched } = await relationsOf(tx, handed, FOLDED)
  await tx.execute('rollback to savepoint preview')
  return { ...merge, changes: differences(before, after), relations, unsearched }
}
