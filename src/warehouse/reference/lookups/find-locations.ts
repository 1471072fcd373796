import type { Reader } from '../../../db/database.ts'
import type { Asked } from './remember.ts'
import { findEntries, type LookupTable, type Spelled } from './stored-entry.ts'

/** An entry of the lookup of locations. */
export interface StoredLocation extends Spelled {
  city: string | null
  state: string | null
  country: string | null
  /** Whether the text itself names the part; where nobody said, whether there is a value. */
  has_city: boolean
  has_state: boolean
  has_country: boolean
}

const table: LookupTable = {
  name: 'location_lookup',
  key: 'location_name',
  columns: `l.city, l.state, l.country,
         coalesce(l.has_city, l.city <> '', false) as has_city,
         coalesce(l.has_state, l.state <> '', false) as has_state,
         coalesce(l.has_country, l.country <> '', false) as has_country`,
  where: 'true',
}

/** The stored entry of each raw location. One without any part says that the text names no place. */
export function findLocations(db: Reader, locations: readonly string[]): Promise<Asked<StoredLocation>> {
  return findEntries(db, table, locations)
}
