import { Type } from 'typebox'
import { companyDomain } from '../identity/canonical-domain.ts'
import { type CompanyLinkedIn, companyLinkedIn } from '../identity/canonical-linkedin.ts'
import { bigId, boolean, integer, numeric, object, text, timestamp } from '../ingest/read-values.ts'
import { aboutCompany } from './about-company.ts'
import { defineWorkflow, type ExtractContext, type ExtractedRow } from './define.ts'
import { mention } from './mention.ts'
import { naturalKey } from './natural-key.ts'
import { answerText, integerField, objectField, textField } from './request-fields.ts'
import { keyText } from './row-keys.ts'
import { requireSignal } from './signal-slug.ts'
import { requireDomain } from './subject.ts'

type Request = Record<string, unknown>
type Warn = ExtractContext['warn']

/** A company that a client watches published a job. */
export const signalJobPostingV2 = defineWorkflow({
  slug: 'signal-job-posting-v2',
  provider: 'clay',
  platform: 'clay',
  payloadType: 'signal',
  entityType: 'company',
  description: 'Job posting that Clay noticed for a client',
  route: '/run/people/clay-native/signal-job-posting/ingest',
  request: Type.Object({
    client_domain: Type.String({ minLength: 1 }),
    raw_job_post_data_payload: Type.Object({}),
    min_days_since_job_posting: integerField,
    max_days_since_job_posting: integerField,
  }),
  payload: ['raw_job_post_data_payload'],
  raw: { table: 'raw.payloads' },
  entityKey: (request) => readV2(request, silent).natural_key,
  extract(request, { receivedAt, rawId, warn }) {
    const row = readV2(request, warn)
    return {
      rows: [
        {
          table: 'extracted.signal_job_posting',
          row: { ...row, natural_key: row.natural_key ?? rawId, signal_detected_at: receivedAt },
        },
      ],
      observations: mention({
        domain: row.company_domain,
        name: row.company_name,
        linkedinUrl: companyLinkedIn(row.company_linkedin_url)?.url ?? null,
        orgId: row.company_linkedin_id,
      }),
      warnings: [],
    }
  },
  answer(_request, settled, extraction) {
    const row = extraction.rows[0]?.row
    return {
      extracted_id: settled.rowId('extracted.signal_job_posting'),
      company_domain: row?.company_domain ?? null,
      job_title: row?.job_title ?? null,
    }
  },
  answerSchema: Type.Object({ extracted_id: answerText, company_domain: answerText, job_title: answerText }),
})

/**
 * The same from the first generation. Its senders give the fields flat; the worker behind it read the posting from
 * `raw_job_post_data_payload`, which is taken as well, and kept the company's list of open jobs.
 */
export const signalJobPosting = defineWorkflow({
  slug: 'clay-signal-job-posting',
  provider: 'clay',
  platform: 'clay',
  payloadType: 'signal',
  entityType: 'company',
  description: 'Job posting that Clay noticed, first generation',
  route: '/run/companies/clay-native/signal-job-posting-2/ingest',
  request: Type.Object({
    company_linkedin_url: Type.String({ minLength: 1 }),
    company_record_raw_payload: Type.Optional(Type.Unknown()),
    company_name: textField,
    job_title: textField,
    location: textField,
    company_domain: textField,
    job_linkedin_url: textField,
    post_on: textField,
    raw_job_post_data_payload: objectField,
    cleaned_job_title: textField,
    job_function: textField,
    signal_slug: Type.Optional(Type.Union([Type.String({ default: 'clay-job-posting' }), Type.Null()])),
    clay_table_url: textField,
  }),
  raw: { table: 'raw.payloads' },
  entityKey(request) {
    requireSignal(request.signal_slug, 'clay-job-posting', 'clay-signal-job-posting')
    return readV1(request, silent).natural_key
  },
  extract(request, { receivedAt, rawId, warn }) {
    const row = readV1(request, warn)
    const rows: ExtractedRow[] = [
      {
        table: 'extracted.signal_job_posting',
        row: { ...row, natural_key: row.natural_key ?? rawId, signal_detected_at: receivedAt },
      },
      ...openJob(row, request),
    ]
    const linkedin = companyLinkedIn(row.company_linkedin_url)
    return { rows, observations: observeCompany(row, linkedin), warnings: [] }
  },
  answer(_request, settled, extraction) {
    const row = extraction.rows[0]?.row
    return {
      extracted_id: settled.rowId('extracted.signal_job_posting'),
      job_title: row?.job_title ?? null,
      company_name: row?.company_name ?? null,
    }
  },
  answerSchema: Type.Object({ extracted_id: answerText, job_title: answerText, company_name: answerText }),
})

const silent: Warn = () => {}

function readV2(request: Request, warn: Warn) {
  const payload = object(request.raw_job_post_data_payload) ?? {}
  const row = {
    client_domain: requireDomain(String(request.client_domain), 'client_domain'),
    ...readPosting(object(payload.jobPostData) ?? {}, warn),
    is_initial_check: boolean(payload.isInitialCheck, 'isInitialCheck', warn) ?? false,
    min_days_since_job_posting: integer(request.min_days_since_job_posting, 'min_days_since_job_posting', warn),
    max_days_since_job_posting: integer(request.max_days_since_job_posting, 'max_days_since_job_posting', warn),
  }
  return { ...row, natural_key: keyOf(row) }
}

function readV1(request: Request, warn: Warn) {
  const payload = object(request.raw_job_post_data_payload) ?? {}
  const posting = readPosting(object(payload.jobPostData) ?? payload, warn)
  const url = posting.job_linkedin_url ?? text(request.job_linkedin_url)
  const row = {
    client_domain: null,
    ...posting,
    company_domain: companyDomain(request.company_domain) ?? posting.company_domain,
    company_name: text(request.company_name) ?? posting.company_name,
    company_linkedin_url: linkedInOf(request.company_linkedin_url) ?? posting.company_linkedin_url,
    job_title: text(request.job_title) ?? posting.job_title,
    location: text(request.location) ?? posting.location,
    job_linkedin_url: url,
    job_linkedin_id: posting.job_linkedin_id ?? jobId(url),
    posted_at: timestamp(request.post_on, 'post_on', warn) ?? posting.posted_at,
    is_initial_check: boolean(payload.isInitialCheck, 'isInitialCheck', warn) ?? false,
    min_days_since_job_posting: null,
    max_days_since_job_posting: null,
  }
  return { ...row, natural_key: keyOf(row) }
}

function readPosting(post: Record<string, unknown>, warn: Warn) {
  const url = text(post.url)
  return {
    company_domain: companyDomain(post.domain),
    company_name: text(post.company_name),
    company_linkedin_url: linkedInOf(post.company_url),
    company_linkedin_id: bigId(post.company_id, 'company_id', warn),
    job_title: text(post.title),
    normalized_title: keyText(post.normalized_title, 'normalized_title', warn),
    seniority: keyText(post.seniority, 'seniority', warn),
    employment_type: text(post.employment_type),
    location: text(post.location),
    job_linkedin_url: url,
    job_linkedin_id: bigId(post.job_id, 'job_id', warn) ?? jobId(url),
    posted_at: timestamp(post.posted_at, 'posted_at', warn),
    salary_min: numeric(post.salary_min, 'salary_min', warn),
    salary_max: numeric(post.salary_max, 'salary_max', warn),
    salary_currency: text(post.salary_currency),
    salary_unit: text(post.salary_unit),
    recruiter_name: text(post.recruiter_name),
    recruiter_linkedin_url: text(post.recruiter_url),
  }
}

type Posting = ReturnType<typeof readPosting>

interface Signal extends Posting {
  client_domain: string | null
  is_initial_check: boolean
}

/** The number in a LinkedIn job's URL (`/jobs/view/800000001`, `/jobs/view/plant-it-lead-800000001`). */
function jobId(url: string | null): string | null {
  return /\/jobs\/view\/(?:[^/?#]*-)?(\d{6,18})(?:[/?#]|$)/.exec(url ?? '')?.[1] ?? null
}

/** A posting is found by its number, else by company, title and day. A baseline has a key of its own. */
function keyOf(row: Signal): string | null {
  const company = row.company_domain ?? row.company_linkedin_url ?? row.company_name
  const initial = row.is_initial_check ? 'initial' : null
  if (row.job_linkedin_id !== null) return naturalKey([row.client_domain, 'job', row.job_linkedin_id, initial])
  if (company === null || row.job_title === null) return null
  return naturalKey([row.client_domain, company, row.job_title, row.posted_at?.slice(0, 10), initial])
}

/** The company's list of open jobs, as far as the posting can be told apart from others. */
function openJob(row: Posting, request: Request): ExtractedRow[] {
  if (row.company_domain === null || row.job_linkedin_id === null) return []
  return [
    {
      table: 'core.company_job_postings',
      row: {
        domain: row.company_domain,
        job_id: row.job_linkedin_id,
        title: row.job_title,
        cleaned_job_title: text(request.cleaned_job_title) ?? row.normalized_title,
        job_function: text(request.job_function),
        location: row.location,
        seniority: row.seniority,
        employment_type: row.employment_type,
        salary_min: row.salary_min,
        salary_max: row.salary_max,
        salary_currency: row.salary_currency,
        url: row.job_linkedin_url,
        posted_at: row.posted_at,
        company_linkedin_url: row.company_linkedin_url,
      },
    },
  ]
}

/** With a domain the company is mentioned; without one its LinkedIn page is all there is to know it by. */
function observeCompany(row: Posting, linkedin: CompanyLinkedIn | null) {
  if (row.company_domain === null) return aboutCompany({ linkedin }, { name: row.company_name })
  return mention({ domain: row.company_domain, name: row.company_name, linkedinUrl: linkedin?.url ?? null })
}

function linkedInOf(value: unknown): string | null {
  return companyLinkedIn(value)?.url ?? text(value)
}
