import { domainToASCII } from 'node:url'
import { parse } from 'tldts'
import { isFreeMail } from './canonical-email.ts'
import { hasTenants, isOtherPeoplesPage, isOwnersLabel } from './shared-hosts.ts'

/**
 * The canonical form of a domain, host or web address: the registrable domain in ASCII lower case, by the public-suffix
 * list with its private section (`https://www.Careers.Acme.co.uk:443/x?y` is `acme.co.uk`, `acme.github.io` is itself).
 * A suffix of the private section is its owner's own domain when it stands alone (`github.io`). Unknown top-level domains
 * count as one label. Null for whatever is not a public host name: IP addresses, single labels, e-mail addresses, text.
 */
export function canonicalDomain(input: unknown): string | null {
  const address = addressOf(input)
  return address === null ? null : (registrable(address.host)?.domain ?? null)
}

/**
 * The domain by which a company may be found: the canonical domain, unless it is a free-mail host or a page on a host of
 * other people's pages (`producthunt.com/posts/x`, an app store's page), which is nobody's. The bare host is its owner's
 * (`linkedin.com` is LinkedIn's); where sub-domains are tenants, the sub-domain is the company's (`acme.myshopify.com`).
 */
export function companyDomain(input: unknown): string | null {
  const address = addressOf(input)
  if (address === null) return null
  const found = registrable(address.host)
  if (found === null || isFreeMail(found.domain)) return null
  if (!address.hasPage || found.owner === 'tenant') return found.domain
  if (found.owner === 'suffix' || isOtherPeoplesPage(withoutWww(address.host), address.page)) return null
  return found.domain
}

interface Address {
  /** ASCII, lower case, at least two labels, no trailing dot. */
  host: string
  /** What follows the host and its port: path, query, fragment. */
  page: string
  /** Whether that names a page, not just the front door of the host. */
  hasPage: boolean
}

interface Registrable {
  domain: string
  /** Whose the domain is: an ordinary one, a tenant below a shared suffix, or such a suffix itself. */
  owner: 'itself' | 'tenant' | 'suffix'
}

/** Longer inputs are cut: a host ends long before, and every step below stays linear in this. */
const maxAddress = 2048
const plainHost = /^[a-z0-9._-]+$/
/** From its first character on: without the look behind, 2,000 of them before a letter take 6 ms. */
const closing = /(?<!["'>)\]])["'>)\]]+$/
/** http and https, with the letters swapped, doubled or missing as people type them, and a few others of the web. */
const webScheme = /^(?:[htps]{2,7}|ftp|wss?)(?::\/*|\/\/+)\s*/i
const otherScheme = /^[a-z][a-z0-9+.-]*:(?!\d{1,5}(?:[/?#]|$)|$)/i
const trackingQuery = /^\?(?:(?:utm_\w+|ref|source|gclid|fbclid|lang|locale|hl)=[^&#]*&?)*(?:#|$)/

function addressOf(input: unknown): Address | null {
  if (typeof input !== 'string' || input.length < 3) return null
  // already canonical: what most inputs are
  if (input.length <= 253 && plainHost.test(input)) return address(input, '')
  let text = input.slice(0, maxAddress).trim()
  if (isNotAscii(text)) text = text.normalize('NFKC').trim()
  text = text.replace(/^["'<([]+/, '').replace(closing, '')
  if (/^[a-z]{3,7}%3a/i.test(text)) text = decoded(text)
  const scheme = webScheme.exec(text)
  if (scheme !== null) {
    text = text.slice(scheme[0].length)
    const doubled = webScheme.exec(text)
    if (doubled !== null) text = text.slice(doubled[0].length)
  } else if (text.startsWith('//')) text = text.slice(2)
  else if (otherScheme.test(text)) return null
  const end = text.search(/[/\\?#]/)
  let authority = end === -1 ? text : text.slice(0, end)
  const page = end === -1 ? '' : text.slice(end)
  const at = authority.lastIndexOf('@')
  // a name before the @ is user information only after a scheme; else this is an e-mail address
  if (at > 0 && scheme === null) return null
  if (at !== -1) authority = authority.slice(at + 1)
  // after an explicit scheme, a list of addresses is read up to its first separator
  if (scheme !== null) authority = authority.replace(/[,;\s].*$/s, '')
  const colon = authority.indexOf(':')
  if (colon !== -1) {
    if (!/^:\d{0,5}$/.test(authority.slice(colon))) return null
    authority = authority.slice(0, colon)
  }
  return address(authority.trim(), page)
}

function address(name: string, page: string): Address | null {
  let host = name.toLowerCase()
  if (!plainHost.test(host) || host.includes('xn--')) host = domainToASCII(name)
  if (host.endsWith('.')) host = host.slice(0, -1)
  return isHostName(host) ? { host, page, hasPage: namesPage(page) } : null
}

function namesPage(page: string): boolean {
  if (page === '') return false
  const rest = page.replace(/^[/\\]+/, '')
  if (rest === '' || /^index\.[a-z]{3,5}$/.test(rest)) return false
  if (rest.startsWith('?')) return !trackingQuery.test(rest)
  if (rest.startsWith('#')) return /^#!?\//.test(rest) && rest.length > 3
  return true
}

/** Letters, digits and hyphens in labels of 1 to 63 (underscores below the domain), the last one a top-level domain. */
function isHostName(host: string): boolean {
  if (host.length > 253 || !plainHost.test(host)) return false
  let start = 0
  let labels = 0
  for (let dot = host.indexOf('.'); ; dot = host.indexOf('.', start)) {
    const end = dot === -1 ? host.length : dot
    if (end === start || end - start > 63) return false
    if (host.charCodeAt(start) === 45 || host.charCodeAt(end - 1) === 45) return false
    labels += 1
    if (dot === -1) break
    start = end + 1
  }
  return labels > 1 && /^(?:[a-z]{2,}|xn--[a-z0-9-]+)$/.test(host.slice(start))
}

/** Top-level domains that never are public, and endings of file names, which look like hosts of unknown ones. */
const notPublic = new Set(
  (
    'local localhost localdomain internal intranet lan home corp arpa ' +
    'html htm php asp aspx jsp js css json xml txt png jpg jpeg gif svg ico webp pdf doc docx xls xlsx csv ppt pptx'
  ).split(' '),
)
const lists = { allowPrivateDomains: true, extractHostname: false, validateHostname: false, mixedInputs: false }

function registrable(host: string): Registrable | null {
  const { domain, isIcann, isPrivate, isIp, publicSuffix } = parse(host, lists)
  if (isIp || publicSuffix === null) return null
  if (domain === null) return isIcann ? null : suffixItself(host)
  if (domain.includes('_')) return null
  if (isPrivate) return domain.startsWith('www.') ? suffixItself(withoutWww(host)) : { domain, owner: 'tenant' }
  if (!isIcann && (notPublic.has(publicSuffix) || domain.startsWith('www.'))) return null
  if (host.length > domain.length && hasTenants(domain)) {
    const sub = withoutWww(host)
    const label = sub.slice(0, -domain.length - 1)
    if (label !== '' && !isOwnersLabel(label.slice(label.lastIndexOf('.') + 1))) return { domain: sub, owner: 'tenant' }
  }
  return { domain, owner: 'itself' }
}

/** A bare suffix of the private section is a domain in its own right by the public one (`github.io`, `us.com`). */
function suffixItself(host: string): Registrable | null {
  const { domain, isIcann } = parse(host, { ...lists, allowPrivateDomains: false })
  return domain === null || !isIcann ? null : { domain, owner: 'suffix' }
}

function withoutWww(host: string): string {
  return host.replace(/^(?:www\.)+/, '')
}

function isNotAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return true
  return false
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
