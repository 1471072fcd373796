import { Type } from 'typebox'
import { asOperator, type Database } from '../../db/database.ts'
import { type App, problems } from '../../route.ts'
import { createKey } from './create-key.ts'
import type { KeyRing } from './key-ring.ts'
import { listKeys } from './list-keys.ts'
import { revokeKey } from './revoke-key.ts'
import { Key, NewKey } from './schema.ts'

const CreatedKey = Type.Object({
  success: Type.Literal(true),
  key: Type.String({ description: 'Shown once' }),
  ...Key.properties,
})
const KeyList = Type.Object({ success: Type.Literal(true), keys: Type.Array(Key) })
const RevokedKey = Type.Object({ success: Type.Literal(true), ...Key.properties })

/** Inside the scope `admin`. */
export function keyRoutes(app: App, { db, keys }: { db: Database; keys: KeyRing }): void {
  app.post(
    '/v1/keys',
    {
      schema: {
        operationId: 'createKey',
        tags: ['keys'],
        summary: 'Issue a key',
        description: 'The answer is the only time the key is shown.',
        body: NewKey,
        response: { 201: CreatedKey, ...problems(400, 415, 422) },
      },
    },
    async (request, reply) => {
      const created = await asOperator(db, (tx) => createKey(tx, request.body))
      return reply.code(201).send({ success: true, ...created })
    },
  )

  app.get(
    '/v1/keys',
    {
      schema: {
        operationId: 'listKeys',
        tags: ['keys'],
        summary: 'List issued keys',
        response: { 200: KeyList, ...problems() },
      },
    },
    async () => ({ success: true as const, keys: await asOperator(db, listKeys) }),
  )

  app.delete(
    '/v1/keys/:id',
    {
      schema: {
        operationId: 'revokeKey',
        tags: ['keys'],
        summary: 'Revoke a key',
        description: 'Refused everywhere within a second. Revoking again changes nothing.',
        params: Type.Object({ id: Type.String({ maxLength: 100 }) }),
        response: { 200: RevokedKey, ...problems(404) },
      },
    },
    async (request) => {
      const revoked = await asOperator(db, (tx) => revokeKey(tx, request.params.id))
      keys.forget()
      return { success: true as const, ...revoked }
    },
  )
}
