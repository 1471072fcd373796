import { type Static, Type } from 'typebox'
import { asOperator, type Database } from '../../db/database.ts'
import { type App, problems } from '../../route.ts'
import { countBy, countRegistry, listRegistry, type RegistryFilters } from './list-registry.ts'

const tags = ['enrichment']
const TextOrNull = Type.Union([Type.String(), Type.Null()])
const values = (description: string) =>
  Type.Optional(
    Type.Union([Type.String({ maxLength: 200 }), Type.Array(Type.String({ maxLength: 200 }), { maxItems: 50 })], {
      description,
    }),
  )

const Filters = Type.Object({
  entity_type: values('company, person, target_client, client. Repeated, each of them is taken'),
  payload_type: values('Such as firmographics'),
  usage_category: values('client or internal-hq'),
  workflow_type: values('ingest, lookup or backfill'),
  coalesces_to_core: Type.Optional(Type.Boolean({ description: 'Whether what it brings reaches core' })),
  has_api_wrapper: Type.Optional(Type.Boolean({ description: 'Whether a route of this server takes it' })),
  is_active: Type.Optional(Type.Boolean({ default: true })),
})

const Entry = Type.Object({
  workflow_slug: Type.String(),
  new_workflow_slug: TextOrNull,
  provider: Type.String(),
  platform: Type.String(),
  payload_type: Type.String(),
  entity_type: Type.String(),
  description: TextOrNull,
  raw_table: TextOrNull,
  extracted_table: TextOrNull,
  core_table: TextOrNull,
  coalesces_to_core: Type.Boolean(),
  usage_category: TextOrNull,
  workflow_type: TextOrNull,
  is_active: Type.Boolean(),
  modal_function_name: TextOrNull,
  modal_endpoint_url: TextOrNull,
  api_endpoint_url: TextOrNull,
  has_api_wrapper: Type.Boolean(),
  created_at: TextOrNull,
})
const Counts = Type.Object({
  total: Type.Integer(),
  in_core_count: Type.Integer(),
  not_in_core_count: Type.Integer(),
  client_count: Type.Integer(),
  internal_hq_count: Type.Integer(),
  with_api_wrapper_count: Type.Integer(),
})
const ByValue = Type.Record(Type.String(), Type.Integer())

/** Inside the scope `read`: the registry of enrichments, as dashboards read it. */
export function enrichmentWorkflowRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    '/api/enrichment/workflows',
    {
      schema: {
        operationId: 'listEnrichmentWorkflows',
        tags,
        summary: 'List every kind of enrichment',
        description:
          'Workflows that take payloads in, lookups and backfills, with the tables they write. Inactive ones only with ' +
          '`is_active=false`.',
        querystring: Filters,
        response: {
          200: Type.Object({
            success: Type.Literal(true),
            data: Type.Array(Entry),
            meta: Type.Object({ ...Counts.properties, filters: Type.Object({}, { additionalProperties: true }) }),
          }),
          ...problems(400),
        },
      },
    },
    async ({ query }) => {
      const filters = readFilters(query)
      const data = await asOperator(db, (tx) => listRegistry(tx, filters))
      const shown = data.map((entry) => ({ ...entry, created_at: entry.created_at?.toISOString() ?? null }))
      return { success: true as const, data: shown, meta: { ...countRegistry(data), filters } }
    },
  )

  app.get(
    '/api/enrichment/workflows/summary',
    {
      schema: {
        operationId: 'summariseEnrichmentWorkflows',
        tags,
        summary: 'Count the kinds of enrichment',
        description: 'Active ones, by kind of entity, payload, usage and type.',
        response: {
          200: Type.Object({
            success: Type.Literal(true),
            ...Counts.properties,
            by_entity_type: ByValue,
            by_payload_type: ByValue,
            by_usage_category: ByValue,
            by_workflow_type: ByValue,
          }),
          ...problems(),
        },
      },
    },
    async () => {
      const entries = await asOperator(db, (tx) => listRegistry(tx, { is_active: true }))
      return {
        success: true as const,
        ...countRegistry(entries),
        by_entity_type: countBy(entries, 'entity_type'),
        by_payload_type: countBy(entries, 'payload_type'),
        by_usage_category: countBy(entries, 'usage_category'),
        by_workflow_type: countBy(entries, 'workflow_type'),
      }
    },
  )
}

function readFilters(query: Static<typeof Filters>): RegistryFilters {
  const read: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) read[name] = typeof value === 'string' ? [value] : value
  }
  return read
}
