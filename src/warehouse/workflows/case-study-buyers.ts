import { Type } from 'typebox'
import { companyDomain } from '../identity/canonical-domain.ts'
import { text } from '../ingest/read-values.ts'
import { aboutCompany } from './about-company.ts'
import { readPeople } from './case-study.ts'
import { defineWorkflow } from './define.ts'
import { mention } from './mention.ts'
import { naturalKey } from './natural-key.ts'
import { flagField, integerField, textField } from './request-fields.ts'
import { requireDomain, requireText } from './subject.ts'

interface Request {
  origin_company_domain: string
  case_study_url?: unknown
  customer_company_name?: unknown
  customer_company_domain?: unknown
}

/** Buyers who speak in a case study, extracted elsewhere and sent in one request per case study. */
export const caseStudyBuyers = defineWorkflow({
  slug: 'case-study-buyers',
  provider: 'google',
  platform: 'clay',
  payloadType: 'case_study_extraction',
  entityType: 'company',
  description: 'Buyers who speak in a case study',
  route: '/run/companies/not-sure/case-study-buyers/ingest',
  request: Type.Object({
    origin_company_name: Type.String({ minLength: 1 }),
    origin_company_domain: Type.String({ minLength: 1 }),
    case_study_url: textField,
    customer_company_name: textField,
    customer_company_domain: textField,
    people: Type.Optional(Type.Union([Type.Array(Type.Unknown()), Type.Null()])),
    success: flagField,
    cost_usd: integerField,
    input_tokens: integerField,
    output_tokens: integerField,
  }),
  raw: { table: 'raw.payloads' },
  entityKey: studyOf,
  extract(request, { warn }) {
    const origin = requireDomain(request.origin_company_domain, 'origin_company_domain')
    const originName = requireText(request.origin_company_name, 'origin_company_name')
    const customer = text(request.customer_company_name)
    const customerDomain = companyDomain(request.customer_company_domain)
    if (customerDomain === null && text(request.customer_company_domain) !== null) {
      warn('domain_invalid', 'customer_company_domain', request.customer_company_domain)
    }
    const url = text(request.case_study_url)
    const study = studyOf(request)
    const rows = readPeople(request.people, 'people', 'fullName', warn).flatMap(({ name, person }) => {
      const title = text(person.jobTitle)
      return [
        {
          table: 'extracted.case_study_buyers' as const,
          row: {
            origin_company_name: originName,
            origin_company_domain: origin,
            customer_company_name: customer,
            customer_company_domain: customerDomain,
            case_study_url: url,
            buyer_full_name: name,
            buyer_job_title: title,
            natural_key: naturalKey([study, name]),
          },
        },
        // without its page a buyer could be told from another of that name by nothing
        ...(url === null
          ? []
          : [
              {
                table: 'core.case_study_champions' as const,
                row: {
                  full_name: name,
                  job_title: title,
                  company_name: customer,
                  company_domain: customerDomain,
                  origin_company_domain: origin,
                  case_study_url: url,
                  source: 'case-study-buyers',
                },
              },
            ]),
      ]
    })
    return {
      rows,
      observations: [
        ...aboutCompany({ domain: origin }, { name: originName }),
        ...mention({ domain: customerDomain, name: customer }),
      ],
      ...(customer === null
        ? {}
        : {
            customers: [
              {
                originDomain: origin,
                originName,
                customerName: customer,
                customerDomain,
                caseStudyUrl: url,
                hasCaseStudy: url === null ? null : true,
                confidence: null,
              },
            ],
          }),
      warnings: [],
    }
  },
  answer: (_request, settled) => ({ buyer_count: settled.rowCount('extracted.case_study_buyers') }),
  answerSchema: Type.Object({ buyer_count: Type.Integer() }),
})

/** Which case study it is: its page, else vendor and customer. */
function studyOf(request: Request): string {
  const url = text(request.case_study_url)
  if (url !== null) return naturalKey([url])
  const origin = requireDomain(request.origin_company_domain, 'origin_company_domain')
  return naturalKey([origin, companyDomain(request.customer_company_domain) ?? text(request.customer_company_name)])
}
