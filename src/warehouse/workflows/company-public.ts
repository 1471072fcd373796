import { Type } from 'typebox'
import { companyLinkedIn } from '../identity/canonical-linkedin.ts'
import { text } from '../ingest/read-values.ts'
import { aboutCompany } from './about-company.ts'
import { defineWorkflow } from './define.ts'
import { answerText, textField } from './request-fields.ts'
import { companyKey, requireDomain } from './subject.ts'

/** Marks a company as publicly traded. */
export const companyPublic = defineWorkflow({
  slug: 'company-public',
  provider: 'internal',
  platform: 'direct',
  payloadType: 'enrichment',
  entityType: 'company',
  description: 'A company that is publicly traded',
  route: '/run/companies/manual/public-company-check/ingest',
  request: Type.Object({ domain: Type.String({ minLength: 1 }), company_name: textField, linkedin_url: textField }),
  raw: { table: 'raw.payloads' },
  entityKey: (request) => companyKey(requireDomain(request.domain, 'domain')),
  extract(request) {
    const domain = requireDomain(request.domain, 'domain')
    const linkedin = companyLinkedIn(request.linkedin_url)
    const name = text(request.company_name)
    return {
      rows: [
        {
          table: 'core.company_public',
          row: { domain, company_name: name, linkedin_url: linkedin?.url ?? text(request.linkedin_url) },
        },
      ],
      observations: aboutCompany({ domain, linkedin }, { name }),
      warnings: [],
    }
  },
  answer: (request) => ({
    domain: requireDomain(request.domain, 'domain'),
    company_name: text(request.company_name),
  }),
  answerSchema: Type.Object({ domain: Type.String(), company_name: answerText }),
})
