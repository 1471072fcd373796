import type { Tx } from '../../../../db/database.ts'

/**
 * Who is one person under two profile URLs, as identity has it now: a URL to the key of the person's root. URLs that nobody
 * knows are themselves.
 */
export async function readIdentities(tx: Tx, urls: readonly string[]): Promise<(url: string) => string> {
  const rows = await tx.query<{ url: string; root: string }>(
    `select u.url, r.owner as root
     from unnest($1::text[]) u(url)
     join core.identifiers k on k.key = 'slug:' || substring(u.url from '/in/([^/?#]+)') and k.owner <> k.key
     join core.identifiers r on r.key = k.owner`,
    [urls],
  )
  const roots = new Map(rows.map(({ url, root }) => [url, root]))
  return (url) => roots.get(url) ?? `slug:${url.slice(url.lastIndexOf('/') + 1)}`
}
