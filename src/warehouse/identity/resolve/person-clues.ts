import { companyNameKey } from '../../reference/names/company-name-key.ts'
import { companyDomain } from '../canonical-domain.ts'
import { canonicalEmail, identifyingEmail } from '../canonical-email.ts'
import { companyLinkedIn, memberKey, personSlug, salesNavKey } from '../canonical-linkedin.ts'
import { emailKey, memberIdKey, salesNavIdKey, slugKey } from '../keys.ts'
import { type KeyClue, placeOf } from './company-clues.ts'
import type { Place } from './compare-places.ts'
import { worth } from './likelihood.ts'
import { nameWords } from './person-name.ts'
import { firstText, idOf, textOf, textsOf } from './read-value.ts'
import type { PersonParams } from './schema.ts'

/** Where somebody works, by whatever names the employer. */
export interface Employer {
  given: string
  name: string | null
  nameKey: string | null
  domains: string[]
  page: string | null
  /** Whether the caller said so; the domain of an e-mail address only hints at it. */
  stated: boolean
}

/** What a request says about a person, in the forms by which one is looked for. */
export interface PersonClues {
  id: string | null
  keys: KeyClue[]
  /** Addresses that identify, for what the address book knows beyond the keys. */
  emails: { field: string; given: string; email: string }[]
  name: { given: string; words: string[] } | null
  employer: Employer | null
  place: Place | null
  /** Parameters that say nothing: unreadable, or everybody's such as a role's mailbox. */
  ignored: string[]
}

/** Null when nothing in the request could name a person. */
export function readPersonClues(params: PersonParams): PersonClues | null {
  const clues: PersonClues = {
    id: idOf(params.id),
    keys: [],
    emails: [],
    name: nameOf(params),
    employer: null,
    place: placeOf(params),
    ignored: [],
  }
  if (clues.id === null && textOf(params.id) !== null) clues.ignored.push('id')
  for (const field of ['linkedin_url', 'profile'] as const) {
    for (const given of textsOf(params[field])) addKeys(clues, field, given, profileKeys(given), 'LinkedIn profile')
  }
  const number = textOf(params.linkedin_id)
  if (number !== null) {
    const member = memberKey(number)
    addKeys(clues, 'linkedin_id', number, member === null ? [] : [memberIdKey(member)], 'LinkedIn member id')
  }
  const addresses = (['email', 'work_email'] as const).flatMap((field) =>
    textsOf(params[field]).map((given) => ({ field, given, email: identifyingEmail(given) })),
  )
  for (const { field, given, email } of addresses) {
    addKeys(clues, field, given, email === null ? [] : [emailKey(email)], 'work e-mail address')
    if (email !== null) clues.emails.push({ field, given, email })
  }
  clues.employer = employerOf(params)
  clues.ignored = [...new Set(clues.ignored)]
  return clues.id === null && clues.keys.length === 0 && clues.name === null ? null : clues
}

function addKeys(clues: PersonClues, field: string, given: string, keys: string[], how: string): void {
  if (keys.length === 0) clues.ignored.push(field)
  for (const key of keys) {
    if (clues.keys.some((known) => known.key === key)) continue
    clues.keys.push({ field, given, key, alone: key.startsWith('email:') ? worth.email : worth.key, how })
  }
}

/** A profile URL may carry the member's id in place of a slug: then both keys may be known. */
function profileKeys(text: string): string[] {
  const sales = salesNavKey(text)
  if (sales !== null) return [salesNavIdKey(sales)]
  const slug = personSlug(text)
  const member = /^\d+$/.test(text) ? null : memberKey(text)
  return [
    ...(slug === null || companyLinkedIn(text) !== null ? [] : [slugKey(slug)]),
    ...(member === null ? [] : [memberIdKey(member)]),
  ]
}

function nameOf(params: PersonParams): PersonClues['name'] {
  const parts = textsOf(params.first_name, params.middle_name, params.last_name)
  const given = firstText(params.name, params.full_name) ?? (parts.length === 0 ? null : parts.join(' '))
  if (given === null) return null
  const words = nameWords(given)
  return words.length === 0 ? null : { given, words }
}

/** `company` may be a name, a domain or a page, and "Booking.com" is two of them. An e-mail address tells its domain too. */
function employerOf(params: PersonParams): Employer | null {
  const either = textOf(params.company)
  const page =
    firstText(params.company_linkedin_url) ?? (either !== null && companyLinkedIn(either) !== null ? either : null)
  const name = firstText(params.company_name) ?? (page === either ? null : either)
  const domains = new Set<string>()
  for (const text of textsOf(params.company_domain, either?.includes('.') ? either : null)) {
    const domain = companyDomain(text)
    if (domain !== null) domains.add(domain)
  }
  const given = name ?? firstText(params.company_domain) ?? page
  if (given !== null) {
    return {
      given,
      name,
      nameKey: name === null ? null : companyNameKey(name),
      domains: [...domains],
      page: companyLinkedIn(page)?.url ?? null,
      stated: true,
    }
  }
  for (const text of textsOf(params.email, params.work_email)) {
    const email = canonicalEmail(text)
    const domain = email === null ? null : companyDomain(email.slice(email.indexOf('@') + 1))
    if (domain !== null) domains.add(domain)
  }
  return domains.size === 0
    ? null
    : { given: [...domains].join(', '), name: null, nameKey: null, domains: [...domains], page: null, stated: false }
}
