import type { Tx } from '../../../db/database.ts'
import { keyId } from '../../ingest/tables.ts'
import { isUnstated, keyOf, type NamePlace, namePlaces } from './name-places.ts'

/** The source of customers in reference.company_customers whose domain follows from their name. */
const resolvedSource = 'company-name'

/**
 * Makes every row that carries one of these names (keys) show what the name was resolved to, and nothing where it is not:
 * rows whose domain a payload stated are left alone. Safe to repeat; rows that show it already are not written.
 * Returns how many rows changed.
 */
export async function applyResolutions(tx: Tx, keys: readonly string[]): Promise<number> {
  let changed = 0
  const origins = new Set<string>()
  for (const place of namePlaces) {
    const rows = await applyTo(tx, place, keys)
    changed += rows.length
    if (place.table === 'core.company_customers')
      for (const { origin } of rows) if (origin !== null) origins.add(origin)
  }
  if (origins.size > 0) await listCustomers(tx, [...origins])
  return changed
}

/** Rows are locked in the order in which ingest locks them. */
function applyTo(tx: Tx, place: NamePlace, keys: readonly string[]): Promise<{ origin: string | null }[]> {
  const { table, domain, fills, origin, order } = place
  const stated = `(c.${domain} is not null and c.${domain} is distinct from c.resolved_domain)`
  return tx.query<{ origin: string | null }>(
    `with meant as (
       select c.ctid as at, ${stated} as stated, r.domain, r.matched, r.likelihood
       from core.company_name_resolutions r
       join ${table} c on ${keyOf(place, 'c')} = r.key and ${isUnstated(place, 'c')}
       where r.key = any($1::text[])
     ), held as (
       select c.id, m.stated, case when m.domain is distinct from c.${origin} then m.domain end as domain, m.matched, m.likelihood
       from meant m join ${table} c on c.ctid = m.at
       order by ${order
         .split(', ')
         .map((column) => `c.${column}`)
         .join(', ')} for update of c
     )
     update ${table} c set ${fills ? `${domain} = case when h.stated then c.${domain} else h.domain end,` : ''}
       resolved_domain = case when not h.stated then h.domain end,
       resolved_by = case when not h.stated and h.domain is not null then h.matched end,
       resolved_likelihood = case when not h.stated and h.domain is not null then h.likelihood end
     from held h
     where c.id = h.id and ${stated} = h.stated
       and (c.resolved_domain, c.resolved_by, c.resolved_likelihood) is distinct from
         (case when not h.stated then h.domain end, case when not h.stated and h.domain is not null then h.matched end,
          case when not h.stated and h.domain is not null then h.likelihood end)
     returning c.${origin} as origin`,
    [keys],
  )
}

/** Customers with a domain stand in reference.company_customers, for as long as the domain follows from their name. */
async function listCustomers(tx: Tx, origins: readonly string[]): Promise<void> {
  await tx.execute(
    `delete from reference.company_customers r where r.source = $2 and r.domain = any($1::text[]) and not exists (
       select from core.company_customers c
       where c.origin_company_domain = r.domain and c.customer_domain = r.customer_domain)`,
    [origins, resolvedSource],
  )
  const missing = await tx.query<{ domain: string; customer_domain: string; name: string; how: string }>(
    `select distinct on (c.origin_company_domain, c.customer_domain) c.origin_company_domain as domain, c.customer_domain,
       c.customer_name as name, c.resolved_by || ' name, likelihood ' || c.resolved_likelihood as how
     from core.company_customers c
     where c.origin_company_domain = any($1::text[]) and c.customer_domain = c.resolved_domain and not exists (
       select from reference.company_customers r
       where r.domain = c.origin_company_domain and r.customer_domain = c.customer_domain)
     order by c.origin_company_domain, c.customer_domain, c.customer_name`,
    [origins],
  )
  if (missing.length === 0) return
  const rows = missing.map((row) => ({
    ...row,
    id: keyId('reference.company_customers', [row.domain, row.customer_domain]),
  }))
  // As old as can be: whatever a payload says of this customer is newer.
  await tx.execute(
    `insert into reference.company_customers (id, domain, customer_domain, customer_name, source, notes, observed_at)
     select id, domain, customer_domain, name, $2, how, 'epoch'
     from json_to_recordset($1::json) r(id uuid, domain text, customer_domain text, name text, how text)
     order by domain, customer_domain on conflict do nothing`,
    [JSON.stringify(rows), resolvedSource],
  )
}
