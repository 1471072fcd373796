import type { Tx } from '../../../db/database.ts'
import { malformed } from '../../../errors.ts'
import { canonicalDomain } from '../../identity/canonical-domain.ts'
import { domainKey, keyValue } from '../../identity/keys.ts'
import { readEntityKeys } from '../../reference/lookups/entity-keys.ts'
import { readLeads } from '../search/read-rows.ts'
import type { LeadRow, ListMeta } from '../search/schema.ts'
import { countCustomerAlumni } from './alumni/count-customer-alumni.ts'
import { type Alumnus, findCustomerAlumni } from './alumni/find-customer-alumni.ts'
import type { Estimates } from './alumni/remember-estimates.ts'
import { makeMeta, type PageQuery } from './list-page.ts'
import type { WorkedAt } from './schema.ts'

/**
 * Leads who once worked at a customer of the company, once each, who left last first, with that job as evidence. A company
 * without known customers has none. Throws 400 `invalid_parameter`, `invalid_cursor`.
 */
export async function listCustomerLeads(
  tx: Tx,
  company: string,
  { estimates, ...page }: PageQuery & { estimates: Estimates },
): Promise<{ data: (LeadRow & { worked_at_customer: WorkedAt })[]; meta: ListMeta }> {
  const domain = canonicalDomain(company)
  if (domain === null) throw malformed('invalid_parameter', 'company_domain is no domain, such as acme.com')
  const [keys = []] = await readEntityKeys(tx, [domainKey(domain)])
  const domains = keys.map(keyValue)
  const found = await findCustomerAlumni(tx, { domains, ...page })
  const meta = await makeMeta(page, found.cursor, () =>
    countCustomerAlumni(tx, domains, { mode: page.count === 'none' ? undefined : page.count, estimates }),
  )
  const [leads, names] = [
    await readLeads(
      tx,
      found.alumni.map(({ person_id }) => person_id),
    ),
    await readNames(tx, domains, found.alumni),
  ]
  const reasons = new Map(found.alumni.map((alumnus) => [alumnus.person_id, alumnus]))
  const data = leads.flatMap((lead) => {
    const reason = reasons.get(lead.person_id)
    if (reason === undefined) return []
    const { domain: at, ended_on } = reason
    return { ...lead, worked_at_customer: { domain: at, name: names.get(at) ?? null, job_end_date: ended_on } }
  })
  return { data, meta }
}

/** What the customers are called: as their companies are, else as whoever named them says. */
async function readNames(tx: Tx, domains: readonly string[], alumni: readonly Alumnus[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ domain: string; name: string }>(
    `select distinct on (r.customer_domain) r.customer_domain as domain, coalesce(c.name, r.customer_name) as name
     from reference.company_customers r left join core.companies c on c.domain = r.customer_domain
     where r.domain = any($1::text[]) and r.customer_domain = any($2::text[])
       and coalesce(c.name, r.customer_name) is not null
     order by r.customer_domain, r.customer_name`,
    [domains, [...new Set(alumni.map(({ domain }) => domain))]],
  )
  return new Map(rows.map(({ domain, name }) => [domain, name]))
}
