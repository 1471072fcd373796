import { type Static, Type } from 'typebox'
import { optional } from '../../workflows/define.ts'
import { viewEndpoints } from './view-endpoints.ts'

const Time = Type.Unsafe<Date>(Type.String({ format: 'date-time' }))

export const View = Type.Object({
  id: Type.String({ format: 'uuid' }),
  domain: Type.String(),
  name: Type.Union([Type.String(), Type.Null()]),
  slug: Type.String(),
  filters: Type.Record(Type.String(), Type.Unknown()),
  endpoint: Type.String(),
  created_at: Time,
  updated_at: Time,
})
export type View = Static<typeof View>

export const NewView = Type.Object(
  {
    domain: Type.String({ maxLength: 500, description: 'Of the prospect: there is one view for each' }),
    name: optional(Type.String({ maxLength: 200 })),
    filters: Type.Record(Type.String(), Type.Unknown(), {
      description: 'Parameters of `endpoint`, each a value or a list; `filter` is one of the search language',
      examples: [{ seniority: ['VP', 'Director'], industry: 'Software Development' }],
    }),
    endpoint: Type.Optional(
      Type.String({ maxLength: 200, default: '/api/leads', examples: Object.keys(viewEndpoints) }),
    ),
  },
  { additionalProperties: false },
)
export type NewView = Static<typeof NewView>
