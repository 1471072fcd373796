import { Type } from 'typebox'
import { text, texts } from '../ingest/read-values.ts'
import { aboutCompany } from './about-company.ts'
import { defineWorkflow, optional } from './define.ts'
import { answerText, textField } from './request-fields.ts'
import { companyKey, requireDomain } from './subject.ts'

const list = optional(Type.Array(Type.String()))

/** The ICP of a domain as one set of filters. Fields that are left out or null keep what is stored. */
export const icpCriteria = defineWorkflow({
  slug: 'upsert-icp-criteria',
  aliases: ['icp-criteria-upsert'],
  provider: 'internal',
  platform: 'direct',
  payloadType: 'icp',
  entityType: 'target_client',
  description: 'ICP of a company as one set of filters',
  route: '/run/companies/db/icp-criteria/upsert',
  request: Type.Object({
    domain: Type.String({ minLength: 1 }),
    company_name: textField,
    industries: list,
    countries: list,
    employee_ranges: list,
    funding_stages: list,
    job_titles: list,
    seniorities: list,
    job_functions: list,
    value_proposition: textField,
    core_benefit: textField,
    target_customer: textField,
    key_differentiator: textField,
  }),
  raw: { table: 'raw.payloads' },
  entityKey: (request) => companyKey(requireDomain(request.domain, 'domain')),
  extract(request) {
    const domain = requireDomain(request.domain, 'domain')
    const row = {
      domain,
      company_name: text(request.company_name),
      industries: texts(request.industries),
      countries: texts(request.countries),
      employee_ranges: texts(request.employee_ranges),
      funding_stages: texts(request.funding_stages),
      job_titles: texts(request.job_titles),
      seniorities: texts(request.seniorities),
      job_functions: texts(request.job_functions),
      value_proposition: text(request.value_proposition),
      core_benefit: text(request.core_benefit),
      target_customer: text(request.target_customer),
      key_differentiator: text(request.key_differentiator),
    }
    return {
      rows: [{ table: 'core.icp_criteria', row }],
      observations: aboutCompany({ domain }, { name: row.company_name }),
      warnings: [],
    }
  },
  answer: (request, settled) => ({
    domain: requireDomain(request.domain, 'domain'),
    id: settled.rowId('core.icp_criteria'),
  }),
  answerSchema: Type.Object({ domain: Type.String(), id: answerText }),
})
