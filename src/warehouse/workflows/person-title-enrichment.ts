import { Type } from 'typebox'
import { companyDomain } from '../identity/canonical-domain.ts'
import { boolean, partialDate, text } from '../ingest/read-values.ts'
import { place } from './about-company.ts'
import { currentJob } from './about-person.ts'
import { defineWorkflow } from './define.ts'
import { mention } from './mention.ts'
import { answerText, flagField, textField } from './request-fields.ts'
import { keyText } from './row-keys.ts'
import { personKey, requirePerson } from './subject.ts'

/** A person's title, seniority, function and location as cleaned outside; the request itself is the payload. */
export const personTitleEnrichment = defineWorkflow({
  slug: 'clay-find-people-title-enrichment',
  aliases: ['person-title-enrichment'],
  provider: 'clay',
  platform: 'clay',
  payloadType: 'enrichment',
  entityType: 'person',
  description: 'Cleaned job title, seniority, function and location of a person',
  route: '/run/people/not-sure/job-title-clean/ingest',
  request: Type.Object({
    linkedin_url: Type.String({ minLength: 1 }),
    first_name: textField,
    last_name: textField,
    full_name: textField,
    cleaned_first_name: textField,
    cleaned_last_name: textField,
    cleaned_full_name: textField,
    location_name: textField,
    city: textField,
    state: textField,
    country: textField,
    has_city: flagField,
    has_state: flagField,
    has_country: flagField,
    company_domain: textField,
    latest_title: textField,
    cleaned_job_title: textField,
    latest_company: textField,
    latest_start_date: textField,
    clay_company_table_id: textField,
    clay_company_record_id: textField,
    seniority_level: textField,
    job_function: textField,
    workflow_slug: Type.String({ minLength: 1 }),
    clay_table_url: textField,
  }),
  raw: { table: 'raw.payloads' },
  entityKey: (request) => personKey(requirePerson(request.linkedin_url, 'linkedin_url').slug),
  extract(request, { warn }) {
    const { slug, url } = requirePerson(request.linkedin_url, 'linkedin_url')
    const start = partialDate(request.latest_start_date, 'latest_start_date', warn)
    const row = {
      linkedin_url: url,
      first_name: text(request.first_name),
      last_name: text(request.last_name),
      full_name: text(request.full_name),
      cleaned_first_name: text(request.cleaned_first_name),
      cleaned_last_name: text(request.cleaned_last_name),
      cleaned_full_name: text(request.cleaned_full_name),
      location_name: text(request.location_name),
      city: text(request.city),
      state: text(request.state),
      country: text(request.country),
      has_city: boolean(request.has_city, 'has_city', warn) ?? false,
      has_state: boolean(request.has_state, 'has_state', warn) ?? false,
      has_country: boolean(request.has_country, 'has_country', warn) ?? false,
      company_domain: companyDomain(request.company_domain),
      latest_company: text(request.latest_company),
      latest_title: text(request.latest_title),
      cleaned_job_title: text(request.cleaned_job_title),
      seniority_level: keyText(request.seniority_level, 'seniority_level', warn),
      job_function: keyText(request.job_function, 'job_function', warn),
      latest_start_date: start?.date ?? null,
      clay_company_table_id: text(request.clay_company_table_id),
      clay_company_record_id: text(request.clay_company_record_id),
      clay_table_url: keyText(request.clay_table_url, 'clay_table_url', warn),
    }
    const { city, state, country, cleaned_job_title, seniority_level, job_function } = row
    const cleaned = { cleaned_job_title, seniority_level, job_function }
    return {
      rows: [{ table: 'extracted.person_title_enrichment', row }],
      observations: [
        {
          kind: 'person',
          subject: personKey(slug),
          fields: {
            full_name: row.full_name ?? row.cleaned_full_name,
            first_name: row.first_name ?? row.cleaned_first_name,
            last_name: row.last_name ?? row.cleaned_last_name,
            location: place({ raw: row.location_name, city, state, country }),
            job: currentJob({
              title: row.latest_title,
              company: row.latest_company,
              domain: row.company_domain,
              start,
            }),
            cleaned_title: Object.values(cleaned).every((part) => part === null) ? null : cleaned,
          },
        },
        ...mention({ domain: row.company_domain, name: row.latest_company, since: row.latest_start_date }),
      ],
      warnings: [],
    }
  },
  answer: (_request, settled) => ({ extracted_id: settled.rowId('extracted.person_title_enrichment') }),
  answerSchema: Type.Object({ extracted_id: answerText }),
})
