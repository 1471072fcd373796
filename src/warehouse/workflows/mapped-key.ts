import { canonicalDomain, companyDomain } from '../identity/canonical-domain.ts'
import { canonicalEmail, identifyingEmail } from '../identity/canonical-email.ts'
import {
  companyLinkedIn,
  companySlug,
  memberKey,
  organizationId,
  personSlug,
  salesNavKey,
} from '../identity/canonical-linkedin.ts'
import * as keys from '../identity/keys.ts'
import { bigId, text } from '../ingest/read-values.ts'
import type { EntityType } from './define.ts'
import type { MappedKey } from './mapping-schema.ts'
import { naturalKey } from './natural-key.ts'

type Kind = MappedKey['kind']

/** The kinds of key that an entity type can be about, strongest first. */
export const kindsOf: Record<EntityType, readonly Kind[]> = {
  company: ['record', 'domain', 'linkedin_company', 'org', 'clay'],
  person: ['record', 'linkedin_person', 'member', 'salesnav', 'email'],
  client: ['record', 'domain', 'email'],
  target_client: ['record', 'domain', 'email'],
}

/** A sample key of each kind, by which strengths are compared. */
const prefixes: Record<Kind, string> = {
  record: 'record:',
  domain: keys.domainKey(''),
  linkedin_company: keys.linkedinKey(''),
  org: keys.orgKey(''),
  clay: keys.clayKey(''),
  linkedin_person: keys.slugKey(''),
  member: keys.memberIdKey(''),
  salesnav: keys.salesNavIdKey(''),
  email: keys.emailKey(''),
}

export function isWeaker(kind: Kind, than: Kind): boolean {
  return keys.strength(prefixes[kind]) < keys.strength(prefixes[than])
}

/** Prefixes of keys that mean the same whoever gives them, so that no source of records may be called so. */
export function isReserved(source: string): boolean {
  return Object.entries(prefixes).some(([kind, prefix]) => kind !== 'record' && prefix === `${source}:`)
}

/** Makes a value a key. Null when it is none, or one that identifies nobody (free mail, shared mailbox, somebody's page). */
export function readKey(kind: Kind, value: unknown, source: string): string | null {
  switch (kind) {
    case 'record': {
      const id = text(value)
      return id === null ? null : keys.recordKey(source, naturalKey([id]))
    }
    case 'domain':
      return keyed(keys.domainKey, companyDomain(value))
    case 'linkedin_company':
      return keyed(keys.linkedinKey, companySlug(value)) ?? keyed(keys.orgKey, companyLinkedIn(value)?.orgId ?? null)
    case 'org':
      return keyed(keys.orgKey, organizationId(value))
    case 'clay':
      return keyed(keys.clayKey, bigId(value))
    case 'linkedin_person':
      return keyed(keys.slugKey, personSlug(value))
    case 'member':
      return keyed(keys.memberIdKey, memberKey(value))
    case 'salesnav':
      return keyed(keys.salesNavIdKey, salesNavKey(value))
    case 'email':
      return keyed(keys.emailKey, identifyingEmail(value))
  }
}

/** The same for entities that have no canonical row: clients. Any domain or address will do. */
export function readClientKey(kind: Kind, value: unknown, source: string): string | null {
  if (kind === 'domain') return keyed(keys.domainKey, canonicalDomain(value))
  if (kind === 'email') return keyed(keys.emailKey, canonicalEmail(value))
  return readKey(kind, value, source)
}

function keyed(key: (value: string) => string, value: string | null): string | null {
  return value === null ? null : key(value)
}
