import { Type } from 'typebox'
import { companyLinkedIn } from '../identity/canonical-linkedin.ts'
import { bigId, boolean, json, object, text, timestamp } from '../ingest/read-values.ts'
import { aboutCompany, place, sizeRange } from './about-company.ts'
import { defineWorkflow, type ExtractContext, type Extraction, type Settled } from './define.ts'
import { answerText, slugField, textField } from './request-fields.ts'
import { companyKey, requireDomain } from './subject.ts'

type Payload = Record<string, unknown>

interface FoundRequest {
  company_domain: string
  clay_table_url?: unknown
}

/** What Clay read in the location by itself; only the location-parsed variant brings it. */
interface Place {
  city: string | null
  state: string | null
  has_city: boolean
  has_state: boolean
}

const answerSchema = Type.Object({
  extracted_id: answerText,
  status: Type.Union([Type.Literal('inserted'), Type.Literal('updated')]),
  mapped_id: answerText,
  matched_city: answerText,
  matched_state: answerText,
  matched_industry: answerText,
})

/** A company as Clay's company search lists it. Its LinkedIn page must be the one already known for the domain. */
export const findCompanies = defineWorkflow({
  slug: 'clay-find-companies',
  provider: 'clay',
  platform: 'clay',
  payloadType: 'discovery',
  entityType: 'company',
  description: 'A company found by Clay: name, size, industry, location, funding',
  route: '/run/companies/clay-native/find-companies/ingest',
  request: Type.Object({
    company_domain: Type.String({ minLength: 1 }),
    workflow_slug: slugField('clay-find-companies'),
    raw_payload: Type.Object({}),
    clay_table_url: textField,
  }),
  payload: ['raw_payload'],
  raw: { table: 'raw.company_discovery', columns: rawColumns },
  entityKey,
  extract: (request, context) => extractFound(request, request.raw_payload as Payload, null, context),
  answer: (request, settled) => answerFound(request.raw_payload as Payload, settled),
  answerSchema,
})

/** The same, with city and state of the location already told apart by Clay. */
export const findCompaniesLocationParsed = defineWorkflow({
  slug: 'clay-find-companies-location-parsed',
  provider: 'clay',
  platform: 'clay',
  payloadType: 'discovery',
  entityType: 'company',
  description: 'A company found by Clay, with city and state of the location told apart',
  request: Type.Object({
    company_domain: Type.String({ minLength: 1 }),
    workflow_slug: slugField('clay-find-companies-location-parsed'),
    raw_company_payload: Type.Object({}),
    raw_company_location_payload: Type.Optional(Type.Unknown()),
    clay_table_url: textField,
  }),
  payload: ['raw_company_payload'],
  raw: { table: 'raw.company_discovery', columns: rawColumns },
  entityKey,
  extract: (request, context) =>
    extractFound(
      request,
      request.raw_company_payload as Payload,
      readPlace(object(request.raw_company_location_payload) ?? {}),
      context,
    ),
  answer: (request, settled) => answerFound(request.raw_company_payload as Payload, settled),
  answerSchema,
})

function rawColumns(request: FoundRequest) {
  return {
    company_domain: requireDomain(request.company_domain, 'company_domain'),
    clay_table_url: text(request.clay_table_url),
  }
}

function entityKey(request: FoundRequest): string {
  return companyKey(requireDomain(request.company_domain, 'company_domain'))
}

/** A part whose flag says false was guessed, not read, and is not taken. */
function readPlace(parsed: Payload): Place {
  const city = boolean(parsed.hasCity) === false ? null : text(parsed.city)
  const state = boolean(parsed.hasState) === false ? null : text(parsed.state)
  return { city, state, has_city: city !== null, has_state: state !== null }
}

function extractFound(
  request: FoundRequest,
  payload: Payload,
  parsed: Place | null,
  { warn }: ExtractContext,
): Extraction {
  const domain = requireDomain(request.company_domain, 'company_domain')
  const linkedin = companyLinkedIn(payload.linkedin_url)
  const orgId = bigId(payload.linkedin_company_id, 'linkedin_company_id', warn)
  const clayId = bigId(payload.clay_company_id, 'clay_company_id', warn)
  const refreshedAt = timestamp(payload.last_refresh, 'last_refresh', warn)
  const row = {
    domain,
    name: text(payload.name),
    linkedin_url: linkedin?.url ?? text(payload.linkedin_url),
    linkedin_company_id: orgId,
    clay_company_id: clayId,
    size: text(payload.size),
    type: text(payload.type),
    country: text(payload.country),
    location: text(payload.location),
    industry: text(payload.industry),
    industries: json(payload.industries),
    description: text(payload.description),
    annual_revenue: text(payload.annual_revenue),
    total_funding_amount_range_usd: text(payload.total_funding_amount_range_usd),
    resolved_domain: json(payload.resolved_domain),
    derived_datapoints: json(payload.derived_datapoints),
    source_last_refresh: refreshedAt,
    clay_table_url: text(request.clay_table_url),
    city: parsed?.city ?? null,
    state: parsed?.state ?? null,
    has_city: parsed?.has_city ?? null,
    has_state: parsed?.has_state ?? null,
  }
  return {
    refreshedAt,
    rows: [{ table: 'extracted.company_discovery', row }],
    observations: aboutCompany(
      { domain, linkedin, orgId, clayId },
      {
        name: row.name,
        description: row.description,
        company_type: row.type,
        industry: row.industry,
        size_range: sizeRange(row.size),
        revenue_range: row.annual_revenue,
        funding_total: row.total_funding_amount_range_usd,
        location: place({ raw: row.location, city: row.city, state: row.state, country: row.country }),
      },
    ),
    // the same page may be named by its number in one place and by its slug in another: no contradiction can be seen
    ...(linkedin === null || linkedin.orgId !== undefined ? {} : { expectLinkedIn: { domain, url: linkedin.url } }),
    warnings: [],
  }
}

/** There is no separate table of matches, so `mapped_id` is the row itself; industries have no lookup to match. */
function answerFound(payload: Payload, settled: Settled) {
  const id = settled.rowId('extracted.company_discovery')
  const match = settled.location(text(payload.location))
  return {
    extracted_id: id,
    status: settled.inserted('extracted.company_discovery') ? 'inserted' : 'updated',
    mapped_id: id,
    matched_city: match?.city ?? null,
    matched_state: match?.state ?? null,
    matched_industry: null,
  }
}
