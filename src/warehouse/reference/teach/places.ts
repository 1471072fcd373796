import type { RawColumn } from './find-spellings.ts'
import type { Kind } from './schema.ts'

export type PlaceKind = Exclude<Kind, 'company_name'>

/** A column of raw values with the columns beside it that show what they mean. */
export interface RowPlace extends RawColumn {
  /** The column whose value is in the key under which writers of the row lock it, and how that begins. */
  owner: { column: string; prefix: 'slug:' | 'domain:' } | null
  /** Column: part of the mapping that it shows. */
  shows: Record<string, string>
  /** Column: part of the mapping of which it tells whether it is there. */
  tells?: Record<string, string>
}

const matchedTitle = {
  matched_cleaned_job_title: 'cleaned_job_title',
  matched_job_function: 'job_function',
  matched_seniority: 'seniority_level',
}
const matchedPlace = { matched_city: 'city', matched_state: 'state', matched_country: 'country' }
const bySlug = { column: 'linkedin_url', prefix: 'slug:' } as const

/** The current title of people; core.person_job_titles stands beside it. */
export const peopleTitles: RawColumn = { table: 'core.people', column: 'title', indexed: true }

/** The titles of people's jobs; extracted.person_experience holds the same rows under the same ids. */
export const jobTitles: RawColumn = { table: 'core.person_work_history', column: 'title', indexed: true }

/** Rows that show what the lookups made of one of their texts, as ingest fills them (`fill-matched.ts`). */
export const rowPlaces: Partial<Record<PlaceKind, RowPlace[]>> = {
  title: [
    {
      table: 'extracted.person_discovery',
      column: 'latest_title',
      indexed: true,
      owner: bySlug,
      shows: matchedTitle,
    },
  ],
  location: [
    { table: 'extracted.person_discovery', column: 'location_name', owner: bySlug, shows: matchedPlace },
    {
      table: 'extracted.company_discovery',
      column: 'location',
      owner: { column: 'domain', prefix: 'domain:' },
      shows: matchedPlace,
    },
    {
      table: 'extracted.salesnav_scrapes_person',
      column: 'location_raw',
      owner: null,
      shows: { city: 'city', state: 'state', country: 'country' },
      tells: { has_city: 'city', has_state: 'state', has_country: 'country' },
    },
  ],
}

export function placeName({ table, column }: RawColumn): string {
  return `${table}.${column}`
}
