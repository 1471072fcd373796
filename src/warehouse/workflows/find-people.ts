import { Type } from 'typebox'
import { companyDomain } from '../identity/canonical-domain.ts'
import { boolean, object, partialDate, text } from '../ingest/read-values.ts'
import { place } from './about-company.ts'
import { currentJob } from './about-person.ts'
import { defineWorkflow, type ExtractContext, type Extraction, type Settled } from './define.ts'
import { mention } from './mention.ts'
import { answerText, slugField, textField } from './request-fields.ts'
import { personKey, requirePerson } from './subject.ts'

type Payload = Record<string, unknown>

const envelope = {
  linkedin_url: Type.String({ minLength: 1 }),
  cleaned_first_name: textField,
  cleaned_last_name: textField,
  cleaned_full_name: textField,
  clay_table_url: textField,
}

const answerSchema = Type.Object({
  extracted_id: answerText,
  mapped_id: answerText,
  matched_city: answerText,
  matched_state: answerText,
  matched_seniority: answerText,
  matched_job_function: answerText,
})

interface FoundRequest {
  linkedin_url: string
  cleaned_first_name?: unknown
  cleaned_last_name?: unknown
  cleaned_full_name?: unknown
  clay_table_url?: unknown
}

interface Parts {
  city: string | null
  state: string | null
  country: string | null
}

/** A person as Clay's people search lists them: name, place, current job. */
export const findPeople = defineWorkflow({
  slug: 'clay-find-people',
  provider: 'clay',
  platform: 'clay',
  payloadType: 'discovery',
  entityType: 'person',
  description: 'A person found by Clay: name, location, current job',
  route: '/run/people/clay-native/find-people/ingest',
  request: Type.Object({
    ...envelope,
    workflow_slug: slugField('clay-find-people'),
    raw_payload: Type.Object({}),
  }),
  payload: ['raw_payload'],
  raw: { table: 'raw.person_discovery', columns: rawColumns },
  entityKey,
  extract: (request, context) => extractFound(request, request.raw_payload as Payload, null, context),
  answer: (request, settled) => answerFound(request.raw_payload as Payload, settled),
  answerSchema,
})

/** The same, with the location already taken apart by Clay. */
export const findPeopleLocationParsed = defineWorkflow({
  slug: 'clay-find-people-location-parsed',
  provider: 'clay',
  platform: 'clay',
  payloadType: 'discovery',
  entityType: 'person',
  description: 'A person found by Clay, with city, state and country of the location told apart',
  request: Type.Object({
    ...envelope,
    workflow_slug: slugField('clay-find-people-location-parsed'),
    raw_person_payload: Type.Object({}),
    raw_person_parsed_location_payload: Type.Optional(Type.Unknown()),
  }),
  payload: ['raw_person_payload'],
  raw: { table: 'raw.person_discovery', columns: rawColumns },
  entityKey,
  extract: (request, context) =>
    extractFound(
      request,
      request.raw_person_payload as Payload,
      readParts(object(request.raw_person_parsed_location_payload) ?? {}),
      context,
    ),
  answer: (request, settled) => answerFound(request.raw_person_payload as Payload, settled),
  answerSchema,
})

function rawColumns(request: FoundRequest) {
  return {
    linkedin_url: requirePerson(request.linkedin_url, 'linkedin_url').url,
    clay_table_url: text(request.clay_table_url),
  }
}

function entityKey(request: FoundRequest): string {
  return personKey(requirePerson(request.linkedin_url, 'linkedin_url').slug)
}

/** Parts that Clay found in the text itself: a part whose flag says false was guessed and is not taken. */
function readParts(parsed: Payload): Parts {
  const part = (name: string, flag: string) => (boolean(parsed[flag]) === false ? null : text(parsed[name]))
  return {
    city: part('city', 'hasCity'),
    state: part('state', 'hasState'),
    country: part('country', 'hasCountry'),
  }
}

function extractFound(
  request: FoundRequest,
  payload: Payload,
  parts: Parts | null,
  { warn }: ExtractContext,
): Extraction {
  const { slug, url } = requirePerson(request.linkedin_url, 'linkedin_url')
  const start = partialDate(payload.latest_experience_start_date, 'latest_experience_start_date', warn)
  const domain = companyDomain(payload.domain)
  const title = text(payload.latest_experience_title) ?? text(payload.latest_title)
  const company = text(payload.latest_experience_company)
  const location = text(payload.location_name)
  const names = {
    first_name: text(payload.first_name),
    last_name: text(payload.last_name),
    full_name: text(payload.name),
  }
  const cleaned = {
    cleaned_first_name: text(request.cleaned_first_name),
    cleaned_last_name: text(request.cleaned_last_name),
    cleaned_full_name: text(request.cleaned_full_name),
  }
  const row = {
    linkedin_url: url,
    ...names,
    ...cleaned,
    location_name: location,
    company_domain: domain,
    latest_title: title,
    latest_company: company,
    latest_start_date: start?.date ?? null,
    clay_company_table_id: text(payload.company_table_id),
    clay_company_record_id: text(payload.company_record_id),
    clay_table_url: text(request.clay_table_url),
    city: parts?.city ?? null,
    state: parts?.state ?? null,
    country: parts?.country ?? null,
    has_city: parts === null ? null : parts.city !== null,
    has_state: parts === null ? null : parts.state !== null,
    has_country: parts === null ? null : parts.country !== null,
  }
  return {
    rows: [{ table: 'extracted.person_discovery', row }],
    observations: [
      {
        kind: 'person',
        subject: personKey(slug),
        fields: {
          first_name: names.first_name ?? cleaned.cleaned_first_name,
          last_name: names.last_name ?? cleaned.cleaned_last_name,
          full_name: names.full_name ?? cleaned.cleaned_full_name,
          location: place({ raw: location, ...parts }),
          job: currentJob({ title, company, domain, start }),
        },
      },
      ...mention({ domain, name: company, since: start?.date ?? null }),
    ],
    warnings: [],
  }
}

/** What the lookups made of location and title. The id is one and the same: there is no separate table of matches. */
function answerFound(payload: Payload, settled: Settled) {
  const id = settled.rowId('extracted.person_discovery')
  const match = settled.location(text(payload.location_name))
  const title = settled.title(text(payload.latest_experience_title) ?? text(payload.latest_title))
  return {
    extracted_id: id,
    mapped_id: id,
    matched_city: match?.city ?? null,
    matched_state: match?.state ?? null,
    matched_seniority: title?.seniority_level ?? null,
    matched_job_function: title?.job_function ?? null,
  }
}
