import type { Tx } from '../../db/database.ts'
import type { LocationMatch, TitleMatch } from '../workflows/define.ts'

export interface Lookups {
  titles: Map<string, TitleMatch>
  locations: Map<string, LocationMatch>
  /** Everything that was looked up, with or without an entry. */
  asked: Set<string>
}

/**
 * What the lookups taught so far say about raw titles and locations. Matched on the normalised key (NFKC, case, white
 * space, punctuation); where several entries share one, the exact spelling wins, then the first in order.
 */
export async function matchLookups(tx: Tx, titles: Iterable<string>, locations: Iterable<string>): Promise<Lookups> {
  const [rawTitles, rawLocations] = [[...new Set(titles)], [...new Set(locations)]]
  return {
    titles: await matchTitles(tx, rawTitles),
    locations: await matchLocations(tx, rawLocations),
    asked: new Set([...rawTitles, ...rawLocations]),
  }
}

/** The same, asking only for what is not known yet. */
export async function completeLookups(tx: Tx, known: Lookups, titles: string[], locations: string[]): Promise<Lookups> {
  const missing = await matchLookups(
    tx,
    titles.filter((title) => !known.asked.has(title)),
    locations.filter((location) => !known.asked.has(location)),
  )
  return {
    titles: new Map([...known.titles, ...missing.titles]),
    locations: new Map([...known.locations, ...missing.locations]),
    asked: new Set([...known.asked, ...missing.asked]),
  }
}

async function matchTitles(tx: Tx, raw: string[]): Promise<Map<string, TitleMatch>> {
  if (raw.length === 0) return new Map()
  const rows = await tx.query<TitleMatch & { raw: string }>(
    `select distinct on (r.raw) r.raw, l.cleaned_job_title, l.seniority_level, l.job_function
     from unnest($1::text[]) r(raw)
     join reference.job_title_lookup l on l.normalized_key = reference.normalize_key(r.raw)
     order by r.raw, (l.latest_title = r.raw) desc, l.latest_title`,
    [raw],
  )
  return new Map(rows.map(({ raw: title, ...match }) => [title, match]))
}

async function matchLocations(tx: Tx, raw: string[]): Promise<Map<string, LocationMatch>> {
  if (raw.length === 0) return new Map()
  const rows = await tx.query<LocationMatch & { raw: string }>(
    `select distinct on (r.raw) r.raw, l.city, l.state, l.country
     from unnest($1::text[]) r(raw)
     join reference.location_lookup l on l.normalized_key = reference.normalize_key(r.raw)
     order by r.raw, (l.location_name = r.raw) desc, l.location_name`,
    [raw],
  )
  return new Map(rows.map(({ raw: name, ...match }) => [name, match]))
}
