import type { Tx } from '../../../db/database.ts'
import { malformed, notFound } from '../../../errors.ts'
import { canonicalDomain } from '../../identity/canonical-domain.ts'
import { type CountMode, countRows, type RowCount } from '../browse/count-rows.ts'

export interface TopVc {
  name: string
  domain: string | null
  portfolio_count: number
}

/** A firm's domain: as it was set, else as an uploaded list of firms has it. */
const firms = `(select t.name, coalesce(t.domain, (
    select f.domain from raw.vc_firms f
    where reference.company_name_key(f.name) collate "C" = reference.company_name_key(t.name) collate "C" limit 1
  )) as domain from reference.top_vcs t)`

/**
 * Companies of the portfolios of top firms, by the firm's domain or by its name in any usual form; a firm of that name with
 * another domain is another firm.
 */
const portfolios = `(
    select i.company_domain, i.company_name, v.name as vc_name, v.domain as vc_domain
    from ${firms} v join core.company_vc_investors i on i.vc_domain = v.domain where i.company_domain is not null
    union
    select i.company_domain, i.company_name, v.name, v.domain
    from ${firms} v
    join core.company_vc_investors i on reference.company_name_key(i.vc_name) collate "C" = reference.company_name_key(v.name) collate "C"
    where i.company_domain is not null and (i.vc_domain is null or v.domain is null or i.vc_domain = v.domain)
  )`

/** The curated firms by name, with how many companies of their portfolios are known. */
export function listTopVcs(tx: Tx): Promise<TopVc[]> {
  return tx.query<TopVc>(
    `select v.name, v.domain, count(distinct p.company_domain)::int4 as portfolio_count
     from ${firms} v left join ${portfolios} p on p.vc_name = v.name
     group by v.name, v.domain order by v.name`,
  )
}

/** Puts a firm on the list, or changes its domain. Throws 400 `invalid_parameter` for a domain that is none. */
export async function addTopVc(
  tx: Tx,
  { name, domain }: { name: string; domain?: string | null | undefined },
): Promise<void> {
  const canonical = domain === undefined || domain === null ? null : requireFirmDomain(domain)
  await tx.execute(
    `insert into reference.top_vcs as t (name, domain) values ($1, $2)
     on conflict (name) do update set domain = coalesce(excluded.domain, t.domain)`,
    [name.trim(), canonical],
  )
}

/** Takes a firm off the list. Throws 404 `top_vc_not_found`. */
export async function removeTopVc(tx: Tx, name: string): Promise<void> {
  const removed = await tx.execute('delete from reference.top_vcs where lower(name) = lower($1)', [name.trim()])
  if (removed === 0) throw notFound('top_vc', JSON.stringify(name.slice(0, 100)))
}

export interface MissingCustomers {
  company_domain: string
  company_name: string | null
  linkedin_url: string | null
  country: string | null
  vc_count: number
  vc_names: string[]
}

export interface MissingPage {
  /** Of which firm; all of the list unless given. */
  vc_domain?: string | undefined
  limit: number
  offset: number
  cursor?: string | undefined
}

/** Throws 400 `invalid_parameter` for a `vc_domain` that is none. */
export function countMissingCustomers(tx: Tx, vcDomain?: string, mode?: CountMode): Promise<RowCount> {
  return countRows(tx, `select from ${missing} m`, [firmOf(vcDomain)], { mode })
}

/**
 * Companies of the portfolios of top firms of which no customer is known, those with the most top firms first. Throws as
 * `countMissingCustomers`, and 400 `invalid_cursor`.
 */
export async function listMissingCustomers(
  tx: Tx,
  { vc_domain, limit, offset, cursor }: MissingPage,
): Promise<{ rows: MissingCustomers[]; cursor: string | null }> {
  const after = cursor === undefined ? null : readCursor(cursor)
  const found = await tx.query<MissingCustomers>(
    `select m.company_domain, coalesce(c.cleaned_name, c.name, m.company_name) as company_name, c.linkedin_url, c.country,
       m.vc_count, m.vc_names
     from ${missing} m left join core.companies c on c.domain = m.company_domain
     where $2::int4 is null or m.vc_count < $2 or (m.vc_count = $2 and m.company_domain > $3)
     order by m.vc_count desc, m.company_domain limit $4 offset $5`,
    [firmOf(vc_domain), after?.count ?? null, after?.domain ?? null, limit + 1, after === null ? offset : 0],
  )
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const next = found.length > limit && last !== undefined ? [last.vc_count, last.company_domain] : null
  return { rows, cursor: next === null ? null : Buffer.from(JSON.stringify(next)).toString('base64url') }
}

/** $1: domain of one firm, or null for all. */
const missing = `(
    select p.company_domain, max(p.company_name) as company_name, count(distinct p.vc_name)::int4 as vc_count,
      array_agg(distinct p.vc_name) as vc_names
    from ${portfolios} p
    where not exists (select from core.company_customers k where k.origin_company_domain = p.company_domain)
      and not exists (select from reference.company_customers r where r.domain = p.company_domain)
    group by p.company_domain
    having $1::text is null or bool_or(p.vc_domain = $1)
  )`

function firmOf(vcDomain: string | undefined): string | null {
  return vcDomain === undefined || vcDomain === '' ? null : requireFirmDomain(vcDomain)
}

function requireFirmDomain(text: string): string {
  const domain = canonicalDomain(text)
  if (domain === null) {
    throw malformed(
      'invalid_parameter',
      `The domain of a firm is such as accel.com, not ${JSON.stringify(text.slice(0, 80))}`,
    )
  }
  return domain
}

function readCursor(cursor: string): { count: number; domain: string } {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const [count, domain] = Array.isArray(read) ? (read as unknown[]) : []
    const isCount = typeof count === 'number' && Number.isInteger(count) && count > 0 && count < 1_000_000
    if (isCount && typeof domain === 'string' && /^[^\0]{1,300}$/.test(domain) && domain.isWellFormed())
      return { count, domain }
  } catch {
    // Not one of ours.
  }
  throw malformed('invalid_cursor', 'The cursor is none of this list: begin again without it')
}
