import { Type } from 'typebox'
import { boolean, integer, json, object, partialDate } from '../ingest/read-values.ts'
import { defineWorkflow, type ExtractContext } from './define.ts'
import { naturalKey } from './natural-key.ts'
import { answerText, integerField, objectField, textField } from './request-fields.ts'
import {
  observeProfile,
  personColumns,
  personPart,
  readSignalProfile,
  type SignalProfile,
  titles,
} from './signal-profile.ts'
import { requireSignal } from './signal-slug.ts'
import { requireDomain, requirePerson } from './subject.ts'

type Request = Record<string, unknown>
type Warn = ExtractContext['warn']

/** A title, or a list of titles. */
const titlesField = Type.Optional(
  Type.Union([Type.String(), Type.Number(), Type.Array(Type.Union([Type.String(), Type.Null()])), Type.Null()]),
)

/** Somebody whom a client watches has a higher title at the same company. */
export const signalPromotionV2 = defineWorkflow({
  slug: 'signal-promotion-v2',
  provider: 'clay',
  platform: 'clay',
  payloadType: 'signal',
  entityType: 'person',
  description: 'Promotion that Clay noticed for a client: the person, the company, titles before and after',
  route: '/run/people/clay-native/signal-promotion/ingest',
  request: Type.Object({
    client_domain: Type.String({ minLength: 1 }),
    raw_promotion_payload: Type.Object({}),
    days_since_promotion: integerField,
  }),
  payload: ['raw_promotion_payload'],
  raw: { table: 'raw.payloads' },
  entityKey: (request) => readV2(request, silent).row.natural_key,
  extract(request, { receivedAt, rawId, warn }) {
    const { row, profile } = readV2(request, warn)
    return {
      rows: [
        {
          table: 'extracted.signal_promotion',
          row: { ...row, natural_key: row.natural_key ?? rawId, signal_detected_at: receivedAt },
        },
      ],
      observations: observeProfile(profile),
      warnings: [],
    }
  },
  answer(_request, settled, extraction) {
    const row = extraction.rows[0]?.row
    const newTitles = row?.new_titles
    return {
      extracted_id: settled.rowId('extracted.signal_promotion'),
      person_name: row?.person_name ?? null,
      new_title: Array.isArray(newTitles) ? newTitles[0] : null,
    }
  },
  answerSchema: Type.Object({ extracted_id: answerText, person_name: answerText, new_title: answerText }),
})

/** The same from the first generation, which knew no clients and sent its fields flat. */
export const signalPromotion = defineWorkflow({
  slug: 'clay-signal-promotion',
  provider: 'clay',
  platform: 'clay',
  payloadType: 'signal',
  entityType: 'person',
  description: 'Promotion that Clay noticed, first generation',
  route: '/run/people/clay-native/signal-promotion-2/ingest',
  request: Type.Object({
    person_linkedin_url: Type.String({ minLength: 1 }),
    promotion_event_raw_payload: objectField,
    person_record_raw_payload: objectField,
    confidence: integerField,
    previous_title: titlesField,
    new_title: titlesField,
    start_date_with_new_title: textField,
    lookback_threshold_days: integerField,
    signal_slug: Type.Optional(Type.Union([Type.String({ default: 'clay-promotion' }), Type.Null()])),
    clay_table_url: textField,
  }),
  raw: { table: 'raw.payloads' },
  entityKey(request) {
    requireSignal(request.signal_slug, 'clay-promotion', 'clay-signal-promotion')
    requirePerson(request.person_linkedin_url, 'person_linkedin_url')
    return readV1(request, silent).row.natural_key
  },
  extract(request, { receivedAt, rawId, warn }) {
    const { row, profile } = readV1(request, warn)
    return {
      rows: [
        {
          table: 'extracted.signal_promotion',
          row: { ...row, natural_key: row.natural_key ?? rawId, signal_detected_at: receivedAt },
        },
      ],
      observations: object(request.person_record_raw_payload) === null ? [] : observeProfile(profile),
      warnings: [],
    }
  },
  answer: (_request, settled, extraction) => ({
    extracted_id: settled.rowId('extracted.signal_promotion'),
    person_linkedin_url: extraction.rows[0]?.row.person_linkedin_url ?? null,
  }),
  answerSchema: Type.Object({ extracted_id: answerText, person_linkedin_url: answerText }),
})

const silent: Warn = () => {}

function readV2(request: Request, warn: Warn) {
  const payload = object(request.raw_promotion_payload) ?? {}
  const profile = readSignalProfile(payload.fullProfile, warn)
  const row = {
    client_domain: requireDomain(String(request.client_domain), 'client_domain'),
    ...companyColumns(profile),
    new_role_start_date: profile.job.start?.date ?? null,
    confidence: integer(payload.confidence, 'confidence', warn),
    reduced_confidence_reasons: json(payload.reducedConfidenceReasons),
    is_initial_check: boolean(payload.isInitialCheck, 'isInitialCheck', warn) ?? false,
    days_since_promotion: integer(request.days_since_promotion, 'days_since_promotion', warn),
    new_titles: titles(payload.newTitle, 'newTitle', warn),
    previous_titles: titles(payload.previousTitle, 'previousTitle', warn),
  }
  return { profile, row: { ...row, natural_key: keyOf(profile, row) } }
}

function readV1(request: Request, warn: Warn) {
  const event = object(request.promotion_event_raw_payload) ?? {}
  const profile = readSignalProfile(request.person_record_raw_payload, warn, request.person_linkedin_url)
  const start = partialDate(request.start_date_with_new_title, 'start_date_with_new_title', warn)
  const row = {
    client_domain: null,
    ...companyColumns(profile),
    new_role_start_date: (start ?? profile.job.start)?.date ?? null,
    confidence: integer(request.confidence ?? event.confidence, 'confidence', warn),
    reduced_confidence_reasons: json(event.reducedConfidenceReasons),
    is_initial_check: boolean(event.isInitialCheck, 'isInitialCheck', warn) ?? false,
    days_since_promotion: null,
    new_titles: titles(request.new_title, 'new_title', warn),
    previous_titles: titles(request.previous_title, 'previous_title', warn),
  }
  return { profile, row: { ...row, natural_key: keyOf(profile, row) } }
}

function companyColumns(profile: SignalProfile) {
  return {
    ...personColumns(profile),
    company_domain: profile.job.domain,
    company_name: profile.job.company,
    company_linkedin_url: profile.job.linkedinUrl,
  }
}

/** A baseline has a key of its own: seen after an event, it must not take the event's row and turn it into no event. */
function keyOf(
  profile: SignalProfile,
  row: {
    client_domain: string | null
    new_titles: string[] | null
    new_role_start_date: string | null
    is_initial_check: boolean
  },
): string | null {
  const person = personPart(profile)
  if (person === null) return null
  return naturalKey([
    row.client_domain,
    person,
    profile.job.domain ?? profile.job.linkedinUrl ?? profile.job.company,
    row.new_titles?.join(' / ') ?? profile.job.title,
    row.new_role_start_date,
    row.is_initial_check ? 'initial' : null,
  ])
}
