import type { Tx } from '../../../db/database.ts'
import { readFilter } from '../filter/read-filter.ts'
import { listPage, type PageQuery } from '../leads/list-page.ts'
import { readCompanies } from '../search/read-rows.ts'
import { valueKey } from '../terms.ts'
import type { Technology } from './schema.ts'

/**
 * Companies that use a technology, those with most people first, with when and by whom it was seen there. Throws 400
 * `filter_invalid`, `invalid_cursor`.
 */
export async function listByTechnology(tx: Tx, name: string, page: PageQuery) {
  const where = readFilter('companies', { technology: name }, '')
  const { ids, meta } = await listPage(tx, 'companies', { where, page })
  const companies = await readCompanies(tx, ids)
  const used = await readUse(
    tx,
    name,
    companies.map(({ domain }) => domain),
  )
  return { data: companies.map((company) => ({ ...company, technologies: used.get(company.domain) ?? [] })), meta }
}

async function readUse(tx: Tx, name: string, domains: readonly string[]): Promise<Map<string, Technology[]>> {
  const rows = await tx.query<Technology & { domain: string }>(
    `select u.domain, t.name, 'builtwith' as source, u.first_detected as first_seen, u.last_detected as last_seen,
       null::float8 as score
     from reference.technologies t join core.company_technologies u on u.technology_id = t.id
     where reference.word_vector(t.name) @@ reference.word_query($1, false) and u.domain = any($2::text[])
     union all
     select u.domain, t.title, 'predictleads', to_char(u.first_seen_at at time zone 'UTC', 'YYYY-MM-DD'),
       to_char(u.last_seen_at at time zone 'UTC', 'YYYY-MM-DD'), u.score::float8
     from reference.predictleads_technologies t join core.company_predictleads_technologies u on u.technology_id = t.id
     where reference.word_vector(t.title) @@ reference.word_query($1, false) and u.domain = any($2::text[])
     order by 3, 2`,
    [name, domains],
  )
  const found = new Map<string, Technology[]>()
  for (const { domain, ...technology } of rows) {
    if (valueKey(technology.name) !== valueKey(name)) continue
    found.set(domain, [...(found.get(domain) ?? []), technology])
  }
  return found
}
