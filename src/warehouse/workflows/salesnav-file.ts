import { Type } from 'typebox'
import { companyDomain } from '../identity/canonical-domain.ts'
import { companyLinkedIn, organizationId } from '../identity/canonical-linkedin.ts'
import { boolean, integer, text, timestamp } from '../ingest/read-values.ts'
import { aboutCompany, place } from './about-company.ts'
import { defineWorkflow } from './define.ts'
import { answerText, flagField, integerField, textField } from './request-fields.ts'
import { salesnavPerson } from './salesnav-person.ts'

type Line = Record<string, unknown>

const columns = {
  export_title: textField,
  notes: textField,
  linkedin_user_profile_urn: textField,
  first_name: textField,
  last_name: textField,
  email: textField,
  phone_number: textField,
  profile_headline: textField,
  profile_summary: textField,
  job_title: textField,
  job_description: textField,
  job_started_on: textField,
  linkedin_url_user_profile: textField,
  location: textField,
  company: textField,
  linkedin_company_profile_urn: textField,
  linkedin_url_company: textField,
  company_website: textField,
  company_description: textField,
  company_headcount: textField,
  company_industries: textField,
  company_registered_address: textField,
}

/** One line of a Sales Navigator export: a person, and the company of the current job. */
export const salesnavFile = defineWorkflow({
  slug: 'salesnav-file',
  provider: 'salesnav',
  platform: 'file',
  payloadType: 'file',
  entityType: 'person',
  description: 'People of a Sales Navigator export from a file',
  request: Type.Object({
    upload_id: Type.String({ pattern: '^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$' }),
    export_timestamp: textField,
    matching_filters: flagField,
    clay_batch_number: integerField,
    sent_to_clay_at: textField,
    ...columns,
  }),
  raw: {
    table: 'raw.salesnav_scrapes',
    columns: (line) => ({
      upload_id: line.upload_id,
      export_timestamp: timestamp(line.export_timestamp),
      matching_filters: boolean(line.matching_filters),
      clay_batch_number: integer(line.clay_batch_number),
      sent_to_clay_at: timestamp(line.sent_to_clay_at),
      ...Object.fromEntries(Object.keys(columns).map((column) => [column, text((line as Line)[column])])),
    }),
  },
  entityKey: (line) => salesnavPerson.entityKey(asPerson(line)),
  extract(line, context) {
    const person = salesnavPerson.extract(asPerson(line), context)
    const company = aboutCompany(
      {
        domain: companyDomain(line.company_website),
        linkedin: companyLinkedIn(line.linkedin_url_company),
        orgId: organizationId(text(line.linkedin_company_profile_urn)),
      },
      {
        name: text(line.company),
        website: text(line.company_website),
        description: text(line.company_description),
        employee_count: integer(line.company_headcount, 'company_headcount', context.warn),
        industry: text(line.company_industries),
        location: place({ raw: text(line.company_registered_address) }),
      },
    )
    return { ...person, observations: [...person.observations, ...company] }
  },
  answer: (_line, settled) => ({ extracted_id: settled.rowId('extracted.salesnav_scrapes_person') }),
  answerSchema: Type.Object({ extracted_id: answerText }),
})

/** The line in the words in which the same person comes back from Clay. */
function asPerson(line: Line): Line {
  const { company, company_website, linkedin_url_company, linkedin_url_user_profile, ...same } = line
  return {
    ...same,
    company_name: company,
    domain: company_website,
    company_linkedin_url: linkedin_url_company,
    person_linkedin_sales_nav_url: linkedin_url_user_profile,
  }
}
