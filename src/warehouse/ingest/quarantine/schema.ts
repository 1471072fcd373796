import { type Static, Type } from 'typebox'

const Time = Type.Unsafe<Date>(Type.String({ format: 'date-time' }))
const TimeOrNull = Type.Union([Time, Type.Null()])
const TextOrNull = Type.Union([Type.String(), Type.Null()])

/** A refused body without its bytes. */
export const QuarantineEntry = Type.Object({
  id: Type.String({ format: 'uuid' }),
  workflow_slug: TextOrNull,
  route: Type.String({ description: 'Where it was sent' }),
  api_key_id: TextOrNull,
  content_type: TextOrNull,
  content_encoding: TextOrNull,
  bytes: Type.Integer(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String(),
  errors: Type.Unknown({ description: 'Each problem with a JSON pointer, or null' }),
  received_at: Time,
  replayed_at: TimeOrNull,
  raw_id: Type.Union([Type.String({ format: 'uuid' }), Type.Null()], {
    description: 'Where it is stored since a replay succeeded',
  }),
})
export type QuarantineEntry = Static<typeof QuarantineEntry>

export const QuarantinedBody = Type.Object({
  ...QuarantineEntry.properties,
  body: TextOrNull,
  body_base64: Type.String({ description: 'The bytes as they arrived' }),
})
