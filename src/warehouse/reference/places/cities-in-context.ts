import type { City, State } from './gazetteer.ts'
import type { Segment } from './read-segments.ts'

/** "São Paulo" is the city before the state, "Quebec" the state before a city with few of its people. */
export function isNamesake(
  { city, byOtherName }: Pick<Segment['cities'][number], 'city' | 'byOtherName'>,
  state: State,
): boolean {
  if (city.state?.id !== state.id) return false
  return byOtherName ? city.name === state.name : city.population > state.population / 7
}

/** "Kreuzberg, Berlin": the quarter stands beside its city. */
export function hasWholeCity(segments: readonly Segment[], own: number, quarter: City): boolean {
  return segments.some(({ cities, states }, index) => {
    if (index === own) return false
    return cities.some((named) => {
      const { city } = named
      if (city.isQuarter || city.state !== quarter.state || city.population <= quarter.population * 2) return false
      const state = states.find((other) => other.state.id === city.state?.id)?.state
      return state === undefined || isNamesake(named, state)
    })
  })
}

/** "Makati, Metro Manila": the area says where the city is. */
export function hasCityWithin(segments: readonly Segment[], own: number, area: City): boolean {
  return segments.some(({ cities }, index) => {
    return index !== own && cities.some(({ city }) => city.state?.id === area.state?.id && city.population > 20_000)
  })
}

/** "Munich, Berlin, Hamburg" means the first, however large the others are. */
export function isListOfCities(segments: readonly Segment[]): boolean {
  const cities = segments.filter(({ cities, countries }) => cities.length > 0 && countries.length === 0)
  return cities.length > 1 && !segments.some(({ numbered }) => numbered)
}

export function namesCityThere(
  before: Segment | undefined,
  isThere: (named: Segment['cities'][number]) => boolean,
): boolean {
  return before?.cities.some(isThere) ?? false
}
