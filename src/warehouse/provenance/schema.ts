import { type Static, Type } from 'typebox'

const TextOrNull = Type.Union([Type.String(), Type.Null()])
const Id = Type.String({ format: 'uuid' })
const IdOrNull = Type.Union([Id, Type.Null()])
/** ISO with microseconds, UTC. */
const Time = Type.String({ description: 'ISO time, UTC, microseconds' })
const TimeOrNull = Type.Union([Time, Type.Null()])
const Value = Type.Unknown({ description: 'Text, number, list or object, as the field has it' })

export const Kind = Type.Union([Type.Literal('company'), Type.Literal('person')])

export const Pin = Type.Object({
  id: Id,
  reason: Type.String(),
  pinned_by: Type.String({ description: 'Id of the key, or operator' }),
  pinned_at: Time,
  expires_at: TimeOrNull,
})

/** What one source says about one field. */
const statement = {
  value: Value,
  source: Type.String({ description: 'Slug of the workflow; mention: a company named in a job; pin: a person' }),
  rank: Type.Integer({ description: 'How much the source is believed about this field: smaller wins' }),
  stale: Type.Boolean({
    description: 'Older than the freshness rules allow: it counts only where nothing else is said',
  }),
  observed_at: Time,
  payload_id: Type.Union([Id, Type.Null()], { description: 'GET /v1/payloads/{id} shows it; null for pins' }),
  subject: Type.String({ description: 'The key about which it was said' }),
}

export const LosingValue = Type.Object({
  ...statement,
  why: Type.Union([Type.Literal('pinned'), Type.Literal('stale'), Type.Literal('rank'), Type.Literal('older')]),
  agrees: Type.Boolean({ description: 'It says the same as the current value' }),
})
export type LosingValue = Static<typeof LosingValue>

export const FieldView = Type.Object({
  ...statement,
  pin: Type.Optional(Pin),
  losing: Type.Array(LosingValue),
})
export type FieldView = Static<typeof FieldView>

export const EntityKey = Type.Object({
  key: Type.String(),
  owner: Type.String({ description: 'The key above it; the root owns itself' }),
  claimed_at: TimeOrNull,
  payload_id: IdOrNull,
  decided: Type.Boolean({ description: 'It stands here because somebody decided so: a merge, or a moved key' }),
})
export type EntityKey = Static<typeof EntityKey>

/** From where a column of the core row has its value. */
export const ColumnOrigin = Type.Object({
  field: Type.String(),
  by: Type.Union([Type.Literal('value'), Type.Literal('reference')], {
    description: 'As the field has it, or as the reference tables read it',
  }),
  source: Type.String(),
  observed_at: Time,
  payload_id: IdOrNull,
})
export type ColumnOrigin = Static<typeof ColumnOrigin>

/** Something that cannot be told of the past for certain. */
export const Uncertainty = Type.Object({
  field: Type.String(),
  source: Type.String(),
  subject: Type.String(),
  why: Type.String(),
})
export type Uncertainty = Static<typeof Uncertainty>

export const EntityView = Type.Object({
  id: Id,
  kind: Kind,
  root: Type.String({ description: 'The key above all others' }),
  redirected_from: Type.Union([Id, Type.Null()], {
    description: 'The id that was asked for, which was merged into id',
  }),
  created_at: Type.Unsafe<Date>(Type.String({ format: 'date-time' })),
  as_of: TimeOrNull,
  domain: TextOrNull,
  linkedin_url: TextOrNull,
  keys: Type.Array(EntityKey),
  merged_ids: Type.Array(Id, { description: 'Ids that lead here since they were merged' }),
  fields: Type.Record(Type.String(), FieldView),
  row: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()], {
    description: 'The row of core.companies or core.people; null while it has none, and for the past',
  }),
  columns: Type.Record(Type.String(), ColumnOrigin, {
    description: 'For each column of row that has a value: the field it shows, and the payload behind it',
  }),
  uncertain: Type.Optional(
    Type.Array(Uncertainty, { description: 'With as_of: what the kept payloads cannot tell for certain' }),
  ),
})
export type EntityView = Static<typeof EntityView>

export const HistoryEntry = Type.Object({
  field: Type.String(),
  value: Value,
  source: Type.String(),
  subject: Type.String(),
  first_seen: Time,
  last_seen: TimeOrNull,
  payload_id: IdOrNull,
  current: Type.Boolean({ description: 'The source says so still' }),
  pin: Type.Optional(
    Type.Object({
      id: Id,
      reason: Type.String(),
      pinned_by: Type.String(),
      ended_by: TextOrNull,
      end_reason: TextOrNull,
    }),
  ),
})
export type HistoryEntry = Static<typeof HistoryEntry>
