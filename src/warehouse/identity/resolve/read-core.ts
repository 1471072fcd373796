import type { Tx } from '../../../db/database.ts'
import type { EntityKind } from '../../workflows/define.ts'
import { type Chosen, foldEntity } from '../fold.ts'
import { readRanks } from '../load-ranks.ts'
import { type Forest, readForest } from '../read-forest.ts'
import { type CompanyData, companyColumns, type PersonData, personColumns } from './core-rows.ts'

/** Most keys of one entity in an answer. */
const mostKeys = 100
/** Below a root there are seldom more than three levels. */
const levels = 10

/** The core rows of companies, by id; of those that have none, what their sources say. */
export async function readCompanies(tx: Tx, ids: readonly string[]): Promise<Map<string, CompanyData>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<CompanyData & { id: string }>(
    `select id, ${companyColumns.join(', ')} from core.companies where id = any($1::uuid[])`,
    [ids],
  )
  const found = new Map<string, CompanyData>(rows.map(({ id, ...row }) => [id, row]))
  const missing = ids.filter((id) => !found.has(id))
  for (const [id, { root, created_at, fields }] of await foldRowless(tx, 'company', missing)) {
    const place = value<Record<string, string | null>>(fields, 'location')
    const row = Object.fromEntries(companyColumns.map((column) => [column, value(fields, column)]))
    found.set(id, {
      ...(row as CompanyData),
      domain: root.startsWith('domain:') ? root.slice('domain:'.length) : null,
      linkedin_org_id: value<string>(fields, 'org_id'),
      city: place?.city ?? null,
      state: place?.state ?? null,
      country: place?.country ?? null,
      locality: place?.raw ?? null,
      created_at,
    })
  }
  return found
}

/** The core rows of people, by id; of those that have none, what their sources say. */
export async function readPeople(tx: Tx, ids: readonly string[]): Promise<Map<string, PersonData>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<PersonData & { id: string }>(
    `select id, ${personColumns.join(', ')} from core.people where id = any($1::uuid[])`,
    [ids],
  )
  const found = new Map<string, PersonData>(rows.map(({ id, ...row }) => [id, row]))
  const missing = ids.filter((id) => !found.has(id))
  for (const [id, { created_at, fields }] of await foldRowless(tx, 'person', missing)) {
    const place = value<Record<string, string | null>>(fields, 'location')
    const job = value<Record<string, string | null>>(fields, 'job')
    const title = value<Record<string, string | null>>(fields, 'cleaned_title')
    const row = Object.fromEntries(personColumns.map((column) => [column, value(fields, column)]))
    found.set(id, {
      ...(row as PersonData),
      linkedin_user_profile_urn: value<string>(fields, 'urn'),
      title: job?.title ?? null,
      seniority: title?.seniority_level ?? null,
      department: title?.job_function ?? null,
      company_name: job?.company ?? null,
      company_domain: job?.domain ?? null,
      company_linkedin_url: job?.linkedin_url ?? null,
      job_start_date: job?.start ?? null,
      city: place?.city ?? null,
      state: place?.state ?? null,
      country: place?.country ?? null,
      location_name: place?.raw ?? null,
      created_at,
    })
  }
  return found
}

interface Rowless {
  root: string
  created_at: Date
  fields: Map<string, Chosen>
}

/** Entities without the key that a core row needs, folded from their observations as the row would be. */
async function foldRowless(tx: Tx, kind: EntityKind, ids: readonly string[]): Promise<Map<string, Rowless>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<{ id: string; root: string; created_at: Date }>(
    'select id, root, created_at from core.identities where id = any($1::uuid[]) and kind = $2 and merged_into is null',
    [ids, kind],
  )
  if (rows.length === 0) return new Map()
  const forest: Forest = await readForest(
    tx,
    kind,
    rows.map(({ root }) => root),
  )
  const ranks = await readRanks(tx)
  return new Map(
    rows.map(({ id, root, created_at }) => [id, { root, created_at, fields: foldEntity(forest, kind, root, ranks) }]),
  )
}

function value<T>(fields: Map<string, Chosen>, name: string): T | null {
  return (fields.get(name)?.value as T | undefined) ?? null
}

/** All keys of each entity, by id: its root first, then level by level; at most 100. */
export async function readKeys(tx: Tx, ids: readonly string[]): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map()
  // limited within each owner, since an entity may own thousands by mistake; so every step is an index scan, whatever
  // the planner expects of the recursion
  const rows = await tx.query<{ id: string; key: string }>(
    `with recursive keys as (
       select id, root as key, 0 as level from core.identities where id = any($1::uuid[])
       union all
       select k.id, i.key, k.level + 1 from keys k cross join lateral (
         select key from core.identifiers where owner = k.key and owner <> key order by key limit ${mostKeys}
       ) i where k.level < ${levels}
     )
     select id, key from keys order by level, key`,
    [ids],
  )
  const found = new Map<string, string[]>()
  for (const { id, key } of rows) {
    const keys = found.get(id) ?? []
    found.set(id, keys)
    if (keys.length < mostKeys && !keys.includes(key)) keys.push(key)
  }
  return found
}
