import type { Tx } from '../../../db/database.ts'
import { text } from '../../ingest/read-values.ts'
import { requireDomain } from '../../workflows/subject.ts'
import { viewColumns } from './get-view.ts'
import { readViewFilters } from './read-view-filters.ts'
import type { NewView, View } from './schema.ts'

/**
 * Saves the view of a domain, in place of the one it had; that keeps its slug, so links to it stay good. Throws 400
 * `filter_invalid` for filters that its endpoint would refuse, 422 `domain_invalid` or `domain_not_a_company`.
 */
export async function saveView(tx: Tx, sent: NewView): Promise<{ view: View; created: boolean }> {
  const domain = requireDomain(sent.domain, 'domain')
  const name = text(sent.name)
  const endpoint = sent.endpoint ?? '/api/leads'
  await readViewFilters(tx, endpoint, sent.filters, { strict: true })
  // Two who save at once would choose the same slug.
  await tx.execute(`select pg_advisory_xact_lock(hashtext('galena.target_client_views'))`)
  const slug = await freeSlug(tx, name ?? domain, domain)
  const [row] = await tx.query<View & { created: boolean }>(
    `insert into core.target_client_views as v (domain, name, slug, filters, endpoint) values ($1, $2, $3, $4, $5)
     on conflict (client_id, domain) where deleted_at is null
       do update set name = excluded.name, filters = excluded.filters, endpoint = excluded.endpoint, updated_at = now()
     returning ${viewColumns}, (xmax = 0) as created`,
    [domain, name, slug, JSON.stringify(sent.filters), endpoint],
  )
  if (row === undefined) throw new Error('A view was saved and not returned')
  const { created, ...view } = row
  return { view, created }
}

/** The name in letters, digits and hyphens, else the domain; with a number behind it where another view has that. */
async function freeSlug(tx: Tx, name: string, domain: string): Promise<string> {
  const wanted = slugOf(name) || slugOf(domain)
  const taken = await tx.query<{ slug: string }>(
    `select slug from core.target_client_views
     where deleted_at is null and domain <> $1 and (slug = $2 or starts_with(slug, $2 || '-'))`,
    [domain, wanted],
  )
  const slugs = new Set(taken.map(({ slug }) => slug))
  if (!slugs.has(wanted)) return wanted
  for (let number = 2; ; number += 1) if (!slugs.has(`${wanted}-${number}`)) return `${wanted}-${number}`
}

function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
    .replace(/-+$/, '')
}
