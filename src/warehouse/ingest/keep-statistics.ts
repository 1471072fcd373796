import type { Database } from '../../db/database.ts'

const TABLES = [
  'raw.receipts',
  'extracted.person_profile',
  'extracted.person_experience',
  'extracted.person_education',
  'core.people',
  'core.companies',
  'core.person_work_history',
  'core.person_past_employer',
  'core.person_observations',
  'core.company_observations',
  'core.identifiers',
  'core.identities',
]
const MILESTONES = [1_000, 10_000, 100_000]

/**
 * A fresh database has no statistics until autovacuum's first pass, and plans made without them scan whole tables.
 * So the hot tables are analysed after the first thousand, ten thousand and hundred thousand payloads of a process.
 */
export function keepStatistics(db: Database, log?: (message: string, fields?: Record<string, unknown>) => void) {
  let seen = 0
  let next = 0
  return {
    count(payloads: number) {
      seen += payloads
      const milestone = MILESTONES[next]
      if (milestone === undefined || seen < milestone) return
      next++
      db.pool
        .query(`analyze ${TABLES.join(', ')}`)
        .catch((error: Error) => log?.('statistics could not be refreshed', { error: error.message }))
    },
  }
}
