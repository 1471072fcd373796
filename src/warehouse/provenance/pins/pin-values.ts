import { refused } from '../../../errors.ts'
import { canonicalDomain } from '../../identity/canonical-domain.ts'
import { canonicalEmail } from '../../identity/canonical-email.ts'
import { companyLinkedIn } from '../../identity/canonical-linkedin.ts'
import { fields } from '../../identity/fields.ts'
import { bigId, integer, object, partialDate, text, texts } from '../../ingest/read-values.ts'
import { place, sizeRange } from '../../workflows/about-company.ts'
import { currentJob } from '../../workflows/about-person.ts'
import type { EntityKind, Json } from '../../workflows/define.ts'

/** Reads a value for a field; null when it cannot be one. */
interface Reader {
  read: (value: unknown) => Json
  /** What the field takes, for the one whose value was refused. */
  takes: string
}

/** What an index of core can hold, and what any text of core reasonably is. */
const SHORT = 500
const LONG = 20_000

const shortText: Reader = { read: (value) => upTo(text(value), SHORT), takes: `a text of at most ${SHORT} characters` }
const longText: Reader = { read: (value) => upTo(text(value), LONG), takes: `a text of at most ${LONG} characters` }
const count: Reader = { read: (value) => integer(value), takes: 'a whole number from 0 to 999,999,999' }
const webAddress: Reader = { read: readWebAddress, takes: 'an address that begins with http:// or https://' }

const readers: Record<EntityKind, Record<string, Reader>> = {
  company: {
    name: shortText,
    cleaned_name: shortText,
    linkedin_url: {
      read: (value) => companyLinkedIn(value)?.url ?? null,
      takes: 'the address of a company page on LinkedIn',
    },
    description: longText,
    one_liner: longText,
    website: webAddress,
    logo_url: webAddress,
    company_type: shortText,
    industry: shortText,
    tags: { read: readTags, takes: `a list of at most 200 texts of at most ${SHORT} characters` },
    founded_year: { read: readYear, takes: 'a year from 1000 to 2100' },
    size_range: { read: (value) => upTo(sizeRange(text(value)), SHORT), takes: 'a range such as 51-200' },
    employee_count: count,
    follower_count: count,
    status: shortText,
    location: { read: readPlace, takes: 'an object with some of raw, city, state, country' },
    org_id: { read: (value) => bigId(value), takes: 'the number of an organisation on LinkedIn' },
    revenue_range: shortText,
    funding_total: shortText,
  },
  person: {
    full_name: shortText,
    first_name: shortText,
    last_name: shortText,
    headline: longText,
    picture_url: webAddress,
    location: { read: readPlace, takes: 'an object with some of raw, city, state, country' },
    job: { read: readJob, takes: 'an object with title or company, and some of domain, linkedin_url, start' },
    cleaned_title: {
      read: readCleanedTitle,
      takes: 'an object with some of cleaned_job_title, seniority_level, job_function',
    },
    work_email: { read: (value) => canonicalEmail(value), takes: 'an e-mail address' },
    urn: shortText,
  },
}

/** Fields that follow from the keys of an entity: merging and moving keys is how people decide about them. */
const KEYS: Record<EntityKind, readonly string[]> = { company: ['domain'], person: [] }

/**
 * The value of a pin in the form in which observations hold it. Null means: known to be empty. Throws 422
 * `field_unknown`, 422 `field_not_pinnable`, 422 `pin_value_invalid`.
 */
export function readPinValue(kind: EntityKind, field: string, value: unknown): Json {
  if (KEYS[kind].includes(field)) {
    throw refused('field_not_pinnable', `${field} follows from the keys of a ${kind}: merge, or move a key, instead`)
  }
  requirePinnable(kind, field)
  const reader = readers[kind][field]
  if (value === null) return null
  const read = reader?.read(value) ?? null
  if (read === null) {
    throw refused('pin_value_invalid', `${field} takes ${reader?.takes}, or null for known to be empty`, {
      errors: [{ pointer: '/value', code: field, message: `must be ${reader?.takes}` }],
    })
  }
  return read
}

/** Throws 422 `field_unknown` for what is no field of this kind. */
export function requirePinnable(kind: EntityKind, field: string): void {
  if (Object.hasOwn(readers[kind], field)) return
  throw refused('field_unknown', `A ${kind} has no such field. It has ${fields[kind].join(', ')}`)
}

function upTo(value: string | null, length: number): string | null {
  return value === null || value.length > length ? null : value
}

function readWebAddress(value: unknown): string | null {
  const address = upTo(text(value), 2_000)
  if (address === null || !/^https?:\/\//i.test(address)) return null
  return URL.canParse(address) ? address : null
}

function readTags(value: unknown): string[] | null {
  const tags = texts(value)
  if (tags === null || tags.length > 200 || tags.some((tag) => tag.length > SHORT)) return null
  return tags
}

function readYear(value: unknown): number | null {
  const year = integer(value)
  return year !== null && year >= 1000 && year <= 2100 ? year : null
}

/** An object all of whose members are known and hold texts. */
function textsOf<Name extends string>(value: unknown, names: readonly Name[]): Record<Name, string | null> | null {
  const given = object(value)
  if (given === null || Object.keys(given).some((name) => !(names as readonly string[]).includes(name))) return null
  const read = names.map((name) => [name, upTo(text(given[name]), SHORT)] as const)
  if (read.some(([name, member]) => member === null && given[name] !== null && given[name] !== undefined)) return null
  return Object.fromEntries(read) as Record<Name, string | null>
}

function readPlace(value: unknown): Json {
  const parts = textsOf(value, ['raw', 'city', 'state', 'country'])
  return parts === null ? null : place(parts)
}

function readCleanedTitle(value: unknown): Json {
  const parts = textsOf(value, ['cleaned_job_title', 'seniority_level', 'job_function'])
  return parts === null || Object.values(parts).every((part) => part === null) ? null : parts
}

function readJob(value: unknown): Json {
  const parts = textsOf(value, ['title', 'company', 'domain', 'linkedin_url', 'start', 'precision'])
  if (parts === null) return null
  const domain = parts.domain === null ? null : canonicalDomain(parts.domain)
  const start = parts.start === null ? null : partialDate(parts.start)
  const page = parts.linkedin_url === null ? null : companyLinkedIn(parts.linkedin_url)
  if (parts.domain !== null && domain === null) return null
  if (parts.start !== null && start === null) return null
  if (parts.linkedin_url !== null && page === null) return null
  return currentJob({ title: parts.title, company: parts.company, domain, linkedinUrl: parts.linkedin_url, start })
}
