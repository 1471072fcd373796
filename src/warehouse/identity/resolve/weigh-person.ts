import { companyNameKey } from '../../reference/names/company-name-key.ts'
import { keyKind, keyValue } from '../keys.ts'
import { distance } from './edit-distance.ts'
import type { PersonFacts } from './find-people.ts'
import { cost, type Objection, type Support, worth } from './likelihood.ts'
import type { PersonClues } from './person-clues.ts'
import { compareNames, type NameAgreement, nameWords } from './person-name.ts'
import { isSimilar, type Naming, namesAnother, type Weighed } from './weigh-company.ts'
import { weighPlace } from './weigh-place.ts'

const spelt: Record<NameAgreement, string> = {
  same: 'same name',
  variant: 'same name in another form',
  typo: 'name spelt much like it',
  similar: 'name spelt somewhat like it',
  part: 'part of the name',
  other: 'another name',
}

/** What of a request speaks for one person, and what against. */
export function weighPerson(clues: PersonClues, namings: readonly Naming[], id: string, facts: PersonFacts): Weighed {
  const supports: Support[] = []
  const objections: Objection[] = []
  for (const naming of namings) {
    if (naming.id === id)
      supports.push({ field: naming.field, how: `same ${naming.how}`, alone: naming.alone, adds: worth.further })
    else if (naming.id !== null) objections.push(namesAnother(naming))
  }
  const byNameOnly = supports.length === 0
  if (byNameOnly) {
    objections.push(...otherProfiles(namings, facts))
    supports.push(...similarEmail(namings, facts))
  }
  const name = nameOf(facts)
  const agreement = weighName(clues, name, supports, objections)
  weighEmployer(clues, facts, byNameOnly, supports, objections)
  const parts = { city: facts.city, state: facts.state, country: facts.country, raw: facts.location_name }
  const place = weighPlace(clues.place, parts, byNameOnly)
  supports.push(...place.supports)
  objections.push(...place.objections)
  const acceptable = !byNameOnly || (objections.length === 0 && agreesEnough(agreement, supports))
  return { id, name, supports, objections, byNameOnly, acceptable }
}

/** A name alone is many people's: something else must agree with it, and more of it if the name is spelt otherwise. */
function agreesEnough(agreement: NameAgreement, supports: readonly Support[]): boolean {
  const others = supports.reduce((sum, { field, adds }) => sum + (field === 'name' ? 0 : adds), 0)
  return agreement === 'same' || agreement === 'variant' ? others > 0 : agreement === 'typo' && others >= worth.city
}

/** An address that nobody has here, a letter or two beside the one of somebody whose name was found. */
function similarEmail(namings: readonly Naming[], { work_email }: PersonFacts): Support[] {
  if (work_email === null) return []
  const near = namings.find(
    ({ id, key }) =>
      id === null && key !== null && keyKind(key) === 'email' && distance(keyValue(key), work_email, 3) <= 3,
  )
  if (near === undefined) return []
  return [{ field: near.field, how: 'an e-mail address spelt much like it', alone: 0, adds: worth.similarEmail }]
}

function nameOf(facts: PersonFacts): string | null {
  const parts = [facts.first_name, facts.last_name].filter((part) => part !== null)
  return facts.full_name ?? (parts.length === 0 ? null : parts.join(' '))
}

/** Everybody has one profile: one that nobody has here speaks against a person who has another. Addresses are many. */
function otherProfiles(namings: readonly Naming[], facts: PersonFacts): Objection[] {
  return namings.flatMap(({ field, given, id, key }) =>
    id !== null || facts.linkedin_url === null || key === null || keyKind(key) !== 'slug'
      ? []
      : { field, given, stored: facts.linkedin_url, id: null, how: 'another profile', costs: cost.otherKey },
  )
}

function weighName(
  { name }: PersonClues,
  stored: string | null,
  supports: Support[],
  objections: Objection[],
): NameAgreement {
  if (name === null || stored === null) return 'other'
  const agreement = compareNames(name.words, nameWords(stored))
  if (agreement === 'other') {
    objections.push({ field: 'name', given: name.given, stored, id: null, how: spelt.other, costs: cost.name })
  } else {
    const adds = agreement === 'same' || agreement === 'variant' ? worth.further : 0
    supports.push({ field: 'name', how: spelt[agreement], alone: worth.personName[agreement], adds })
  }
  return agreement
}

function weighEmployer(
  { employer }: PersonClues,
  facts: PersonFacts,
  byNameOnly: boolean,
  supports: Support[],
  objections: Objection[],
): void {
  // an address that was found itself says nothing more by its domain
  if (employer === null || (!employer.stated && !byNameOnly)) return
  const key = facts.company_name === null ? null : companyNameKey(facts.company_name)
  const known = facts.company_domain !== null || key !== null || facts.company_linkedin_url !== null
  const same =
    (facts.company_domain !== null && employer.domains.includes(facts.company_domain)) ||
    (employer.page !== null && employer.page === facts.company_linkedin_url) ||
    (key !== null && key === employer.nameKey)
  const field = employer.stated ? 'company' : 'email'
  if (same) {
    const how = employer.stated ? 'same employer' : "the employer's domain in the e-mail address"
    supports.push({ field, how, alone: 0, adds: byNameOnly ? worth.employer : worth.further })
  } else if (key !== null && employer.nameKey !== null && isSimilar(key, employer.nameKey)) {
    supports.push({ field, how: 'an employer of similar name', alone: 0, adds: byNameOnly ? worth.similarEmployer : 0 })
  } else if (facts.worked_there) {
    const how = 'a former employer'
    supports.push({ field, how, alone: 0, adds: byNameOnly ? worth.formerEmployer : worth.further })
  } else if (known && employer.stated) {
    const stored = facts.company_name ?? facts.company_domain ?? facts.company_linkedin_url
    const costs = byNameOnly ? cost.employer : cost.changed
    objections.push({ field, given: employer.given, stored, id: null, how: 'another employer', costs })
  }
}
