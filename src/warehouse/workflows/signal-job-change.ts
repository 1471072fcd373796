import { Type } from 'typebox'
import { companyDomain } from '../identity/canonical-domain.ts'
import { companyLinkedIn } from '../identity/canonical-linkedin.ts'
import { boolean, integer, json, object, partialDate, text } from '../ingest/read-values.ts'
import { defineWorkflow, type ExtractContext } from './define.ts'
import { mention } from './mention.ts'
import { naturalKey } from './natural-key.ts'
import { answerText, flagField, integerField, objectField, textField } from './request-fields.ts'
import { observeProfile, personColumns, personPart, readSignalProfile, type SignalProfile } from './signal-profile.ts'
import { requireSignal } from './signal-slug.ts'
import { requireDomain, requirePerson } from './subject.ts'

type Request = Record<string, unknown>
type Warn = ExtractContext['warn']

/** Somebody whom a client watches works somewhere else now. */
export const signalJobChangeV2 = defineWorkflow({
  slug: 'signal-job-change-v2',
  provider: 'clay',
  platform: 'clay',
  payloadType: 'signal',
  entityType: 'person',
  description: 'Job change that Clay noticed for a client: the person, the new company, the start date',
  route: '/run/people/clay-native/signal-job-change/ingest',
  request: Type.Object({
    client_domain: Type.String({ minLength: 1 }),
    raw_job_change_payload: Type.Object({}),
    job_change_within_months: integerField,
    started_role_within_window: flagField,
  }),
  payload: ['raw_job_change_payload'],
  raw: { table: 'raw.payloads' },
  entityKey: (request) => readV2(request, silent).row.natural_key,
  extract(request, { receivedAt, rawId, warn }) {
    const { row, profile } = readV2(request, warn)
    return {
      rows: [
        {
          table: 'extracted.signal_job_change',
          row: { ...row, natural_key: row.natural_key ?? rawId, signal_detected_at: receivedAt },
        },
      ],
      observations: observeProfile(profile),
      warnings: [],
    }
  },
  answer(_request, settled, extraction) {
    const row = extraction.rows[0]?.row
    return {
      extracted_id: settled.rowId('extracted.signal_job_change'),
      person_name: row?.person_name ?? null,
      new_company_domain: row?.new_company_domain ?? null,
    }
  },
  answerSchema: Type.Object({ extracted_id: answerText, person_name: answerText, new_company_domain: answerText }),
})

/** The same from the first generation, which knew no clients and sent its fields flat. */
export const signalJobChange = defineWorkflow({
  slug: 'clay-signal-job-change',
  provider: 'clay',
  platform: 'clay',
  payloadType: 'signal',
  entityType: 'person',
  description: 'Job change that Clay noticed, first generation',
  route: '/run/people/clay-native/signal-job-change-2/ingest',
  request: Type.Object({
    person_linkedin_url: Type.String({ minLength: 1 }),
    job_change_event_raw_payload: objectField,
    person_record_raw_payload: objectField,
    confidence: integerField,
    previous_company_linkedin_url: textField,
    new_company_linkedin_url: textField,
    new_company_domain: textField,
    new_company_name: textField,
    start_date_at_new_job: textField,
    started_within_threshold: flagField,
    lookback_threshold_days: integerField,
    signal_slug: Type.Optional(Type.Union([Type.String({ default: 'clay-job-change' }), Type.Null()])),
    clay_table_url: textField,
  }),
  raw: { table: 'raw.payloads' },
  entityKey(request) {
    requireSignal(request.signal_slug, 'clay-job-change', 'clay-signal-job-change')
    requirePerson(request.person_linkedin_url, 'person_linkedin_url')
    return readV1(request, silent).row.natural_key
  },
  extract(request, { receivedAt, rawId, warn }) {
    const { row, profile } = readV1(request, warn)
    return {
      rows: [
        {
          table: 'extracted.signal_job_change',
          row: { ...row, natural_key: row.natural_key ?? rawId, signal_detected_at: receivedAt },
        },
      ],
      observations: [
        ...(object(request.person_record_raw_payload) === null ? [] : observeProfile(profile)),
        ...mention({
          domain: row.new_company_domain,
          name: row.new_company_name,
          linkedinUrl: companyLinkedIn(row.new_company_linkedin_url)?.url ?? null,
          since: row.new_job_start_date,
        }),
      ],
      warnings: [],
    }
  },
  answer: (_request, settled, extraction) => ({
    extracted_id: settled.rowId('extracted.signal_job_change'),
    person_linkedin_url: extraction.rows[0]?.row.person_linkedin_url ?? null,
  }),
  answerSchema: Type.Object({ extracted_id: answerText, person_linkedin_url: answerText }),
})

const silent: Warn = () => {}

function readV2(request: Request, warn: Warn) {
  const payload = object(request.raw_job_change_payload) ?? {}
  const profile = readSignalProfile(payload.fullProfile, warn)
  const row = {
    client_domain: requireDomain(String(request.client_domain), 'client_domain'),
    ...personColumns(profile),
    new_company_domain: profile.job.domain,
    new_company_name: profile.job.company,
    new_company_linkedin_url: profile.job.linkedinUrl,
    new_job_title: profile.job.title,
    new_job_start_date: profile.job.start?.date ?? null,
    new_job_location: profile.job.locality,
    previous_company_linkedin_url: linkedInOf(payload.previousCompany),
    confidence: integer(payload.confidence, 'confidence', warn),
    reduced_confidence_reasons: json(payload.reducedConfidenceReasons),
    is_initial_check: boolean(payload.isInitialCheck, 'isInitialCheck', warn) ?? false,
    job_change_within_months: integer(request.job_change_within_months, 'job_change_within_months', warn),
    started_role_within_window: boolean(request.started_role_within_window, 'started_role_within_window', warn),
  }
  return { profile, row: { ...row, natural_key: keyOf(profile, row) } }
}

function readV1(request: Request, warn: Warn) {
  const event = object(request.job_change_event_raw_payload) ?? {}
  const profile = readSignalProfile(request.person_record_raw_payload, warn, request.person_linkedin_url)
  const start = partialDate(request.start_date_at_new_job, 'start_date_at_new_job', warn)
  const row = {
    client_domain: null,
    ...personColumns(profile),
    new_company_domain: companyDomain(request.new_company_domain),
    new_company_name: text(request.new_company_name),
    new_company_linkedin_url: linkedInOf(request.new_company_linkedin_url),
    new_job_title: profile.job.title,
    new_job_start_date: start?.date ?? null,
    new_job_location: profile.job.locality,
    previous_company_linkedin_url: linkedInOf(request.previous_company_linkedin_url),
    confidence: integer(request.confidence ?? event.confidence, 'confidence', warn),
    reduced_confidence_reasons: json(event.reducedConfidenceReasons),
    is_initial_check: boolean(event.isInitialCheck, 'isInitialCheck', warn) ?? false,
    job_change_within_months: null,
    started_role_within_window: boolean(request.started_within_threshold, 'started_within_threshold', warn),
  }
  return { profile, row: { ...row, natural_key: keyOf(profile, row) } }
}

/** A baseline has a key of its own: seen after an event, it must not take the event's row and turn it into no event. */
function keyOf(
  profile: SignalProfile,
  row: {
    client_domain: string | null
    new_company_domain: string | null
    new_company_linkedin_url: string | null
    new_company_name: string | null
    new_job_start_date: string | null
    is_initial_check: boolean
  },
): string | null {
  const person = personPart(profile)
  if (person === null) return null
  return naturalKey([
    row.client_domain,
    person,
    row.new_company_domain ?? row.new_company_linkedin_url ?? row.new_company_name,
    row.new_job_start_date,
    row.is_initial_check ? 'initial' : null,
  ])
}

function linkedInOf(value: unknown): string | null {
  return companyLinkedIn(value)?.url ?? text(value)
}
