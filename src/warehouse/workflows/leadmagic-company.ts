import { Type } from 'typebox'
import { companyDomain } from '../identity/canonical-domain.ts'
import { companyLinkedIn } from '../identity/canonical-linkedin.ts'
import { bigId, integer, object, text, texts } from '../ingest/read-values.ts'
import { aboutCompany, companySubject, place } from './about-company.ts'
import { defineWorkflow } from './define.ts'
import { naturalKey } from './natural-key.ts'
import { answerText, objectField, slugField, textField } from './request-fields.ts'

interface Request {
  domain?: unknown
  company_name?: unknown
  linkedin_url?: unknown
  raw_payload?: unknown
}

/** LeadMagic's data of a company. The request may name the company by domain, LinkedIn page or name; each may be missing. */
export const leadmagicCompany = defineWorkflow({
  slug: 'leadmagic-company',
  aliases: ['leadmagic-company-enrichment'],
  provider: 'leadmagic',
  platform: 'clay',
  payloadType: 'enrichment',
  entityType: 'company',
  description: 'Data of a company from LeadMagic: size, industry, headquarters',
  route: '/run/companies/clay-leadmagic/enrich/ingest',
  request: Type.Object({
    domain: textField,
    company_name: textField,
    linkedin_url: textField,
    raw_payload: objectField,
    workflow_slug: slugField('leadmagic-company-enrichment'),
  }),
  payload: ['raw_payload'],
  raw: { table: 'raw.payloads' },
  entityKey: (request) => keyOf(request),
  extract(request, { warn, rawId }) {
    const payload = object(request.raw_payload) ?? {}
    const names = namesOf(request)
    if (text(request.domain) !== null && companyDomain(request.domain) === null) {
      warn('domain_invalid', 'domain', request.domain)
    }
    const range = object(payload.employeeCountRange, 'employeeCountRange', warn) ?? {}
    const start = integer(range.start, 'employeeCountRange.start', warn)
    const end = integer(range.end, 'employeeCountRange.end', warn)
    const founded = object(payload.foundedOn, 'foundedOn', warn) ?? {}
    const headquarter = object(payload.headquarter, 'headquarter', warn) ?? {}
    const row = {
      domain: names.domain,
      company_name: text(payload.companyName) ?? text(request.company_name),
      linkedin_url: names.linkedin?.url ?? text(payload.url) ?? text(request.linkedin_url),
      linkedin_company_id: bigId(payload.companyId, 'companyId', warn),
      universal_name: text(payload.universalName),
      description: text(payload.description),
      tagline: text(payload.tagline),
      industry: text(payload.industry),
      website_url: text(payload.websiteUrl),
      logo_url: text(payload.logoResolutionResult),
      founded_year: integer(founded.year, 'foundedOn.year', warn),
      employee_count: integer(payload.employeeCount, 'employeeCount', warn),
      employee_range_start: start,
      employee_range_end: end,
      follower_count: integer(payload.followerCount, 'followerCount', warn),
      city: text(headquarter.city),
      state: text(headquarter.geographicArea),
      country: text(headquarter.country),
      postal_code: text(headquarter.postalCode),
      specialties: texts(payload.specialities, 'specialities', warn),
      natural_key: keyOf(request) ?? rawId,
    }
    return {
      rows: [{ table: 'extracted.leadmagic_company_enrichment', row }],
      observations: aboutCompany(names, {
        name: row.company_name,
        description: row.description,
        one_liner: row.tagline,
        website: row.website_url,
        logo_url: row.logo_url,
        industry: row.industry,
        founded_year: row.founded_year,
        employee_count: row.employee_count,
        size_range: start === null ? null : end === null ? `${start}+` : `${start}-${end}`,
        follower_count: row.follower_count,
        location: place({ city: row.city, state: row.state, country: row.country }),
      }),
      warnings: [],
    }
  },
  answer: (_request, settled) => ({ extracted_id: settled.rowId('extracted.leadmagic_company_enrichment') }),
  answerSchema: Type.Object({ extracted_id: answerText }),
})

/** What the caller asked with goes before what the payload names. */
function namesOf(request: Request) {
  const payload = object(request.raw_payload) ?? {}
  return {
    domain: companyDomain(request.domain) ?? companyDomain(payload.websiteUrl),
    linkedin: companyLinkedIn(request.linkedin_url) ?? companyLinkedIn(payload.url),
    orgId: bigId(payload.companyId),
  }
}

/** The strongest key, else the name; null when the request names nobody. */
function keyOf(request: Request): string | null {
  const payload = object(request.raw_payload) ?? {}
  const name = text(request.company_name) ?? text(payload.companyName)
  return companySubject(namesOf(request)) ?? (name === null ? null : naturalKey(['name', name]))
}
