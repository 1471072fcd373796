import type { Tx } from '../../../db/database.ts'
import { malformed } from '../../../errors.ts'
import type { EntityKind } from '../../workflows/define.ts'

export interface ListedChange {
  seq: number
  type: 'identity.changed'
  kind: EntityKind
  what: string
  id: string
  key: string
  before: unknown
  after: unknown
  merge_id: string | null
  created_at: Date
}

export interface ChangePage {
  changes: ListedChange[]
  /** Where to go on: `after` of the next request. Stays where it was when nothing is new. */
  cursor: string | null
  /** Whether more is there already. */
  more: boolean
}

/**
 * Changes of identities in an order in which nobody misses one: by transaction, and only of transactions before which no
 * other is still open. One that is held open for long holds back what follows. Throws 400 `invalid_cursor`.
 */
export async function listChanges(
  tx: Tx,
  { after, limit, id }: { after?: string | undefined; limit: number; id?: string | undefined },
): Promise<ChangePage> {
  const position = after === undefined ? { xact: '0', seq: '0' } : readCursor(after)
  const rows = await tx.query<Omit<ListedChange, 'type' | 'seq'> & { seq: string; xact: string }>(
    `select seq, xact::text, kind, what, id, key, before, after, merge_id, created_at from core.identity_changes
     where (xact, seq) > ($1::xid8, $2::bigint) and xact < pg_snapshot_xmin(pg_current_snapshot())
       and ($4::uuid is null or id = $4)
     order by core.identity_changes.xact, core.identity_changes.seq limit $3`,
    [position.xact, position.seq, limit + 1, id ?? null],
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    changes: page.map(({ xact: _xact, seq, ...change }) => ({ seq: Number(seq), type: 'identity.changed', ...change })),
    cursor: last === undefined ? (after ?? null) : `${last.xact}.${last.seq}`,
    more: rows.length > limit,
  }
}

function readCursor(cursor: string): { xact: string; seq: string } {
  const [, xact, seq] = /^(\d{1,18})\.(\d{1,18})$/.exec(cursor) ?? []
  if (xact === undefined || seq === undefined) throw malformed('invalid_cursor', 'This cursor is not one of ours')
  return { xact, seq }
}
