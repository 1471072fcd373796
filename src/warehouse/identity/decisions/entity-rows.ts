import type { Tx } from '../../../db/database.ts'
import type { EntityKind } from '../../workflows/define.ts'
import { keyKind, keyValue } from '../keys.ts'

/** A table that shows entities, with the columns by which rows of one entity are found, and the one that names a row. */
interface CoreTable {
  table: string
  id: string
  by: Partial<Record<'id' | 'key' | 'domain' | 'url', string>>
}

/** Every table whose rows a decision can add, change or remove, apart from the log of decisions and the stream of changes. */
const decided: Record<EntityKind, CoreTable[]> = {
  company: [
    { table: 'core.companies', id: 'id', by: { id: 'id', domain: 'domain' } },
    { table: 'core.case_study_champions', id: 'id', by: { id: 'core_company_id' } },
  ],
  person: [
    { table: 'core.people', id: 'id', by: { id: 'id', url: 'linkedin_url' } },
    { table: 'core.person_locations', id: 'linkedin_url', by: { url: 'linkedin_url' } },
    { table: 'core.person_tenure', id: 'linkedin_url', by: { url: 'linkedin_url' } },
    { table: 'core.person_job_titles', id: 'linkedin_url', by: { url: 'linkedin_url' } },
    { table: 'core.person_work_history', id: 'id', by: { url: 'linkedin_url' } },
    { table: 'core.person_past_employer', id: 'id', by: { url: 'linkedin_url' } },
    { table: 'core.person_promotions', id: 'id', by: { url: 'linkedin_url' } },
    { table: 'core.case_study_champions', id: 'id', by: { id: 'core_person_id' } },
  ],
}
const identity: CoreTable[] = [
  { table: 'core.identifiers', id: 'key', by: { key: 'key' } },
  { table: 'core.identities', id: 'id', by: { key: 'root' } },
  { table: 'core.identity_decisions', id: 'key', by: { key: 'key' } },
]

export type Snapshot = Map<string, Record<string, unknown>>

export interface RowChange {
  table: string
  /** What names the row in its table. */
  row: string
  change: 'added' | 'changed' | 'vanished'
  /** The whole row where it was added or vanished, else the columns that differ. Null where there is none. */
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** All rows of core about the entities with these keys and ids, as they stand, without their times of writing. */
export async function snapshotOf(
  tx: Tx,
  kind: EntityKind,
  keys: readonly string[],
  ids: readonly string[],
): Promise<Snapshot> {
  const values = { id: [...ids], key: [...keys], ...addresses(keys) }
  const rows: Snapshot = new Map()
  for (const { table, id, by } of [...decided[kind], ...identity]) {
    const conditions = Object.entries(by).map(
      ([name, column], i) => `t.${column} = any($${i + 1}::${name === 'id' ? 'uuid' : 'text'}[])`,
    )
    const parameters = Object.keys(by).map((name) => values[name as keyof typeof values])
    const found = await tx.query<{ name: string; row: Record<string, unknown> }>(
      `select t.${id}::text as name, to_jsonb(t) - 'created_at' - 'updated_at' as row from ${table} t
       where ${conditions.join(' or ')}`,
      parameters,
    )
    for (const { name, row } of found) rows.set(`${table}\n${name}`, row)
  }
  return rows
}

/** What became of these rows, in the order of their tables. */
export function differences(before: Snapshot, after: Snapshot): RowChange[] {
  const changes: RowChange[] = []
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(name) ?? null, after.get(name) ?? null]
    const [table = '', row = ''] = name.split('\n')
    if (was === null || is === null) {
      changes.push({ table, row, change: was === null ? 'added' : 'vanished', before: was, after: is })
      continue
    }
    const columns = Object.keys(is).filter((column) => JSON.stringify(was[column]) !== JSON.stringify(is[column]))
    if (columns.length === 0) continue
    const only = (whole: Record<string, unknown>) =>
      Object.fromEntries(columns.map((column) => [column, whole[column]]))
    changes.push({ table, row, change: 'changed', before: only(was), after: only(is) })
  }
  return changes.sort((a, b) => (a.table + a.row < b.table + b.row ? -1 : 1))
}

export function addresses(keys: readonly string[]): { domain: string[]; url: string[] } {
  const of = (wanted: string) => keys.flatMap((key) => (keyKind(key) === wanted ? keyValue(key) : []))
  return { domain: of('domain'), url: of('slug').map((slug) => `https://www.linkedin.com/in/${slug}`) }
}
