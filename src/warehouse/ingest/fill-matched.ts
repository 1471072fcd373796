import type { Lookups } from '../reference/match-lookups.ts'
import type { ExtractedRow } from '../workflows/define.ts'
import type { TableName } from './tables.ts'

/** Columns that show what the lookups made of a raw text beside it. */
const MATCHED: Partial<Record<TableName, { location?: [raw: string, prefix: string]; title?: string }>> = {
  'extracted.person_discovery': { location: ['location_name', 'matched_'], title: 'latest_title' },
  'extracted.company_discovery': { location: ['location', 'matched_'] },
  'extracted.salesnav_scrapes_person': { location: ['location_raw', ''] },
}

/**
 * Fills the matched columns of discovered people and companies from the lookups. Parts that the payload gave itself
 * stay; where nothing matches nothing is written, so a later miss cannot erase an earlier match.
 */
export function fillMatched(rows: readonly ExtractedRow[], lookups: Lookups): ExtractedRow[] {
  return rows.map(({ table, row }) => {
    const columns = MATCHED[table]
    if (columns === undefined) return { table, row }
    const filled = { ...row }
    if (columns.location !== undefined) {
      const [raw, prefix] = columns.location
      const match = lookups.locations.get(String(row[raw] ?? ''))
      for (const part of ['city', 'state', 'country'] as const) {
        const given = row[`${prefix}${part}`] ?? null
        filled[`${prefix}${part}`] = given ?? match?.[part] ?? null
        if (prefix === '') filled[`has_${part}`] = filled[part] !== null
      }
    }
    if (columns.title !== undefined) {
      const match = lookups.titles.get(String(row[columns.title] ?? ''))
      filled.matched_cleaned_job_title = match?.cleaned_job_title ?? null
      filled.matched_job_function = match?.job_function ?? null
      filled.matched_seniority = match?.seniority_level ?? null
    }
    return { table, row: filled }
  })
}
