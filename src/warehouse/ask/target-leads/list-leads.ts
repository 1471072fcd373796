import type { Static } from 'typebox'
import type { Tx } from '../../../db/database.ts'
import { malformed } from '../../../errors.ts'
import { isoTime } from '../../identity/read-forest.ts'
import { text } from '../../ingest/read-values.ts'
import { requireDomain } from '../../workflows/subject.ts'
import { countRows } from '../browse/count-rows.ts'
import { findCoreLinks } from './find-core-links.ts'
import { type PersonRow, readCompanyRows, readPersonRows } from './read-core-rows.ts'
import { type EnrichedPerson, type ListBody, type Listed, mostLeads, type TargetClientLead } from './schema.ts'

type Stored = Omit<TargetClientLead, 'enriched_company' | 'enriched_person'>

/**
 * The leads of a demo prospect, newest first, each with what core knows of its company and person now: those that nobody
 * knew when they came are looked up again. Throws 422 for the domain as `ingestLead`, 400 `invalid_cursor`.
 */
export async function listLeads(tx: Tx, body: ListBody): Promise<Omit<Static<typeof Listed>, 'success'>> {
  const domain = requireDomain(body.target_client_domain, 'target_client_domain')
  const source = text(body.source)
  const limit = body.limit ?? mostLeads
  const after = body.cursor === undefined ? null : readCursor(body.cursor)
  const rows = await tx.query<Stored & { at: string }>(
    `select id, target_client_domain, first_name, last_name, full_name, person_linkedin_url, work_email, company_domain,
       company_name, company_linkedin_url, source, form_id, form_title, created_at, core_company_id, core_person_id,
       ${isoTime('created_at')} as at
     from target_client.leads
     where target_client_domain = $1 and ($2::text is null or source = $2)
       and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
     order by created_at desc, id desc limit $5`,
    [domain, source, after?.at ?? null, after?.id ?? null, limit + 1],
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const { total, total_is } = await countRows(
    tx,
    'select from target_client.leads where target_client_domain = $1 and ($2::text is null or source = $2)',
    [domain, source],
  )
  const leads = await enrich(
    tx,
    page.map(({ at: _at, ...lead }) => lead),
  )
  return {
    leads,
    count: leads.length,
    meta: {
      total,
      total_is,
      limit,
      cursor: rows.length > limit && last !== undefined ? writeCursor(last) : null,
    },
  }
}

async function enrich(tx: Tx, leads: readonly Stored[]): Promise<TargetClientLead[]> {
  const [people, companies] = await Promise.all([
    readPersonRows(
      tx,
      leads.map(({ core_person_id }) => core_person_id),
    ),
    readCompanyRows(
      tx,
      leads.map(({ core_company_id }) => core_company_id),
    ),
  ])
  // Whoever was not known then, or has become part of somebody else since.
  const lost = leads.filter(
    ({ core_person_id, core_company_id }) => !people.has(core_person_id ?? '') || !companies.has(core_company_id ?? ''),
  )
  const links = await findCoreLinks(tx, lost)
  const found = new Map(lost.map((lead, i) => [lead.id, links[i]]))
  const [morePeople, moreCompanies] = await Promise.all([
    readPersonRows(
      tx,
      links.map(({ core_person_id }) => core_person_id),
    ),
    readCompanyRows(
      tx,
      links.map(({ core_company_id }) => core_company_id),
    ),
  ])
  return leads.map((lead) => {
    const link = found.get(lead.id)
    const person = people.get(lead.core_person_id ?? '') ?? morePeople.get(link?.core_person_id ?? '')
    const company = companies.get(lead.core_company_id ?? '') ?? moreCompanies.get(link?.core_company_id ?? '')
    return {
      ...lead,
      core_person_id: person?.id ?? null,
      core_company_id: company?.id ?? null,
      enriched_company: company ?? null,
      enriched_person: person === undefined ? null : shown(person),
    }
  })
}

function shown({ id, full_name, linkedin_url, title, seniority, department }: PersonRow): EnrichedPerson {
  return { id, full_name, linkedin_url, title, seniority, department }
}

function writeCursor({ at, id }: { at: string; id: string }): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url')
}

function readCursor(cursor: string): { at: string; id: string } {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const [at, id] = Array.isArray(read) ? (read as unknown[]) : []
    const isTime = typeof at === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(at) && Date.parse(at) > 0
    if (isTime && typeof id === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return { at, id }
  } catch {
    // Not one of ours.
  }
  throw malformed('invalid_cursor', 'The cursor is none of this list: begin again without it')
}
