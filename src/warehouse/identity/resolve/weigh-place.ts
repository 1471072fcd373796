import { comparePlaces, type Place, type PlaceParts, readPlace } from './compare-places.ts'
import { cost, type Objection, type Support, worth } from './likelihood.ts'

/** What the place of a request says about an entity at another or the same one; nothing when either is not known. */
export function weighPlace(
  given: Place | null,
  parts: PlaceParts,
  byNameOnly: boolean,
): { supports: Support[]; objections: Objection[] } {
  // reading a place from a raw text takes some 50 µs: not for every candidate where nobody asks
  const own = given === null ? null : readPlace(parts)
  const found = given === null || own === null ? null : comparePlaces(given, own)
  if (given === null || own === null || found === null) return { supports: [], objections: [] }
  if ('agrees' in found) {
    const typo = found.agrees === 'typo'
    const field = found.agrees === 'typo' ? 'city' : found.agrees
    const points = worth[field] - (typo ? 1 : 0)
    const how = typo ? 'a city spelt much like it' : `same ${field}`
    return { supports: [{ field, how, alone: 0, adds: byNameOnly ? points : worth.further }], objections: [] }
  }
  const { differs } = found
  const costs = !byNameOnly ? cost.changed : differs === 'country' ? cost.country : cost.nearby
  const objection = { field: differs, given: given[differs] ?? '', stored: own[differs], id: null, costs }
  return { supports: [], objections: [{ ...objection, how: `another ${differs}` }] }
}
