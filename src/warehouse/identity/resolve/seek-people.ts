import type { Tx } from '../../../db/database.ts'
import { personLinkedIn } from '../canonical-linkedin.ts'
import { slugKey } from '../keys.ts'
import { askedNames, misspeltRanges, rangesOf } from './asked-names.ts'
import type { PersonData } from './core-rows.ts'
import { profilesOfEmails } from './find-by-keys.ts'
import { type FoundPeople, findPeopleByName, type PersonFacts } from './find-people.ts'
import { worth } from './likelihood.ts'
import { type Named, nameEntities } from './name-entities.ts'
import type { PersonClues } from './person-clues.ts'
import { readKeys, readPeople } from './read-core.ts'
import { rank, type Sought, type SoughtAll } from './seek.ts'
import { weighPerson } from './weigh-person.ts'

/**
 * Whom each request may mean, with what speaks for it. By name only where no identifier found anybody, unless `namesToo`;
 * misspelt names only where there is an employer or a city that must agree, and the name as
 * it is finds nobody for whom it does.
 */
export async function seekPeople(
  tx: Tx,
  requests: readonly PersonClues[],
  { namesToo }: { namesToo: boolean },
): Promise<SoughtAll<PersonData>> {
  const named = await namePeople(tx, requests)
  const asked = requests.flatMap((clues, at) => {
    const identified = named[at]?.namings.some(({ id }) => id !== null)
    if (clues.name === null || (identified && !namesToo)) return []
    return { clues, at, words: clues.name.words }
  })
  const ids = [...new Set(named.flatMap(({ namings }) => namings.flatMap(({ id }) => id ?? [])))]
  const [rows, keys] = await Promise.all([readPeople(tx, ids), readKeys(tx, ids)])
  const byName = await findPeopleByName(
    tx,
    asked.flatMap(({ clues, at, words }) => askedNames(at, clues, rangesOf(words))),
    { returned: namesToo ? 50 : 20, misspelt: false },
  )
  const sought = requests.map((clues, at) => weighAll(clues, named[at], rows, byName.get(at)))
  const unsure = asked.filter(({ at, clues }) => {
    if (clues.employer === null && (clues.place?.city ?? clues.place?.spelt ?? null) === null) return false
    const best = rank(sought[at]?.weighed ?? [])[0]
    return best === undefined || best.likelihood <= worth.personName.same
  })
  const misspelt = await findPeopleByName(
    tx,
    unsure.flatMap(({ clues, at, words }) => askedNames(at, clues, misspeltRanges(words))),
    { returned: 20, misspelt: true },
  )
  for (const { clues, at } of unsure) {
    const found = misspelt.get(at)
    if (found === undefined) continue
    const known = byName.get(at)
    const both = new Map([...found.people, ...(known?.people ?? [])])
    sought[at] = weighAll(clues, named[at], rows, {
      people: both,
      truncated: found.truncated || (known?.truncated ?? false),
    })
  }
  return { sought, rows, keys }
}

function weighAll(
  clues: PersonClues,
  named: Named | undefined,
  rows: ReadonlyMap<string, PersonFacts>,
  found: FoundPeople | undefined,
): Sought {
  const { namings, redirectedFrom } = named ?? { namings: [], redirectedFrom: null }
  const facts = new Map(found?.people)
  for (const { id } of namings) {
    const row = id === null ? undefined : rows.get(id)
    if (id !== null && row !== undefined) facts.set(id, row)
  }
  const weighed = [...facts].map(([id, person]) => weighPerson(clues, namings, id, person))
  return { weighed, redirectedFrom, truncated: found?.truncated ?? false }
}

/** By id and keys; addresses that are no key by the profile that the address book has for them. */
async function namePeople(tx: Tx, requests: readonly PersonClues[]): Promise<Named[]> {
  const named = await nameEntities(tx, 'person', requests)
  const open = requests.flatMap(({ emails }, at) =>
    emails.flatMap((address) =>
      named[at]?.namings.some(({ key, id }) => id !== null && key === `email:${address.email}`)
        ? []
        : { at, ...address },
    ),
  )
  const profiles = await profilesOfEmails(tx, [...new Set(open.map(({ email }) => email))])
  const led = open.flatMap(({ at, field, given, email }) => {
    const slug = personLinkedIn(profiles.get(email))?.slug
    return slug === undefined ? [] : { at, field, given, key: slugKey(slug) }
  })
  if (led.length === 0) return named
  const found = await nameEntities(
    tx,
    'person',
    led.map(({ field, given, key }) => ({
      id: null,
      keys: [{ field, given, key, alone: worth.email, how: 'work e-mail address' }],
    })),
  )
  for (const [index, { at, field, given }] of led.entries()) {
    const naming = found[index]?.namings[0]
    const place = named[at]
    if (naming === undefined || naming.id === null || place === undefined) continue
    place.namings = place.namings.filter((one) => one.field !== field || one.given !== given)
    place.namings.push(naming)
  }
  return named
}
