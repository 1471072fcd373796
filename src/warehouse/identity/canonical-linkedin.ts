import { linkedInPath } from './linkedin-path.ts'

/** A profile page of a person. */
export interface PersonLinkedIn {
  /** Lower case, percent-decoded, NFC. */
  slug: string
  /** `https://www.linkedin.com/in/<slug>` */
  url: string
}

/** A page of an organisation. */
export interface CompanyLinkedIn {
  slug: string
  /** `https://www.linkedin.com/company/<slug>` */
  url: string
  /** The organisation id, when the page is addressed by its number (`/company/12345`): the key is then `org:12345`. */
  orgId?: string
}

const personBase = 'https://www.linkedin.com/in/'
const companyBase = 'https://www.linkedin.com/company/'

/**
 * The canonical form of a person's profile URL, from any way it is written: locale and mobile hosts, missing scheme, any
 * case, query, fragment, sub-pages, percent-encoding once or twice. `/pub/<name>/<a>/<b>/<c>`, the form before 2015, is where
 * LinkedIn forwards it, `/in/<name>-<cba>`. An opaque member id in place of the slug (`/in/ACoAAB…`) keeps its case, without
 * which it names nobody. Null for everything else: other hosts, Sales Navigator, company pages.
 */
export function personLinkedIn(input: unknown): PersonLinkedIn | null {
  if (typeof input === 'string' && isPlain(input, personBase)) {
    return { slug: input.slice(personBase.length), url: input }
  }
  const path = linkedInPath(input)
  if (path === null) return null
  const page = path[0]?.toLowerCase()
  const slug = page === 'in' ? slugOf(path[1]) : page === 'pub' ? oldProfileSlug(path) : null
  return slug === null ? null : { slug, url: personBase + slug }
}

/**
 * The canonical form of a company page's URL. Schools (`/school/x`) have their page under the same name as a company, and
 * LinkedIn forwards one to the other. A showcase page presents a part of some company: null.
 */
export function companyLinkedIn(input: unknown): CompanyLinkedIn | null {
  if (typeof input === 'string' && isPlain(input, companyBase)) return companyPage(input.slice(companyBase.length))
  const path = linkedInPath(input)
  if (path === null) return null
  const page = path[0]?.toLowerCase()
  const fromSales = page === 'sales'
  const kind = fromSales ? path[1]?.toLowerCase() : page
  if (kind !== 'company' && (fromSales || (kind !== 'school' && kind !== 'companies'))) return null
  const slug = slugOf(path[fromSales ? 2 : 1])
  if (slug === null || (fromSales && !isNumber(slug))) return null
  return companyPage(slug)
}

/** The slug of a person given by itself (`ada-lovelace`), or in any URL that `personLinkedIn` reads. */
export function personSlug(input: unknown): string | null {
  return personLinkedIn(input)?.slug ?? bareSlug(input)
}

/** The slug of a company given by itself, or in any URL that `companyLinkedIn` reads. A number is an organisation id: null. */
export function companySlug(input: unknown): string | null {
  const page = companyLinkedIn(input)
  const slug = page === null ? bareSlug(input) : page.slug
  return slug === null || isNumber(slug) ? null : slug
}

/**
 * The Sales Navigator id of a person: of `linkedin.com/sales/lead/<id>,<search type>,<token>`, `/sales/people/…`,
 * `/sales/profile/…` and `urn:li:fs_salesProfile:(<id>,…)`. The id is case-sensitive; what follows its comma belongs to a search.
 */
export function salesNavKey(input: unknown): string | null {
  if (typeof input !== 'string') return null
  const urn = /^\s*urn:li:fs_salesprofile:\(?\s*([\w-]+)\s*(?:[,)]|$)/i.exec(input)?.[1]
  if (urn !== undefined) return opaqueId(urn)
  const path = linkedInPath(input)
  if (path === null || path[0]?.toLowerCase() !== 'sales') return null
  if (!/^(?:lead|people|profile)$/i.test(path[1] ?? '')) return null
  return opaqueId((path[2] ?? '').split(',')[0] ?? '')
}

/**
 * The member id of a person: the number of `urn:li:member:N` and of numeric profile ids (number or digits), or the opaque id
 * of `urn:li:fsd_profile:…`, `urn:li:person:…` and of profile URLs that carry it in place of a slug.
 */
export function memberKey(input: unknown): string | null {
  if (typeof input !== 'string') return idNumber(input)
  const text = input.trim()
  if (isNumber(text)) return idNumber(text)
  const urn = /^urn:li:(?:member|person|fsd_profile|fs_profile|fs_miniprofile):([\w-]+)$/i.exec(text)?.[1]
  if (urn !== undefined) return isNumber(urn) ? idNumber(urn) : opaqueId(urn)
  const path = linkedInPath(text)
  return path?.[0]?.toLowerCase() === 'in' && isMemberId(path[1] ?? '') ? (path[1] ?? null) : null
}

/** The number of an organisation: by itself, in `urn:li:organization:N` and its relatives, or in its page's URL. */
export function organizationId(input: unknown): string | null {
  if (typeof input !== 'string') return idNumber(input)
  const text = input.trim()
  if (isNumber(text)) return idNumber(text)
  const urn =
    /^urn:li:(?:organization|company|fs_salescompany|fs_normalized_company|fsd_company|fs_minicompany):(\d+)$/i
  const id = urn.exec(text)?.[1]
  return id === undefined ? (companyLinkedIn(text)?.orgId ?? null) : idNumber(id)
}

function companyPage(slug: string): CompanyLinkedIn | null {
  if (!isNumber(slug)) return isPlaceholder(slug) ? null : { slug, url: companyBase + slug }
  const id = idNumber(slug)
  return id === null ? null : { slug: id, url: companyBase + id, orgId: id }
}

/** What may not stand in a slug; letters of all scripts, digits, hyphens, dots, apostrophes, `&` and symbols may. */
const notSlug = /[\s\p{C}/\\?#%"<>{}|^`@:;,=[\]()*!$+~]/u

function slugOf(text: string | undefined): string | null {
  if (text === undefined || text === '' || text.length > 200) return null
  if (isMemberId(text)) return text
  // lower-casing can undo the composed form (İ), so the form comes last
  const slug = text.normalize('NFC').toLowerCase().normalize('NFC')
  if (notSlug.test(slug) || !/[\p{L}\p{N}]/u.test(slug) || isPlaceholder(slug)) return null
  return slug
}

/** `/pub/krzysztof-marzec/a7/576/b50` is `/in/krzysztof-marzec-b50576a7`: reversed, padded to three, a first 0 left out. */
function oldProfileSlug([, name, a, b, c, rest]: string[]): string | null {
  if (!a || !b || !c || (rest !== undefined && rest !== '')) return null
  if (![a, b, c].every((part) => /^[0-9a-f]{1,3}$/i.test(part))) return null
  return slugOf(`${name}-${c.padStart(3, '0')}${b.padStart(3, '0')}${a === '0' ? '' : a}`)
}

function bareSlug(input: unknown): string | null {
  if (typeof input !== 'string' || input.length > 200) return null
  const text = input.trim()
  // a dot or a slash means that somebody meant an address
  return /[./@]/.test(text) ? null : slugOf(text)
}

function isPlain(text: string, base: string): boolean {
  if (!text.startsWith(base) || text.length > base.length + 200 || text.length === base.length) return false
  let letters = false
  for (let i = base.length; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) letters = true
    else if (code !== 45) return false
  }
  return letters && !isPlaceholder(text.slice(base.length))
}

/** Where LinkedIn sends those it shows nothing to, and what tools write for nothing. */
function isPlaceholder(slug: string): boolean {
  return slug === 'unavailable' || slug === 'me' || slug === 'null' || slug === 'undefined' || slug === 'none'
}

/** The opaque id of a member (base64, case-sensitive), such as `ACoAAB…` in profile URLs and `ACwAAB…` in Sales Navigator. */
function isMemberId(text: string): boolean {
  return text.length >= 30 && /^AC[A-Za-z]AA[\w-]{25,}$/.test(text)
}

function opaqueId(text: string): string | null {
  return /^[\w-]{1,200}$/.test(text) ? text : null
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text)
}

/** A positive id within bigint as digits, never through a float: a number beyond 2^53 has lost its digits already. */
function idNumber(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : null
  if (typeof value !== 'string' || value.length > 100) return null
  const digits = value.replace(/^0+/, '')
  if (digits === '' || digits.length > 19 || (digits.length === 19 && digits > '9223372036854775807')) return null
  return digits
}
