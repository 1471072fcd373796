import { Type } from 'typebox'
import { companyLinkedIn } from '../identity/canonical-linkedin.ts'
import { array, bigId, integer, json, object, text, timestamp } from '../ingest/read-values.ts'
import { defineWorkflow } from './define.ts'
import { companyKey, requireDomain } from './subject.ts'

/** Enriched company data from LinkedIn, one row per domain. */
export const companyFirmographics = defineWorkflow({
  slug: 'clay-company-firmographics',
  provider: 'clay',
  platform: 'clay',
  payloadType: 'firmographics',
  entityType: 'company',
  description: 'LinkedIn data of a company: size, industry, locations',
  route: '/run/companies/clay-native/firmographics/ingest',
  request: Type.Object({
    company_domain: Type.String({ minLength: 1 }),
    workflow_slug: Type.Optional(Type.String({ default: 'clay-company-firmographics' })),
    raw_payload: Type.Object({}),
  }),
  payload: ['raw_payload'],
  raw: {
    table: 'raw.company_payloads',
    columns: (request) => ({ company_domain: requireDomain(request.company_domain, 'company_domain') }),
  },
  entityKey: (request) => companyKey(requireDomain(request.company_domain, 'company_domain')),
  extract(request, { warn }) {
    const payload = request.raw_payload as Record<string, unknown>
    const domain = requireDomain(request.company_domain, 'company_domain')
    const linkedin = companyLinkedIn(payload.url)
    const orgId = bigId(payload.org_id, 'org_id', warn)
    const clayId = bigId(payload.company_id, 'company_id', warn)
    const locations = (array(payload.locations) ?? []).map((entry) => object(entry)).filter((entry) => entry !== null)
    const primary = locations.find((location) => location.is_primary === true) ?? locations[0] ?? null
    const refreshedAt = timestamp(payload.last_refresh, 'last_refresh', warn)
    const row = {
      company_domain: domain,
      linkedin_url: linkedin?.url ?? text(payload.url),
      linkedin_slug: text(payload.slug) ?? linkedin?.slug ?? null,
      linkedin_org_id: orgId,
      clay_company_id: clayId,
      name: text(payload.name),
      description: text(payload.description),
      website: text(payload.website),
      logo_url: text(payload.logo_url),
      company_type: text(payload.type),
      industry: text(payload.industry),
      founded_year: integer(payload.founded, 'founded', warn),
      size_range: text(payload.size),
      employee_count: integer(payload.employee_count, 'employee_count', warn),
      follower_count: integer(payload.follower_count, 'follower_count', warn),
      country: text(payload.country),
      locality: text(payload.locality),
      primary_location: json(primary),
      all_locations: locations.length > 0 ? json(locations) : null,
      specialties: array(payload.specialties)?.flatMap((entry) => text(entry) ?? []) ?? null,
      source_last_refresh: refreshedAt,
    }
    return {
      refreshedAt,
      rows: [{ table: 'extracted.company_firmographics', row }],
      observations: [
        {
          kind: 'company',
          subject: `domain:${domain}`,
          claims: [
            ...(linkedin === null ? [] : [`linkedin:${linkedin.slug}`]),
            ...(orgId === null ? [] : [`org:${orgId}`]),
            ...(clayId === null ? [] : [`clay:${clayId}`]),
          ],
          fields: {
            name: row.name,
            linkedin_url: linkedin?.url ?? null,
            description: row.description,
            website: row.website,
            logo_url: row.logo_url,
            company_type: row.company_type,
            industry: row.industry,
            founded_year: row.founded_year,
            size_range: row.size_range,
            employee_count: row.employee_count,
            follower_count: row.follower_count,
            org_id: orgId,
            location: row.locality || row.country ? { raw: row.locality, country: row.country } : null,
          },
        },
      ],
      warnings: [],
    }
  },
  answer: (_request, settled) => ({ extracted_id: settled.rowId('extracted.company_firmographics') }),
  answerSchema: Type.Object({ extracted_id: Type.Union([Type.String(), Type.Null()]) }),
})
