import { type Static, Type } from 'typebox'
import { SCOPES } from '../../route.ts'

export const NewKey = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200, description: 'Who or what holds the key', examples: ['clay'] }),
    scopes: Type.Array(Type.Enum(SCOPES), {
      minItems: 1,
      uniqueItems: true,
      description: '`ingest` sends payloads, `read` asks, `admin` does everything',
    }),
    expires_at: Type.Optional(
      Type.Union([Type.String({ maxLength: 40, description: 'ISO 8601 time with a zone' }), Type.Null()]),
    ),
  },
  { additionalProperties: false },
)
export type NewKey = Static<typeof NewKey>

// A Date in the process, text in the answer.
const Time = Type.Unsafe<Date>(Type.String({ format: 'date-time' }))
const TimeOrNull = Type.Union([Time, Type.Null()])

/** A key as anybody may see it: never the key itself. */
export const Key = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  prefix: Type.String(),
  last4: Type.String(),
  scopes: Type.Array(Type.Enum(SCOPES)),
  created_at: Time,
  expires_at: TimeOrNull,
  revoked_at: TimeOrNull,
  last_used_at: TimeOrNull,
})
export type Key = Static<typeof Key>
