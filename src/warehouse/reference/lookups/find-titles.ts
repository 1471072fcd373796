import type { Reader } from '../../../db/database.ts'
import { askedKeys, chooseEntries } from './stored-entry.ts'

/** An entry of the lookup of job titles. */
export interface StoredTitle {
  /** The raw title as it was taught. */
  spelling: string
  cleaned_job_title: string | null
  seniority_level: string | null
  job_function: string | null
}

/**
 * The stored entry of each raw title, in order, null where there is none. Matched on the normalised key; where several
 * entries share one, the exact spelling wins, then the first. Entries that say nothing are no entries. About 4 µs a title
 * in a batch of a thousand.
 */
export async function findTitles(db: Reader, titles: readonly string[]): Promise<(StoredTitle | null)[]> {
  const rows = await db.query<StoredTitle & { n: number }>(
    `select r.n::int4 as n, l.latest_title as spelling, l.cleaned_job_title, l.seniority_level, l.job_function
     from unnest($1::text[], $2::text[]) with ordinality r(key, raw, n)
     join reference.job_title_lookup l on l.normalized_key = coalesce(r.key, reference.normalize_key(r.raw))
     where l.normalized_key <> '' and coalesce(l.cleaned_job_title, l.seniority_level, l.job_function) is not null
     order by r.n, l.latest_title`,
    askedKeys(titles),
  )
  return chooseEntries(titles, rows)
}
