import type { FastifySchema } from 'fastify'
import { Type } from 'typebox'
import { problems } from '../../route.ts'
import type { Workflow } from '../workflows/define.ts'

const Warnings = Type.Array(
  Type.Object({ code: Type.String(), field: Type.Optional(Type.String()), detail: Type.Optional(Type.Unknown()) }),
  { description: 'What was accepted all the same, such as a date that does not exist' },
)

const stored = {
  success: Type.Literal(true),
  raw_id: Type.String({ format: 'uuid', description: 'The payload as it is kept' }),
  deduplicated: Type.Optional(
    Type.Literal(true, { description: 'The last body of this workflow and entity said the same: nothing was stored' }),
  ),
  warnings: Type.Optional(Warnings),
}

const idempotencyHeader = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      description: 'The same key with the same body gives the first answer again, for 72 hours. Not needed: see above.',
    }),
  ),
})

const refusals = problems(400, 408, 409, 413, 415, 422)

/** What the document says of a workflow's own route. */
export function workflowRouteSchema(workflow: Workflow): FastifySchema {
  return {
    operationId: `ingest-${workflow.slug}`,
    tags: [
      workflow.route?.startsWith('/run/people/')
        ? 'people'
        : workflow.entityType === 'client'
          ? 'clients'
          : 'companies',
    ],
    summary: workflow.description,
    description:
      `Workflow \`${workflow.slug}\`. The payload is stored as it is, extracted, and folded into the canonical ` +
      'entities before it is acknowledged. The same body again within 24 hours changes nothing.',
    headers: idempotencyHeader,
    body: workflow.request,
    response: {
      200: { description: 'Stored', ...Type.Object({ ...stored, ...workflow.answerSchema.properties }) },
      202: {
        description: 'Stored; the answer needs a later step',
        ...Type.Object({ ...stored, ...workflow.answerSchema.properties, status: Type.Literal('pending') }),
      },
      ...refusals,
    },
  }
}

const Stored = Type.Object(
  { ...stored, ref: Type.Optional(Type.Union([Type.String(), Type.Number()])) },
  { description: "Beside these the workflow's own fields", additionalProperties: true },
)

const ElementAnswer = Type.Object(
  {
    index: Type.Integer({ description: 'Position in the array; `line`, from 1, in a stream' }),
    ref: Type.Optional(Type.Union([Type.String(), Type.Number()])),
    status: Type.Integer({ description: 'As if the record had been sent alone' }),
    success: Type.Boolean(),
    raw_id: Type.Optional(Type.String()),
    code: Type.Optional(Type.String()),
    error: Type.Optional(Type.String()),
    quarantine_id: Type.Optional(Type.String()),
  },
  { additionalProperties: true },
)

const Record = Type.Object(
  { ref: Type.Optional(Type.Union([Type.String(), Type.Number()], { description: 'Echoed in the answer' })) },
  { description: "The body of the workflow's own route", additionalProperties: true },
)

/** What the document says of the general way in. */
export const generalRouteSchema: FastifySchema = {
  operationId: 'ingest',
  tags: ['ingest'],
  summary: 'Send one record, an array, or a stream to any workflow',
  description:
    'An object is answered like on the workflow’s own route. An array (at most 2,000 records, 10 MiB) is answered 200 ' +
    'with one answer per element. An NDJSON stream may have any length; its answers come back as NDJSON while it is ' +
    'sent, one per line, in order, each with its own `status`. `Content-Encoding: gzip` is understood.',
  params: Type.Object({ workflow_slug: Type.String({ description: 'See GET /v1/workflows' }) }),
  headers: idempotencyHeader,
  body: {
    content: {
      'application/json': { schema: Type.Union([Record, Type.Array(Record, { maxItems: 2_000 })]) },
      'application/x-ndjson': { schema: Type.String({ description: 'One record per line' }) },
    },
  },
  response: {
    200: {
      description: 'Stored, or the answers of an array or stream',
      content: {
        'application/json': { schema: Type.Union([Stored, Type.Array(ElementAnswer)]) },
        'application/x-ndjson': { schema: Type.String({ description: 'One answer per line' }) },
      },
    },
    202: {
      description: 'Stored; the answer needs a later step',
      content: { 'application/json': { schema: Stored } },
    },
    ...problems(404),
    ...refusals,
  },
}
