import { Type } from 'typebox'
import { integer, timestamp } from '../../src/warehouse/ingest/read-values.ts'
import { aboutCompany } from '../../src/warehouse/workflows/about-company.ts'
import { defineWorkflow } from '../../src/warehouse/workflows/define.ts'
import { answerText, integerField, textField } from '../../src/warehouse/workflows/request-fields.ts'
import { companyKey, requireDomain } from '../../src/warehouse/workflows/subject.ts'

/** How many people work at a company, as Headcount Hub counts them every month. */
export const headcountHub = defineWorkflow({
  slug: 'headcount-hub',
  provider: 'headcount-hub',
  platform: 'direct',
  payloadType: 'headcount',
  entityType: 'company',
  description: 'Number of employees of a company',
  request: Type.Object({ domain: Type.String({ minLength: 1 }), employees: integerField, counted_at: textField }),
  raw: { table: 'raw.payloads' },
  entityKey: (request) => companyKey(requireDomain(request.domain, 'domain')),
  extract(request, { warn }) {
    const domain = requireDomain(request.domain, 'domain')
    const employees = integer(request.employees, 'employees', warn)
    const row = { workflow_slug: 'headcount-hub', entity_key: companyKey(domain), fields: { employees } }
    return {
      refreshedAt: timestamp(request.counted_at, 'counted_at', warn),
      rows: [{ table: 'extracted.records', row }],
      observations: aboutCompany({ domain }, { employee_count: employees }),
      warnings: [],
    }
  },
  answer: ({ domain }, settled) => ({ company_id: settled.entityId(companyKey(requireDomain(domain, 'domain'))) }),
  answerSchema: Type.Object({ company_id: answerText }),
})
