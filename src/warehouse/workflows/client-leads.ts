import { Type } from 'typebox'
import { canonicalDomain } from '../identity/canonical-domain.ts'
import { canonicalEmail } from '../identity/canonical-email.ts'
import { companyLinkedIn, personLinkedIn } from '../identity/canonical-linkedin.ts'
import { text } from '../ingest/read-values.ts'
import { defineWorkflow, type ExtractedRow } from './define.ts'
import { naturalKey } from './natural-key.ts'
import { answerText, textField } from './request-fields.ts'
import { requireDomain } from './subject.ts'

type Request = Record<string, unknown>

/**
 * A lead of one client, as it came in. It stays with that client: nothing of it becomes an observation, because other
 * clients see the companies and people that observations make.
 */
export const clientLeads = defineWorkflow({
  slug: 'client-leads',
  provider: 'client',
  platform: 'direct',
  payloadType: 'lead',
  entityType: 'client',
  description: "A lead from a client's form: the person, and the company if it is named",
  route: '/run/client/leads/ingest',
  request: Type.Object({
    client_domain: Type.String(),
    client_form_id: textField,
    client_form_title: textField,
    first_name: textField,
    last_name: textField,
    full_name: textField,
    person_linkedin_url: textField,
    work_email: textField,
    company_domain: textField,
    company_name: textField,
    company_linkedin_url: textField,
    source: textField,
  }),
  raw: { table: 'raw.payloads' },
  entityKey(request) {
    const client = requireDomain(request.client_domain, 'client_domain')
    const lead = leadKey(request)
    return lead === null ? null : `${client}|${lead}`
  },
  extract(request, { rawId }) {
    const common = {
      client_domain: requireDomain(request.client_domain, 'client_domain'),
      natural_key: leadKey(request) ?? rawId,
      source: text(request.source),
      client_form_id: text(request.client_form_id),
      client_form_title: text(request.client_form_title),
    }
    const person = {
      first_name: text(request.first_name),
      last_name: text(request.last_name),
      full_name: text(request.full_name),
      person_linkedin_url: personLinkedIn(request.person_linkedin_url)?.url ?? text(request.person_linkedin_url),
      work_email: text(request.work_email),
      company_domain: domainOf(request.company_domain),
    }
    const company = {
      company_domain: person.company_domain,
      company_name: text(request.company_name),
      company_linkedin_url: companyLinkedIn(request.company_linkedin_url)?.url ?? text(request.company_linkedin_url),
    }
    const rows: ExtractedRow[] = [
      { table: 'client.leads', row: { ...common, ...person, ...company } },
      { table: 'client.leads_people', row: { ...common, ...person } },
    ]
    if (Object.values(company).some((value) => value !== null)) {
      rows.push({ table: 'client.leads_companies', row: { ...common, ...company } })
    }
    return { rows, observations: [], warnings: [] }
  },
  answer: (_request, settled) => ({
    lead_id: settled.rowId('client.leads'),
    person_id: settled.rowId('client.leads_people'),
    company_id: settled.rowId('client.leads_companies'),
  }),
  answerSchema: Type.Object({ lead_id: answerText, person_id: answerText, company_id: answerText }),
})

/** Form, and e-mail address or else LinkedIn URL. Null with neither: then only the same body is the same lead. */
function leadKey(request: Request): string | null {
  const form = text(request.client_form_id) ?? text(request.client_form_title)
  const linkedin = text(request.person_linkedin_url)
  const person = canonicalEmail(text(request.work_email)) ?? personLinkedIn(linkedin)?.url ?? linkedin
  return person === null ? null : naturalKey([form, person])
}

/** The canonical domain; what is none stays as it was sent, in lower case and without trailing slash. */
function domainOf(value: unknown): string | null {
  const sent = text(value)
  return canonicalDomain(sent) ?? (sent === null ? null : text(sent.toLowerCase().replace(/\/+$/, '')))
}
