/**
 * Keys of entities are text `kind:value`. Companies, strongest first: a source's record id (`yc:5`), `domain:`, `linkedin:`,
 * `org:` and `clay:`. People: `slug:`, `member:`, `salesnav:`, `email:`. Only a stronger subject claims a weaker key.
 */
const strengths = new Map([
  ['domain', 30],
  ['linkedin', 20],
  ['org', 10],
  ['clay', 10],
  ['slug', 40],
  ['member', 30],
  ['salesnav', 20],
  ['email', 10],
])
/** Kinds that are not listed are record ids of a source, which are stronger than everything else. */
const recordStrength = 50

/** How strong a key is; the larger is the stronger. Comparable within companies and within people. */
export function strength(key: string): number {
  return strengths.get(keyKind(key)) ?? recordStrength
}

/** What stands before the first colon: `domain` of `domain:acme.com`. */
export function keyKind(key: string): string {
  const colon = key.indexOf(':')
  return colon === -1 ? key : key.slice(0, colon)
}

/** What stands behind the first colon: `acme.com` of `domain:acme.com`. */
export function keyValue(key: string): string {
  return key.slice(key.indexOf(':') + 1)
}

/** The key of a canonical domain. */
export function domainKey(domain: string): string {
  return `domain:${domain}`
}

/** The key of a company's LinkedIn slug. */
export function linkedinKey(slug: string): string {
  return `linkedin:${slug}`
}

/** The key of a LinkedIn organisation id. */
export function orgKey(id: string | number | bigint): string {
  return `org:${id}`
}

/** The key of a company id of Clay. */
export function clayKey(id: string | number | bigint): string {
  return `clay:${id}`
}

/** The key of a record of one source: `recordKey('yc', 5)` is `yc:5`. */
export function recordKey(source: string, id: string | number | bigint): string {
  return `${source}:${id}`
}

/** The key of a person's LinkedIn slug. */
export function slugKey(slug: string): string {
  return `slug:${slug}`
}

/** The key of a LinkedIn member id, which profile ids and member urns share. */
export function memberIdKey(id: string | number | bigint): string {
  return `member:${id}`
}

/** The key of a Sales Navigator id. */
export function salesNavIdKey(id: string): string {
  return `salesnav:${id}`
}

/** The key of a canonical work e-mail address. */
export function emailKey(email: string): string {
  return `email:${email}`
}
