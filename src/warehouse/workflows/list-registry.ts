import type { Tx } from '../../db/database.ts'
import { OPERATIONS } from './registry-facts.ts'

/** One kind of enrichment, as the registry describes it. */
export interface RegistryEntry {
  workflow_slug: string
  new_workflow_slug: string | null
  provider: string
  platform: string
  payload_type: string
  entity_type: string
  description: string | null
  raw_table: string | null
  extracted_table: string | null
  core_table: string | null
  coalesces_to_core: boolean
  usage_category: string | null
  workflow_type: string | null
  is_active: boolean
  modal_function_name: string | null
  modal_endpoint_url: string | null
  api_endpoint_url: string | null
  has_api_wrapper: boolean
  created_at: Date | null
}

/** Several values of one filter stand for each of them. Absent: no restriction. */
export interface RegistryFilters {
  entity_type?: string[]
  payload_type?: string[]
  usage_category?: string[]
  workflow_type?: string[]
  coalesces_to_core?: boolean
  has_api_wrapper?: boolean
  is_active?: boolean
}

/** Every kind of enrichment: workflows that take payloads in, and after them lookups and backfills. In order of slugs. */
export async function listRegistry(tx: Tx, filters: RegistryFilters): Promise<RegistryEntry[]> {
  const rows = await tx.query<RegistryEntry>(
    `select workflow_slug, new_workflow_slug, provider, platform, payload_type, entity_type, description, raw_table,
       extracted_table, core_table, coalesce(coalesces_to_core, mapping is not null) as coalesces_to_core, usage_category, workflow_type,
       coalesce(is_active, true) as is_active, modal_function_name, modal_endpoint_url, api_endpoint_url,
       api_endpoint_url is not null as has_api_wrapper, created_at
     from reference.enrichment_workflow_registry order by workflow_slug`,
  )
  return [...rows, ...operations].filter((row) => fits(row, filters)).sort(bySlug)
}

const operations: RegistryEntry[] = OPERATIONS.map(({ slug, type, entity, endpoint, core, description }) => ({
  workflow_slug: slug,
  new_workflow_slug: null,
  provider: 'internal',
  platform: 'direct',
  payload_type: type,
  entity_type: entity,
  description,
  raw_table: null,
  extracted_table: null,
  core_table: core,
  coalesces_to_core: core !== null,
  usage_category: 'internal-hq',
  workflow_type: type,
  is_active: true,
  modal_function_name: null,
  modal_endpoint_url: null,
  api_endpoint_url: endpoint,
  has_api_wrapper: true,
  created_at: null,
}))

function fits(row: RegistryEntry, filters: RegistryFilters): boolean {
  return (
    among(filters.entity_type, row.entity_type) &&
    among(filters.payload_type, row.payload_type) &&
    among(filters.usage_category, row.usage_category) &&
    among(filters.workflow_type, row.workflow_type) &&
    (filters.coalesces_to_core ?? row.coalesces_to_core) === row.coalesces_to_core &&
    (filters.has_api_wrapper ?? row.has_api_wrapper) === row.has_api_wrapper &&
    (filters.is_active ?? row.is_active) === row.is_active
  )
}

function among(wanted: readonly string[] | undefined, value: string | null): boolean {
  return wanted === undefined || wanted.length === 0 || (value !== null && wanted.includes(value))
}

function bySlug(a: RegistryEntry, b: RegistryEntry): number {
  return a.workflow_slug < b.workflow_slug ? -1 : 1
}

/** How many entries have each value of a column. */
export function countBy(entries: readonly RegistryEntry[], column: keyof RegistryEntry): Record<string, number> {
  const counts = new Map<string, number>()
  for (const entry of entries) {
    const value = String(entry[column] ?? 'unknown')
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}

export function countRegistry(entries: readonly RegistryEntry[]) {
  const having = (test: (entry: RegistryEntry) => boolean) => entries.filter(test).length
  return {
    total: entries.length,
    in_core_count: having((entry) => entry.coalesces_to_core),
    not_in_core_count: having((entry) => !entry.coalesces_to_core),
    client_count: having((entry) => entry.usage_category === 'client'),
    internal_hq_count: having((entry) => entry.usage_category === 'internal-hq'),
    with_api_wrapper_count: having((entry) => entry.has_api_wrapper),
  }
}
