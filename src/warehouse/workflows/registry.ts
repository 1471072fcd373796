import { asOperator, type Database, type Tx } from '../../db/database.ts'
import { AppError, conflict, refused } from '../../errors.ts'
import type { Registration } from '../ingest/submission.ts'
import { builtIn } from './built-in.ts'
import { checkMapping } from './check-mapping.ts'
import type { EntityType, Json, Workflow } from './define.ts'
import { mappedWorkflow } from './mapped-workflow.ts'
import type { Mapping } from './mapping-schema.ts'
import { registryFacts } from './registry-facts.ts'

export interface WorkflowDefinition {
  slug: string
  provider: string
  platform: string
  payload_type: string
  entity_type: EntityType
  description?: string | null
  mapping?: Mapping | null
}

export interface RegistryRow {
  workflow_slug: string
  provider: string
  platform: string
  payload_type: string
  entity_type: EntityType
  description: string | null
  is_active: boolean
  route: string | null
  mapping: Mapping | null
}

export interface Registered {
  workflow: Workflow
  registration: Registration
}

/** All workflows this installation knows: the built-in ones and those registered at run time. */
export interface Catalog {
  find(slug: string): Registered | undefined
  /**
   * The registration under which a request on a workflow's own route is stored. Another slug than the route's is taken
   * when it is registered for the same kind of entity. 422 `workflow_not_found`, 422 `workflow_mismatch`.
   */
  forRoute(workflow: Workflow, slug: string | null | undefined): Registered
  /** Adds or replaces a run-time workflow; usable at once. 409 for a built-in slug, 422 for a mapping that cannot work. */
  register(definition: WorkflowDefinition): Promise<RegistryRow>
  /** Reads the registry again: another process may have registered something. */
  refresh(): Promise<void>
  rows(): readonly RegistryRow[]
}

const builtInBySlug = new Map(
  builtIn.flatMap((workflow) => [workflow.slug, ...workflow.aliases].map((slug) => [slug, workflow])),
)

/** Sources that are no workflows: what people pinned, and companies named in jobs. A payload must not speak as one of them. */
const OWN_SOURCES = new Set(['pin', 'mention'])

/** Loads the registry; the built-in workflows' rows are written first, so that SQL sees them too. */
export async function loadCatalog(db: Database): Promise<Catalog> {
  let rows: RegistryRow[] = []
  let registered = new Map<string, Registered>()
  await asOperator(db, writeBuiltIn)
  await refresh()
  return { find, forRoute, register, refresh, rows: () => rows }

  async function refresh() {
    rows = await asOperator(db, readRows)
    registered = new Map(
      rows.flatMap((row) => {
        if (builtInBySlug.has(row.workflow_slug) || !row.is_active) return []
        return [[row.workflow_slug, runTime(row)]]
      }),
    )
  }

  function find(slug: string): Registered | undefined {
    const workflow = builtInBySlug.get(slug)
    return workflow === undefined ? registered.get(slug) : { workflow, registration: ownRegistration(workflow) }
  }

  function forRoute(workflow: Workflow, slug: string | null | undefined): Registered {
    if (
      slug === undefined ||
      slug === null ||
      slug === '' ||
      slug === workflow.slug ||
      workflow.aliases.includes(slug)
    ) {
      return { workflow, registration: ownRegistration(workflow) }
    }
    const other = builtInBySlug.get(slug)
    const row = rows.find((candidate) => candidate.workflow_slug === slug)
    if (other === undefined && row === undefined) {
      throw refused(
        'workflow_not_found',
        `Workflow '${slug}' not found: register it with POST /v1/workflows, or leave workflow_slug out`,
      )
    }
    if (other !== undefined || row === undefined || row.entity_type !== workflow.entityType) {
      throw refused('workflow_mismatch', `Workflow '${slug}' does not belong to this route: it takes ${workflow.slug}`)
    }
    return { workflow, registration: registrationOf(row) }
  }

  async function register(definition: WorkflowDefinition): Promise<RegistryRow> {
    if (builtInBySlug.has(definition.slug) || OWN_SOURCES.has(definition.slug)) {
      throw conflict('workflow_built_in', `${definition.slug} is built in: choose another slug`)
    }
    const errors = definition.mapping ? checkMapping(definition.mapping, definition.entity_type) : []
    if (errors.length > 0) {
      throw refused(
        'invalid_mapping',
        `The mapping cannot work: ${errors.map((e) => `${e.pointer} ${e.message}`).join('; ')}`,
        { errors },
      )
    }
    await asOperator(db, (tx) => writeRow(tx, definition))
    await refresh()
    const row = rows.find((candidate) => candidate.workflow_slug === definition.slug)
    if (row === undefined) throw new AppError(500, 'internal_error', 'The workflow was not stored')
    return row
  }
}

function ownRegistration({ slug, provider, platform, payloadType }: Workflow): Registration {
  return { slug, provider, platform, payloadType }
}

function registrationOf(row: RegistryRow): Registration {
  return { slug: row.workflow_slug, provider: row.provider, platform: row.platform, payloadType: row.payload_type }
}

function runTime(row: RegistryRow): Registered {
  const workflow = mappedWorkflow({
    slug: row.workflow_slug,
    provider: row.provider,
    platform: row.platform,
    payloadType: row.payload_type,
    entityType: row.entity_type,
    description: row.description ?? '',
    mapping: row.mapping,
  })
  return { workflow, registration: registrationOf(row) }
}

function readRows(tx: Tx): Promise<RegistryRow[]> {
  return tx.query<RegistryRow>(
    `select workflow_slug, provider, platform, payload_type, entity_type, description, coalesce(is_active, true) as is_active,
       route, mapping
     from reference.enrichment_workflow_registry order by workflow_slug`,
  )
}

async function writeBuiltIn(tx: Tx): Promise<void> {
  const rows = builtIn.map((workflow) => ({
    workflow_slug: workflow.slug,
    provider: workflow.provider,
    platform: workflow.platform,
    payload_type: workflow.payloadType,
    entity_type: workflow.entityType,
    description: workflow.description,
    raw_table: workflow.rawTable,
    workflow_type: 'ingest',
    route: workflow.route ?? null,
    api_endpoint_url: `POST ${workflow.route ?? `/v1/ingest/${workflow.slug}`}`,
    ...registryFacts(workflow.slug),
    coalesces_to_core: registryFacts(workflow.slug).core_table !== null,
  }))
  const columns = [
    'provider',
    'platform',
    'payload_type',
    'entity_type',
    'description',
    'raw_table',
    'workflow_type',
    'route',
    'api_endpoint_url',
    'extracted_table',
    'core_table',
    'coalesces_to_core',
    'usage_category',
  ]
  await tx.execute(
    `insert into reference.enrichment_workflow_registry as r (workflow_slug, ${columns.join(', ')}, is_active)
     select workflow_slug, ${columns.join(', ')}, true
     from json_populate_recordset(null::reference.enrichment_workflow_registry, $1::json) order by workflow_slug
     on conflict (workflow_slug) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}
     where (${columns.map((c) => `r.${c}`).join(', ')}) is distinct from (${columns.map((c) => `excluded.${c}`).join(', ')})`,
    [JSON.stringify(rows)],
  )
}

async function writeRow(tx: Tx, definition: WorkflowDefinition): Promise<void> {
  await tx.execute(
    `insert into reference.enrichment_workflow_registry (workflow_slug, provider, platform, payload_type, entity_type, description, mapping,
       raw_table, extracted_table, workflow_type, api_endpoint_url, is_active)
     values ($1, $2, $3, $4, $5, $6, $7, 'raw.payloads', 'extracted.records', 'ingest', $8, true)
     on conflict (workflow_slug) do update
     set provider = excluded.provider, platform = excluded.platform, payload_type = excluded.payload_type,
         entity_type = excluded.entity_type, description = excluded.description, mapping = excluded.mapping, is_active = true`,
    [
      definition.slug,
      definition.provider,
      definition.platform,
      definition.payload_type,
      definition.entity_type,
      definition.description ?? null,
      definition.mapping ? JSON.stringify(definition.mapping satisfies Json | Mapping) : null,
      `POST /v1/ingest/${definition.slug}`,
    ],
  )
}
