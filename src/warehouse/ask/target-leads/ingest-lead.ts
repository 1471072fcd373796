import type { Static } from 'typebox'
import type { Tx } from '../../../db/database.ts'
import { text } from '../../ingest/read-values.ts'
import { requireDomain } from '../../workflows/subject.ts'
import { findCoreLinks } from './find-core-links.ts'
import { companyPage, domainOf, profileUrl } from './read-identifiers.ts'
import type { IngestBody, Ingested } from './schema.ts'
import { writeLeads } from './write-leads.ts'

/**
 * Stores a lead of a demo prospect and links it to the company and person of core that its identifiers name; whom nobody
 * knows is not linked. The same lead sent twice is one. Throws 422 `domain_invalid` or `domain_not_a_company`.
 */
export async function ingestLead(tx: Tx, body: IngestBody): Promise<Omit<Static<typeof Ingested>, 'success'>> {
  const lead = {
    target_client_domain: requireDomain(body.target_client_domain, 'target_client_domain'),
    form_id: text(body.form_id),
    form_title: text(body.form_title),
    first_name: text(body.first_name),
    last_name: text(body.last_name),
    full_name: text(body.full_name),
    person_linkedin_url: profileUrl(body.person_linkedin_url),
    work_email: text(body.work_email),
    company_domain: domainOf(body.company_domain),
    company_name: text(body.company_name),
    company_linkedin_url: companyPage(body.company_linkedin_url),
    source: text(body.source),
  }
  const [links = { core_company_id: null, core_person_id: null }] = await findCoreLinks(tx, [lead])
  const [written] = await writeLeads(tx, [{ ...lead, ...links }])
  if (written === undefined) throw new Error('A lead was written and not returned')
  const { inserted, ...ids } = written
  return { ...ids, deduplicated: !inserted }
}
