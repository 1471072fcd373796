import { type Static, Type } from 'typebox'
import { Kind } from '../schema.ts'

const TextOrNull = Type.Union([Type.String(), Type.Null()])
const Time = Type.Unsafe<Date>(Type.String({ format: 'date-time' }))
const TimeOrNull = Type.Union([Time, Type.Null()])
const Id = Type.String({ format: 'uuid' })

const Field = Type.String({
  minLength: 1,
  maxLength: 100,
  description: 'A field, or * for all without a rule of their own',
})
const Source = Type.String({
  minLength: 1,
  maxLength: 200,
  description: 'Slug of a workflow, mention, or * for all others',
})

/** What is to hold for the values of one field from one source. */
export const WantedRule = Type.Object(
  {
    entity: Kind,
    field: Type.Optional(Field),
    source: Type.Optional(Source),
    rank: Type.Optional(
      Type.Union([Type.Integer({ minimum: 1, maximum: 1000 }), Type.Null()], {
        description: 'Smaller wins; null takes the rule away, so that the next wider one holds',
      }),
    ),
    max_age_days: Type.Optional(
      Type.Union([Type.Integer({ minimum: 1, maximum: 36_500 }), Type.Null()], {
        description: 'Days after its observation for which a value counts; null takes the rule away',
      }),
    ),
  },
  { additionalProperties: false },
)
export type WantedRule = Static<typeof WantedRule>

/** One row of reference.source_ranks or reference.freshness_rules as it is to be, or was; null: no row. */
export interface Rule {
  what: 'rank' | 'max_age_days'
  entity: 'company' | 'person'
  field: string
  source: string
  value: number | null
}

const RuleShape = Type.Object({
  what: Type.Union([Type.Literal('rank'), Type.Literal('max_age_days')]),
  entity: Kind,
  field: Type.String(),
  source: Type.String(),
  value: Type.Union([Type.Integer(), Type.Null()]),
})

export const Ranks = Type.Object({
  version: Type.String(),
  clock: Type.Unsafe<Date>(
    Type.String({ format: 'date-time', description: 'The time at which age is measured: it moves once an hour' }),
  ),
  ranks: Type.Array(Type.Object({ entity: Kind, field: Type.String(), source: Type.String(), rank: Type.Integer() })),
  freshness: Type.Array(
    Type.Object({ entity: Kind, field: Type.String(), source: Type.String(), max_age_days: Type.Integer() }),
  ),
})

const Side = Type.Object({ value: Type.Unknown(), source: TextOrNull })

export const Sample = Type.Object({
  kind: Kind,
  id: Type.Union([Id, Type.Null()]),
  key: Type.String(),
  field: Type.String(),
  before: Side,
  after: Side,
})
export type Sample = Static<typeof Sample>

/** A change of ranks and rules, with what it changes and how far it is. */
export const RankChange = Type.Object({
  id: Id,
  kind: Type.Union([Type.Literal('change'), Type.Literal('undo'), Type.Literal('clock')]),
  status: Type.Union([
    Type.Literal('previewing'),
    Type.Literal('previewed'),
    Type.Literal('applying'),
    Type.Literal('done'),
  ]),
  changes: Type.Array(RuleShape),
  before: Type.Array(RuleShape, { description: 'What held before, for the same rules' }),
  clock_before: Time,
  clock_after: Time,
  reason: TextOrNull,
  changed_by: Type.String({ description: 'Id of the key, operator, or galena for the clock' }),
  undoes: Type.Union([Id, Type.Null()]),
  observations_total: Type.Union([Type.Integer(), Type.Null()], { description: 'Statements of the sources concerned' }),
  observations_seen: Type.Integer(),
  entities_changed: Type.Integer({
    description: 'Companies and people of which at least one current value is another',
  }),
  fields_changed: Type.Record(Type.String(), Type.Record(Type.String(), Type.Integer())),
  samples: Type.Array(Sample),
  skipped: Type.Array(Type.Unknown(), { description: 'Keys whose entity could not be written, with the reason' }),
  created_at: Time,
  completed_at: TimeOrNull,
})
export type RankChange = Static<typeof RankChange>
