import { Type } from 'typebox'
import { array, boolean, json, object, text } from '../ingest/read-values.ts'
import { defineWorkflow } from './define.ts'
import { answerEmail, emailAnswer, emailExtraction, emailKeyOf, searchedFor } from './email-result.ts'
import { slugField } from './request-fields.ts'

/** https://api-doc.icypeas.com/statuses: the two states in which a result was found. */
const foundStates = ['FOUND', 'DEBITED']
/** https://api-doc.icypeas.com/certainties: bounce rates of 1 % and 5 %; everything else is no address to rely on. */
const sureEnough = ['ultra_sure', 'very_sure', 'sure', 'probable']

/** An address found by Icypeas, with how sure it is. Its first address counts. */
export const icypeasEmail = defineWorkflow({
  slug: 'icypeas-email',
  provider: 'icypeas',
  platform: 'clay',
  payloadType: 'enrichment',
  entityType: 'person',
  description: 'Result of an e-mail search by Icypeas',
  route: '/run/people/clay-icypeas/get-email/ingest',
  request: Type.Object({
    ...searchedFor,
    icypeas_raw_payload: Type.Object({}),
    workflow_slug: slugField('icypeas-email'),
  }),
  payload: ['icypeas_raw_payload'],
  raw: { table: 'raw.payloads' },
  entityKey: (request) => emailKeyOf('icypeas', request),
  extract(request, context) {
    const payload = request.icypeas_raw_payload as Record<string, unknown>
    const emails = array(payload.emails) ?? array(object(payload.results)?.emails) ?? []
    const first = object(emails[0]) ?? {}
    const status = text(payload.status)
    const certainty = text(payload.certainty) ?? text(first.certainty)
    return emailExtraction(
      request,
      {
        table: 'extracted.email_icypeas',
        provider: 'icypeas',
        email: text(payload.email) ?? first.email,
        deliverable:
          status !== null &&
          foundStates.includes(status.toUpperCase()) &&
          (certainty === null || sureEnough.includes(certainty.toLowerCase())),
        columns: {
          status,
          success: boolean(payload.success),
          search_id: text(payload.searchId),
          certainty,
          mx_records: json(first.mxRecords),
          mx_provider: text(first.mxProvider),
          emails: emails.length > 0 ? json(emails) : null,
        },
      },
      context,
    )
  },
  answer: (_request, settled, extraction) => answerEmail('extracted.email_icypeas', settled, extraction),
  answerSchema: emailAnswer,
})
