import { hash } from 'node:crypto'
import { Type } from 'typebox'
import { boolean, text } from '../ingest/read-values.ts'
import { aboutCompany } from './about-company.ts'
import { answerFlag } from './answer-fields.ts'
import { defineWorkflow } from './define.ts'
import { naturalKey } from './natural-key.ts'
import { answerText, integerField, textField } from './request-fields.ts'
import { requireDomain } from './subject.ts'

/** Whether one company fits another's ICP. Earlier verdicts stay: a row is told apart by what it says. */
export const icpVerdict = defineWorkflow({
  slug: 'icp-verdict-enrichment',
  provider: 'clay',
  platform: 'modal',
  payloadType: 'icp_verdict',
  entityType: 'company',
  description: 'Whether a company fits the ICP of another',
  route: '/run/companies/gemini/icp-verdict/ingest',
  request: Type.Object({
    origin_company_domain: Type.String({ minLength: 1 }),
    company_domain: Type.String({ minLength: 1 }),
    workflow_slug: Type.String({ minLength: 1 }),
    label: textField,
    verdict: textField,
    rationale: textField,
    reason: textField,
    tokensUsed: integerField,
    inputTokens: integerField,
    outputTokens: integerField,
    totalCostToAIProvider: textField,
  }),
  raw: { table: 'raw.payloads' },
  entityKey: (request) =>
    naturalKey([
      requireDomain(request.origin_company_domain, 'origin_company_domain'),
      requireDomain(request.company_domain, 'company_domain'),
    ]),
  extract(request, { warn }) {
    const origin = requireDomain(request.origin_company_domain, 'origin_company_domain')
    const domain = requireDomain(request.company_domain, 'company_domain')
    const said = [request.label, request.verdict, request.rationale, request.reason, request.tokensUsed]
      .concat(request.inputTokens, request.outputTokens, request.totalCostToAIProvider)
      .map(text)
    return {
      rows: [
        {
          table: 'extracted.icp_verdict',
          row: {
            origin_company_domain: origin,
            company_domain: domain,
            is_match: boolean(request.label ?? request.verdict, 'verdict', warn),
            match_reason: text(request.rationale) ?? text(request.reason),
            natural_key: naturalKey([origin, domain, hash('sha256', JSON.stringify(said), 'hex')]),
          },
        },
      ],
      observations: aboutCompany({ domain }, {}),
      warnings: [],
    }
  },
  answer: (request, settled) => ({
    extracted_id: settled.rowId('extracted.icp_verdict'),
    is_match: boolean(request.label ?? request.verdict),
  }),
  answerSchema: Type.Object({ extracted_id: answerText, is_match: answerFlag }),
})
