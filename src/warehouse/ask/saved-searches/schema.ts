import { type Static, type TSchema, Type } from 'typebox'

const OrNull = <Of extends TSchema>(of: Of) => Type.Union([of, Type.Null()])
// A Date in the process, text in the answer.
export const Time = Type.Unsafe<Date>(Type.String({ format: 'date-time' }))
export const TimeOrNull = OrNull(Time)

export const Kind = Type.Union([Type.Literal('leads'), Type.Literal('people'), Type.Literal('companies')], {
  description: 'What it looks for',
})
export const Status = Type.Union([Type.Literal('active'), Type.Literal('archived')], {
  description: 'An archived search is kept, and not run',
})
const Name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S', examples: ['New VPs of marketing'] })
const Criteria = Type.Record(Type.String(), Type.Unknown(), {
  description:
    'A filter as `POST /v1/{leads|people|companies}/search` takes it. Windows of days count from the day it is asked',
  examples: [{ seniority: ['VP', 'Director'], job_start_date: { within_days: 90 } }],
})
const Sort = OrNull(Type.String({ maxLength: 50, description: 'As the search takes it; null for its default' }))
const Owner = Type.String({
  minLength: 1,
  maxLength: 200,
  description: 'Whose it is; unless given, the name of the key',
})
const RevealLimit = Type.Integer({ minimum: 1, maximum: 500, description: 'Most rows that a link shows in full' })

export const NewSearch = Type.Object(
  {
    name: Name,
    kind: Type.Optional(Kind),
    criteria: Criteria,
    sort: Type.Optional(Sort),
    owner: Type.Optional(Owner),
    reveal_limit: Type.Optional(RevealLimit),
  },
  { additionalProperties: false },
)
export type NewSearch = Static<typeof NewSearch>

export const SearchChange = Type.Object(
  {
    name: Type.Optional(Name),
    criteria: Type.Optional(Criteria),
    sort: Type.Optional(Sort),
    owner: Type.Optional(Owner),
    reveal_limit: Type.Optional(RevealLimit),
    status: Type.Optional(Status),
    version: Type.Optional(
      Type.Integer({ minimum: 1, description: 'The version you have seen: 409 when somebody changed it since' }),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
)
export type SearchChange = Static<typeof SearchChange>

export const SavedSearch = Type.Object({
  id: Type.String({ format: 'uuid' }),
  client_id: OrNull(Type.String({ format: 'uuid' })),
  name: Type.String(),
  kind: Kind,
  criteria: Type.Record(Type.String(), Type.Unknown()),
  sort: OrNull(Type.String()),
  owner: Type.String(),
  reveal_limit: Type.Integer(),
  status: Status,
  version: Type.Integer(),
  last_run: Type.Integer({ description: 'Number of the last run' }),
  created_at: Time,
  updated_at: Time,
})
export type SavedSearch = Static<typeof SavedSearch>

export const SearchVersion = Type.Object({
  version: Type.Integer(),
  name: Type.String(),
  criteria: Type.Record(Type.String(), Type.Unknown()),
  sort: OrNull(Type.String()),
  owner: Type.String(),
  reveal_limit: Type.Integer(),
  status: Status,
  diff: Type.Array(
    Type.Object({
      pointer: Type.String(),
      before: Type.Optional(Type.Unknown()),
      after: Type.Optional(Type.Unknown()),
    }),
    { description: 'What differs from the version before; an absent side was not there' },
  ),
  changed_by: Type.String(),
  changed_at: Time,
})
export type SearchVersion = Static<typeof SearchVersion>

export const SavedSearchRun = Type.Object({
  run: Type.Integer({ description: 'Counts from 1, the look at the moment of saving' }),
  version: Type.Integer({ description: 'The version that was asked' }),
  reason: Type.Union([Type.Literal('saved'), Type.Literal('changed'), Type.Literal('run')], {
    description: '`changed`: compares other criteria with what the former ones gave at the last run',
  }),
  total: Type.Integer({ description: 'Who match' }),
  remembered: Type.Integer({ description: 'Whom the next run is compared with: the newest 100,000 at most' }),
  complete: Type.Boolean({
    description: 'false: more match than are remembered, and about the others nothing is told',
  }),
  new_count: Type.Integer(),
  left_count: Type.Integer(),
  unchanged_count: Type.Integer(),
  merged_count: Type.Integer({ description: 'Of the unchanged: known then under an id that was merged since' }),
  ran_by: Type.String(),
  ran_at: Time,
})
export type SavedSearchRun = Static<typeof SavedSearchRun>
