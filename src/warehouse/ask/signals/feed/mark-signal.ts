import type { Tx } from '../../../../db/database.ts'
import { notFound } from '../../../../errors.ts'

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

export interface Mark {
  is_read?: boolean
  is_actioned?: boolean
}

/** What a mark made of it. */
export interface Marked {
  id: string
  client_domain: string
  is_read: boolean
  is_actioned: boolean
  read_at: Date | null
  actioned_at: Date | null
}

/**
 * Marks a signal as read or acted upon, or takes that back; what is acted upon was read. Times are those of the first mark.
 * Throws 404 `signal_not_found`.
 */
export async function markSignal(tx: Tx, id: string, { is_read, is_actioned }: Mark): Promise<Marked> {
  const read = is_read ?? (is_actioned === true ? true : null)
  const [marked] = UUID.test(id)
    ? await tx.query<Marked>(
        `update client.signal_feed set
           is_read = coalesce($2, is_read),
           read_at = case when $2 then coalesce(read_at, now()) when not $2 then null else read_at end,
           is_actioned = coalesce($3, is_actioned),
           actioned_at = case when $3 then coalesce(actioned_at, now()) when not $3 then null else actioned_at end
         where id = $1
         returning id, client_domain, is_read, is_actioned, read_at, actioned_at`,
        [id, read, is_actioned ?? null],
      )
    : []
  if (marked === undefined) throw notFound('signal', JSON.stringify(id.slice(0, 100)))
  return marked
}

/** Marks everything in a client's feed up to a time as read; returns how many were not. */
export function markAllRead(tx: Tx, clientDomain: string, until: string): Promise<number> {
  return tx.execute(
    `update client.signal_feed set is_read = true, read_at = now()
     -- Times are told in milliseconds, and kept in microseconds.
     where client_domain = $1 and not is_read and created_at < $2::timestamptz + interval '1 ms'`,
    [clientDomain, until],
  )
}
