import { companyLinkedIn } from '../identity/canonical-linkedin.ts'
import type { PartialDate } from '../ingest/read-values.ts'
import type { Json } from './define.ts'

export interface JobParts {
  title: string | null
  company: string | null
  domain: string | null
  /** As sent; only a company page counts. */
  linkedinUrl?: unknown
  start: PartialDate | null
}

/** The current job as one value, null when neither title nor company is given: an empty one would hide what others say. */
export function currentJob({ title, company, domain, linkedinUrl, start }: JobParts): Json {
  if (title === null && company === null) return null
  return {
    title,
    company,
    domain,
    linkedin_url: companyLinkedIn(linkedinUrl)?.url ?? null,
    start: start?.date ?? null,
    precision: start?.precision ?? null,
  }
}

/** "Ada Lovelace" of its parts, as far as they are given. */
export function joinedName(first: string | null, last: string | null): string | null {
  const parts = [first, last].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join(' ')
}
