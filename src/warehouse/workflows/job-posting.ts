import { Type } from 'typebox'
import { companyLinkedIn } from '../identity/canonical-linkedin.ts'
import { bigId, numeric, object, text, timestamp } from '../ingest/read-values.ts'
import { keyId } from '../ingest/tables.ts'
import { aboutCompany } from './about-company.ts'
import { defineWorkflow, type Extraction } from './define.ts'
import { naturalKey } from './natural-key.ts'
import { answerText, textField } from './request-fields.ts'
import { keyText } from './row-keys.ts'
import { requireDomain } from './subject.ts'

type Posting = Record<string, unknown>

interface Request {
  domain: string
  job_posting_payload: unknown
}

/** A job that a company offers. Its normalised title enters the catalogue of titles. */
export const jobPosting = defineWorkflow({
  slug: 'job-posting',
  aliases: ['icp-job-posting'],
  provider: 'clay',
  platform: 'clay',
  payloadType: 'signal',
  entityType: 'company',
  description: 'A job that a company offers',
  route: '/run/companies/gemini/icp-job-posting/ingest',
  request: Type.Object({
    domain: Type.String({ minLength: 1 }),
    job_posting_payload: Type.Object({}),
    clay_table_url: textField,
  }),
  payload: ['job_posting_payload'],
  raw: { table: 'raw.payloads' },
  entityKey: (request) => keyOf(request),
  extract(request, { warn }) {
    const posting = postingOf(request)
    const domain = requireDomain(request.domain, 'domain')
    const linkedin = companyLinkedIn(posting.company_linkedin_url) ?? companyLinkedIn(posting.company_url)
    const title = text(posting.title)
    const normalized =
      keyText(posting.normalized_title ?? posting.title, 'normalized_title', warn) ?? keyText(title, 'title', warn)
    const titleId = normalized === null ? null : keyId('reference.job_titles', [normalized])
    const common = {
      domain,
      job_id: bigId(posting.job_id, 'job_id', warn),
      url: text(posting.url),
      title,
      location: text(posting.location),
      seniority: text(posting.seniority),
      employment_type: text(posting.employment_type),
      salary_min: numeric(posting.salary_min, 'salary_min', warn),
      salary_max: numeric(posting.salary_max, 'salary_max', warn),
      salary_currency: text(posting.salary_currency),
      company_linkedin_url: linkedin?.url ?? text(posting.company_linkedin_url),
      posted_at: timestamp(posting.posted_at, 'posted_at', warn),
    }
    const rows: Extraction['rows'] = [
      {
        table: 'extracted.company_job_postings',
        row: {
          ...common,
          normalized_title: normalized,
          salary_unit: text(posting.salary_unit),
          company_name: text(posting.company_name),
          company_url: text(posting.company_url),
          company_id: bigId(posting.company_id, 'company_id', warn),
          natural_key: keyOf(request),
        },
      },
    ]
    // the fact has no other key than the job's id: two postings without one would overwrite each other
    if (common.job_id !== null) {
      rows.push({
        table: 'core.company_job_postings',
        row: {
          ...common,
          cleaned_job_title: text(posting.cleaned_job_title) ?? normalized,
          job_function: text(posting.job_function),
          job_title_id: titleId,
        },
      })
    }
    if (titleId !== null)
      rows.push({ table: 'reference.job_titles', row: { id: titleId, normalized_title: normalized } })
    return {
      rows,
      observations: aboutCompany({ domain, linkedin }, { name: text(posting.company_name) }),
      warnings: [],
    }
  },
  answer: (request, settled, { rows }) => {
    const row = rows[0]?.row ?? {}
    const jobId = text(row.job_id)
    return {
      domain: requireDomain(request.domain, 'domain'),
      // ids beyond what a double holds stay text, so that no digit is lost
      job_id: jobId !== null && Number.isSafeInteger(Number(jobId)) ? Number(jobId) : jobId,
      raw_payload_id: settled.rawId,
      title: row.title ?? null,
      normalized_title: row.normalized_title ?? null,
    }
  },
  answerSchema: Type.Object({
    domain: Type.String(),
    job_id: Type.Union([Type.Integer(), Type.String(), Type.Null()]),
    raw_payload_id: Type.String(),
    title: answerText,
    normalized_title: answerText,
  }),
})

/** The posting may be the payload itself or its member `jobPostData`. */
function postingOf(request: Request): Posting {
  const payload = request.job_posting_payload as Posting
  return object(payload.jobPostData) ?? payload
}

/** The job's id, else its title and the day it was posted, within the company. */
function keyOf(request: Request): string {
  const posting = postingOf(request)
  const domain = requireDomain(request.domain, 'domain')
  const jobId = bigId(posting.job_id)
  if (jobId !== null) return naturalKey([domain, jobId])
  return naturalKey([domain, text(posting.title), timestamp(posting.posted_at)?.slice(0, 10)])
}
