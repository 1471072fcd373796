import type { Tx } from '../../../db/database.ts'
import type { Warehouse } from '../../ingest/settle-items.ts'
import { matchLookups } from '../match-lookups.ts'
import { slugKeyOf } from '../teach/plan-titles.ts'
import type { BackfillPlan, Filled, Lacking } from './schema.ts'

interface Found extends Lacking {
  id: string
  raw: string
}

/** Fills in what the lookup makes of discovered people's locations, as ingest does. Parts that are there stay. */
export const matchedLocationPlan: BackfillPlan<Found> = { read, fill }

async function read(tx: Tx, _warehouse: Warehouse, after: string, limit: number): Promise<Found[]> {
  const rows = await tx.query<{ position: string; id: string; raw: string } & Parts>(
    `select linkedin_url as position, id, location_name as raw,
       matched_city as city, matched_state as state, matched_country as country
     from extracted.person_discovery
     where linkedin_url > $1 and location_name <> '' and (matched_city is null or matched_state is null or matched_country is null)
     order by linkedin_url limit $2`,
    [after, limit],
  )
  const { locations } = await matchLookups(
    tx,
    [],
    rows.map(({ raw }) => raw),
  )
  return rows.map(({ position, id, raw, ...shown }) => {
    const meant = locations.get(raw)
    const fillable = (['city', 'state', 'country'] as const).some((part) => shown[part] === null && meant?.[part])
    return { position, id, raw, fillable, keys: [slugKeyOf(position)] }
  })
}

interface Parts {
  city: string | null
  state: string | null
  country: string | null
}

/** Each row only if it still has the text: a payload may have come in between. */
async function fill(tx: Tx, _warehouse: Warehouse, records: readonly Found[]): Promise<Filled> {
  const { locations } = await matchLookups(
    tx,
    [],
    records.map(({ raw }) => raw),
  )
  const meant = records.map(({ id, raw }) => ({ id, raw, ...locations.get(raw) }))
  const updated = await tx.execute(
    `update extracted.person_discovery t
     set matched_city = coalesce(t.matched_city, m.city), matched_state = coalesce(t.matched_state, m.state),
       matched_country = coalesce(t.matched_country, m.country)
     from json_to_recordset($1::json) m(id uuid, raw text, city text, state text, country text)
     where t.id = m.id and t.location_name = m.raw
       and (t.matched_city is null and m.city is not null or t.matched_state is null and m.state is not null
         or t.matched_country is null and m.country is not null)`,
    [JSON.stringify(meant)],
  )
  return { updated, samples: meant.slice(0, 10).map(({ id, raw, ...parts }) => ({ location_name: raw, ...parts })) }
}
