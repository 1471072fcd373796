import { Type } from 'typebox'
import { companyDomain } from '../identity/canonical-domain.ts'
import { identifyingEmail } from '../identity/canonical-email.ts'
import { companyLinkedIn, memberKey, personLinkedIn, salesNavKey } from '../identity/canonical-linkedin.ts'
import { emailKey, memberIdKey, salesNavIdKey } from '../identity/keys.ts'
import { boolean, type PartialDate, partialDate, phone, text, timestamp } from '../ingest/read-values.ts'
import { place } from './about-company.ts'
import { currentJob, joinedName } from './about-person.ts'
import { defineWorkflow, type ExtractContext, type Observation } from './define.ts'
import { mention } from './mention.ts'
import { naturalKey } from './natural-key.ts'
import { answerText, flagField, slugField, textField } from './request-fields.ts'
import { keyText } from './row-keys.ts'
import { personKey } from './subject.ts'

type Row = Record<string, unknown>

/** A person of a Sales Navigator list, on the way back from Clay. The request itself is the payload. */
export const salesnavPerson = defineWorkflow({
  slug: 'salesnav-person',
  provider: 'salesnav',
  platform: 'clay',
  payloadType: 'enrichment',
  entityType: 'person',
  description: 'A person of a Sales Navigator export: contact data, job, location',
  route: '/run/people/salesnav/scraped-data/ingest',
  request: Type.Object({
    first_name: textField,
    last_name: textField,
    cleaned_first_name: textField,
    cleaned_last_name: textField,
    cleaned_full_name: textField,
    email: textField,
    phone_number: textField,
    profile_headline: textField,
    profile_summary: textField,
    job_title: textField,
    cleaned_job_title: textField,
    job_description: textField,
    job_started_on: textField,
    person_linkedin_sales_nav_url: textField,
    linkedin_user_profile_urn: textField,
    location: textField,
    company_name: textField,
    domain: textField,
    company_linkedin_url: textField,
    source_id: textField,
    upload_id: textField,
    notes: textField,
    matching_filters: flagField,
    source_created_at: textField,
    clay_batch_number: textField,
    sent_to_clay_at: textField,
    export_title: textField,
    export_timestamp: textField,
    workflow_slug: slugField('salesnav-person'),
  }),
  raw: { table: 'raw.payloads' },
  entityKey: salesnavPersonKey,
  extract(request, { warn, rawId }) {
    const start = partialDate(cell(request.job_started_on), 'job_started_on', warn)
    const row = {
      first_name: cell(request.first_name),
      last_name: cell(request.last_name),
      cleaned_first_name: cell(request.cleaned_first_name),
      cleaned_last_name: cell(request.cleaned_last_name),
      cleaned_full_name: cell(request.cleaned_full_name),
      email: cell(request.email),
      phone_number: phone(cell(request.phone_number), 'phone_number', warn),
      profile_headline: cell(request.profile_headline),
      profile_summary: cell(request.profile_summary),
      job_title: cell(request.job_title),
      cleaned_job_title: cell(request.cleaned_job_title),
      job_description: cell(request.job_description),
      job_started_on: cell(request.job_started_on),
      person_linkedin_sales_nav_url: keyText(
        cell(request.person_linkedin_sales_nav_url),
        'person_linkedin_sales_nav_url',
        warn,
      ),
      linkedin_user_profile_urn: cell(request.linkedin_user_profile_urn),
      location_raw: cell(request.location),
      city: null,
      state: null,
      country: null,
      company_name: cell(request.company_name),
      domain: companyDomain(cell(request.domain)),
      company_linkedin_url: companyLinkedIn(request.company_linkedin_url)?.url ?? cell(request.company_linkedin_url),
      source_id: uuid(request.source_id, 'source_id', warn),
      upload_id: uuid(request.upload_id, 'upload_id', warn),
      notes: cell(request.notes),
      matching_filters: flag(request.matching_filters, 'matching_filters', warn),
      source_created_at: timestamp(cell(request.source_created_at), 'source_created_at', warn),
      clay_batch_number: cell(request.clay_batch_number),
      sent_to_clay_at: timestamp(cell(request.sent_to_clay_at), 'sent_to_clay_at', warn),
      export_title: cell(request.export_title),
      export_timestamp: cell(request.export_timestamp),
      natural_key: salesnavPersonKey(request) ?? rawId,
    }
    const person = observe(row, start)
    if (person.length === 0) warn('no_person_key', 'linkedin_user_profile_urn')
    return {
      rows: [{ table: 'extracted.salesnav_scrapes_person', row }],
      observations: [
        ...person,
        ...mention({
          domain: row.domain,
          name: row.company_name,
          linkedinUrl: companyLinkedIn(row.company_linkedin_url)?.url ?? null,
          since: start?.date ?? null,
        }),
      ],
      warnings: [],
    }
  },
  answer(request, settled) {
    const place = settled.location(cell(request.location))
    return {
      extracted_id: settled.rowId('extracted.salesnav_scrapes_person'),
      location_matched: place !== null && (place.city !== null || place.country !== null),
    }
  },
  answerSchema: Type.Object({ extracted_id: answerText, location_matched: Type.Boolean() }),
})

/** The text of a cell; exports write the word null for an empty one. */
function cell(value: unknown): string | null {
  const content = text(value)
  return content === null || content.toLowerCase() === 'null' ? null : content
}

function flag(value: unknown, field: string, warn: ExtractContext['warn']): boolean | null {
  return typeof value === 'boolean' ? value : boolean(cell(value), field, warn)
}

/** All keys of the person, strongest first. */
function keysOf(row: Row): string[] {
  const slug = personLinkedIn(row.person_linkedin_sales_nav_url)?.slug
  const member = memberKey(row.linkedin_user_profile_urn) ?? memberKey(row.person_linkedin_sales_nav_url)
  const lead = salesNavKey(row.person_linkedin_sales_nav_url) ?? salesNavKey(row.linkedin_user_profile_urn)
  const email = identifyingEmail(row.email)
  return [
    ...(slug === undefined ? [] : [personKey(slug)]),
    ...(member === null ? [] : [memberIdKey(member)]),
    ...(lead === null ? [] : [salesNavIdKey(lead)]),
    ...(email === null ? [] : [emailKey(email)]),
  ]
}

/** The strongest key; without any, the row it came from, else name and company. */
function salesnavPersonKey(request: Row): string | null {
  const [strongest] = keysOf(request)
  if (strongest !== undefined) return strongest
  const source = cell(request.source_id)
  if (source !== null) return naturalKey(['row', source])
  const name = fullName(request)
  const company = companyDomain(cell(request.domain)) ?? cell(request.company_name)
  return name === null || company === null ? null : naturalKey([name, company])
}

function observe(row: Row, start: PartialDate | null): Observation[] {
  const [subject, ...claims] = keysOf(row)
  if (subject === undefined) return []
  return [
    {
      kind: 'person',
      subject,
      claims,
      fields: {
        first_name: cell(row.cleaned_first_name) ?? cell(row.first_name),
        last_name: cell(row.cleaned_last_name) ?? cell(row.last_name),
        full_name: fullName(row),
        headline: cell(row.profile_headline),
        urn: cell(row.linkedin_user_profile_urn),
        work_email: identifyingEmail(row.email),
        location: place({ raw: cell(row.location_raw) }),
        job: currentJob({
          title: cell(row.job_title),
          company: cell(row.company_name),
          domain: companyDomain(row.domain),
          linkedinUrl: row.company_linkedin_url,
          start,
        }),
      },
    },
  ]
}

function fullName(row: Row): string | null {
  const first = cell(row.cleaned_first_name) ?? cell(row.first_name)
  const last = cell(row.cleaned_last_name) ?? cell(row.last_name)
  return cell(row.cleaned_full_name) ?? joinedName(first, last)
}

function uuid(value: unknown, field: string, warn: ExtractContext['warn']): string | null {
  const id = cell(value)
  if (id === null) return null
  if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(id)) return id.toLowerCase()
  warn('invalid_uuid', field, id)
  return null
}
