import type { EntityKind, Json } from '../../workflows/define.ts'
import { companyDomain } from '../canonical-domain.ts'
import { identifyingEmail } from '../canonical-email.ts'
import { normalizeCompanyName } from '../company-name.ts'
import { keyKind, keyValue } from '../keys.ts'
import { limits } from './limits.ts'

/** What payloads say about one of two entities that may be one. */
export interface Witness {
  /** Keys that payloads give it and keys that it claims, also those that somebody else owns by now. */
  keys: readonly string[]
  names: readonly string[]
  /** Texts in which a parked domain gives itself away. */
  texts: readonly string[]
}

export interface Verdict {
  merge: boolean
  /** Independent reasons for it: families of keys that both have, and `name`. */
  agree: string[]
  /** What both have and cannot share. */
  contradict: string[]
  /** Why a key that both have proves nothing here. */
  guards: string[]
}

/**
 * Keys that one authority issues and that change together are one witness, not two: a LinkedIn page and its organisation
 * id, a member id and the urn made from it.
 */
const families: Record<EntityKind, Record<string, string>> = {
  company: { linkedin: 'linkedin', org: 'linkedin', clay: 'clay' },
  person: { member: 'member', salesnav: 'salesnav', email: 'email' },
}

/** Issued once for each: two different ones are two companies, two accounts. */
const single: Record<EntityKind, readonly string[]> = { company: ['org', 'clay'], person: ['member', 'salesnav'] }

const parked =
  /\b(?:domain (?:name )?(?:is |may be )?(?:for sale|parked)|buy this domain|parked (?:free|domain)|sedo|hugedomains|afternic|under construction)\b/i

/**
 * Whether two entities are merged without asking anybody: at least two independent witnesses agree, none contradicts, and no
 * guard speaks. Of companies both must be keys: one page and one name with two domains is as often a company and its
 * subsidiary in another country, and people decide. Of people the full name counts as one.
 * A pure function of what payloads say, in whatever order they came.
 */
export function judge(kind: EntityKind, a: Witness, b: Witness, claimants: number): Verdict {
  const shared = a.keys.filter((key) => b.keys.includes(key))
  const guards = guardsOf(kind, a, b, shared, claimants)
  const agree = [...new Set(shared.flatMap((key) => families[kind][keyKind(key)] ?? []))].sort()
  const byKeys = agree.length
  const names = compareNames(kind, a.names, b.names)
  if (names === 'agree') agree.push('name')
  const contradict = contradictions(kind, a, b)
  if (names === 'contradict') contradict.push('name')
  const enough = kind === 'company' ? byKeys >= 2 : byKeys >= 1 && agree.length >= 2
  const merge = enough && contradict.length === 0 && guards.length === 0
  return { merge, agree, contradict, guards }
}

function guardsOf(kind: EntityKind, a: Witness, b: Witness, shared: readonly string[], claimants: number): string[] {
  const guards: string[] = []
  if (claimants > limits.claimants) guards.push('shared_by_many')
  if (new Set([...a.keys, ...b.keys]).size > limits.automaticKeys) guards.push('too_many_identifiers')
  if (shared.some((key) => keyKind(key) === 'email' && identifyingEmail(keyValue(key)) === null)) {
    guards.push('shared_mailbox')
  }
  const domains = [...a.keys, ...b.keys].filter((key) => keyKind(key) === 'domain').map(keyValue)
  // A canonical domain that is no company's is a free-mail host; with a path, hosts of other people's pages are none either.
  if (domains.some((domain) => companyDomain(`${domain}/x`) === null)) guards.push('shared_host')
  if (kind === 'company' && [...a.texts, ...b.texts].some((text) => parked.test(text.slice(0, 2000)))) {
    guards.push('parked_domain')
  }
  return guards
}

function contradictions(kind: EntityKind, a: Witness, b: Witness): string[] {
  const found: string[] = []
  const records = new Set([...a.keys, ...b.keys].map(keyKind).filter((name) => !ordinary.has(name)))
  for (const name of [...single[kind], ...records]) {
    const [mine, theirs] = [valuesOf(a, name), valuesOf(b, name)]
    // One account or record on each side, and the same: anything else is more than one company or person.
    if (mine.size > 1 || theirs.size > 1 || (mine.size === 1 && theirs.size === 1 && [...mine][0] !== [...theirs][0])) {
      found.push(name)
    }
  }
  return found.sort()
}

const ordinary = new Set(['domain', 'linkedin', 'org', 'clay', 'slug', 'member', 'salesnav', 'email'])

function valuesOf({ keys }: Witness, kind: string): Set<string> {
  return new Set(keys.filter((key) => keyKind(key) === kind))
}

function compareNames(
  kind: EntityKind,
  a: readonly string[],
  b: readonly string[],
): 'agree' | 'contradict' | 'unknown' {
  const form = kind === 'company' ? normalizeCompanyName : personName
  const [mine, theirs] = [new Set(a.map(form)), new Set(b.map(form))]
  mine.delete('')
  theirs.delete('')
  if (mine.size === 0 || theirs.size === 0) return 'unknown'
  return [...mine].some((name) => theirs.has(name)) ? 'agree' : 'contradict'
}

/** At least a first and a last name, without accents, case, titles' dots and whatever stands in brackets; their order does not count. */
export function personName(name: string): string {
  const words = name
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/\([^()]*\)|,.*$/g, ' ')
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 1)
  return words.length < 2 ? '' : words.sort().join(' ')
}

/** The texts of an entity's fields that count for `Witness.texts` and `names`. */
export function textsOf(values: Iterable<[string, Json]>, wanted: readonly string[]): string[] {
  return [...values].flatMap(([field, value]) => (wanted.includes(field) && typeof value === 'string' ? [value] : []))
}
