import { companyNameKey } from '../../reference/names/company-name-key.ts'
import { companyDomain } from '../canonical-domain.ts'
import { canonicalEmail } from '../canonical-email.ts'
import { companyLinkedIn, companySlug, organizationId } from '../canonical-linkedin.ts'
import { domainKey, linkedinKey, orgKey } from '../keys.ts'
import { type Place, readPlace } from './compare-places.ts'
import { worth } from './likelihood.ts'
import { firstText, idOf, textOf, textsOf } from './read-value.ts'
import type { CompanyParams } from './schema.ts'

/** A parameter that names one entity by a key. */
export interface KeyClue {
  field: string
  given: string
  key: string
  /** How likely it makes an entity alone. */
  alone: number
  how: string
}

/** What a request says about a company, in the forms by which it is looked for. */
export interface CompanyClues {
  id: string | null
  keys: KeyClue[]
  ticker: string | null
  name: { given: string; key: string } | null
  place: Place | null
  /** Parameters that say nothing: unreadable, or everybody's such as a free-mail address. */
  ignored: string[]
}

/** Null when nothing in the request could name a company. */
export function readCompanyClues(params: CompanyParams): CompanyClues | null {
  const keys: KeyClue[] = []
  const ignored: string[] = []
  const id = idOf(params.id)
  if (id === null && textOf(params.id) !== null) ignored.push('id')
  const add = (field: string, given: string, key: string | null, alone: number, how: string) => {
    if (key === null) ignored.push(field)
    else if (!keys.some((known) => known.key === key)) keys.push({ field, given, key, alone, how })
  }
  for (const field of ['domain', 'website'] as const) {
    for (const given of textsOf(params[field])) add(field, given, domainKeyOf(given), worth.key, 'domain')
  }
  for (const field of ['linkedin_url', 'profile'] as const) {
    for (const given of textsOf(params[field])) add(field, given, companyPageKey(given), worth.key, 'LinkedIn page')
  }
  const number = textOf(params.linkedin_id)
  const org = number === null ? null : organizationId(number)
  if (number !== null) add('linkedin_id', number, org === null ? null : orgKey(org), worth.key, 'LinkedIn number')
  for (const given of textsOf(params.email)) {
    const email = canonicalEmail(given)
    const domain = email === null ? null : email.slice(email.indexOf('@') + 1)
    add('email', given, domain === null ? null : domainKeyOf(domain), worth.emailDomain, 'domain of the e-mail address')
  }
  const ticker = textOf(params.ticker)?.replace(/^\$/, '').toUpperCase().slice(0, 40) ?? null
  const given = textOf(params.name)
  const key = given === null ? null : companyNameKey(given)
  if (given !== null && key === null) ignored.push('name')
  if (id === null && keys.length === 0 && ticker === null && key === null) return null
  return {
    id,
    keys,
    ticker,
    name: given === null || key === null ? null : { given, key },
    place: placeOf(params),
    ignored: [...new Set(ignored)],
  }
}

/** The place that the parameters of a company or a person name. */
export function placeOf(
  params: Pick<CompanyParams, 'location' | 'city' | 'locality' | 'state' | 'region' | 'country'>,
) {
  return readPlace({
    city: firstText(params.city, params.locality),
    state: firstText(params.state, params.region),
    country: textOf(params.country),
    raw: textOf(params.location),
  })
}

function domainKeyOf(text: string): string | null {
  const domain = companyDomain(text)
  return domain === null ? null : domainKey(domain)
}

/** The key of a company page in any form, also its bare name. */
export function companyPageKey(text: string): string | null {
  const page = companyLinkedIn(text)
  if (page?.orgId !== undefined) return orgKey(page.orgId)
  const slug = companySlug(text)
  if (slug !== null) return linkedinKey(slug)
  const org = organizationId(text)
  return org === null ? null : orgKey(org)
}
