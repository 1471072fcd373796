import { asOperator, type Database } from '../../../../db/database.ts'

/** Days for which a client's feed keeps a signal, and for which lists of people are kept. */
export const FEED_DAYS = 400
const PAGE = 5_000

/**
 * Removes signals that have been in a feed for 400 days, and lists of people of that age, save the newest two of each company.
 * Returns how many rows went. A state that still holds by then (at a company with investors, worked at a customer) is told once
 * more.
 */
export async function purgeFeed(db: Database): Promise<number> {
  let all = 0
  for (const statement of [SIGNALS, SNAPSHOTS]) {
    for (let gone = PAGE; gone === PAGE; all += gone) {
      gone = await asOperator(db, (tx) => tx.execute(statement, [FEED_DAYS, PAGE]))
    }
  }
  return all
}

const SIGNALS = `delete from client.signal_feed where id = any (array(
  select id from client.signal_feed where created_at < now() - $1 * interval '1 day' limit $2))`

// Those that still hold their people are the two that the next list needs.
const SNAPSHOTS = `delete from client.people_snapshots where id = any (array(
  select id from client.people_snapshots
  where created_at < now() - $1 * interval '1 day' and people is null limit $2))`
