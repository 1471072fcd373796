import { Type } from 'typebox'
import { notFound } from '../../errors.ts'
import { type App, problems } from '../../route.ts'
import { Mapping } from './mapping-schema.ts'
import type { Catalog, RegistryRow } from './registry.ts'

const TextOrNull = Type.Union([Type.String(), Type.Null()])
const EntityType = Type.Enum(['company', 'person', 'target_client', 'client'])

const Slug = Type.String({
  pattern: '^[a-z0-9][a-z0-9-]{1,99}$',
  description: 'Lower case letters, digits and hyphens',
  examples: ['acme-firmographics'],
})

/** What is registered, over HTTP or from a file. */
export const NewWorkflow = Type.Object(
  {
    slug: Slug,
    provider: Type.String({ minLength: 1, maxLength: 100, description: 'Who made the data' }),
    platform: Type.String({ minLength: 1, maxLength: 100, description: 'What sends it' }),
    payload_type: Type.String({ minLength: 1, maxLength: 100 }),
    entity_type: EntityType,
    description: Type.Optional(Type.Union([Type.String({ maxLength: 1_000 }), Type.Null()])),
    mapping: Type.Optional(
      Type.Union([Mapping, Type.Null()], { description: 'Absent: payloads are kept as raw only' }),
    ),
  },
  { additionalProperties: false },
)

const RegisteredWorkflow = Type.Object({
  slug: Type.String(),
  provider: Type.String(),
  platform: Type.String(),
  payload_type: Type.String(),
  entity_type: Type.String(),
  description: TextOrNull,
  is_active: Type.Boolean(),
  route: Type.String({ description: 'Where to send its payloads' }),
  mapping: Type.Unknown({ description: 'null for the built-in ones, which are code' }),
})

/** Inside the scope `read`. */
export function workflowRoutes(app: App, catalog: Catalog): void {
  app.get(
    '/v1/workflows',
    {
      schema: {
        operationId: 'listWorkflows',
        tags: ['workflows'],
        summary: 'List every kind of payload',
        response: {
          200: Type.Object({ success: Type.Literal(true), workflows: Type.Array(RegisteredWorkflow) }),
          ...problems(),
        },
      },
    },
    async () => {
      await catalog.refresh()
      return { success: true as const, workflows: catalog.rows().map(shown) }
    },
  )

  app.get(
    '/v1/workflows/:slug',
    {
      schema: {
        operationId: 'getWorkflow',
        tags: ['workflows'],
        summary: 'Show one kind of payload',
        params: Type.Object({ slug: Type.String({ maxLength: 200 }) }),
        response: {
          200: Type.Object({ success: Type.Literal(true), ...RegisteredWorkflow.properties }),
          ...problems(404),
        },
      },
    },
    async ({ params }) => {
      await catalog.refresh()
      const row = catalog.rows().find((candidate) => candidate.workflow_slug === params.slug)
      if (row === undefined) throw notFound('workflow', JSON.stringify(params.slug))
      return { success: true as const, ...shown(row) }
    },
  )
}

/** Inside the scope `admin`. */
export function registerWorkflowRoutes(app: App, catalog: Catalog): void {
  app.post(
    '/v1/workflows',
    {
      schema: {
        operationId: 'registerWorkflow',
        tags: ['workflows'],
        summary: 'Register a kind of payload',
        description: 'Usable at once at /v1/ingest/<slug>. Registering a slug again replaces its mapping.',
        body: NewWorkflow,
        response: {
          201: Type.Object({ success: Type.Literal(true), ...RegisteredWorkflow.properties }),
          ...problems(400, 409, 413, 415, 422),
        },
      },
    },
    async ({ body }, reply) => {
      const row = await catalog.register(body)
      return reply.code(201).send({ success: true, ...shown(row) })
    },
  )
}

function shown(row: RegistryRow) {
  const { workflow_slug: slug, route, ...rest } = row
  return { slug, ...rest, route: route ?? `/v1/ingest/${slug}` }
}
