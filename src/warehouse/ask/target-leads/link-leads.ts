import type { Static } from 'typebox'
import type { Tx } from '../../../db/database.ts'
import { refused } from '../../../errors.ts'
import { text } from '../../ingest/read-values.ts'
import { requireDomain } from '../../workflows/subject.ts'
import { type FirstAsked, findCoreLinks } from './find-core-links.ts'
import { type PersonRow, readCompanyRows, readPersonRows } from './read-core-rows.ts'
import { domainOf, profileUrl } from './read-identifiers.ts'
import type { EnrichedCompany, LinkBatchBody, LinkBody, Linked, LinkedBatch, LinkItem, LinkResult } from './schema.ts'
import { type NewLead, writeLeads } from './write-leads.ts'

type Without<T, K extends PropertyKey> = { [P in keyof T as Exclude<P, K>]: T[P] }

/**
 * Makes a demo lead of a company and a person that core knows, with what core says about them. One of the two must be
 * there: 422 `nothing_to_link` otherwise. Throws 422 `domain_invalid` or `domain_not_a_company` for the prospect's domain.
 */
export async function linkLead(tx: Tx, body: LinkBody): Promise<Without<Static<typeof Linked>, 'success'>> {
  const domain = requireDomain(body.target_client_domain, 'target_client_domain')
  const about = {
    domain,
    source: text(body.source) ?? 'demo',
    form_id: text(body.form_id),
    form_title: text(body.form_title),
  }
  const [found] = await findItems(tx, [body], about, 'linkedin')
  if (found === undefined || !(found.person_found || found.company_found)) {
    throw refused('nothing_to_link', 'Core knows neither this person nor this company: ingest them first', {
      extra: { company_found: false, person_found: false },
    })
  }
  const [written] = await writeLeads(tx, [found.lead])
  if (written === undefined) throw new Error('A lead was written and not returned')
  return {
    lead_id: written.lead_id,
    core_company_id: written.core_company_id,
    core_person_id: written.core_person_id,
    company_found: found.company_found,
    person_found: found.person_found,
    deduplicated: !written.inserted,
  }
}

/**
 * Makes demo leads of people that core knows, found by e-mail address and else by LinkedIn URL. Items whose person core does
 * not know fail alone, and say so at their place in `results`. Throws as `linkLead` for the prospect's domain.
 */
export async function linkLeads(tx: Tx, body: LinkBatchBody): Promise<Without<Static<typeof LinkedBatch>, 'success'>> {
  const domain = requireDomain(body.target_client_domain, 'target_client_domain')
  const about = {
    domain,
    source: text(body.source) ?? 'csv_import',
    form_id: text(body.form_id),
    form_title: text(body.form_title),
  }
  const found = await findItems(tx, body.leads, about, 'email')
  const hits = found.filter(({ person_found }) => person_found)
  const written = await writeLeads(
    tx,
    hits.map(({ lead }) => lead),
  )
  const ids = new Map(hits.map((hit, i) => [hit, written[i]?.lead_id ?? null]))
  const results = found.map((item, index): LinkResult => {
    const { lead, person_found, company_found } = item
    const answer = {
      index,
      success: person_found,
      lead_id: ids.get(item) ?? null,
      core_company_id: lead.core_company_id,
      core_person_id: lead.core_person_id,
      company_found,
      person_found,
    }
    return person_found ? answer : { ...answer, error: missing(body.leads[index]) }
  })
  return { total: results.length, linked: hits.length, failed: results.length - hits.length, results }
}

function missing(item: LinkItem | undefined): string {
  const named = text(item?.person_email) !== null || text(item?.person_linkedin_url) !== null
  return named ? 'Core does not know this person: ingest a profile first' : 'Give person_email or person_linkedin_url'
}

interface About {
  domain: string
  source: string
  form_id: string | null
  form_title: string | null
}

interface FoundItem {
  lead: NewLead
  /** Whether core knows the company that the item names; without one in the item, the person's employer. */
  company_found: boolean
  person_found: boolean
}

async function findItems(tx: Tx, items: readonly LinkItem[], about: About, first: FirstAsked): Promise<FoundItem[]> {
  const identifiers = items.map((item) => ({
    person_linkedin_url: profileUrl(item.person_linkedin_url),
    work_email: text(item.person_email),
    company_domain: domainOf(item.company_domain),
    company_linkedin_url: null,
  }))
  const links = await findCoreLinks(tx, identifiers, first)
  const people = await readPersonRows(
    tx,
    links.map(({ core_person_id }) => core_person_id),
  )
  const companyIds = links.map(({ core_company_id: stated, core_person_id }, i) =>
    identifiers[i]?.company_domain == null ? (people.get(core_person_id ?? '')?.core_company_id ?? null) : stated,
  )
  const companies = await readCompanyRows(tx, companyIds)
  return items.map((item, i) => {
    const person = people.get(links[i]?.core_person_id ?? '')
    const company = companies.get(companyIds[i] ?? '')
    return {
      lead: leadOf(item, identifiers[i], about, person, company),
      company_found: company !== undefined,
      person_found: person !== undefined,
    }
  })
}

/** What the item says, and for the rest what core knows. */
function leadOf(
  item: LinkItem,
  said: Pick<NewLead, 'person_linkedin_url' | 'work_email' | 'company_domain'> | undefined,
  { domain, ...about }: About,
  person: PersonRow | undefined,
  company: EnrichedCompany | undefined,
): NewLead {
  return {
    target_client_domain: domain,
    ...about,
    first_name: text(item.first_name) ?? person?.first_name ?? null,
    last_name: text(item.last_name) ?? person?.last_name ?? null,
    full_name: text(item.full_name) ?? person?.full_name ?? null,
    person_linkedin_url: said?.person_linkedin_url ?? person?.linkedin_url ?? null,
    work_email: said?.work_email ?? person?.work_email ?? null,
    company_domain: company?.domain ?? said?.company_domain ?? null,
    company_name: company?.name ?? null,
    company_linkedin_url: company?.linkedin_url ?? null,
    core_company_id: company?.id ?? null,
    core_person_id: person?.id ?? null,
  }
}
