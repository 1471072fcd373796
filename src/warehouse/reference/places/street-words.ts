import { placeKey } from './place-key.ts'

const NAME_OF_CITY = /^\p{L}[\p{L}\p{M}.'’\- ]+$/u
/** Words of counties and areas, which are larger than a city. */
const AREA =
  /(?:^| )(?:county|parish|borough|airport|prefecture|province|provincia|partido|canton|metropolitan|metro|area|region|community|council|district|raion|upazila|tehsil|taluk)(?: |$)/
/** Words of streets and buildings: what they stand in is no city. */
const STREET =
  / saint$|(?:^| )(?:street|road|rd|avenue|ave|blvd|boulevard|suite|floor|building|tower|plaza|square|lane|drive|way|rue|strasse|str|via|calle|rua|avenida|level|unit|room|box|campus|center|centre|university|other|unknown|district|zone|sector|block|phase|house|wework|inc|llc|ltd|gmbh|parkway|pkwy|dr|ln|ct|hwy|highway|court|place|terrace|trail|circle|mall|gate|quay|wharf|estate)(?: |$)/

export function looksLikeName(text: string): boolean {
  return NAME_OF_CITY.test(text)
}

export function isAreaWord(key: string): boolean {
  return AREA.test(key)
}

export function isStreet(text: string): boolean {
  return STREET.test(placeKey(text))
}
