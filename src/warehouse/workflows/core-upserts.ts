import { hash } from 'node:crypto'
import { Type } from 'typebox'
import { companyLinkedIn } from '../identity/canonical-linkedin.ts'
import { text } from '../ingest/read-values.ts'
import { aboutCompany, place, sizeRange } from './about-company.ts'
import { defineWorkflow, type ExtractContext } from './define.ts'
import { answerText, slugField, textField } from './request-fields.ts'
import { companyKey, requireDomain, requireText } from './subject.ts'

interface Simple {
  domain: string
  name?: unknown
  linkedin_url?: unknown
}

const shared = {
  platform: 'direct',
  payloadType: 'upsert',
  entityType: 'company',
  raw: { table: 'raw.payloads' },
  entityKey: (request: { domain: string }) => companyKey(requireDomain(request.domain, 'domain')),
} as const

const simple = { domain: Type.String({ minLength: 1 }), name: textField, linkedin_url: textField }

/** The operator's word on a company. What it leaves out stays as it is. */
export const coreCompanyUpsert = defineWorkflow({
  ...shared,
  slug: 'core-company-upsert',
  aliases: ['upsert-core-company'],
  provider: 'internal',
  description: 'Name and LinkedIn page of a company, as the operator knows them',
  route: '/run/companies/db/core-company/upsert',
  request: Type.Object({ ...simple, workflow_slug: slugField('core-company-upsert') }),
  extract: (request, { warn }) => simpleExtraction(request, warn),
  answer: (request, settled) => {
    const domain = requireDomain(request.domain, 'domain')
    return { id: settled.entityId(companyKey(domain)), domain }
  },
  answerSchema: Type.Object({ id: answerText, domain: Type.String() }),
})

/** The same, entered by hand. */
export const manualCoreData = defineWorkflow({
  ...shared,
  slug: 'manual-core-data',
  aliases: ['core-company-simple'],
  provider: 'manual',
  description: 'Name and LinkedIn page of a company, entered by hand',
  route: '/run/companies/manual/core-data/ingest',
  request: Type.Object({ ...simple, workflow_slug: slugField('manual-core-data') }),
  extract: (request, { warn }) => simpleExtraction(request, warn),
  answer: (request, settled) => {
    const domain = requireDomain(request.domain, 'domain')
    return { id: settled.entityId(companyKey(domain)), domain, action: 'upserted' }
  },
  answerSchema: Type.Object({ id: answerText, domain: Type.String(), action: Type.Literal('upserted') }),
})

/** The operator's word on a company, with location, industry and size. */
export const coreCompanyFullUpsert = defineWorkflow({
  ...shared,
  slug: 'core-company-full-upsert',
  aliases: ['upsert-core-company-full'],
  provider: 'internal',
  description: 'A company as the operator knows it: name, location, industry, size',
  route: '/run/companies/db/core-company-full/upsert',
  request: Type.Object({
    company_name: Type.String({ minLength: 1 }),
    domain: Type.String({ minLength: 1 }),
    linkedin_url: textField,
    industry: textField,
    city: textField,
    state: textField,
    country: textField,
    employee_range: textField,
    source: slugField('gemini-enrichment'),
    workflow_slug: slugField('core-company-full-upsert'),
  }),
  extract(request, { warn }) {
    const domain = requireDomain(request.domain, 'domain')
    return {
      rows: [],
      observations: aboutCompany(
        { domain, linkedin: readLinkedIn(request.linkedin_url, warn) },
        {
          name: requireText(request.company_name, 'company_name'),
          industry: text(request.industry),
          size_range: sizeRange(text(request.employee_range)),
          location: locationOf(request),
        },
      ),
      warnings: [],
    }
  },
  answer(request, settled) {
    const domain = requireDomain(request.domain, 'domain')
    const given = (value: unknown, view: string) => (value === null ? null : viewId(view, domain))
    return {
      domain,
      company_id: settled.entityId(companyKey(domain)),
      location_id: given(locationOf(request), 'company_locations'),
      industry_id: given(text(request.industry), 'company_industries'),
      employee_range_id: given(text(request.employee_range), 'company_employee_ranges'),
      linkedin_url_id: given(companyLinkedIn(request.linkedin_url), 'company_linkedin_urls'),
    }
  },
  answerSchema: Type.Object({
    domain: Type.String(),
    company_id: answerText,
    location_id: answerText,
    industry_id: answerText,
    employee_range_id: answerText,
    linkedin_url_id: answerText,
  }),
})

/** The id that the views over core.companies (`core.company_locations` and the like) give the row of a domain. */
export function viewId(view: string, domain: string): string {
  return hash('md5', `${view}:${domain}`, 'hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function simpleExtraction(request: Simple, warn: ExtractContext['warn']) {
  const domain = requireDomain(request.domain, 'domain')
  const linkedin = readLinkedIn(request.linkedin_url, warn)
  return { rows: [], observations: aboutCompany({ domain, linkedin }, { name: text(request.name) }), warnings: [] }
}

function readLinkedIn(value: unknown, warn: ExtractContext['warn']) {
  const linkedin = companyLinkedIn(value)
  if (linkedin === null && text(value) !== null) warn('linkedin_url_invalid', 'linkedin_url', value)
  return linkedin
}

function locationOf(request: { city?: unknown; state?: unknown; country?: unknown }) {
  return place({ city: text(request.city), state: text(request.state), country: text(request.country) })
}
