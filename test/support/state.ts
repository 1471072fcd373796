import type { Database } from '../../src/db/database.ts'

/** Tables whose rows follow from the payloads alone (identities and keys survive a wipe and are compared all the same). */
const SCHEMAS = ['extracted', 'core', 'client', 'reference']
/** What is to be looked at, not what is so: writing a row again notes it again. */
const QUEUES = ['company_search_changes', 'person_search_changes', 'signal_changes']

/** Every row of every derived table but its times of writing, sorted: two equal states have equal text. */
export async function stateOf(db: Database): Promise<Record<string, string[]>> {
  const { rows: tables } = await db.pool.query<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_schema = any($1) and table_type = 'BASE TABLE' and table_name <> 'enrichment_workflow_registry'
       and table_name <> all ($2) order by 1`,
    [SCHEMAS, QUEUES],
  )
  const state: Record<string, string[]> = {}
  for (const { name } of tables) {
    const { rows } = await db.pool.query<{ row: string }>(
      `select (to_jsonb(t) - 'created_at' - 'updated_at')::text as row from ${name} t order by 1`,
    )
    if (rows.length > 0) state[name] = rows.map(({ row }) => row)
  }
  return state
}

/** Everything derived, gone: what a rebuild starts from. */
export async function wipe(db: Database): Promise<void> {
  const { rows } = await db.pool.query<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_schema in ('extracted', 'core') and table_type = 'BASE TABLE'
       and table_name not in (
         'identifiers', 'identities', 'identity_reviews', 'identity_decisions', 'identity_merges', 'identity_changes',
         'search_state'
       )`,
  )
  await db.pool.query(`truncate ${rows.map(({ name }) => name).join(', ')} cascade`)
}
