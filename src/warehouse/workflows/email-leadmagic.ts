import { Type } from 'typebox'
import { boolean, integer, text } from '../ingest/read-values.ts'
import { defineWorkflow } from './define.ts'
import { answerEmail, emailAnswer, emailExtraction, emailKeyOf, searchedFor } from './email-result.ts'
import { slugField } from './request-fields.ts'
import { keyText } from './row-keys.ts'

/** An address found by LeadMagic. A catch-all domain takes every address, so `valid_catch_all` counts as vouched for. */
export const leadmagicEmail = defineWorkflow({
  slug: 'leadmagic-email',
  provider: 'leadmagic',
  platform: 'clay',
  payloadType: 'enrichment',
  entityType: 'person',
  description: 'Result of an e-mail search by LeadMagic',
  route: '/run/people/clay-leadmagic/get-email/ingest',
  request: Type.Object({
    ...searchedFor,
    leadmagic_raw_payload: Type.Object({}),
    workflow_slug: slugField('leadmagic-email'),
  }),
  payload: ['leadmagic_raw_payload'],
  raw: { table: 'raw.payloads' },
  entityKey: (request) => emailKeyOf('leadmagic', request),
  extract(request, context) {
    const payload = request.leadmagic_raw_payload as Record<string, unknown>
    const status = keyText(payload.status, 'status', context.warn)
    return emailExtraction(
      request,
      {
        table: 'extracted.email_leadmagic',
        provider: 'leadmagic',
        email: payload.email,
        deliverable: status !== null && ['valid', 'valid_catch_all'].includes(status.toLowerCase()),
        columns: {
          status,
          message: text(payload.message),
          has_mx: boolean(payload.has_mx),
          mx_record: text(payload.mx_record),
          mx_provider: text(payload.mx_provider),
          is_domain_catch_all: boolean(payload.is_domain_catch_all),
          employment_verified: boolean(payload.employment_verified),
          mx_security_gateway: boolean(payload.mx_security_gateway),
          credits_consumed: integer(payload.credits_consumed, 'credits_consumed', context.warn),
        },
      },
      context,
    )
  },
  answer: (_request, settled, extraction) => answerEmail('extracted.email_leadmagic', settled, extraction),
  answerSchema: emailAnswer,
})
