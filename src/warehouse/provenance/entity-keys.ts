import { canonicalDomain } from '../identity/canonical-domain.ts'
import { canonicalEmail } from '../identity/canonical-email.ts'
import {
  companyLinkedIn,
  companySlug,
  memberKey,
  organizationId,
  personLinkedIn,
  personSlug,
  salesNavKey,
} from '../identity/canonical-linkedin.ts'
import {
  domainKey,
  emailKey,
  keyKind,
  keyValue,
  linkedinKey,
  memberIdKey,
  orgKey,
  salesNavIdKey,
  slugKey,
} from '../identity/keys.ts'
import type { EntityKind } from '../workflows/define.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const LONGEST = 500

/** The id of an identity, or keys of which the first that is known names the entity. */
export type EntityName = { id: string } | { keys: string[] }

/**
 * Reads what a caller calls an entity: the id of an identity, a key such as `domain:acme.com`, a domain or web address,
 * a LinkedIn URL or urn, an e-mail address. Brought to the form in which keys are stored. Null for what can be none.
 */
export function readEntityName(kind: EntityKind, text: string): EntityName | null {
  if (UUID.test(text)) return { id: text.toLowerCase() }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: PostgreSQL takes no NUL, and no key holds any of the others
  if (text === '' || text.length > LONGEST || /[\u0000-\u001f\ufffd]/.test(text) || !text.isWellFormed()) return null
  const named = /^[a-z][a-z0-9_-]*:(?!\/\/)/.test(text) && !/^urn:li:/i.test(text) && !/^mailto:/i.test(text)
  const keys = named ? [text, canonicalKey(kind, text)] : kind === 'company' ? companyKeys(text) : personKeys(text)
  return keys.length === 0 ? null : { keys }
}

function canonicalKey(kind: EntityKind, text: string): string {
  const value = keyValue(text)
  const known: Record<string, (value: string) => string | null> =
    kind === 'company'
      ? { domain: canonicalDomain, linkedin: companySlug, org: organizationId }
      : { slug: personSlug, member: memberKey, email: canonicalEmail }
  return `${keyKind(text)}:${known[keyKind(text)]?.(value) ?? value}`
}

function companyKeys(text: string): string[] {
  const page = companyLinkedIn(text)
  if (page !== null) return [page.orgId === undefined ? linkedinKey(page.slug) : orgKey(page.orgId)]
  const org = /^urn:/i.test(text) ? organizationId(text) : null
  if (org !== null) return [orgKey(org)]
  const domain = canonicalDomain(text)
  return domain === null ? [] : [domainKey(domain)]
}

function personKeys(text: string): string[] {
  const profile = personLinkedIn(text)
  const member = /^\d+$/.test(text) ? null : memberKey(text)
  const sales = salesNavKey(text)
  const email = canonicalEmail(text)
  return [
    ...(profile === null ? [] : [slugKey(profile.slug)]),
    ...(member === null ? [] : [memberIdKey(member)]),
    ...(sales === null ? [] : [salesNavIdKey(sales)]),
    ...(email === null ? [] : [emailKey(email)]),
  ]
}
