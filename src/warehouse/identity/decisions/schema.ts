import { Type } from 'typebox'

const Id = Type.String({ format: 'uuid' })
const Name = Type.String({
  minLength: 1,
  maxLength: 500,
  description: 'id, key such as `domain:acme.com`, domain, LinkedIn URL or e-mail address',
})
const Reason = Type.Optional(Type.Union([Type.String({ maxLength: 2000 }), Type.Null()]))
const TextOrNull = Type.Union([Type.String(), Type.Null()])
const Row = Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()])

export const MergeRequest = Type.Object({
  into: Name,
  from: Name,
  reason: Reason,
  dry_run: Type.Optional(Type.Boolean({ description: 'Only tell what would change' })),
})

const RowChange = Type.Object({
  table: Type.String(),
  row: Type.String({ description: 'What names the row: its id, key, or profile URL' }),
  change: Type.Union([Type.Literal('added'), Type.Literal('changed'), Type.Literal('vanished')]),
  before: Row,
  after: Row,
})

const Relation = Type.Object({
  table: Type.String(),
  column: Type.String({ description: 'The column that names the entity' }),
  rows: Type.Integer(),
  ids: Type.Array(Type.String(), { description: 'Up to 100 of them' }),
})

export const MergeAnswer = Type.Object({
  success: Type.Literal(true),
  dry_run: Type.Boolean(),
  merge_id: Type.Union([Id, Type.Null()], { description: 'Name it to undo the merge; null in a dry run' }),
  id: Type.Union([Id], { description: 'The entity that stays' }),
  merged_id: Type.Union([Id], { description: 'Leads to it from now on' }),
  key: Type.String({ description: 'The root of what was merged' }),
  owner: Type.String({ description: 'The root it stands under now' }),
  changes: Type.Optional(
    Type.Array(RowChange, { description: 'In a dry run: every row of core that is added, changed or removed' }),
  ),
  relations: Type.Optional(
    Type.Array(Relation, { description: 'In a dry run: rows that keep their key and change hands with it' }),
  ),
  unsearched: Type.Optional(
    Type.Array(Type.String(), { description: 'In a dry run: columns of large tables without an index' }),
  ),
})

export const UnmergeRequest = Type.Object({
  id: Type.Union([Id], {
    description: 'The merge, the entity that was merged, or the one into which a single one was merged',
  }),
  reason: Reason,
})

export const UnmergeAnswer = Type.Object({
  success: Type.Literal(true),
  merge_id: Id,
  id: Type.Union([Id], { description: 'The entity that stayed' }),
  unmerged_id: Type.Union([Id], { description: 'The one that is on its own again' }),
})

const Side = Type.Object({
  subject: Type.String({ description: 'Who claims the key' }),
  id: Type.Union([Id, Type.Null()]),
  owns: Type.Boolean({ description: 'Whether the key belongs to it now' }),
  observed_at: TextOrNull,
  sources: Type.Array(Type.String()),
  keys: Type.Array(Type.String()),
  values: Type.Record(Type.String(), Type.Unknown()),
})

export const Review = Type.Object({
  id: Id,
  kind: Type.String(),
  reason: Type.Union([Type.String()], { description: '`contested_key` or `linkedin_url_conflict`' }),
  status: Type.String(),
  key: Type.String(),
  subjects: Type.Array(Type.String()),
  sides: Type.Array(Side),
  evidence: Type.Unknown({ description: 'What the rules for automatic merges found, or null' }),
  details: Type.Unknown(),
  raw_payload_id: Type.Union([Id, Type.Null()]),
  merge_id: Type.Union([Id, Type.Null()]),
  decided_by: TextOrNull,
  decision_reason: TextOrNull,
  decided_at: Type.Unsafe<Date | null>(Type.Union([Type.String({ format: 'date-time' }), Type.Null()])),
  created_at: Type.Unsafe<Date>(Type.String({ format: 'date-time' })),
})

export const Change = Type.Object({
  seq: Type.Integer(),
  kind: Type.String(),
  type: Type.Literal('identity.changed'),
  what: Type.Union([Type.String()], { description: '`merged`, `unmerged`, `key_moved` or `redirected`' }),
  id: Type.Union([Id], { description: 'The entity it happened to' }),
  key: Type.String(),
  before: Type.Unknown({ description: 'id and root that the key led to' }),
  after: Type.Unknown(),
  merge_id: Type.Union([Id, Type.Null()]),
  created_at: Type.Unsafe<Date>(Type.String({ format: 'date-time' })),
})
