import { companyNameKey } from '../../reference/names/company-name-key.ts'
import { keyKind } from '../keys.ts'
import type { CompanyClues } from './company-clues.ts'
import { distance } from './edit-distance.ts'
import type { CompanyFacts } from './find-companies.ts'
import { cost, type Objection, type Support, worth } from './likelihood.ts'
import { weighPlace } from './weigh-place.ts'

/** Who the parameters of a request name: the id behind each field and given value, null where nobody is known by it. */
export interface Naming {
  field: string
  given: string
  /** Null where the parameter is an id. */
  key: string | null
  how: string
  alone: number
  id: string | null
}

export interface Weighed {
  id: string
  name: string | null
  supports: Support[]
  objections: Objection[]
  /** Only its name was found, none of its identifiers. */
  byNameOnly: boolean
  /** Whether it may be the answer: what was found by name only must agree well and contradict nothing. */
  acceptable: boolean
}

/** How a company goes by a name that is not the one it has: it had it, somebody taught it, it is well known, or alike. */
export type OtherName = 'former' | 'taught' | 'known' | 'similar'

/** What of a request speaks for one company, and what against it. */
export function weighCompany(
  clues: CompanyClues,
  namings: readonly Naming[],
  id: string,
  facts: CompanyFacts,
  otherName: OtherName | null,
): Weighed {
  const supports: Support[] = []
  const objections: Objection[] = []
  for (const naming of namings) {
    if (naming.id === id)
      supports.push({ field: naming.field, how: `same ${naming.how}`, alone: naming.alone, adds: worth.further })
    else if (naming.id !== null) objections.push(namesAnother(naming))
  }
  const byNameOnly = supports.length === 0
  if (byNameOnly) objections.push(...otherKeys(namings, facts))
  weighName(clues, facts, otherName, supports, objections)
  const parts = { city: facts.city, state: facts.state, country: facts.country, raw: facts.locality }
  const place = weighPlace(clues.place, parts, byNameOnly)
  supports.push(...place.supports)
  objections.push(...place.objections)
  const named = supports.some(({ alone }) => alone >= worth.formerCompanyName)
  // companies move within a country, or have several offices
  const acceptable = !byNameOnly || (named && objections.every(({ costs }) => costs <= cost.nearby))
  return { id, name: facts.name ?? facts.cleaned_name, supports, objections, byNameOnly, acceptable }
}

export function namesAnother({ field, given, how, id }: Naming): Objection {
  return { field, given, stored: null, id, how: `the ${how} is another one's`, costs: cost.another }
}

/** A domain or page that nobody has here speaks against a company that has a different one. */
function otherKeys(namings: readonly Naming[], facts: CompanyFacts): Objection[] {
  const stored: Record<string, string | null> = {
    domain: facts.domain,
    linkedin: facts.linkedin_url,
    org: facts.linkedin_org_id,
  }
  return namings.flatMap(({ field, given, how, id, key }) => {
    const own = key === null ? null : (stored[keyKind(key)] ?? null)
    if (id !== null || own === null) return []
    return { field, given, stored: own, id: null, how: `another ${how}`, costs: cost.otherKey }
  })
}

const other = {
  taught: { how: 'a name that was taught', alone: worth.companyName },
  former: { how: 'a name it had', alone: worth.formerCompanyName },
  known: { how: 'another name it is known by', alone: worth.formerCompanyName },
} as const

function weighName(
  { name }: CompanyClues,
  facts: CompanyFacts,
  otherName: OtherName | null,
  supports: Support[],
  objections: Objection[],
): void {
  if (name === null) return
  const names = [facts.name, facts.cleaned_name].filter((one) => one !== null)
  const keys = names.map((one) => companyNameKey(one)).filter((key) => key !== null)
  if (keys.includes(name.key)) {
    supports.push({ field: 'name', how: 'same name', alone: worth.companyName, adds: worth.further })
  } else if (otherName !== null && otherName !== 'similar') {
    supports.push({ field: 'name', ...other[otherName], adds: worth.further })
  } else if (otherName === 'similar') {
    supports.push({ field: 'name', how: 'similar name', alone: worth.similarCompanyName, adds: 0 })
  } else if (keys.length > 0) {
    if (keys.some((key) => isSimilar(key, name.key))) {
      supports.push({ field: 'name', how: 'similar name', alone: worth.similarCompanyName, adds: 0 })
    } else {
      objections.push({
        field: 'name',
        given: name.given,
        stored: names[0] ?? null,
        id: null,
        how: 'another name',
        costs: cost.name,
      })
    }
  }
}

/** Longer by something ("acme", "acmerobotics"), initials, or a letter or two apart: not the same, but no contradiction. */
export function isSimilar(a: string, b: string): boolean {
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a]
  if (shorter.length >= 3 && longer.includes(shorter)) return true
  const allowed = shorter.length < 5 ? 0 : shorter.length < 9 ? 1 : 2
  return distance(a, b, allowed) <= allowed
}
