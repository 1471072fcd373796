import type { Tx } from '../../db/database.ts'
import type { EntityKind } from '../workflows/define.ts'

const queues = { company: 'core.company_search_changes', person: 'core.person_search_changes' } as const

/**
 * Notes entities whose rows of core change in this transaction, for the search rows that are made of them. One COPY without
 * any index: 1 µs an entity.
 */
export function noteChanged(tx: Tx, kind: EntityKind, ids: readonly string[]): void {
  if (ids.length > 0)
    tx.copy(
      queues[kind],
      ['id'],
      ids.map((id) => [id]),
    )
}
