import { countryOfCode } from '../lists/canonical-country.ts'
import { hasCityWithin, hasWholeCity, isListOfCities, isNamesake, namesCityThere } from './cities-in-context.ts'
import type { City, State } from './gazetteer.ts'
import { placeKey } from './place-key.ts'
import { isKnown, type NameKind, type Segment } from './read-segments.ts'
import { isAreaWord, isStreet, looksLikeName } from './street-words.ts'

/** One reading of a text: which city, state or country it names, and where it says so. */
export interface Reading {
  city: City | null
  /** A city that the gazetteer does not have, as written. */
  cityText: string | null
  state: State | null
  country: string
  citySegment: number | null
  stateSegment: number | null
  countrySegment: number | null
  /** Points: about ten per order of magnitude of people who live there, plus what the rest of the text confirms. */
  score: number
  /** Parts of the text that say otherwise. */
  conflicts: number
}

/** Points for a country or a state that the text names beside the city, by its name or only by its code. */
const COUNTRY_POINTS = { name: 6, code: 4 }
const STATE_POINTS = { name: 5, code: 4.5 }
/** A code of two letters is a state's first of all where addresses are written so. */
const COUNTRIES_WITH_CODES = new Set(['US', 'CA', 'AU'])
const FOREIGN_CODE_POINTS = 2
const CONFLICT = 6
const OTHER_NAME = 1.2
const FIRST_OF_LIST = 0.6
const LARGER_AREA = 1.5
/** Against a reading that leaves out a city which the text names right before. */
const PASSED_OVER = 2
const MOST_CITIES = 12
/** "Pudong, Shanghai" is a quarter, "Osakasayama, Osaka" a city of its own: what share of the state lives in its namesake. */
const WHOLE_STATE = 0.5
/** Where members of LinkedIn live, and companies that sell to them: of two cities of a name theirs is meant sooner. */
const COUNTRIES_OF_BUSINESS = new Set(
  'US GB CA AU NZ IE DE FR ES IT NL BE CH AT SE DK NO FI PT PL IL SG JP IN BR MX AE ID MY PH TR ZA CO CL AR'.split(' '),
)
const OF_BUSINESS = 0.3

/** All readings of one place's segments, the best first. */
export function readings(segments: readonly Segment[]): Reading[] {
  const found: Reading[] = []
  segments.forEach((segment, index) => {
    const cities = segment.cities.slice(0, MOST_CITIES)
    const supported = segment.cities.slice(MOST_CITIES).filter(({ city }) => isSupported(segments, index, city))
    for (const { city, byOtherName } of [...cities, ...supported])
      if (!city.isQuarter || !hasWholeCity(segments, index, city))
        found.push(readCity(segments, index, city, byOtherName))
    for (const { state, kind } of segment.states) {
      const reading = readState(segments, index, state, kind)
      if (reading.citySegment !== null || !segment.cities.some((named) => isNamesake(named, state))) found.push(reading)
    }
    for (const { code, kind } of segment.countries) found.push(readCountry(segments, index, code, kind))
  })
  return found.sort((a, b) => b.score - a.score)
}

function isSupported(segments: readonly Segment[], index: number, city: City): boolean {
  return segments.some(
    ({ states, countries }, at) =>
      at !== index &&
      (states.some(({ state }) => state === city.state) || countries.some(({ code }) => code === city.country)),
  )
}

function populationPoints(population: number): number {
  return 2 + Math.log10(population + 300)
}

/** Countries of ISO 3166 that are named within another: "Hong Kong SAR, China", "San Juan, Puerto Rico, USA". */
const PARTS: Record<string, string[]> = {
  CN: ['HK', 'MO', 'TW'],
  DK: ['FO', 'GL'],
  FI: ['AX'],
  FR: ['GF', 'GP', 'MQ', 'NC', 'PF', 'RE', 'YT'],
  GB: ['GG', 'GI', 'IM', 'JE', 'BM', 'KY', 'VG'],
  NL: ['AW', 'BQ', 'CW', 'SX'],
  US: ['AS', 'GU', 'MP', 'PR', 'VI'],
}

interface Support {
  points: number
  conflicts: number
  stateSegment: number | null
  countrySegment: number | null
}

/** What the other segments say about a place in this state and country. */
function support(segments: readonly Segment[], own: number, country: string, state: State | null): Support {
  let [conflicts, codeConflicts] = [0, 0]
  let stateSegment: number | null = null
  let countrySegment: number | null = null
  let [statePoints, countryPoints] = [0, 0]
  segments.forEach((segment, index) => {
    if (index === own || segment.other !== null) return
    const sameState = state === null ? undefined : segment.states.find((named) => named.state.id === state.id)
    const sameCountry = segment.countries.find(({ code }) => code === country || PARTS[code]?.includes(country))
    if (sameState !== undefined && (sameCountry === undefined || statePoints === 0)) {
      const worth =
        sameState.kind === 'code' && !COUNTRIES_WITH_CODES.has(country)
          ? FOREIGN_CODE_POINTS
          : STATE_POINTS[sameState.kind]
      if (worth > statePoints) [statePoints, stateSegment] = [worth, index]
      return
    }
    if (sameCountry !== undefined) {
      const alsoState = sameCountry.kind === 'code' && segment.states.some(isAddressCode)
      const worth = alsoState ? COUNTRY_POINTS.code - 1 : COUNTRY_POINTS[sameCountry.kind]
      if (worth > countryPoints) [countryPoints, countrySegment] = [worth, index]
      return
    }
    const contradiction = contradicts(segment, country, index > own)
    if (contradiction === 'name') conflicts += segment.countries.length > 0 ? 1 : 0.5
    if (contradiction === 'code') codeConflicts += 1
  })
  // Where the text says the country, "MI" is Milan's province and nobody's state.
  if (countryPoints === 0) conflicts += codeConflicts
  const points = statePoints + countryPoints - conflicts * CONFLICT
  return { points, conflicts, stateSegment, countrySegment }
}

function isAddressCode({ state, kind }: Segment['states'][number]): boolean {
  return kind === 'code' && COUNTRIES_WITH_CODES.has(state.country)
}

/** Whether a segment names a country or a state, and neither this one nor anything within it; and how. */
function contradicts(segment: Segment, country: string, after: boolean): NameKind | null {
  if (!after && segment.cities.length > 0) return null
  if (segment.cities.some(({ city }) => city.country === country)) return null
  if (segment.states.some(({ state, kind }) => state.country === country && kind === 'name')) return null
  if ([...segment.countries, ...segment.states].some(({ kind }) => kind === 'name')) return 'name'
  return after && segment.countries.length + segment.states.length > 0 ? 'code' : null
}

/** Later parts of an address are larger: the city stands before its state, that before its country. */
function order(city: number, stateSegment: number | null, countrySegment: number | null): number {
  return (
    (stateSegment === null || stateSegment > city ? 0.2 : 0) +
    (countrySegment === null || countrySegment > city ? 0.2 : 0)
  )
}

function readCity(segments: readonly Segment[], index: number, city: City, byOtherName: boolean): Reading {
  const { points, conflicts, stateSegment, countrySegment } = support(segments, index, city.country, city.state)
  const own = segments[index]
  const namesake = own?.states.some(({ state }) => isNamesake({ city, byOtherName }, state)) ?? false
  const isItsCountry = own?.countries.some(({ code }) => code === city.country && CITY_STATES.has(code))
  const first = index === 0 && isListOfCities(segments) ? FIRST_OF_LIST : 0
  return {
    city,
    cityText: null,
    state: city.state,
    country: city.country,
    citySegment: index,
    stateSegment,
    countrySegment: countrySegment ?? (isItsCountry ? index : null),
    score:
      populationPoints(city.population) +
      points +
      order(index, stateSegment, countrySegment) +
      first -
      (byOtherName && !namesake ? OTHER_NAME : 0) -
      (own?.numbered ? 0.3 : 0) -
      (own?.isArea && hasCityWithin(segments, index, city) ? LARGER_AREA : 0) +
      (isItsCountry ? 4 : 0) +
      (COUNTRIES_OF_BUSINESS.has(city.country) ? OF_BUSINESS : 0),
    conflicts,
  }
}

/** Countries whose name says the city as well. */
const CITY_STATES = new Set(['SG', 'HK', 'MC', 'MO', 'GI'])

function readState(segments: readonly Segment[], index: number, state: State, kind: NameKind): Reading {
  const { points, conflicts, countrySegment } = support(segments, index, state.country, null)
  const unknown = cityBefore(segments, index, state.country, ({ city }) => city.state?.id === state.id)
  const isCityToo =
    segments[index]?.cities.some((named) => {
      const whole = countrySegment === null || named.city.population > state.population * WHOLE_STATE
      return whole && isNamesake(named, state)
    }) ?? false
  return {
    city: null,
    cityText: unknown === null ? null : (segments[unknown]?.text ?? null),
    state,
    country: state.country,
    citySegment: unknown,
    stateSegment: index,
    countrySegment,
    score:
      populationPoints(state.population) -
      0.3 +
      (COUNTRIES_OF_BUSINESS.has(state.country) ? OF_BUSINESS : 0) +
      points +
      (kind === 'code' ? codePoints(segments, state, countrySegment) : 0) +
      (unknown === null ? 0 : isCityToo ? -0.5 : 1) -
      (namesCityThere(segments[index - 1], ({ city }) => city.state?.id === state.id) ? PASSED_OVER : 0),
    conflicts,
  }
}

/** Two letters behind a name are a state in the United States, Canada and Australia; elsewhere only beside the country. */
function codePoints(segments: readonly Segment[], state: State, countrySegment: number | null): number {
  if (countrySegment !== null) return -1
  if (!COUNTRIES_WITH_CODES.has(state.country)) return -4
  return segments.length > 1 ? 1 : -1
}

function readCountry(segments: readonly Segment[], index: number, code: string, kind: NameKind): Reading {
  const { conflicts } = support(segments, index, code, null)
  const unknown = cityBefore(segments, index, code, ({ city }) => city.country === code)
  const part = partOfCountry(segments[index], code)
  return {
    city: null,
    cityText: unknown === null ? null : (segments[unknown]?.text ?? null),
    state: part,
    country: code,
    citySegment: unknown,
    stateSegment: part === null ? null : index,
    countrySegment: index,
    score:
      9.8 -
      (kind === 'code' ? (segments.length === 1 ? 0.4 : 1.6) : 0) -
      conflicts * 2 +
      (unknown === null ? 0 : 0.5) -
      (namesCityThere(segments[index - 1], ({ city }) => city.country === code) ? PASSED_OVER : 0),
    conflicts,
  }
}

/** "Scotland" says the country, and which part of it. */
function partOfCountry(segment: Segment | undefined, code: string): State | null {
  if (segment === undefined) return null
  if (placeKey(countryOfCode(code)?.name ?? '') === segment.key) return null
  return segment.states.find(({ state, kind }) => state.country === code && kind === 'name')?.state ?? null
}

/**
 * The segment right before a state or country is its city when it looks like a name, and is nothing else there: cities
 * of that name elsewhere do not count, because the text says where this one is.
 */
function cityBefore(
  segments: readonly Segment[],
  index: number,
  country: string,
  isThere: (named: Segment['cities'][number]) => boolean,
): number | null {
  const before = segments[index - 1]
  if (before === undefined || before.other !== null || before.numbered || !looksLikeName(before.text)) return null
  if (before.countries.length > 0 || before.states.some(({ state }) => state.country === country)) return null
  if (before.cities.some(isThere)) return null
  const isNoCity = isAreaWord(before.key) || (!isKnown(before) && isStreet(before.text))
  return isNoCity || before.text.length > 40 ? null : index - 1
}

/** The name to show for a reading's country. */
export function countryName(reading: Reading): string | null {
  return countryOfCode(reading.country)?.name ?? null
}
