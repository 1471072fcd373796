import { type Static, type TSchema, Type } from 'typebox'
import { Kind, Time, TimeOrNull } from '../schema.ts'

const OrNull = <Of extends TSchema>(of: Of) => Type.Union([of, Type.Null()])

const Pick = Type.Union([Type.Literal('sample'), Type.Literal('first')], {
  description:
    '`sample`: rows that say nothing about the others. `first`: the first ones in the order of the search, which tells ' +
    'that all others come after them',
})
const Count = Type.Union([Type.Literal('exact'), Type.Literal('rounded'), Type.Literal('none')], {
  description: 'How the number of hidden rows is told: `rounded` down to two digits, or not at all',
})

export const NewLink = Type.Object(
  {
    reveal: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 500,
        description: 'Rows shown in full; unless given, as many as the search allows',
      }),
    ),
    expires_in_days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366, default: 30 })),
    label: Type.Optional(
      OrNull(Type.String({ maxLength: 200, description: 'For yourself, such as who has it; it is not shown' })),
    ),
    title: Type.Optional(OrNull(Type.String({ maxLength: 200, description: 'What the page is headed with' }))),
    fields: Type.Optional(
      Type.Array(Type.String({ maxLength: 100 }), {
        minItems: 1,
        maxItems: 100,
        uniqueItems: true,
        description: 'Fields that are shown; unless given, all but ids and ways to reach somebody',
      }),
    ),
    pick: Type.Optional(Pick),
    count: Type.Optional(Count),
  },
  { additionalProperties: false },
)
export type NewLink = Static<typeof NewLink>

export const ShareLink = Type.Object({
  id: Type.String({ format: 'uuid' }),
  search_id: Type.String({ format: 'uuid' }),
  version: Type.Integer({ description: 'The version of the search that it shows' }),
  kind: Kind,
  url: Type.String({ description: 'Path on this server; whoever has it sees the rows until the link ends' }),
  label: OrNull(Type.String()),
  title: OrNull(Type.String()),
  fields: Type.Array(Type.String()),
  pick: Pick,
  revealed: Type.Integer({ description: 'Rows shown in full' }),
  hidden_count: OrNull(Type.Integer({ description: 'As it is told; null when it is not' })),
  hidden_is: Type.Union([Type.Literal('exact'), Type.Literal('at_least'), Type.Literal('not_told')]),
  status: Type.Union([Type.Literal('live'), Type.Literal('expired'), Type.Literal('revoked')]),
  views: Type.Integer(),
  last_viewed_at: TimeOrNull,
  created_by: Type.String(),
  created_at: Time,
  expires_at: Time,
  revoked_at: TimeOrNull,
  revoked_by: OrNull(Type.String()),
})
export type ShareLink = Static<typeof ShareLink>

/** What a link shows: nothing in it leads to anything else. */
export const SharedRows = Type.Object({
  success: Type.Literal(true),
  title: OrNull(Type.String()),
  kind: Kind,
  fields: Type.Array(Type.String()),
  rows: Type.Array(Type.Record(Type.String(), Type.Unknown())),
  shown: Type.Integer(),
  hidden: Type.Object({
    count: OrNull(Type.Integer({ description: 'How many more match; null when it is not told' })),
    count_is: Type.Union([Type.Literal('exact'), Type.Literal('at_least'), Type.Literal('not_told')]),
  }),
  as_of: Type.String({ format: 'date', description: 'Day on which the rows were chosen and counted' }),
  expires_at: Time,
})
export type SharedRows = Static<typeof SharedRows>
