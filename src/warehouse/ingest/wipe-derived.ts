import type { Tx } from '../../db/database.ts'

/** What payloads do not say, or what must keep its value when everything is derived again; what people made is theirs. */
const KEPT = [
  'core.identifiers',
  'core.identities',
  'core.identity_decisions',
  'core.identity_merges',
  'core.identity_changes',
  'core.identity_reviews',
  'core.company_observations',
  'core.person_observations',
  'core.field_pins',
  'core.search_state',
  'core.priority_companies',
  'core.target_client_views',
  'core.saved_searches',
  'core.saved_search_versions',
  'core.saved_search_members',
  'core.saved_search_runs',
  'core.share_links',
  'core.share_secret',
]

/**
 * Empties everything that replay makes again: all of extracted and core but keys, identities, decisions and pinned
 * values. Raw payloads, taught lookups and clients' leads are not touched.
 */
export async function wipeDerived(tx: Tx): Promise<void> {
  const tables = await tx.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('extracted', 'core') and c.relkind = 'r' and n.nspname || '.' || c.relname <> all ($1::text[])
     order by 1`,
    [KEPT],
  )
  await tx.execute(`truncate ${tables.map(({ name }) => name).join(', ')}`)
  await tx.execute(`delete from core.company_observations where source <> 'pin'`)
  await tx.execute(`delete from core.person_observations where source <> 'pin'`)
}
