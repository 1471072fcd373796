import { canonicalCountry } from '../../reference/lists/canonical-country.ts'
import {
  inferLocation,
  LOCATION_ANSWER_CONFIDENCE,
  type LocationInference,
} from '../../reference/places/infer-location.ts'
import { distance } from './edit-distance.ts'

/** A place by its usual names, where it is one that is known. */
export interface Place {
  city: string | null
  state: string | null
  country: string | null
  /** The city as it is written. */
  spelt: string | null
}

/** A place as it stands in a row or a request; `raw` fills in what the others leave open. */
export interface PlaceParts extends Omit<Place, 'spelt'> {
  raw: string | null
}

/** How far two places agree: the finest part that both have, and whether it is the same. */
export type PlaceAgreement =
  | { agrees: 'city' | 'state' | 'country' }
  /** `typo`: the same city but for a letter or two. */
  | { agrees: 'typo' }
  | { differs: 'city' | 'state' | 'country' }
  | null

/**
 * A place of its parts, or of one text where parts are missing, by its usual names ("CA" in the United States is California,
 * "München" Munich). A country that is none says nothing. Null when nothing is said.
 */
export function readPlace({ city, state, country, raw }: PlaceParts): Place | null {
  const stated = [city, state, country].filter((part) => part).join(', ')
  const parts = stated === '' ? null : infer(stated)
  // what only follows from a text ("Munich" is in Germany) counts where it is sure enough
  const text = raw && !(city && state && country) ? infer(raw) : null
  const sure = text !== null && text.confidence >= LOCATION_ANSWER_CONFIDENCE ? text : null
  const named = country ? canonicalCountry(country)?.name : null
  const place: Place = {
    city: (parts?.has_city ? parts.city : city) || (text?.has_city ? text.city : null) || null,
    state: (parts?.has_state ? parts.state : state) || sure?.state || null,
    country: named ?? (parts?.has_country ? parts.country : null) ?? sure?.country ?? null,
    spelt: city || (stated === '' && text?.country == null ? raw : null) || null,
  }
  return (place.city ?? place.state ?? place.country ?? place.spelt) ? place : null
}

/** Inferring takes some 50 µs, and many people live in the same places. */
const remembered = new Map<string, LocationInference | null>()
const mostRemembered = 10_000

function infer(text: string): LocationInference | null {
  const known = remembered.get(text)
  if (known !== undefined) return known
  if (remembered.size >= mostRemembered) remembered.clear()
  const found = inferLocation(text)
  remembered.set(text, found)
  return found
}

export function comparePlaces(a: Place, b: Place): PlaceAgreement {
  const country = same(a.country, b.country)
  if (country === false) return { differs: 'country' }
  const city = same(a.city, b.city)
  if (city === true || same(a.spelt, b.spelt) === true) return { agrees: 'city' }
  if (a.spelt !== null && b.spelt !== null && isMisspelt(a.spelt, b.spelt)) return { agrees: 'typo' }
  if (city === false) return { differs: 'city' }
  const state = same(a.state, b.state)
  if (state !== null) return state ? { agrees: 'state' } : { differs: 'state' }
  return country === true ? { agrees: 'country' } : null
}

function isMisspelt(a: string, b: string): boolean {
  const [x, y] = [placeKey(a), placeKey(b)]
  const allowed = Math.max(x.length, y.length) < 7 ? 1 : 2
  return distance(x, y, allowed) <= allowed
}

/** Null when one of them is not known. */
function same(a: string | null, b: string | null): boolean | null {
  if (a === null || b === null) return null
  const [x, y] = [placeKey(a), placeKey(b)]
  return x === '' || y === '' ? null : x === y
}

function placeKey(text: string): string {
  return text
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^(?:greater|city of) | (?:metropolitan )?area$/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '')
}
