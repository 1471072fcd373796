import { Type } from 'typebox'
import { boolean, integer, object, text } from '../ingest/read-values.ts'
import { aboutCompany } from './about-company.ts'
import { answerFlag } from './answer-fields.ts'
import { defineWorkflow } from './define.ts'
import { textField } from './request-fields.ts'
import { companyKey, requireDomain } from './subject.ts'

/** Whether a company sells to businesses, to consumers, and why, as a model judged it. */
export const companyClassification = defineWorkflow({
  slug: 'company-classification',
  provider: 'google',
  platform: 'gemini',
  payloadType: 'enrichment',
  entityType: 'company',
  description: 'Whether a company sells to businesses or consumers',
  route: '/run/companies/gemini/type-classification/ingest',
  request: Type.Object({
    domain: Type.String({ minLength: 1 }),
    classification_payload: Type.Object({}),
    clay_table_url: textField,
  }),
  payload: ['classification_payload'],
  raw: { table: 'raw.payloads' },
  entityKey: (request) => companyKey(requireDomain(request.domain, 'domain')),
  extract(request, { warn }) {
    const payload = request.classification_payload as Record<string, unknown>
    const domain = requireDomain(request.domain, 'domain')
    const buyers = object(payload.buyerClassification, 'buyerClassification', warn) ?? {}
    const business = object(buyers.businessBuyers, 'buyerClassification.businessBuyers', warn) ?? {}
    const consumer = object(buyers.consumerBuyers, 'buyerClassification.consumerBuyers', warn) ?? {}
    const isB2b = boolean(business.isB2b, 'buyerClassification.businessBuyers.isB2b', warn)
    const isB2c = boolean(consumer.isB2c, 'buyerClassification.consumerBuyers.isB2c', warn)
    return {
      rows: [
        {
          table: 'extracted.company_classification',
          row: {
            domain,
            is_b2b: isB2b,
            b2b_reason: text(business.reason),
            is_b2c: isB2c,
            b2c_reason: text(consumer.reason),
            tokens_used: integer(payload.tokensUsed, 'tokensUsed', warn),
          },
        },
        { table: 'core.company_business_model', row: { domain, is_b2b: isB2b, is_b2c: isB2c } },
      ],
      observations: aboutCompany({ domain }, {}),
      warnings: [],
    }
  },
  answer: (request, settled, { rows }) => ({
    domain: requireDomain(request.domain, 'domain'),
    raw_payload_id: settled.rawId,
    is_b2b: rows[0]?.row.is_b2b ?? null,
    is_b2c: rows[0]?.row.is_b2c ?? null,
  }),
  answerSchema: Type.Object({
    domain: Type.String(),
    raw_payload_id: Type.String(),
    is_b2b: answerFlag,
    is_b2c: answerFlag,
  }),
})
