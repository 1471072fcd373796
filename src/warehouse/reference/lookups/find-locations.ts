import type { Reader } from '../../../db/database.ts'
import { askedKeys, chooseEntries } from './stored-entry.ts'

/** An entry of the lookup of locations. */
export interface StoredLocation {
  /** The raw location as it was taught. */
  spelling: string
  city: string | null
  state: string | null
  country: string | null
  /** Whether the text itself names the part; where nobody said, whether there is a value. */
  has_city: boolean
  has_state: boolean
  has_country: boolean
}

/** The stored entry of each raw location, in order, null where there is none. Matched as titles are. */
export async function findLocations(db: Reader, locations: readonly string[]): Promise<(StoredLocation | null)[]> {
  const rows = await db.query<StoredLocation & { n: number }>(
    `select r.n::int4 as n, l.location_name as spelling, l.city, l.state, l.country,
       coalesce(l.has_city, l.city <> '', false) as has_city,
       coalesce(l.has_state, l.state <> '', false) as has_state,
       coalesce(l.has_country, l.country <> '', false) as has_country
     from unnest($1::text[], $2::text[]) with ordinality r(key, raw, n)
     join reference.location_lookup l on l.normalized_key = coalesce(r.key, reference.normalize_key(r.raw))
     where l.normalized_key <> ''
     order by r.n, l.location_name`,
    askedKeys(locations),
  )
  return chooseEntries(locations, rows)
}
