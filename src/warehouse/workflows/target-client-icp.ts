import { Type } from 'typebox'
import { companyLinkedIn } from '../identity/canonical-linkedin.ts'
import { integer, json, object, text, texts } from '../ingest/read-values.ts'
import { aboutCompany } from './about-company.ts'
import { answerAny } from './answer-fields.ts'
import { defineWorkflow, type Extraction, optional } from './define.ts'
import { answerText, objectField, slugField, textField } from './request-fields.ts'
import { companyKey, requireDomain } from './subject.ts'

interface Request {
  raw_payload?: unknown
  icp?: unknown
}

const uuid = '^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$'

/**
 * The ICP a model wrote for a target client: which companies and which people. Pending until a request brings it in
 * `raw_payload` or `icp`. It becomes the ICP of the client's domain.
 */
export const targetClientIcp = defineWorkflow({
  slug: 'ai-generate-target-client-icp',
  provider: 'openai',
  platform: 'direct',
  payloadType: 'icp',
  entityType: 'target_client',
  description: 'Generated ICP of a target client',
  request: Type.Object({
    target_client_id: optional(Type.String({ pattern: uuid })),
    company_name: textField,
    domain: Type.String({ minLength: 1 }),
    company_linkedin_url: textField,
    model: textField,
    raw_payload: objectField,
    icp: objectField,
    workflow_slug: slugField('ai-generate-target-client-icp'),
  }),
  payload: ['raw_payload', 'icp'],
  raw: {
    table: 'raw.icp_payloads',
    columns: (request) => ({
      domain: requireDomain(request.domain, 'domain'),
      target_client_id: request.target_client_id ?? null,
      model: text(request.model),
    }),
  },
  entityKey: (request) => companyKey(requireDomain(request.domain, 'domain')),
  extract(request, { warn }) {
    const domain = requireDomain(request.domain, 'domain')
    const observations = aboutCompany(
      { domain, linkedin: companyLinkedIn(request.company_linkedin_url) },
      { name: text(request.company_name) },
    )
    const icp = icpOf(request)
    if (icp === null) return { rows: [], observations, status: 'pending', warnings: [] }
    const company = object(icp.company_criteria, 'company_criteria', warn)
    const person = object(icp.person_criteria, 'person_criteria', warn)
    const rows: Extraction['rows'] = [
      { table: 'reference.company_icp', row: { domain, company_criteria: company, person_criteria: person } },
    ]
    // the table has one row per target client; without its id the criteria stand with the domain alone
    if (request.target_client_id) {
      rows.unshift({
        table: 'extracted.target_client_icp',
        row: {
          target_client_id: request.target_client_id.toLowerCase(),
          domain,
          industries: texts(company?.industries, 'company_criteria.industries', warn),
          employee_count_min: integer(company?.employee_count_min, 'company_criteria.employee_count_min', warn),
          employee_count_max: integer(company?.employee_count_max, 'company_criteria.employee_count_max', warn),
          size: texts(company?.size, 'company_criteria.size', warn),
          countries: texts(company?.countries, 'company_criteria.countries', warn),
          founded_min: integer(company?.founded_min, 'company_criteria.founded_min', warn),
          founded_max: integer(company?.founded_max, 'company_criteria.founded_max', warn),
          title_contains_any: texts(person?.title_contains_any, 'person_criteria.title_contains_any', warn),
          title_contains_all: texts(person?.title_contains_all, 'person_criteria.title_contains_all', warn),
        },
      })
    }
    return { rows, observations, warnings: [] }
  },
  answer(request, settled) {
    const icp = icpOf(request)
    return {
      extracted_id: settled.rowId('extracted.target_client_icp'),
      icp:
        icp === null
          ? null
          : { company_criteria: json(icp.company_criteria), person_criteria: json(icp.person_criteria) },
    }
  },
  answerSchema: Type.Object({
    extracted_id: answerText,
    icp: Type.Union([Type.Object({ company_criteria: answerAny, person_criteria: answerAny }), Type.Null()]),
  }),
})

/** Null while it is still to come. The original's worker nested it under `icp` once more. */
function icpOf(request: Request): Record<string, unknown> | null {
  const icp = object(request.raw_payload) ?? object(request.icp)
  return object(icp?.icp) ?? icp
}
