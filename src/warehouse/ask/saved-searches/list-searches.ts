import type { Tx } from '../../../db/database.ts'
import { malformed } from '../../../errors.ts'
import { searchColumns } from './get-search.ts'
import type { SavedSearch } from './schema.ts'

export interface SearchListRequest {
  limit: number
  cursor?: string | undefined
  offset?: number | undefined
  kind?: string | undefined
  status?: string | undefined
  owner?: string | undefined
}

export interface SearchList {
  searches: SavedSearch[]
  total: number
  /** Where the next page begins; null on the last one. */
  cursor: string | null
}

/** Saved searches that are not deleted, the newest first. Throws 400 `invalid_cursor`. */
export async function listSearches(tx: Tx, request: SearchListRequest): Promise<SearchList> {
  const [time = null, id = null] = request.cursor === undefined ? [] : readCursor(request.cursor)
  const filter = [request.kind ?? null, request.status ?? null, request.owner ?? null]
  const rows = await tx.query<SavedSearch & { place: string }>(
    `select ${searchColumns}, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place
     from core.saved_searches
     where ${matching} and ($4::timestamptz is null or (created_at, id) < ($4::timestamptz, $5::uuid))
     order by created_at desc, id desc
     limit $6 offset $7`,
    [...filter, time, id, request.limit + 1, time === null ? (request.offset ?? 0) : 0],
  )
  const [counted] = await tx.query<{ total: number }>(
    `select count(*)::integer as total from core.saved_searches where ${matching}`,
    filter,
  )
  const page = rows.slice(0, request.limit)
  const last = page.at(-1)
  const next = rows.length > request.limit && last !== undefined ? `${last.place} ${last.id}` : null
  return {
    searches: page.map(({ place: _place, ...search }) => search),
    total: counted?.total ?? 0,
    cursor: next === null ? null : Buffer.from(next).toString('base64url'),
  }
}

const matching = `deleted_at is null and ($1::text is null or kind = $1) and ($2::text is null or status = $2)
  and ($3::text is null or owner = $3)`

function readCursor(cursor: string): [string, string] {
  const text = Buffer.from(cursor, 'base64url').toString()
  const [, time, id] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text) ?? []
  if (time === undefined || id === undefined || Number.isNaN(Date.parse(time))) {
    throw malformed('invalid_cursor', 'This cursor is not one of ours')
  }
  return [time, id]
}
