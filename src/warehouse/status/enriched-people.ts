import type { Reader } from '../../db/database.ts'
import { askedEntities, askedFor } from '../reference/lookups/entity-keys.ts'

interface EnrichedPerson {
  is_enriched: boolean
  entry_count: number
  last_enriched_at: string | null
}

/** Whether the jobs of each person are known, under any of the person's profile URLs, and since when; in order. */
export function findEnrichedPeople(db: Reader, people: readonly (readonly string[])[]): Promise<EnrichedPerson[]> {
  return db.query<EnrichedPerson>(
    `select known.count > 0 as is_enriched, known.count as entry_count,
       to_char(known.last at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as last_enriched_at
     from ${askedEntities}
     cross join lateral (
       select count(*)::int4 as count, max(created_at) as last
       from core.person_work_history where linkedin_url = any (asked.keys)
     ) known
     order by asked.n`,
    [askedFor(people)],
  )
}
