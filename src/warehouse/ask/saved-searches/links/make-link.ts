import { randomUUID } from 'node:crypto'
import type { Tx } from '../../../../db/database.ts'
import { refused } from '../../../../errors.ts'
import { countMatches } from '../../search/count-matches.ts'
import { findPage } from '../../search/find-page.ts'
import { getSearch } from '../get-search.ts'
import { readCriteria } from '../read-criteria.ts'
import type { SavedSearch } from '../schema.ts'
import { sortOf } from '../sort-of.ts'
import { type LinkRow, linkColumns, toldLink } from './list-links.ts'
import { pickSample, roundDown } from './pick-revealed.ts'
import type { NewLink, ShareLink } from './schema.ts'
import { ensureSecret } from './share-secret.ts'
import { shareableFields } from './shareable-fields.ts'

/**
 * Makes a link to some rows of a saved search and the number of the rest. Which rows, and the number, are decided now and
 * stay: a link that looked again each day would show, to whoever comes back often enough, more rows than were meant to be
 * shown, and from the number when somebody entered. Throws like `getSearch`, 422 `reveal_limit`, 422 `field_not_shareable`.
 */
export async function makeLink(tx: Tx, searchId: string, wanted: NewLink, by: string): Promise<ShareLink> {
  const search = await getSearch(tx, searchId)
  const { reveal = search.reveal_limit, expires_in_days = 30, label = null, title = null, pick = 'sample' } = wanted
  if (reveal > search.reveal_limit) {
    const message = `A link to this search may show ${search.reveal_limit} rows; change its reveal_limit first`
    throw refused('reveal_limit', message)
  }
  const fields = shareableFields(search.kind, wanted.fields)
  const secret = await ensureSecret(tx)
  const { ids, total } = await chooseRevealed(tx, search, { reveal, pick, secret })
  const hidden = Math.max(0, total - ids.length)
  const told = {
    exact: { count: hidden, is: 'exact' },
    rounded: { count: roundDown(hidden), is: 'at_least' },
    none: { count: null, is: 'not_told' },
  }[wanted.count ?? 'exact']
  const [row] = await tx.query<LinkRow>(
    `insert into core.share_links (id, client_id, search_id, version, kind, label, title, fields, revealed_ids, pick,
       hidden_count, hidden_is, created_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8::text[], $9::uuid[], $10, $11, $12, $13, now() + $14 * interval '1 day')
     returning ${linkColumns}`,
    [
      ...[randomUUID(), search.client_id, search.id, search.version, search.kind, label, title, fields, ids, pick],
      ...[told.count, told.is, by, expires_in_days],
    ],
  )
  if (row === undefined) throw new Error('insert returned no row')
  return toldLink(row, secret)
}

interface Choice {
  reveal: number
  pick: 'sample' | 'first'
  secret: Buffer
}

async function chooseRevealed(tx: Tx, search: SavedSearch, { reveal, pick, secret }: Choice) {
  const { kind } = search
  const where = readCriteria(kind, search.criteria)
  if (pick === 'sample') return pickSample(tx, { kind, where, searchId: search.id, secret, count: reveal })
  const { ids } = await findPage(tx, { kind, where, sort: sortOf(kind, search.sort), limit: reveal })
  return { ids, total: (await countMatches(tx, kind, where, 'exact')).total }
}
