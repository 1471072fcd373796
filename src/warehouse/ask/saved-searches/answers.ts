import { Type } from 'typebox'
import type { Caller } from '../../../route.ts'
import { ListMeta } from '../search/schema.ts'
import { Kind, SavedSearch, SavedSearchRun, SearchVersion, Status, Time } from './schema.ts'

const Success = Type.Literal(true)
const Sample = Type.Array(Type.Record(Type.String(), Type.Unknown()))
const RunOrNull = (description: string) => Type.Union([SavedSearchRun, Type.Null()], { description })
const behind = Type.Optional(
  Type.Literal(true, {
    description: 'Much was stored just now, and not all of it can be found yet: run it again in minutes',
  }),
)
const found = {
  count: Type.Integer({ description: 'Who match now' }),
  count_is: Type.Enum(['exact', 'estimated']),
  behind,
  sample: Type.Array(Type.Record(Type.String(), Type.Unknown()), {
    description: 'The first five, in the order of the search',
  }),
}

export const Saved = Type.Object({ success: Success, ...SavedSearch.properties, ...found, run: SavedSearchRun })
export const Changed = Type.Object({
  success: Success,
  ...SavedSearch.properties,
  ...found,
  run: RunOrNull('With other criteria: who enters and who leaves by that, against the last run'),
})
export const Deleted = Type.Object({ success: Success, id: Type.String({ format: 'uuid' }), deleted_at: Time })
export const Shown = Type.Object({
  success: Success,
  ...SavedSearch.properties,
  versions: Type.Array(SearchVersion, { description: 'The last 100, newest first' }),
  run: RunOrNull('The last run'),
})
export const Listed = Type.Object({ success: Success, data: Type.Array(SavedSearch), meta: ListMeta })
export const Rows = Type.Object({ success: Success, data: Sample, meta: ListMeta })
export const Ran = Type.Object({
  success: Success,
  search_id: Type.String({ format: 'uuid' }),
  ...SavedSearchRun.properties,
  behind,
  new_sample: Type.Array(Type.Record(Type.String(), Type.Unknown()), {
    description: 'The newest five; all of them: `GET …/runs/{run}/rows`',
  }),
  left_sample: Type.Array(Type.Record(Type.String(), Type.Unknown()), {
    description: 'Five of those who left, as they are now; who is no more is not among them',
  }),
})
export const Runs = Type.Object({ success: Success, runs: Type.Array(SavedSearchRun) })

export const Id = Type.Object({ id: Type.String({ maxLength: 100 }) })
export const Limit = Type.Integer({ minimum: 1, maximum: 1_000, default: 50 })
export const Cursor = Type.Optional(Type.String({ maxLength: 2_000, description: '`meta.cursor` of the page before' }))
export const Offset = Type.Integer({ minimum: 0, maximum: 10_000, default: 0, description: 'Prefer `cursor`' })
export const Fields = Type.Optional(
  Type.Union([Type.Array(Type.String({ maxLength: 100 }), { maxItems: 50 }), Type.String({ maxLength: 2_000 })], {
    description: 'Only these fields of each row: repeated, or with commas between',
  }),
)

export const ListQuery = Type.Object({
  kind: Type.Optional(Kind),
  status: Type.Optional(Status),
  owner: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Limit,
  cursor: Cursor,
  offset: Offset,
})
export const ResultsQuery = Type.Object({
  limit: Limit,
  cursor: Cursor,
  offset: Offset,
  fields: Fields,
  count: Type.Optional(
    Type.Enum(['exact', 'estimated', 'none'], {
      description: 'Unless given exact up to 10,000 and estimated above; `meta.total_is` says which',
    }),
  ),
})

/** What an answer says while not everything that was stored can be found. */
export function lateness({ behind }: { behind: boolean }): { behind?: true } {
  return behind ? { behind } : {}
}

/** The names in a query parameter that is repeated, or one text with commas between. */
export function namesIn(fields: string | string[] | undefined): string[] | undefined {
  if (fields === undefined) return undefined
  const names = (Array.isArray(fields) ? fields : [fields]).flatMap((name) => name.split(','))
  return names.map((name) => name.trim()).filter((name) => name !== '')
}

/** Who did it: the name of the key, and its id to tell two of one name apart. */
export function nameOf({ keyId, name }: Caller): string {
  return keyId === name ? name : `${name} (${keyId})`
}
