import { Type } from 'typebox'
import type { Database } from '../../../db/database.ts'
import { type App, callerOf, problems } from '../../../route.ts'
import { inTurn } from '../hold-entity.ts'
import { EntityName, entityPaths } from '../routes.ts'
import { Pin } from '../schema.ts'
import { pinField, unpinField } from './pin-field.ts'

const Params = Type.Object({ id: EntityName, field: Type.String({ maxLength: 100 }) })
const Id = Type.String({ format: 'uuid' })

/** Inside the scope `admin`: a pin overrules every source. */
export function pinRoutes(app: App, { db }: { db: Database }): void {
  for (const [kind, path] of entityPaths) {
    app.put(
      `/v1/${path}/:id/pins/:field`,
      {
        schema: {
          operationId: kind === 'company' ? 'pinCompanyField' : 'pinPersonField',
          tags: ['provenance'],
          summary: `Pin a value of a ${kind}`,
          description:
            'The value is the current one whatever payloads say, until it is taken off or expires; null means known to ' +
            'be empty. One that stands is replaced. It is brought to the form in which payloads give it. Pins outlive ' +
            'replay, and follow their entity when it is merged. An expired pin ends within two minutes of its time.',
          params: Params,
          body: Type.Object(
            {
              value: Type.Unknown({ description: 'As the field has it; null: known to be empty' }),
              reason: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }),
              expires_at: Type.Optional(
                Type.Union([Type.String({ maxLength: 80, description: 'ISO time' }), Type.Null()]),
              ),
            },
            { additionalProperties: false },
          ),
          response: {
            200: Type.Object({
              success: Type.Literal(true),
              id: Id,
              field: Type.String(),
              value: Type.Unknown(),
              pin: Pin,
            }),
            ...problems(400, 404, 415, 422),
          },
        },
      },
      async (request) => {
        const { params, body } = request
        const input = {
          kind,
          name: params.id,
          field: params.field,
          value: body.value,
          reason: body.reason,
          expiresAt: body.expires_at ?? null,
          by: callerOf(request).keyId,
        }
        const { id, pin } = await inTurn(db, (tx) => pinField(tx, input))
        const { subject: _subject, field, value, ...about } = pin
        return { success: true as const, id, field, value, pin: about }
      },
    )

    app.delete(
      `/v1/${path}/:id/pins/:field`,
      {
        schema: {
          operationId: kind === 'company' ? 'unpinCompanyField' : 'unpinPersonField',
          tags: ['provenance'],
          summary: `Take a pin off a ${kind}`,
          description: 'What the sources say counts again, from the end of this request on.',
          params: Params,
          response: {
            200: Type.Object({ success: Type.Literal(true), id: Id, field: Type.String() }),
            ...problems(404, 422),
          },
        },
      },
      async (request) => {
        const { id: name, field } = request.params
        const by = callerOf(request).keyId
        const { id } = await inTurn(db, (tx) => unpinField(tx, { kind, name, field, by }))
        return { success: true as const, id, field }
      },
    )
  }
}
