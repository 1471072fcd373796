import type { AskedName } from './find-people.ts'
import { nicknamesOf } from './nicknames.ts'
import type { PersonClues } from './person-clues.ts'

type Range = Pick<AskedName, 'name' | 'reach'>

const mostNicknames = 12
/** One letter of each group that sounds alike in core.person_name_key; vowels change nothing. */
const sounds = ['b', 'k', 'd', 'l', 'm', 'r']
const alphabet = 'abdefghijklmnoprstuvwk'
const longestMisspelt = 14

/** Where people of this name stand: as it is written, as it sounds, by nicknames, turned around, with an initial. */
export function rangesOf(words: readonly string[]): Range[] {
  const [given = ''] = words
  const family = words.at(-1) ?? ''
  if (words.length === 1)
    return [
      { name: given, reach: 'exact' },
      { name: given, reach: 'family' },
    ]
  const ranges: Range[] = [{ name: words.join(' '), reach: 'exact' }]
  if (given.length === 1) ranges.push({ name: `${given} ${family}`, reach: 'initial' })
  else {
    for (const name of [given, ...[...nicknamesOf(given)].slice(0, mostNicknames)]) {
      ranges.push({ name: `${name} ${family}`, reach: 'sound' })
    }
    ranges.push({ name: `${given[0]} ${family}`, reach: 'sound' })
  }
  if (family.length > 1) {
    for (const name of [family, ...[...nicknamesOf(family)].slice(0, mostNicknames)]) {
      ranges.push({ name: `${name} ${given}`, reach: 'sound' })
    }
  }
  return ranges
}

/** Where people stand whose first or last name differs by one letter, in every way that changes how it sounds. */
export function misspeltRanges(words: readonly string[]): Range[] {
  const [given = ''] = words
  const family = words.at(-1) ?? ''
  if (words.length === 1) return misspellings(given).map((name) => ({ name, reach: 'family' as const }))
  const names = [
    ...misspellings(family).map((name) => `${given} ${name}`),
    ...misspellings(given).map((name) => `${name} ${family}`),
  ]
  return names.map((name) => ({ name, reach: 'sound' as const }))
}

function misspellings(word: string): string[] {
  if (word.length < 3 || word.length > longestMisspelt) return []
  const found = new Set<string>()
  for (let at = 0; at < word.length; at++) {
    const [before, after] = [word.slice(0, at), word.slice(at + 1)]
    found.add(before + after)
    if (after !== '') found.add(before + after[0] + word[at] + after.slice(1))
    for (const letter of at === 0 ? alphabet : sounds) {
      found.add(before + letter + after)
      found.add(before + letter + word.slice(at))
    }
  }
  for (const letter of sounds) found.add(word + letter)
  found.delete(word)
  return [...found]
}

/** The ranges of one request as they are asked of the index. */
export function askedNames(at: number, { employer, place }: PersonClues, ranges: readonly Range[]): AskedName[] {
  const city = place?.spelt ?? place?.city ?? null
  const near = { domain: employer?.domains[0] ?? null, company: employer?.name ?? null, city }
  return ranges.map((range) => ({ ...range, at, ...near }))
}
