import { Type } from 'typebox'
import { companyDomain } from '../identity/canonical-domain.ts'
import { companyLinkedIn } from '../identity/canonical-linkedin.ts'
import { array, bigId, boolean, integer, json, object, partialDate, text, timestamp } from '../ingest/read-values.ts'
import { type Career, defineWorkflow, type Experience, type ExtractContext, type Observation } from './define.ts'
import { mention } from './mention.ts'
import { personKey, requirePerson } from './subject.ts'

type Warn = ExtractContext['warn']

/** A full LinkedIn profile as Clay sends it: the richest payload about a person, with all jobs and schools. */
export const personProfile = defineWorkflow({
  slug: 'clay-person-profile',
  provider: 'clay',
  platform: 'clay',
  payloadType: 'profile',
  entityType: 'person',
  description: 'Full LinkedIn profile of a person: jobs, schools, current position',
  route: '/run/people/clay-native/person-profile/ingest',
  request: Type.Object({
    linkedin_url: Type.String({ minLength: 1 }),
    workflow_slug: Type.String({ minLength: 1 }),
    raw_payload: Type.Object({}),
  }),
  payload: ['raw_payload'],
  raw: {
    table: 'raw.person_payloads',
    columns: (request) => ({ linkedin_url: requirePerson(request.linkedin_url, 'linkedin_url').url }),
  },
  entityKey: (request) => personKey(requirePerson(request.linkedin_url, 'linkedin_url').slug),
  extract(request, { warn }) {
    const payload = request.raw_payload as Record<string, unknown>
    const { slug, url } = requirePerson(request.linkedin_url, 'linkedin_url')
    const subject = personKey(slug)
    const latest = object(payload.latest_experience) ?? {}
    const start = partialDate(latest.start_date, 'latest_experience.start_date', warn)
    const refreshedAt = timestamp(payload.last_refresh, 'last_refresh', warn)
    const profileId = bigId(payload.profile_id, 'profile_id', warn)
    const experience = listOf(payload.experience, (job, i) => readExperience(job, i, warn))
    const education = listOf(payload.education, (school, i) => readEducation(school, i, warn))
    const career: Career = { linkedinUrl: url, subject, experience, education }
    const job = currentJob(latest, start, experience)
    const names = {
      full_name: text(payload.name),
      first_name: text(payload.first_name),
      last_name: text(payload.last_name),
    }
    const row = {
      linkedin_url: url,
      linkedin_slug: text(payload.slug) ?? slug,
      linkedin_profile_id: profileId,
      ...names,
      headline: text(payload.headline),
      summary: text(payload.summary),
      country: text(payload.country),
      location_name: text(payload.location_name),
      connections: integer(payload.connections, 'connections', warn),
      num_followers: integer(payload.num_followers, 'num_followers', warn),
      picture_url: text(payload.picture_url_orig) ?? text(payload.picture_url_copy),
      jobs_count: integer(payload.jobs_count, 'jobs_count', warn),
      latest_title: text(latest.title),
      latest_company: text(latest.company),
      latest_company_domain: companyDomain(latest.company_domain),
      latest_company_linkedin_url: companyLinkedIn(latest.url)?.url ?? text(latest.url),
      latest_company_org_id: bigId(latest.org_id, 'latest_experience.org_id', warn),
      latest_locality: text(latest.locality),
      latest_start_date: start?.date ?? null,
      latest_start_precision: start?.precision ?? null,
      latest_end_date: partialDate(latest.end_date, 'latest_experience.end_date', warn)?.date ?? null,
      latest_is_current: boolean(latest.is_current),
      certifications: json(payload.certifications),
      languages: json(payload.languages),
      courses: json(payload.courses),
      patents: json(payload.patents),
      projects: json(payload.projects),
      publications: json(payload.publications),
      volunteering: json(payload.volunteering),
      awards: json(payload.awards),
      source_last_refresh: refreshedAt,
    }
    const observation: Observation = {
      kind: 'person',
      subject,
      claims: profileId === null ? [] : [`member:${profileId}`],
      fields: {
        ...names,
        headline: row.headline,
        picture_url: row.picture_url,
        location: row.location_name || row.country ? { raw: row.location_name, country: row.country } : null,
        job,
      },
    }
    return {
      refreshedAt,
      rows: [{ table: 'extracted.person_profile', row }],
      observations: [observation, ...mentions(experience ?? [])],
      career,
      warnings: [],
    }
  },
  answer: (_request, settled) => ({
    person_profile_id: settled.rowId('extracted.person_profile'),
    experience_count: settled.experienceCount,
    education_count: settled.educationCount,
    companies_count: settled.companiesCount,
    past_employers_count: settled.pastEmployersCount,
  }),
  answerSchema: Type.Object({
    person_profile_id: Type.Union([Type.String(), Type.Null()]),
    experience_count: Type.Integer(),
    education_count: Type.Integer(),
    companies_count: Type.Integer(),
    past_employers_count: Type.Integer(),
  }),
})

/** The list's readable entries; null when the payload did not bring the list, which is not the same as an empty one. */
function listOf<T>(value: unknown, read: (entry: Record<string, unknown>, position: number) => T): T[] | null {
  const entries = array(value)
  if (entries === null) return null
  return entries.flatMap((entry, i) => {
    const record = object(entry)
    return record === null ? [] : [read(record, i)]
  })
}

function readExperience(job: Record<string, unknown>, position: number, warn: Warn): Experience {
  const start = partialDate(job.start_date, `experience[${position}].start_date`, warn)
  const end = partialDate(job.end_date, `experience[${position}].end_date`, warn)
  return {
    company: text(job.company),
    company_domain: companyDomain(job.company_domain),
    company_linkedin_url: companyLinkedIn(job.url)?.url ?? text(job.url),
    company_org_id: bigId(job.org_id, `experience[${position}].org_id`, warn),
    title: text(job.title),
    summary: text(job.summary),
    locality: text(job.locality),
    start_date: start?.date ?? null,
    start_precision: start?.precision ?? null,
    end_date: end?.date ?? null,
    end_precision: end?.precision ?? null,
    // Without the flag a job is current when it has begun and not ended: a missing flag must not make a past employer.
    is_current: boolean(job.is_current) ?? (start !== null && end === null),
  }
}

function readEducation(school: Record<string, unknown>, position: number, warn: Warn) {
  const start = partialDate(school.start_date, `education[${position}].start_date`, warn)
  const end = partialDate(school.end_date, `education[${position}].end_date`, warn)
  return {
    school_name: text(school.school_name),
    degree: text(school.degree),
    field_of_study: text(school.field_of_study),
    start_date: start?.date ?? null,
    start_precision: start?.precision ?? null,
    end_date: end?.date ?? null,
    end_precision: end?.precision ?? null,
    grade: text(school.grade),
    activities: text(school.activities),
  }
}

/** The current position as one value: its parts make sense only together. */
function currentJob(
  latest: Record<string, unknown>,
  start: { date: string; precision: string } | null,
  experience: Experience[] | null,
) {
  const title = text(latest.title)
  const company = text(latest.company)
  if (title !== null || company !== null) {
    return {
      title,
      company,
      domain: companyDomain(latest.company_domain),
      linkedin_url: companyLinkedIn(latest.url)?.url ?? null,
      start: start?.date ?? null,
      precision: start?.precision ?? null,
    }
  }
  const current = experience?.find((job) => job.is_current)
  if (current === undefined) return null
  return {
    title: current.title,
    company: current.company,
    domain: current.company_domain,
    linkedin_url: current.company_linkedin_url,
    start: current.start_date,
    precision: current.start_precision,
  }
}

function mentions(experience: Experience[]): Observation[] {
  return experience.flatMap((job) =>
    mention({
      domain: job.company_domain,
      name: job.company,
      linkedinUrl: job.company_linkedin_url,
      orgId: job.company_org_id,
      since: job.start_date,
    }),
  )
}
