/** Somebody in a list of a company's people. */
export interface Listed {
  linkedin_url: string
  full_name: string | null
  title: string | null
}

/** What differs between two lists, before anybody looked into core. */
export interface Difference {
  change: 'hire' | 'departure' | 'title_change'
  /** The entry of the newer list; for a departure that of the older one. */
  person: Listed
  previousTitle: string | null
}

/**
 * What happened between two lists of one company's people: who is new, who is gone, who has another title. People are
 * told apart by `identityOf`, so another spelling of a profile is nobody new. Titles that differ in case, punctuation or
 * spacing only are the same, and a list without titles takes none away. In the order of the lists.
 */
export function compareLists(
  before: readonly Listed[],
  after: readonly Listed[],
  identityOf: (linkedinUrl: string) => string = (url) => url,
): Difference[] {
  const old = new Map(before.map((person) => [identityOf(person.linkedin_url), person]))
  const present = new Set<string>()
  const differences: Difference[] = []
  for (const person of after) {
    const identity = identityOf(person.linkedin_url)
    if (present.has(identity)) continue
    present.add(identity)
    const was = old.get(identity)
    if (was === undefined) {
      differences.push({ change: 'hire', person, previousTitle: null })
    } else if (person.title !== null && was.title !== null && titleKey(person.title) !== titleKey(was.title)) {
      differences.push({
        change: 'title_change',
        person: { ...person, full_name: person.full_name ?? was.full_name },
        previousTitle: was.title,
      })
    }
  }
  for (const [identity, person] of old) {
    if (!present.has(identity)) differences.push({ change: 'departure', person, previousTitle: person.title })
  }
  return differences
}

function titleKey(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}#+]+/gu, ' ')
    .trim()
}
