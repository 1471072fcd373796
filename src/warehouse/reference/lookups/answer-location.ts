import { inferLocation, LOCATION_ANSWER_CONFIDENCE } from '../places/infer-location.ts'
import type { StoredLocation } from './find-locations.ts'
import { storedConfidence } from './stored-entry.ts'

/**
 * What a lookup says about a location: the stored entry, else what can be inferred from the text when that is wanted. An
 * inference below `LOCATION_ANSWER_CONFIDENCE` is a suggestion beside a miss. Nothing inferred is ever stored.
 */
export function answerLocation(raw: string, stored: StoredLocation | null, infer: boolean) {
  if (stored !== null) {
    const { spelling, ...parts } = stored
    return { match_status: true, ...partsOf(parts), ...storedConfidence(spelling === raw) }
  }
  const inferred = infer ? inferLocation(raw) : null
  if (inferred !== null && inferred.confidence >= LOCATION_ANSWER_CONFIDENCE) {
    const { confidence } = inferred
    return { match_status: true, ...partsOf(inferred), matched_by: 'inferred' as const, confidence }
  }
  return { ...noLocation, suggestion: inferred }
}

/** A real absence. */
export const noLocation = {
  match_status: false,
  city: null,
  state: null,
  country: null,
  has_city: null,
  has_state: null,
  has_country: null,
  matched_by: null,
  confidence: null,
  suggestion: null,
}

function partsOf({ city, state, country, has_city, has_state, has_country }: Omit<StoredLocation, 'spelling'>) {
  return { city, state, country, has_city, has_state, has_country }
}
