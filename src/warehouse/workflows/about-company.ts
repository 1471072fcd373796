import { companyDomain } from '../identity/canonical-domain.ts'
import type { CompanyLinkedIn } from '../identity/canonical-linkedin.ts'
import { clayKey, domainKey, linkedinKey, orgKey } from '../identity/keys.ts'
import type { Observation } from './define.ts'

/** Everything in a payload by which the company can be found, in canonical form. */
export interface CompanyNames {
  domain?: string | null
  linkedin?: CompanyLinkedIn | null
  orgId?: string | null
  clayId?: string | null
}

/**
 * The key a payload about a company is about: the domain, else the LinkedIn page, else the organisation id. A free-mail
 * domain identifies nobody. Null when nothing does.
 */
export function companySubject(names: CompanyNames): string | null {
  return keysOf(names)[0] ?? null
}

/**
 * What a payload says about one company, with its strongest key as subject and the weaker ones claimed for it. Fields may
 * all be empty: the company is known from then on. Nothing at all when no key identifies it.
 */
export function aboutCompany(names: CompanyNames, fields: Observation['fields']): Observation[] {
  const [subject, ...claims] = keysOf(names)
  if (subject === undefined) return []
  const orgId = names.orgId ?? names.linkedin?.orgId ?? null
  return [
    {
      kind: 'company',
      subject,
      claims,
      fields: { linkedin_url: names.linkedin?.url ?? null, org_id: orgId, ...fields },
    },
  ]
}

function keysOf({ domain, linkedin, orgId, clayId }: CompanyNames): string[] {
  const keys: string[] = []
  if (domain && companyDomain(domain) !== null) keys.push(domainKey(domain))
  if (linkedin && linkedin.orgId === undefined) keys.push(linkedinKey(linkedin.slug))
  const org = orgId ?? linkedin?.orgId
  if (org) keys.push(orgKey(org))
  // an id of Clay and an organisation id are equally strong: neither can claim the other
  if (clayId && keys.length > (org ? 1 : 0)) keys.push(clayKey(clayId))
  return keys
}

/** The location as one value, null when no part is given: an empty one would hide what others say. */
export function place(parts: {
  raw?: string | null
  city?: string | null
  state?: string | null
  country?: string | null
}) {
  const { raw = null, city = null, state = null, country = null } = parts
  if (raw === null && city === null && state === null && country === null) return null
  return { raw, city, state, country }
}

/** A head-count range as LinkedIn names it: "10,001+ employees" and "51 – 200" are 10001+ and 51-200. Other texts stay. */
export function sizeRange(value: string | null): string | null {
  if (value === null) return null
  const plain = value
    .replace(/employees?/i, '')
    .replace(/(?<=\d),(?=\d{3})/g, '')
    .replace(/\s*[-–—]\s*/, '-')
    .trim()
  return /^\d+(?:-\d+|\+)?$/.test(plain) ? plain : value
}

/** The year in a founding date of any spelling ("2017", "Mar 2017", "2017-03-01"). */
export function foundingYear(value: string | null): number | null {
  const year = /(?<!\d)(?:1[5-9]|20)\d\d(?!\d)/.exec(value ?? '')?.[0]
  return year === undefined ? null : Number(year)
}
