import { canonicalCountry } from '../../reference/lists/canonical-country.ts'
import { inferLocation } from '../../reference/places/infer-location.ts'
import { distance } from './edit-distance.ts'

export interface Place {
  city: string | null
  state: string | null
  country: string | null
}

/** A place as it stands in a row or a request; `raw` fills in what the others leave open. */
export interface PlaceParts extends Place {
  raw: string | null
}

/** How far two places agree: the finest part that both have, and whether it is the same. */
export type PlaceAgreement =
  | { agrees: 'city' | 'state' | 'country' }
  /** `typo`: the same city but for a letter or two. */
  | { agrees: 'typo' }
  | { differs: 'city' | 'state' | 'country' }
  | null

/** A place of its parts, or of one text where parts are missing; countries by their usual name. Null when nothing is said. */
export function readPlace(parts: PlaceParts): Place | null {
  const { raw } = parts
  const whole = parts.city && parts.state && parts.country
  const inferred = !whole && raw ? inferLocation(raw) : null
  const city = parts.city || inferred?.city || null
  const state = parts.state || inferred?.state || null
  const named = parts.country || inferred?.country || null
  const country = named === null ? null : (canonicalCountry(named)?.name ?? named)
  if (city === null && state === null && country === null) return raw ? { city: raw, state: null, country: null } : null
  return { city, state, country }
}

export function comparePlaces(a: Place, b: Place): PlaceAgreement {
  const country = same(a.country, b.country)
  if (country === false) return { differs: 'country' }
  const city = same(a.city, b.city)
  if (city === true) return { agrees: 'city' }
  const state = same(a.state, b.state)
  if (city === null)
    return state === true
      ? { agrees: 'state' }
      : country === true && state === null
        ? { agrees: 'country' }
        : state === false
          ? { differs: 'state' }
          : null
  const [x, y] = [placeKey(a.city ?? ''), placeKey(b.city ?? '')]
  const allowed = Math.max(x.length, y.length) < 7 ? 1 : 2
  return distance(x, y, allowed) <= allowed ? { agrees: 'typo' } : { differs: 'city' }
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
