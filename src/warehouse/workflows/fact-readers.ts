import { companyDomain } from '../identity/canonical-domain.ts'
import { canonicalEmail, isRoleMailbox } from '../identity/canonical-email.ts'
import { companyLinkedIn, organizationId } from '../identity/canonical-linkedin.ts'
import type { fields } from '../identity/fields.ts'
import { integer, isAbsent, partialDate, text, texts, type Warn } from '../ingest/read-values.ts'
import { foundingYear, place, sizeRange } from './about-company.ts'
import { currentJob } from './about-person.ts'
import type { EntityKind, Json } from './define.ts'

type Read = (value: unknown, field: string, warn: Warn) => Json
type Parts = Record<string, unknown>

/** How a field of several parts is read: its parts by name, or the one that a plain path means. */
interface Composite {
  parts: readonly string[]
  plain?: string
  read: (parts: Parts, field: string, warn: Warn) => Json
}

type Readers<K extends EntityKind> = Record<(typeof fields)[K][number], Read | Composite>

const asText: Read = (value, field, warn) => text(value) ?? unreadable('invalid_text', value, field, warn)
const asCount: Read = (value, field, warn) => integer(value, field, warn)

const location: Composite = {
  parts: ['raw', 'city', 'state', 'country'],
  plain: 'raw',
  read: ({ raw, city, state, country }) =>
    place({ raw: text(raw), city: text(city), state: text(state), country: text(country) }),
}

/** A reader for every field of a canonical company. */
const company: Readers<'company'> = {
  name: asText,
  cleaned_name: asText,
  linkedin_url: (value, field, warn) =>
    companyLinkedIn(value)?.url ?? unreadable('invalid_linkedin_url', value, field, warn),
  description: asText,
  one_liner: asText,
  website: asText,
  logo_url: asText,
  company_type: asText,
  industry: asText,
  tags: (value, field, warn) => texts(value, field, warn),
  founded_year: (value, field, warn) =>
    integer(value) ?? foundingYear(text(value)) ?? unreadable('invalid_year', value, field, warn),
  size_range: (value, field, warn) => sizeRange(text(value)) ?? unreadable('invalid_text', value, field, warn),
  employee_count: asCount,
  follower_count: asCount,
  status: asText,
  location,
  org_id: (value, field, warn) => organizationId(value) ?? unreadable('invalid_id', value, field, warn),
  domain: (value, field, warn) => companyDomain(value) ?? unreadable('invalid_domain', value, field, warn),
  revenue_range: asText,
  funding_total: asText,
}

/** A reader for every field of a canonical person. */
const person: Readers<'person'> = {
  full_name: asText,
  first_name: asText,
  last_name: asText,
  headline: asText,
  picture_url: asText,
  location,
  job: {
    parts: ['title', 'company', 'domain', 'linkedin_url', 'start'],
    read: ({ title, company: name, domain, linkedin_url, start }, field, warn) =>
      currentJob({
        title: text(title),
        company: text(name),
        domain: companyDomain(domain),
        linkedinUrl: linkedin_url,
        start: partialDate(start, `${field}.start`, warn),
      }),
  },
  cleaned_title: {
    parts: ['cleaned_job_title', 'seniority_level', 'job_function'],
    plain: 'cleaned_job_title',
    read(parts) {
      const cleaned = {
        cleaned_job_title: text(parts.cleaned_job_title),
        seniority_level: text(parts.seniority_level),
        job_function: text(parts.job_function),
      }
      return Object.values(cleaned).every((part) => part === null) ? null : cleaned
    },
  },
  work_email: (value, field, warn) => {
    const email = canonicalEmail(value)
    return email !== null && !isRoleMailbox(email) ? email : unreadable('invalid_email', value, field, warn)
  },
  urn: asText,
}

/** The reader of a core field, undefined for a name that is none. */
export function factReader(kind: EntityKind, field: string): Read | Composite | undefined {
  const readers: Record<string, Read | Composite> = kind === 'company' ? company : person
  return Object.hasOwn(readers, field) ? readers[field] : undefined
}

export function factNames(kind: EntityKind): string[] {
  return Object.keys(kind === 'company' ? company : person)
}

function unreadable(code: string, value: unknown, field: string, warn: Warn): null {
  if (!isAbsent(value)) warn(code, field, value)
  return null
}
