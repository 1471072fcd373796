import type { Tx } from '../../../db/database.ts'
import { malformed } from '../../../errors.ts'
import type { DomainCandidate } from './find-domains.ts'

/** A name that stands somewhere without its domain, and that nobody could resolve. */
export interface UnresolvedCompanyName {
  name: string
  key: string
  /** Rows that carry it, and in which tables. */
  row_count: number
  places: Record<string, number>
  /** Companies that it may mean, best first. */
  candidates: DomainCandidate[]
  /** When it was last looked for. */
  resolved_at: Date
}

/** Names that nobody could resolve, those with the most rows first. */
export async function listUnresolvedCompanyNames(
  tx: Tx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ names: UnresolvedCompanyName[]; cursor: string | null }> {
  const [rows, key] = cursor === undefined ? [2_147_483_647, ''] : readCursor(cursor)
  const names = await tx.query<UnresolvedCompanyName>(
    `select name, key, row_count, places, coalesce(candidates, '[]') as candidates, resolved_at
     from core.company_name_resolutions
     where domain is null and row_count > 0 and row_count <= $1 and (row_count < $1 or key > $2)
     order by row_count desc, key limit $3`,
    [rows, key, limit],
  )
  const last = names.at(-1)
  return { names, cursor: last === undefined || names.length < limit ? null : `${last.row_count}:${last.key}` }
}

function readCursor(cursor: string): [number, string] {
  const [, rows, key] = /^(\d{1,9}):(.*)$/s.exec(cursor) ?? []
  if (rows === undefined || key === undefined || key.includes('\0')) {
    throw malformed('invalid_cursor', 'This cursor is not one of ours')
  }
  return [Number(rows), key]
}
