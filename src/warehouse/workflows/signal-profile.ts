import { companyDomain } from '../identity/canonical-domain.ts'
import { companyLinkedIn, memberKey, personLinkedIn } from '../identity/canonical-linkedin.ts'
import { memberIdKey } from '../identity/keys.ts'
import { object, type PartialDate, partialDate, text, texts } from '../ingest/read-values.ts'
import { place } from './about-company.ts'
import { currentJob } from './about-person.ts'
import type { ExtractContext, Observation } from './define.ts'
import { mention } from './mention.ts'
import { keyText } from './row-keys.ts'
import { personKey } from './subject.ts'

type Warn = ExtractContext['warn']

/** The person of a signal, as its profile describes them. */
export interface SignalProfile {
  slug: string | null
  member: string | null
  name: string | null
  firstName: string | null
  lastName: string | null
  url: string | null
  title: string | null
  headline: string | null
  location: string | null
  country: string | null
  job: LatestJob
}

interface LatestJob {
  title: string | null
  company: string | null
  domain: string | null
  /** Canonical where it is a company page, else as sent. */
  linkedinUrl: string | null
  start: PartialDate | null
  locality: string | null
}

/** Reads the profile that comes with a signal. `url` is the one the request names, which outranks the profile's own. */
export function readSignalProfile(value: unknown, warn: Warn, url?: unknown): SignalProfile {
  const profile = object(value) ?? {}
  const latest = object(profile.latest_experience) ?? {}
  const sent = text(url) ?? text(profile.url)
  const person = personLinkedIn(sent) ?? personLinkedIn(profile.url)
  return {
    slug: person?.slug ?? null,
    member: memberKey(profile.profile_id) ?? memberKey(sent),
    name: text(profile.name),
    firstName: text(profile.first_name),
    lastName: text(profile.last_name),
    url: person?.url ?? keyText(sent, 'url', warn),
    title: text(profile.title),
    headline: text(profile.headline),
    location: text(profile.location_name),
    country: text(profile.country),
    job: {
      title: text(latest.title),
      company: text(latest.company),
      domain: companyDomain(latest.company_domain),
      linkedinUrl: companyLinkedIn(latest.url)?.url ?? text(latest.url),
      start: partialDate(latest.start_date, 'latest_experience.start_date', warn),
      locality: text(latest.locality),
    },
  }
}

/** The columns that the tables of job changes and promotions share. */
export function personColumns(profile: SignalProfile) {
  return {
    person_name: profile.name,
    person_first_name: profile.firstName,
    person_last_name: profile.lastName,
    person_linkedin_url: profile.url,
    person_linkedin_slug: profile.slug,
    person_title: profile.title,
    person_headline: profile.headline,
    person_location: profile.location,
    person_country: profile.country,
  }
}

/** What stands for the person in a natural key: profile, member id, else the name. */
export function personPart(profile: SignalProfile): string | null {
  return profile.slug ?? profile.member ?? profile.url ?? profile.name
}

/** What the profile says about the person and the company of the job. Nothing without a profile or member id. */
export function observeProfile(profile: SignalProfile): Observation[] {
  const { job } = profile
  const company = mention({
    domain: job.domain,
    name: job.company,
    linkedinUrl: companyLinkedIn(job.linkedinUrl)?.url ?? null,
    since: job.start?.date ?? null,
  })
  const keys = [
    ...(profile.slug === null ? [] : [personKey(profile.slug)]),
    ...(profile.member === null ? [] : [memberIdKey(profile.member)]),
  ]
  const [subject, ...claims] = keys
  if (subject === undefined) return company
  return [
    {
      kind: 'person',
      subject,
      claims,
      fields: {
        full_name: profile.name,
        first_name: profile.firstName,
        last_name: profile.lastName,
        headline: profile.headline,
        location: place({ raw: profile.location, country: profile.country }),
        job: currentJob(job),
      },
    },
    ...company,
  ]
}

/** Titles as they were sent: a list stays a list, and one text is one title, whatever commas it holds. */
export function titles(value: unknown, field: string, warn: Warn): string[] | null {
  const list = texts(value, field, warn)
  return list === null || list.length === 0 ? null : list
}
