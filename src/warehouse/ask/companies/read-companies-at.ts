import type { Tx } from '../../../db/database.ts'
import { domainKey, keyValue } from '../../identity/keys.ts'
import { readEntityKeys } from '../../reference/lookups/entity-keys.ts'
import { readCompanies } from '../search/read-rows.ts'
import { CompanyRow } from '../search/schema.ts'
import type { CompanyAt } from './schema.ts'

/**
 * The company of each domain, in order: rows of facts keep the domain they came with when its company becomes part of
 * another, and then tell that one. A domain that core has no row of has its fields null, so that no list is shorter for it.
 */
export async function readCompaniesAt(tx: Tx, domains: readonly string[]): Promise<CompanyAt[]> {
  const ids = await idsAt(tx, domains)
  const rows = await readCompanies(tx, [...new Set(ids.values())])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return domains.map((domain) => byId.get(ids.get(domain) ?? '') ?? unknownCompany(domain))
}

async function idsAt(tx: Tx, domains: readonly string[]): Promise<Map<string, string>> {
  const direct = await readIds(tx, domains)
  const missing = domains.filter((domain) => !direct.has(domain))
  if (missing.length === 0) return direct
  const groups = await readEntityKeys(tx, missing.map(domainKey))
  const others = await readIds(tx, groups.flat().map(keyValue))
  for (const [i, keys] of groups.entries()) {
    const id = keys.map((key) => others.get(keyValue(key))).find((found) => found !== undefined)
    const domain = missing[i]
    if (id !== undefined && domain !== undefined) direct.set(domain, id)
  }
  return direct
}

async function readIds(tx: Tx, domains: readonly string[]): Promise<Map<string, string>> {
  if (domains.length === 0) return new Map()
  const rows = await tx.query<{ id: string; domain: string }>(
    'select id, domain from core.companies where domain = any($1::text[])',
    [domains],
  )
  return new Map(rows.map(({ id, domain }) => [domain, id]))
}

const nothing = Object.fromEntries(Object.keys(CompanyRow.properties).map((name) => [name, null]))

function unknownCompany(domain: string): CompanyAt {
  return { ...(nothing as Omit<CompanyAt, 'domain'>), domain }
}
