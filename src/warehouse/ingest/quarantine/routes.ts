import type { FastifySchema } from 'fastify'
import { Type } from 'typebox'
import { asOperator } from '../../../db/database.ts'
import { type App, problems } from '../../../route.ts'
import type { Intake } from '../intake.ts'
import { getQuarantined } from './get-quarantined.ts'
import { listQuarantine } from './list-quarantine.ts'
import { replayQuarantined } from './replay-quarantined.ts'
import { QuarantinedBody, QuarantineEntry } from './schema.ts'

const Id = Type.Object({ id: Type.String({ maxLength: 100 }) })

/** Inside the scope `read`. */
export function quarantineRoutes(app: App, { db }: Pick<Intake, 'db'>): void {
  app.get(
    '/v1/quarantine',
    {
      schema: {
        operationId: 'listQuarantine',
        tags: ['quarantine'],
        summary: 'List refused bodies',
        description: 'Newest first, without the bodies. Kept for 30 days, at most 10,000 of them or 1 GiB.',
        querystring: Type.Object({
          limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
          cursor: Type.Optional(Type.String({ maxLength: 200, description: 'From the page before' })),
          workflow: Type.Optional(Type.String({ maxLength: 200 })),
          code: Type.Optional(Type.String({ maxLength: 100 })),
        }),
        response: {
          200: Type.Object({
            success: Type.Literal(true),
            entries: Type.Array(QuarantineEntry),
            cursor: Type.Union([Type.String(), Type.Null()]),
          }),
          ...problems(400),
        },
      },
    },
    async ({ query }) => ({ success: true as const, ...(await asOperator(db, (tx) => listQuarantine(tx, query))) }),
  )

  app.get(
    '/v1/quarantine/:id',
    {
      schema: {
        operationId: 'getQuarantined',
        tags: ['quarantine'],
        summary: 'Show one refused body',
        params: Id,
        response: {
          200: Type.Object({ success: Type.Literal(true), ...QuarantinedBody.properties }),
          ...problems(404),
        },
      },
    },
    async ({ params }) => {
      const { body, ...entry } = await asOperator(db, (tx) => getQuarantined(tx, params.id))
      return { success: true as const, ...entry, body: readable(body), body_base64: body.toString('base64') }
    },
  )
}

/** Inside the scope `ingest`. */
export function quarantineReplayRoutes(app: App, intake: Intake): void {
  app.post('/v1/quarantine/:id/replay', { schema: replaySchema }, async (request, reply) => {
    const { status, body } = await replayQuarantined(intake, (request.params as { id: string }).id)
    return reply.code(status).send(body)
  })
}

const replaySchema: FastifySchema = {
  operationId: 'replayQuarantined',
  tags: ['quarantine'],
  summary: 'Send a refused body through again',
  description:
    'For instance after its workflow was registered. The bytes take the way they took, as JSON whatever ' +
    'Content-Type they came with. Refused again, the entry keeps the new reason.',
  params: Id,
  response: {
    200: Type.Object({ success: Type.Boolean(), raw_id: Type.Optional(Type.String()) }, { additionalProperties: true }),
    ...problems(404, 409, 413, 422),
  },
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The body as text where it is text. */
function readable(body: Buffer): string | null {
  try {
    return decoder.decode(body)
  } catch {
    return null
  }
}
