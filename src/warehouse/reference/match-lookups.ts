import type { Tx } from '../../db/database.ts'
import type { LocationMatch, TitleMatch } from '../workflows/define.ts'
import { plainKey } from './lookups/plain-key.ts'

export interface Lookups {
  titles: Map<string, TitleMatch>
  locations: Map<string, LocationMatch>
  /** Everything that was looked up, with or without an entry: `title:…`, `location:…`. */
  asked: Set<string>
  /** No title has ever been taught here: nothing needs to be asked. */
  noTitles?: boolean
}

/**
 * What the lookups taught so far say about raw titles and locations. Matched on the normalised key (NFKC, case, white
 * space, punctuation); where several entries share one, the exact spelling wins, then the first in order of bytes. A title's
 * entry that says nothing is none.
 */
export async function matchLookups(tx: Tx, titles: Iterable<string>, locations: Iterable<string>): Promise<Lookups> {
  const [rawTitles, rawLocations] = [[...new Set(titles)].filter(isTitle), [...new Set(locations)]]
  const [matchedTitles, matchedLocations] = await Promise.all([
    matchTitles(tx, rawTitles),
    matchLocations(tx, rawLocations),
  ])
  return {
    titles: matchedTitles.titles,
    noTitles: matchedTitles.none,
    locations: matchedLocations,
    asked: new Set([...rawTitles.map((raw) => `title:${raw}`), ...rawLocations.map((raw) => `location:${raw}`)]),
  }
}

/** The indexes by which a taught title finds its rows hold no longer ones, so none is matched. */
function isTitle(text: string): boolean {
  return text.length * 3 <= LONGEST_TITLE || Buffer.byteLength(text) <= LONGEST_TITLE
}

const LONGEST_TITLE = 1_000

/** The same, asking only for what is not known yet. */
export async function completeLookups(tx: Tx, known: Lookups, titles: string[], locations: string[]): Promise<Lookups> {
  const moreTitles = known.noTitles === true ? [] : titles.filter((title) => !known.asked.has(`title:${title}`))
  const moreLocations = locations.filter((location) => !known.asked.has(`location:${location}`))
  if (moreTitles.length === 0 && moreLocations.length === 0) return known
  const missing = await matchLookups(tx, moreTitles, moreLocations)
  return {
    titles: new Map([...known.titles, ...missing.titles]),
    locations: new Map([...known.locations, ...missing.locations]),
    asked: new Set([...known.asked, ...missing.asked]),
    noTitles: known.noTitles === true || missing.noTitles === true,
  }
}

interface MatchedTitles {
  titles: Map<string, TitleMatch>
  none: boolean
}

async function matchTitles(tx: Tx, raw: string[]): Promise<MatchedTitles> {
  if (raw.length === 0) return { titles: new Map(), none: false }
  const rows = await tx.query<TitleMatch & Spelled>(
    `select 0 as n, '' as spelling, null as cleaned_job_title, null as seniority_level, null as job_function
     where not exists (select from reference.job_title_lookup)
     union all
     (select asked.n::int4, l.latest_title, l.cleaned_job_title, l.seniority_level, l.job_function
     from ${ASKED}
     join reference.job_title_lookup l on l.normalized_key = coalesce(asked.key, reference.normalize_key(asked.raw))
     where exists (select from reference.job_title_lookup) and l.normalized_key <> ''
       and coalesce(l.cleaned_job_title, l.seniority_level, l.job_function) is not null
     order by asked.n, l.latest_title collate "C")`,
    askedFor(raw),
  )
  if (rows[0]?.n === 0) return { titles: new Map(), none: true }
  return { titles: bestOf(raw, rows), none: false }
}

async function matchLocations(tx: Tx, raw: string[]): Promise<Map<string, LocationMatch>> {
  if (raw.length === 0) return new Map()
  const rows = await tx.query<LocationMatch & Spelled>(
    `select asked.n::int4 as n, l.location_name as spelling, l.city, l.state, l.country
     from ${ASKED}
     join reference.location_lookup l on l.normalized_key = coalesce(asked.key, reference.normalize_key(asked.raw))
     where exists (select from reference.location_lookup) and l.normalized_key <> ''
     order by asked.n, l.location_name collate "C"`,
    askedFor(raw),
  )
  return bestOf(raw, rows)
}

interface Spelled {
  n: number
  spelling: string
}

// Texts of ASCII come with their key: making it is the dearer half of a lookup in the database (5 of 8 µs). While
// nothing is taught, nothing is normalised at all.
const ASKED = 'unnest($1::text[], $2::text[]) with ordinality asked(key, raw, n)'

function askedFor(raw: readonly string[]) {
  const keys = raw.map(plainKey)
  return [keys, raw.map((text, i) => (keys[i] === null ? text : null))]
}

function bestOf<Match>(raw: readonly string[], rows: readonly (Match & Spelled)[]): Map<string, Match> {
  const best = new Map<string, Match>()
  for (const { n, spelling, ...match } of rows) {
    const text = raw[n - 1] ?? ''
    if (spelling === text || !best.has(text)) best.set(text, match as Match)
  }
  return best
}
