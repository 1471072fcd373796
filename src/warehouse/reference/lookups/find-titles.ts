import type { Reader } from '../../../db/database.ts'
import type { Asked } from './remember.ts'
import { findEntries, type LookupTable, type Spelled } from './stored-entry.ts'

/** An entry of the lookup of job titles. */
export interface StoredTitle extends Spelled {
  cleaned_job_title: string | null
  seniority_level: string | null
  job_function: string | null
}

const table: LookupTable = {
  name: 'job_title_lookup',
  key: 'latest_title',
  columns: 'l.cleaned_job_title, l.seniority_level, l.job_function',
  where: 'coalesce(l.cleaned_job_title, l.seniority_level, l.job_function) is not null',
}

/** The stored entry of each raw title. One that says nothing at all is none. */
export function findTitles(db: Reader, titles: readonly string[]): Promise<Asked<StoredTitle>> {
  return findEntries(db, table, titles)
}
