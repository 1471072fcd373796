import { canonicalCountry, countryOfCode } from '../lists/canonical-country.ts'
import type { City, Meanings, State } from './gazetteer.ts'
import { lookUpPlace, stateOfId } from './gazetteer.ts'
import { EAST_ASIAN_ENDING, type Form, nameForms } from './name-forms.ts'
import { isRegionOfCountries, isWorkWord } from './no-place.ts'
import { PLACE_ALIASES } from './place-aliases.ts'
import { placeKey } from './place-key.ts'

export type NameKind = 'name' | 'code'

/** One part of a location text between commas, and everything it may mean. */
export interface Segment {
  /** As written, without postcodes and house numbers. */
  text: string
  key: string
  countries: { code: string; kind: NameKind }[]
  states: { state: State; kind: NameKind }[]
  cities: { city: City; byOtherName: boolean; kind: NameKind }[]
  /** Understood, but neither city nor state nor country: words about remote work, "Europe", "Orange County", "94104". */
  other: 'work' | 'countries' | 'county' | 'number' | null
  /** Its name is that of an area around the city: "Metro Manila". */
  isArea: boolean
  /** It had digits: a house number, a postcode, a floor. */
  numbered: boolean
}

export function isKnown(segment: Segment): boolean {
  return segment.countries.length + segment.states.length + segment.cities.length > 0 || segment.other !== null
}

/** Parts of texts repeat even more than texts do: "CA", "United States". */
const REMEMBERED = 5_000
const remembered = new Map<string, Segment>()

/** What one part of a text may mean by itself. Not to be changed: it is remembered. */
export function readSegment(text: string, numbered = false): Segment {
  let segment = remembered.get(text)
  if (segment === undefined) {
    segment = readAnew(text)
    if (remembered.size >= REMEMBERED) remembered.clear()
    remembered.set(text, segment)
  }
  return numbered ? { ...segment, numbered } : segment
}

function readAnew(text: string): Segment {
  const key = placeKey(text)
  const segment: Segment = {
    text,
    key,
    countries: [],
    states: [],
    cities: [],
    other: null,
    isArea: false,
    numbered: false,
  }
  if (key === '') return segment
  if (isRegionOfCountries(key)) segment.other = 'countries'
  else if (isWorkWord(key)) segment.other = 'work'
  if (segment.other !== null) return segment
  fill(segment, key, 'plain')
  if (!isKnown(segment) && EAST_ASIAN_ENDING.test(key)) fill(segment, key.replace(EAST_ASIAN_ENDING, ''), 'plain')
  for (const { key: bare, form } of isKnown(segment) ? [] : nameForms(key)) {
    fill(segment, bare, form)
    if (isKnown(segment)) break
    if (form === 'metro') fillFromBeginning(segment, bare)
    if (isKnown(segment)) break
  }
  return segment
}

function fill(segment: Segment, key: string, form: Form): void {
  if (form === 'county') {
    // A county is neither city nor state in most countries; where it is a state, that is what is meant.
    segment.states.push(...statesOf(key, segment.text).filter(({ kind }) => kind === 'name' && key.length > 3))
    if (segment.states.length === 0) segment.other = 'county'
    return
  }
  if (form === 'metro') segment.isArea = true
  const alias = PLACE_ALIASES[key]
  if (alias !== undefined && key.includes(' ')) segment.isArea = true
  if (alias !== undefined) fillFromAlias(segment, alias.replace('!', ''))
  if (alias?.endsWith('!')) return
  if (alias !== undefined && segment.cities.length > 0 && key.length > 2) return
  if (segment.cities.length === 0 && (form === 'plain' || form === 'part')) {
    const country = canonicalCountry(key)
    const isCode = key.length <= 3 && /^[a-z]+$/.test(key)
    if (country !== null && (!isCode || isWrittenAsCode(segment.text, key))) {
      segment.countries.push({
        code: country.code,
        kind: isCode && key.length === 2 && key !== 'us' && key !== 'uk' ? 'code' : 'name',
      })
    }
  }
  const states = form === 'metro' ? [] : statesOf(key, segment.text)
  segment.states.push(...states)
  if (form === 'part' || (form === 'state' && states.length > 0)) return
  const { cities } = lookUpPlace(key)
  for (const { city, byOtherName } of cities) {
    if (byOtherName && ((key.length < 4 && /^[a-z]+$/.test(key)) || isNameOfAnother(cities, city, states))) continue
    segment.cities.push({ city, byOtherName, kind: 'name' })
  }
}

/** "New Delhi" is also another name of Delhi, and "Île-de-France" one of Paris: what bears the name itself is meant. */
function isNameOfAnother(cities: Meanings['cities'], city: City, states: Segment['states']): boolean {
  return (
    cities.some(
      (other) => !other.byOtherName && other.city.country === city.country && other.city.population > 20_000,
    ) || states.some(({ state, kind }) => kind === 'name' && state.id === city.state?.id && state.name !== city.name)
  )
}

function statesOf(key: string, text: string): Segment['states'] {
  return lookUpPlace(key)
    .states.filter(({ byAbbreviation }) => !byAbbreviation || isWrittenAsCode(text, key) || key.length > 3)
    .map(({ state, byAbbreviation }) => ({ state, kind: byAbbreviation ? 'code' : 'name' }))
}

/** "IN" and "N.Y." are codes, "in" is a word; "us" and "uk" mean nothing else. */
function isWrittenAsCode(text: string, key: string): boolean {
  if (key === 'us' || key === 'uk' || key === 'usa' || key === 'uae') return true
  const letters = text.replace(/[^\p{L}]/gu, '')
  return letters.length > 3 || letters === letters.toUpperCase() || (letters.length === 3 && /^\p{Lu}/u.test(letters))
}

function fillFromAlias(segment: Segment, alias: string): void {
  const [name = '', place = ''] = alias.split('@')
  const country = countryOfCode(place.slice(0, 2))
  if (country === null) return
  if (name !== '') {
    const found = lookUpPlace(name).cities.find(({ city }) => city.state?.id === place)
    if (found !== undefined) segment.cities.push({ city: found.city, byOtherName: false, kind: 'name' })
  } else if (place.length === 2) {
    segment.countries.push({ code: country.code, kind: 'name' })
  } else {
    const state = stateOfId(place)
    if (state !== null) segment.states.push({ state, kind: 'name' })
  }
}

/** "cologne bonn" and "raleigh durham chapel hill": a metropolitan area named after several cities is in the first. */
function fillFromBeginning(segment: Segment, key: string): void {
  const words = key.split(' ')
  for (let count = words.length - 1; count > 0; count--) {
    const cities = lookUpPlace(words.slice(0, count).join(' ')).cities.filter(({ city }) => city.population >= 50_000)
    if (cities.length === 0) continue
    segment.cities.push(...cities.map(({ city, byOtherName }) => ({ city, byOtherName, kind: 'name' as const })))
    return
  }
}
