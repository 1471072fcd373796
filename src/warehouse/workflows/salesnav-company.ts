import { Type } from 'typebox'
import { companyDomain } from '../identity/canonical-domain.ts'
import { companyLinkedIn, organizationId } from '../identity/canonical-linkedin.ts'
import { boolean, integer, object, text } from '../ingest/read-values.ts'
import { aboutCompany, type CompanyNames, companySubject, place } from './about-company.ts'
import { answerFlag } from './answer-fields.ts'
import { defineWorkflow, type ExtractContext } from './define.ts'
import { naturalKey } from './natural-key.ts'
import { answerText, objectField, slugField, textField } from './request-fields.ts'

interface Cells {
  company_name?: unknown
  linkedin_url?: unknown
  linkedin_urn?: unknown
  domain?: unknown
}

/** A company of Sales Navigator, on the way back from Clay. The request itself is the payload. */
export const salesnavCompany = defineWorkflow({
  slug: 'salesnav-company',
  provider: 'salesnav',
  platform: 'clay',
  payloadType: 'enrichment',
  entityType: 'company',
  description: 'A company of a Sales Navigator export',
  route: '/run/companies/salesnav/scraped-data/ingest',
  request: Type.Object({
    company_name: textField,
    linkedin_url: textField,
    linkedin_urn: textField,
    domain: textField,
    description: textField,
    headcount: textField,
    industries: textField,
    registered_address_raw: textField,
    workflow_slug: slugField('salesnav-company'),
  }),
  raw: { table: 'raw.payloads' },
  entityKey: keyOf,
  extract(request, { warn, rawId }) {
    const row = companyRow(request, request, warn)
    return {
      rows: [{ table: 'extracted.salesnav_scrapes_companies', row: { ...row, natural_key: keyOf(request) ?? rawId } }],
      observations: observe(request, row, {}),
      warnings: [],
    }
  },
  answer: (request, settled) => ({
    extracted_id: settled.rowId('extracted.salesnav_scrapes_companies'),
    domain: companyDomain(request.domain),
  }),
  answerSchema: Type.Object({ extracted_id: answerText, domain: answerText }),
})

/**
 * The same with the registered address taken apart. The original asked a model to do it: pending until a request brings
 * `parsed_address`. Only parts that the address names explicitly count.
 */
export const companyAddressParsing = defineWorkflow({
  slug: 'company-address-parsing',
  aliases: ['ai-company-address-parsing'],
  provider: 'clay',
  platform: 'clay',
  payloadType: 'enrichment',
  entityType: 'company',
  description: 'A company of a Sales Navigator export with its address taken apart',
  route: '/run/companies/claygent/company-address-parsing/ingest',
  request: Type.Object({
    company_name: textField,
    linkedin_url: textField,
    linkedin_urn: textField,
    domain: textField,
    company_description: textField,
    company_headcount: textField,
    company_industries: textField,
    company_registered_address: textField,
    parsed_address: objectField,
    workflow_slug: slugField('ai-company-address-parsing'),
  }),
  raw: { table: 'raw.payloads' },
  entityKey: keyOf,
  extract(request, { warn, rawId }) {
    const row = companyRow(
      request,
      {
        description: request.company_description,
        headcount: request.company_headcount,
        industries: request.company_industries,
        registered_address_raw: request.company_registered_address,
      },
      warn,
    )
    const parsed = readAddress(request.parsed_address)
    if (parsed === null) return { rows: [], observations: observe(request, row, {}), status: 'pending', warnings: [] }
    return {
      rows: [
        {
          table: 'extracted.salesnav_scrapes_company_address',
          row: { ...row, ...parsed, natural_key: keyOf(request) ?? rawId },
        },
      ],
      observations: observe(request, row, parsed),
      warnings: [],
    }
  },
  answer: (request, settled) => ({
    extracted_id: settled.rowId('extracted.salesnav_scrapes_company_address'),
    company_name: text(request.company_name),
    domain: companyDomain(request.domain),
    parsed_address: readAddress(request.parsed_address),
  }),
  answerSchema: Type.Object({
    extracted_id: answerText,
    company_name: answerText,
    domain: answerText,
    parsed_address: Type.Union([
      Type.Object({
        city: answerText,
        state: answerText,
        country: answerText,
        has_city: answerFlag,
        has_state: answerFlag,
        has_country: answerFlag,
      }),
      Type.Null(),
    ]),
  }),
})

function namesOf(request: Cells): CompanyNames {
  const urn = text(request.linkedin_urn)
  return {
    domain: companyDomain(request.domain),
    linkedin: companyLinkedIn(request.linkedin_url),
    orgId: urn === null ? null : organizationId(urn),
  }
}

/** The strongest key, else the name; null when the row names nobody. */
function keyOf(request: Cells): string | null {
  const name = text(request.company_name)
  return companySubject(namesOf(request)) ?? (name === null ? null : naturalKey(['name', name]))
}

function companyRow(
  request: Cells,
  about: { description?: unknown; headcount?: unknown; industries?: unknown; registered_address_raw?: unknown },
  warn: ExtractContext['warn'],
) {
  const domain = companyDomain(request.domain)
  if (domain === null && text(request.domain) !== null) warn('domain_invalid', 'domain', request.domain)
  return {
    company_name: text(request.company_name),
    linkedin_url: companyLinkedIn(request.linkedin_url)?.url ?? text(request.linkedin_url),
    linkedin_urn: text(request.linkedin_urn),
    domain,
    description: text(about.description),
    headcount: integer(about.headcount, 'headcount', warn),
    industries: text(about.industries),
    registered_address_raw: text(about.registered_address_raw),
  }
}

function observe(
  request: Cells,
  row: ReturnType<typeof companyRow>,
  parts: { city?: string | null; state?: string | null; country?: string | null },
) {
  return aboutCompany(namesOf(request), {
    name: row.company_name,
    description: row.description,
    employee_count: row.headcount,
    industry: row.industries,
    location: place({ raw: row.registered_address_raw, ...parts }),
  })
}

/** The parts of an address with the flags that say which it names; a part whose flag says false was guessed. */
function readAddress(value: unknown) {
  const address = object(value)
  if (address === null) return null
  const part = (name: string, flag: string, camel: string) =>
    boolean(address[flag] ?? address[camel]) === false ? null : text(address[name])
  const city = part('city', 'has_city', 'hasCity')
  const state = part('state', 'has_state', 'hasState')
  const country = part('country', 'has_country', 'hasCountry')
  return { city, state, country, has_city: city !== null, has_state: state !== null, has_country: country !== null }
}
