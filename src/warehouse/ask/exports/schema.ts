import { type Static, Type } from 'typebox'
import type { SearchKind } from '../filter/condition.ts'
import type { Column } from '../search/columns.ts'

export const EXPORT_KINDS = ['leads', 'people', 'companies'] as const satisfies SearchKind[]

export const EXPORT_FORMATS = ['csv', 'ndjson', 'parquet'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export const EXPORT_STATUSES = ['waiting', 'running', 'finished', 'failed', 'cancelled', 'expired'] as const

/** A column of the file, with the type that its values have where a format knows types. Timestamps are UTC. */
export type ExportColumn = Pick<Column, 'name' | 'type'>

/** Most columns that can be asked for; there are fewer. */
const MOST_FIELDS = 100

export const ExportRequest = Type.Object(
  {
    kind: Type.Enum([...EXPORT_KINDS], { description: 'What a row is' }),
    filter: Type.Optional(
      Type.Object({}, { additionalProperties: true, description: 'As in POST /v1/{leads|people|companies}/search' }),
    ),
    sort: Type.Optional(Type.String({ maxLength: 50, description: 'As in a search; newest first unless given' })),
    fields: Type.Optional(
      Type.Array(Type.String({ maxLength: 100 }), {
        minItems: 1,
        maxItems: MOST_FIELDS,
        uniqueItems: true,
        description: 'Columns in their order; all of them unless given',
      }),
    ),
    format: Type.Enum([...EXPORT_FORMATS]),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100_000_000, description: 'Most rows; all unless given' }),
    ),
    bom: Type.Optional(Type.Boolean({ description: 'CSV only: begin with a byte order mark, which Excel needs' })),
    delivery: Type.Optional(
      Type.Enum(['stream', 'job'], {
        default: 'stream',
        description:
          'stream: the answer is the file. job: the answer is the job, whose file is fetched when it is finished',
      }),
    ),
  },
  { additionalProperties: false },
)
export type ExportRequest = Static<typeof ExportRequest>

/** What is exported and how, without the way it is delivered: what a job keeps. */
export type ExportOrder = Omit<ExportRequest, 'delivery'>

const Time = Type.String({ format: 'date-time' })

export const ExportJob = Type.Object({
  id: Type.String({ format: 'uuid' }),
  status: Type.Enum([...EXPORT_STATUSES]),
  kind: Type.Enum([...EXPORT_KINDS]),
  format: Type.Enum([...EXPORT_FORMATS]),
  filter: Type.Object({}, { additionalProperties: true }),
  sort: Type.Union([Type.String(), Type.Null()]),
  fields: Type.Union([Type.Array(Type.String()), Type.Null()]),
  limit: Type.Union([Type.Integer(), Type.Null()]),
  rows_written: Type.Integer({ description: 'So far' }),
  total: Type.Union([Type.Integer(), Type.Null()], { description: 'Rows to come to; null until it is counted' }),
  total_is: Type.Enum(['exact', 'estimated', 'none']),
  bytes: Type.Integer({ description: 'Size of the file so far' }),
  error: Type.Union([Type.String(), Type.Null()], { description: 'Why it failed' }),
  requested_by: Type.String({ description: 'id of the key' }),
  created_at: Time,
  started_at: Type.Union([Time, Type.Null()]),
  finished_at: Type.Union([Time, Type.Null()]),
  expires_at: Type.Union([Time, Type.Null()], { description: 'When the file is deleted' }),
  download_url: Type.Union([Type.String(), Type.Null()], {
    description: 'A path that needs no key; null unless the file is there',
  }),
  download_url_expires_at: Type.Union([Time, Type.Null()]),
})
export type ExportJob = Static<typeof ExportJob>
