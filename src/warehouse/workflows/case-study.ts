import { Type } from 'typebox'
import { companyDomain } from '../identity/canonical-domain.ts'
import { array, object, text } from '../ingest/read-values.ts'
import { keyId } from '../ingest/tables.ts'
import { aboutCompany } from './about-company.ts'
import { answerInteger } from './answer-fields.ts'
import { defineWorkflow, type ExtractContext } from './define.ts'
import { mention } from './mention.ts'
import { answerText, objectField } from './request-fields.ts'
import { distinctBy, keyText } from './row-keys.ts'
import { requireDomain, requireText } from './subject.ts'

type Answer = Record<string, unknown>

/**
 * What a model read on a case-study page: the customer's domain and who speaks there. The original let a model look at the
 * page by itself: pending until a request brings its answer in `raw_payload` or `extraction`.
 */
export const caseStudyExtraction = defineWorkflow({
  slug: 'gemini-extract-case-study-details',
  provider: 'google',
  platform: 'gemini',
  payloadType: 'case_study_extraction',
  entityType: 'company',
  description: 'Customer and champions of a case study',
  route: '/run/companies/gemini/case-study-extraction/ingest',
  request: Type.Object({
    origin_company_name: Type.String(),
    origin_company_domain: Type.String({ minLength: 1 }),
    case_study_url: Type.String({ minLength: 1 }),
    company_customer_name: Type.String({ minLength: 1 }),
    has_case_study_url: Type.Boolean(),
    workflow_slug: Type.String({ minLength: 1 }),
    raw_payload: objectField,
    extraction: objectField,
  }),
  payload: ['raw_payload', 'extraction'],
  raw: {
    table: 'raw.case_study_extraction_payloads',
    columns: (request) => ({
      case_study_url: requireText(request.case_study_url, 'case_study_url'),
      origin_company_domain: requireDomain(request.origin_company_domain, 'origin_company_domain'),
      origin_company_name: text(request.origin_company_name),
      company_customer_name: requireText(request.company_customer_name, 'company_customer_name'),
      has_case_study_url: request.has_case_study_url,
    }),
  },
  entityKey: (request) => requireText(request.case_study_url, 'case_study_url'),
  extract(request, { warn }) {
    const url = requireText(request.case_study_url, 'case_study_url')
    const origin = requireDomain(request.origin_company_domain, 'origin_company_domain')
    const originName = text(request.origin_company_name)
    const customer = requireText(request.company_customer_name, 'company_customer_name')
    const observations = aboutCompany({ domain: origin }, { name: originName })
    const answer = answerOf(request)
    if (answer === null) return { rows: [], observations, status: 'pending', warnings: [] }
    const id = keyId('extracted.case_study_details', [url])
    const customerDomain = companyDomain(answer.customer_company_domain)
    if (customerDomain === null && text(answer.customer_company_domain) !== null) {
      warn('domain_invalid', 'customer_company_domain', answer.customer_company_domain)
    }
    const confidence = text(answer.confidence)
    const champions = readPeople(answer.champions, 'champions', 'full_name', warn)
    return {
      rows: [
        {
          table: 'extracted.case_study_details',
          row: {
            id,
            case_study_url: url,
            origin_company_domain: origin,
            origin_company_name: originName,
            company_customer_name: customer,
            company_customer_domain: customerDomain,
            article_title: text(answer.article_title),
            confidence,
            reasoning: text(answer.reasoning),
          },
        },
        ...champions.flatMap(({ name, person }) => {
          const said = { full_name: name, job_title: text(person.job_title), company_name: text(person.company_name) }
          return [
            {
              table: 'extracted.case_study_champions' as const,
              row: { case_study_id: id, ...said, customer_company_domain: customerDomain },
            },
            {
              table: 'core.case_study_champions' as const,
              row: {
                ...said,
                company_domain: customerDomain,
                origin_company_domain: origin,
                case_study_url: url,
                source: 'gemini-extract-case-study-details',
              },
            },
          ]
        }),
      ],
      observations: [...observations, ...mention({ domain: customerDomain, name: customer })],
      customers: [
        {
          originDomain: origin,
          originName,
          customerName: customer,
          customerDomain,
          caseStudyUrl: url,
          hasCaseStudy: true,
          confidence,
        },
      ],
      warnings: [],
    }
  },
  answer(_request, settled, { rows }) {
    const details = rows.find(({ table }) => table === 'extracted.case_study_details')?.row
    return {
      case_study_id: settled.rowId('extracted.case_study_details'),
      champion_count: settled.rowCount('extracted.case_study_champions'),
      customer_domain_found: (details?.company_customer_domain ?? null) !== null,
      article_title: details?.article_title ?? null,
    }
  },
  answerSchema: Type.Object({
    case_study_id: answerText,
    champion_count: answerInteger,
    customer_domain_found: Type.Boolean(),
    article_title: answerText,
  }),
})

/** Null while the answer is still to come; an answer may also be wrapped in a member of the same name. */
function answerOf(request: { raw_payload?: unknown; extraction?: unknown }): Answer | null {
  const answer = object(request.raw_payload) ?? object(request.extraction)
  return object(answer?.extraction) ?? answer
}

/** The named people of a list, each once. */
export function readPeople(value: unknown, field: string, nameField: string, warn: ExtractContext['warn']) {
  const named = (array(value, field, warn) ?? []).flatMap((entry, i) => {
    const person = object(entry, `${field}[${i}]`, warn)
    const name = keyText(person?.[nameField], `${field}[${i}].${nameField}`, warn)
    return person === null || name === null ? [] : [{ name, person }]
  })
  return distinctBy(named, ({ name }) => name.toLowerCase())
}
