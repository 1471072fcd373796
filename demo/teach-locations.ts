import type { Tx } from '../src/db/database.ts'
import type { Location } from './sample.ts'

/** Entries for the location lookup. What somebody has taught already stands. Returns how many are new. */
export function teachLocations(tx: Tx, locations: readonly Location[]): Promise<number> {
  return tx.execute(
    `insert into reference.location_lookup (location_name, city, state, country, has_city, has_state, has_country)
     select name, city, state, country, true, true, true
     from json_to_recordset($1) l(name text, city text, state text, country text)
     on conflict (location_name) do nothing`,
    [JSON.stringify(locations)],
  )
}
