import type { Tx } from '../../../db/database.ts'

/** Forgets previews and steps of the clock after 90 days; what was changed, by whom and why stays. Returns how many. */
export function trimRankChanges(tx: Tx): Promise<number> {
  return tx.execute(
    `delete from reference.rank_changes
     where (status = 'previewed' or (kind = 'clock' and status = 'done')) and created_at < now() - interval '90 days'`,
  )
}
