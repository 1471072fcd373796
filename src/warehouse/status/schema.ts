import { type Static, Type } from 'typebox'

export const statusLimits = {
  /** Entities of one request. */
  entities: 1_000,
  /** Workflows that one request may name. */
  workflows: 200,
} as const

export const TextOrNull = Type.Union([Type.String(), Type.Null()])
export const StatusName = Type.Enum(['done', 'pending', 'failed', 'never'])

const WorkflowState = Type.Object({
  workflow_slug: Type.String(),
  status: Type.Enum(['done', 'pending', 'failed'], {
    description:
      '`done`: a payload was taken in. `pending`: one is stored and waits for a later step. `failed`: all that is stored ' +
      'could not be read.',
  }),
  at: Type.String({ format: 'date-time', description: 'When the newest payload of that status arrived' }),
  raw_id: Type.String({ format: 'uuid', description: 'That payload' }),
  count: Type.Integer({ description: 'Payloads taken in' }),
  failed_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'When the newest payload failed, if nothing newer was taken in',
  }),
  error_code: TextOrNull,
})

export const StatusQuestion = Type.Object({
  entity_type: Type.Enum(['company', 'person', 'target_client'], {
    description: 'Workflows of this kind of entity are told. A target client is a company, asked for by its domain',
  }),
  entities: Type.Array(
    Type.Union([
      Type.String(),
      Type.Object({ domain: Type.String() }),
      Type.Object({ linkedin_url: Type.String() }),
      Type.Object({ key: Type.String() }),
    ]),
    {
      minItems: 1,
      maxItems: statusLimits.entities,
      description: 'Domains or LinkedIn pages of companies, LinkedIn profiles or e-mail addresses of people, or keys',
      examples: [['acme.com', 'linkedin:acme']],
    },
  ),
  workflows: Type.Optional(
    Type.Union([Type.Array(Type.String({ maxLength: 200 }), { maxItems: statusLimits.workflows }), Type.Null()], {
      description: 'Only these. Absent: all of that kind of entity',
    }),
  ),
})
export type StatusQuestion = Static<typeof StatusQuestion>

const Answered = Type.Object({
  success: Type.Literal(true),
  entity: Type.String({ description: 'As it was sent' }),
  key: Type.String({ description: 'How it is stored' }),
  done: Type.Integer(),
  pending: Type.Integer(),
  failed: Type.Integer(),
  workflows: Type.Array(WorkflowState),
  never: Type.Array(Type.String(), { description: 'Workflows that left no trace of this entity' }),
})
const Refused = Type.Object({
  success: Type.Literal(false),
  entity: Type.String(),
  code: Type.String(),
  error: Type.String(),
})

export const StatusAnswer = Type.Object({
  success: Type.Literal(true),
  entity_type: Type.String(),
  workflows: Type.Array(Type.String(), { description: 'The workflows that were asked about' }),
  results: Type.Array(Type.Union([Answered, Refused]), { description: 'In the order of the entities' }),
})

/** How one workflow stands with one entity, with the members that existing callers read. */
export const OneStatus = {
  workflow_slug: Type.String(),
  enriched: Type.Boolean({ description: 'Whether a payload of this workflow was taken in' }),
  status: StatusName,
  count: Type.Integer({ description: 'Payloads taken in' }),
  last_enriched_at: TextOrNull,
  raw_id: TextOrNull,
  failed_at: TextOrNull,
  error_code: TextOrNull,
  core_table: Type.Union([Type.String(), Type.Null()], { description: 'The table of core it writes first' }),
}
