import type { Tx } from '../../db/database.ts'
import { refused } from '../../errors.ts'
import { readEntityName } from '../provenance/entity-keys.ts'
import type { EntityType } from '../workflows/define.ts'
import type { Catalog } from '../workflows/registry.ts'
import { findStatuses, type WorkflowStatus } from './find-statuses.ts'
import type { StatusQuestion } from './schema.ts'

/** Statuses of a batch of entities, in order; an entity that cannot be read has its refusal in its place. */
export async function askStatuses(tx: Tx, catalog: Catalog, question: StatusQuestion) {
  const { entity_type: type, entities } = question
  const slugs = question.workflows ? chooseWorkflows(catalog, type, question.workflows) : workflowsOf(catalog, type)
  const kind = type === 'person' ? 'person' : 'company'
  const sent = entities.map((entity) => (typeof entity === 'string' ? entity : String(Object.values(entity)[0])))
  const keys = sent.map((text) => {
    const read = readEntityName(kind, text)
    return read === null || !('keys' in read) || read.keys.length === 0 ? null : [...new Set(read.keys)]
  })
  const statuses = (
    await findStatuses(
      tx,
      keys.filter((read) => read !== null),
      slugs,
    )
  )[Symbol.iterator]()
  const results = sent.map((entity, i) => {
    const read = keys[i] ?? null
    if (read === null)
      return { success: false as const, entity, code: 'entity_invalid', error: unreadable(kind, entity) }
    const workflows: WorkflowStatus[] = statuses.next().value ?? []
    const seen = new Set(workflows.map(({ workflow_slug }) => workflow_slug))
    const having = (status: string) => workflows.filter((workflow) => workflow.status === status).length
    return {
      success: true as const,
      entity,
      key: read.at(-1) ?? '',
      done: having('done'),
      pending: having('pending'),
      failed: having('failed'),
      workflows,
      never: slugs.filter((slug) => !seen.has(slug)),
    }
  })
  return { entity_type: type, workflows: slugs, results }
}

/** How one workflow stands with one entity, given by its key. 422 `workflow_not_found`, `workflow_mismatch`. */
export async function askStatus(
  tx: Tx,
  catalog: Catalog,
  { types, slug, key }: { types: readonly EntityType[]; slug: string; key: string },
) {
  const workflow_slug = requireWorkflow(catalog, types, slug)
  const [[found] = []] = await findStatuses(tx, [[key]], [workflow_slug])
  const [registered] = await tx.query<{ core_table: string | null }>(
    'select core_table from reference.enrichment_workflow_registry where workflow_slug = $1',
    [workflow_slug],
  )
  return {
    workflow_slug,
    enriched: found?.status === 'done',
    status: found?.status ?? ('never' as const),
    count: found?.count ?? 0,
    last_enriched_at: found?.status === 'done' ? found.at : null,
    raw_id: found?.raw_id ?? null,
    failed_at: found?.failed_at ?? null,
    error_code: found?.error_code ?? null,
    core_table: registered?.core_table ?? null,
  }
}

function workflowsOf(catalog: Catalog, type: EntityType): string[] {
  return catalog
    .rows()
    .filter((row) => row.entity_type === type && row.is_active)
    .map((row) => row.workflow_slug)
}

function chooseWorkflows(catalog: Catalog, type: EntityType, asked: readonly string[]): string[] {
  return [...new Set(asked.map((slug) => requireWorkflow(catalog, [type], slug)))]
}

/** The slug under which a workflow's payloads are stored; aliases of old senders are taken. */
function requireWorkflow(catalog: Catalog, types: readonly EntityType[], slug: string): string {
  const stored = catalog.find(slug)?.registration.slug ?? slug
  const row = catalog.rows().find((candidate) => candidate.workflow_slug === stored)
  if (row === undefined) {
    throw refused(
      'workflow_not_found',
      `Workflow ${JSON.stringify(slug.slice(0, 100))} not found: GET /api/enrichment/workflows lists them all`,
    )
  }
  if (!types.includes(row.entity_type)) {
    throw refused(
      'workflow_mismatch',
      `Workflow '${stored}' is about a ${row.entity_type}, not a ${types.join(' or ')}`,
    )
  }
  return stored
}

function unreadable(kind: 'company' | 'person', text: string): string {
  const wanted =
    kind === 'company'
      ? 'a domain, a LinkedIn company page, or a key such as domain:acme.com'
      : 'a LinkedIn profile, an e-mail address, or a key such as slug:ada'
  return `A ${kind} is named by ${wanted}, not by ${JSON.stringify(text.slice(0, 80))}`
}
