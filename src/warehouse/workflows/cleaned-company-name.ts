import { Type } from 'typebox'
import { text } from '../ingest/read-values.ts'
import { aboutCompany } from './about-company.ts'
import { defineWorkflow } from './define.ts'
import { answerText, textField } from './request-fields.ts'
import { companyKey, requireDomain } from './subject.ts'

/** The name of a company without legal forms and slogans, as Clay cleans it. */
export const cleanedCompanyName = defineWorkflow({
  slug: 'cleaned-company-name',
  aliases: ['clay-cleaned-company-name'],
  provider: 'clay',
  platform: 'clay',
  payloadType: 'enrichment',
  entityType: 'company',
  description: 'Cleaned name of a company',
  route: '/run/companies/clay-native/normalize-company/ingest',
  request: Type.Object({
    domain: Type.String({ minLength: 1 }),
    original_company_name: textField,
    cleaned_company_name: textField,
  }),
  raw: { table: 'raw.payloads' },
  entityKey: (request) => companyKey(requireDomain(request.domain, 'domain')),
  extract(request) {
    const domain = requireDomain(request.domain, 'domain')
    const names = {
      original_company_name: text(request.original_company_name),
      cleaned_company_name: text(request.cleaned_company_name),
    }
    return {
      rows: [{ table: 'extracted.cleaned_company_names', row: { domain, ...names, source: 'clay' } }],
      observations: aboutCompany(
        { domain },
        { name: names.original_company_name, cleaned_name: names.cleaned_company_name },
      ),
      warnings: [],
    }
  },
  answer: (request, settled) => ({
    extracted_id: settled.rowId('extracted.cleaned_company_names'),
    domain: requireDomain(request.domain, 'domain'),
    cleaned_company_name: text(request.cleaned_company_name),
  }),
  answerSchema: Type.Object({ extracted_id: answerText, domain: Type.String(), cleaned_company_name: answerText }),
})
