import type { Tx } from '../../../db/database.ts'
import { followIds } from '../../identity/decisions/follow-ids.ts'
import type { SearchKind } from '../filter/condition.ts'
import { readCompanies, readLeads, readPeople } from '../search/read-rows.ts'
import type { CompanyRow, LeadRow, PersonRow } from '../search/schema.ts'

const readers = { leads: readLeads, people: readPeople, companies: readCompanies }

export type SearchRow = LeadRow | PersonRow | CompanyRow

/** The rows of a search's matches, in this order; those that are no more are left out. */
export function rowsOf(tx: Tx, kind: SearchKind, ids: readonly string[]): Promise<SearchRow[]> {
  return readers[kind](tx, ids)
}

/** The same for ids that were kept for a while: those that were merged since are followed, and each row is given once. */
export async function rowsKept(tx: Tx, kind: SearchKind, ids: readonly string[]): Promise<SearchRow[]> {
  const leads = await followIds(tx, kind === 'companies' ? 'company' : 'person', ids)
  return rowsOf(tx, kind, [...new Set(ids.map((id) => leads.get(id) ?? id))])
}

/** These fields of a row, in this order; all unless given. */
export function selectFields(row: SearchRow, fields: readonly string[] | undefined): Record<string, unknown> {
  if (fields === undefined) return row
  const values: Record<string, unknown> = row
  return Object.fromEntries(fields.map((field) => [field, values[field] ?? null]))
}
