import { Type } from 'typebox'
import { array, boolean, object, text } from '../ingest/read-values.ts'
import { defineWorkflow } from './define.ts'
import { answerEmail, emailAnswer, emailExtraction, emailKeyOf, searchedFor } from './email-result.ts'
import { slugField } from './request-fields.ts'
import { keyText } from './row-keys.ts'

/** An address found by AnyMailFinder. It vouches for `valid` ones only. */
export const anymailfinderEmail = defineWorkflow({
  slug: 'anymailfinder-email',
  provider: 'anymailfinder',
  platform: 'clay',
  payloadType: 'enrichment',
  entityType: 'person',
  description: 'Result of an e-mail search by AnyMailFinder',
  route: '/run/people/clay-anymail/get-email/ingest',
  request: Type.Object({
    ...searchedFor,
    anymailfinder_raw_payload: Type.Object({}),
    workflow_slug: slugField('anymailfinder-email'),
  }),
  payload: ['anymailfinder_raw_payload'],
  raw: { table: 'raw.payloads' },
  entityKey: (request) => emailKeyOf('anymailfinder', request),
  extract(request, context) {
    const payload = request.anymailfinder_raw_payload as Record<string, unknown>
    const results = object(payload.results) ?? {}
    const validation = keyText(results.validation, 'results.validation', context.warn)
    const alternatives = array(results.alternatives)?.flatMap((address) => text(address) ?? []) ?? []
    return emailExtraction(
      request,
      {
        table: 'extracted.email_anymailfinder',
        provider: 'anymailfinder',
        email: results.email,
        deliverable: validation?.toLowerCase() === 'valid',
        columns: {
          validation,
          alternatives: alternatives.length > 0 ? alternatives : null,
          success: boolean(payload.success),
          input_not_found_error: boolean(object(payload.input)?.not_found_error),
        },
      },
      context,
    )
  },
  answer: (_request, settled, extraction) => answerEmail('extracted.email_anymailfinder', settled, extraction),
  answerSchema: emailAnswer,
})
