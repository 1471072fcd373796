import { canonicalCountry } from '../lists/canonical-country.ts'

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
export const LOCATION_ANSWER_CONFIDENCE = 0.7

/** City, state and country of a raw location text; null when nothing in it is known. */
export function inferLocation(raw: string): LocationInference | null {
  const parts = raw.split(',').map((part) => part.trim())
  const country = canonicalCountry(parts.at(-1) ?? '')
  if (country === null) return null
  const [city = null] = parts.length > 1 ? parts : []
  const state = parts.length > 2 ? (parts[1] ?? null) : null
  return {
    city,
    state,
    country: country.name,
    has_city: city !== null,
    has_state: state !== null,
    has_country: true,
    confidence: parts.length === 2 ? 0.6 : 0.7,
  }
}
