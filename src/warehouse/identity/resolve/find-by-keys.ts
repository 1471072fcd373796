import type { Tx } from '../../../db/database.ts'
import type { EntityKind } from '../../workflows/define.ts'

interface Step {
  asked: string
  root: string
  above: string
  id: string | null
}

/** Merges into merges: no chain of them is longer in practice, and a circle must end. */
const hops = 50

/**
 * The entity that each key names: the identity at the root above it. Keys nobody knows are absent. One statement of
 * index lookups for trees of two levels, which nearly all are, and one more for each further level.
 */
export async function findByKeys(tx: Tx, kind: EntityKind, keys: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const askedBy = new Map<string, string[]>(keys.map((key) => [key, [key]]))
  for (let hop = 0; askedBy.size > 0 && hop < hops; hop++) {
    const steps = await tx.query<Step>(
      `select i.key as asked, o.key as root, o.owner as above, d.id
       from core.identifiers i
       join core.identifiers o on o.key = i.owner
       left join core.identities d on d.root = o.key
       where i.key = any($1) and i.kind = $2`,
      [[...askedBy.keys()], kind],
    )
    const next = new Map<string, string[]>()
    for (const { asked, root, above, id } of steps) {
      const origins = askedBy.get(asked) ?? []
      if (above !== root) next.set(above, [...(next.get(above) ?? []), ...origins])
      else if (id !== null) for (const origin of origins) found.set(origin, id)
    }
    askedBy.clear()
    for (const [key, origins] of next) askedBy.set(key, origins)
  }
  return found
}

/** The entity that each id names today: itself, or what it was merged into. Ids of nobody are absent. */
export async function followIds(tx: Tx, kind: EntityKind, ids: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const askedBy = new Map<string, string[]>(ids.map((id) => [id, [id]]))
  for (let hop = 0; askedBy.size > 0 && hop < hops; hop++) {
    const rows = await tx.query<{ id: string; merged_into: string | null }>(
      'select id, merged_into from core.identities where id = any($1::uuid[]) and kind = $2',
      [[...askedBy.keys()], kind],
    )
    const next = new Map<string, string[]>()
    for (const { id, merged_into } of rows) {
      const origins = askedBy.get(id) ?? []
      if (merged_into === null) for (const origin of origins) found.set(origin, id)
      else next.set(merged_into, [...(next.get(merged_into) ?? []), ...origins])
    }
    askedBy.clear()
    for (const [id, origins] of next) askedBy.set(id, origins)
  }
  return found
}

/** The keys of companies that carry a ticker, by ticker in upper case. */
export async function domainsOfTickers(tx: Tx, tickers: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  if (tickers.length === 0) return found
  const rows = await tx.query<{ ticker: string; domain: string }>(
    'select upper(ticker) as ticker, domain from core.company_public where upper(ticker) = any($1) order by domain limit 5000',
    [tickers],
  )
  for (const { ticker, domain } of rows) found.set(ticker, [...(found.get(ticker) ?? []), domain])
  return found
}

/** The profile of each address in the address book. */
export async function profilesOfEmails(tx: Tx, emails: readonly string[]): Promise<Map<string, string>> {
  if (emails.length === 0) return new Map()
  const rows = await tx.query<{ email: string; person_linkedin_url: string }>(
    `select email, person_linkedin_url from reference.email_to_person
     where email = any($1) and person_linkedin_url is not null`,
    [emails],
  )
  return new Map(rows.map((row) => [row.email, row.person_linkedin_url]))
}
