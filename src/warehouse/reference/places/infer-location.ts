import { countryName, type Reading, readings } from './choose-place.ts'
import type { Segment } from './read-segments.ts'
import { splitText } from './split-text.ts'

/** What a raw location text names, as far as it can be told without asking anybody. */
export interface LocationInference {
  city: string | null
  state: string | null
  country: string | null
  /** Whether the text itself names a city (a metropolitan area counts); a value may also follow from the others. */
  has_city: boolean
  has_state: boolean
  has_country: boolean
  /** 0 to 1: how sure it is that every value given is right. */
  confidence: number
}

/** From here on an inference is an answer; below it is a suggestion. */
export const LOCATION_ANSWER_CONFIDENCE = 0.6

/** As many points as a third more people. */
const NEARLY = 0.12

/**
 * City, state and country of a raw location text, from the text alone: no network, no stored entries. Null when nothing
 * in it is known. A text that is understood and names no country ("Remote", "EMEA") is an answer with nulls. Of several
 * places the first counts. docs/locations.md says how it decides.
 */
export function inferLocation(raw: string): LocationInference | null {
  const places = splitText(raw)
  const found = chooseAmongPlaces(places.map(readings).filter((place) => place.length > 0))
  const [best] = found
  if (best === undefined) return noPlaceAtAll(places.flat())
  return {
    city: best.city?.name ?? best.cityText,
    state: isStateOpen(found) ? null : (best.state?.name ?? null),
    country: countryName(best),
    has_city: best.citySegment !== null,
    has_state: best.stateSegment !== null,
    has_country: best.countrySegment !== null,
    confidence: Math.round(confidenceOf(found) * 100) / 100,
  }
}

/** The first place that is plausible; one without a city gives way to a city within it ("USA; Austin, TX"). */
function chooseAmongPlaces(places: Reading[][]): Reading[] {
  const plausible = places.filter(isPlausible)
  const [first] = plausible
  const [broad] = first ?? []
  if (first === undefined || broad === undefined || broad.citySegment !== null) return first ?? places[0] ?? []
  const within = plausible.find(
    ([other]) =>
      other !== undefined &&
      other.citySegment !== null &&
      other.country === broad.country &&
      (broad.state === null || broad.state === other.state),
  )
  return within ?? first
}

function isPlausible(found: Reading[]): boolean {
  return confidenceOf(found) >= LOCATION_ANSWER_CONFIDENCE
}

/** Only words about remote work and groups of countries: that there is no place is sure, unless something was not understood. */
function noPlaceAtAll(segments: Segment[]): LocationInference | null {
  if (!segments.some(({ other }) => other === 'work' || other === 'countries')) return null
  const understood = segments.every(({ other, key }) => other !== null || key === '')
  return {
    city: null,
    state: null,
    country: null,
    has_city: false,
    has_state: false,
    has_country: false,
    confidence: understood ? 0.95 : 0.4,
  }
}

/** "Springfield": nearly as many live in another of that name, so which state it is cannot be told. */
function isStateOpen([best, ...others]: Reading[]): boolean {
  if (best === undefined || best.city === null || best.stateSegment !== null) return false
  const { city, country, state, score } = best
  return others.some((other) => {
    return (
      other.city?.name === city.name &&
      other.country === country &&
      other.state !== state &&
      score - other.score < NEARLY
    )
  })
}

/** How much the text confirms the best reading, and how far the next one with another answer is behind. */
function confidenceOf(found: Reading[]): number {
  const [best] = found
  if (best === undefined) return 0
  const rival = found.find((other) => differs(best, other))
  const otherCountry = found.find((other) => other.country !== best.country)
  const lead = Math.min(2, best.score - (rival?.score ?? 0))
  const countryLead = Math.min(2, best.score - (otherCountry?.score ?? 0))
  const confirmed = (best.stateSegment === null ? 0 : 1) + (best.countrySegment === null ? 0 : 1)
  const base = best.cityText !== null ? 0.5 + 0.15 * confirmed : 0.6 + 0.12 * Math.min(confirmed, 2)
  const small = best.city !== null && confirmed === 0 && best.city.population < 15_000 ? 0.25 : 0
  return Math.max(
    0.05,
    Math.min(0.99, base + 0.06 * lead + 0.06 * countryLead - small - 0.2 * Math.min(best.conflicts, 2)),
  )
}

function differs(one: Reading, other: Reading): boolean {
  return one.country !== other.country || one.city?.name !== other.city?.name || one.state !== other.state
}
