import type { Tx } from '../../../db/database.ts'
import type { Difference } from './diff-values.ts'
import type { SavedSearch } from './schema.ts'

/** Adds how a search stands now to its past. */
export function writeVersion(tx: Tx, search: SavedSearch, diff: readonly Difference[], by: string): void {
  tx.send(
    `insert into core.saved_search_versions
       (search_id, version, name, criteria, sort, owner, reveal_limit, status, diff, changed_by)
     values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, $9::jsonb, $10)`,
    [
      ...[search.id, search.version, search.name, JSON.stringify(search.criteria), search.sort, search.owner],
      ...[search.reveal_limit, search.status, JSON.stringify(diff), by],
    ],
  )
}
