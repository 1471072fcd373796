import { Type } from 'typebox'
import { companyDomain } from '../identity/canonical-domain.ts'
import { companyLinkedIn } from '../identity/canonical-linkedin.ts'
import { boolean, text } from '../ingest/read-values.ts'
import { aboutCompany } from './about-company.ts'
import { defineWorkflow } from './define.ts'
import { naturalKey } from './natural-key.ts'
import { answerText, flagField, textField } from './request-fields.ts'
import { requireDomain, requireText } from './subject.ts'

/** A customer relation that somebody entered by hand. What it says about either company is the operator's word. */
export const manualCustomers = defineWorkflow({
  slug: 'manual-company-customers',
  provider: 'manual',
  platform: 'direct',
  payloadType: 'customer_research',
  entityType: 'company',
  description: 'A customer of a company, entered by hand',
  route: '/run/companies/manual/customers/ingest',
  request: Type.Object({
    origin_company_domain: Type.String({ minLength: 1 }),
    origin_company_name: textField,
    origin_company_linkedin_url: textField,
    company_customer_name: Type.String({ minLength: 1 }),
    company_customer_domain: textField,
    company_customer_linkedin_url: textField,
    case_study_url: textField,
    has_case_study: flagField,
    source_notes: textField,
    workflow_slug: Type.String({ minLength: 1 }),
  }),
  raw: { table: 'raw.payloads' },
  entityKey: (request) =>
    naturalKey([
      requireDomain(request.origin_company_domain, 'origin_company_domain'),
      requireText(request.company_customer_name, 'company_customer_name'),
    ]),
  extract(request, { warn }) {
    const origin = requireDomain(request.origin_company_domain, 'origin_company_domain')
    const customer = requireText(request.company_customer_name, 'company_customer_name')
    const customerDomain = companyDomain(request.company_customer_domain)
    if (customerDomain === null && text(request.company_customer_domain) !== null) {
      warn('domain_invalid', 'company_customer_domain', request.company_customer_domain)
    }
    const originLinkedIn = companyLinkedIn(request.origin_company_linkedin_url)
    const customerLinkedIn = companyLinkedIn(request.company_customer_linkedin_url)
    const row = {
      origin_company_domain: origin,
      origin_company_name: text(request.origin_company_name),
      origin_company_linkedin_url: originLinkedIn?.url ?? text(request.origin_company_linkedin_url),
      company_customer_name: customer,
      company_customer_domain: customerDomain,
      company_customer_linkedin_url: customerLinkedIn?.url ?? text(request.company_customer_linkedin_url),
      case_study_url: text(request.case_study_url),
      has_case_study: boolean(request.has_case_study, 'has_case_study', warn),
      source_notes: text(request.source_notes),
    }
    return {
      rows: [{ table: 'raw.manual_company_customers', row }],
      observations: [
        ...aboutCompany({ domain: origin, linkedin: originLinkedIn }, { name: row.origin_company_name }),
        ...aboutCompany({ domain: customerDomain, linkedin: customerLinkedIn }, { name: customer }),
      ],
      customers: [
        {
          originDomain: origin,
          originName: row.origin_company_name,
          customerName: customer,
          customerDomain,
          caseStudyUrl: row.case_study_url,
          hasCaseStudy: row.has_case_study,
          confidence: 'high',
        },
      ],
      warnings: [],
    }
  },
  answer: (request, settled) => ({
    id: settled.rowId('raw.manual_company_customers'),
    origin_company_domain: requireDomain(request.origin_company_domain, 'origin_company_domain'),
    company_customer_name: requireText(request.company_customer_name, 'company_customer_name'),
  }),
  answerSchema: Type.Object({
    id: answerText,
    origin_company_domain: Type.String(),
    company_customer_name: Type.String(),
  }),
})
