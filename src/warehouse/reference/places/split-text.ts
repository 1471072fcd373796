import { withoutWorkWords } from './no-place.ts'
import { isKnown, readSegment, type Segment } from './read-segments.ts'
import { isStreet } from './street-words.ts'

/** Longer texts name no place; what is read of them stays small. */
const MOST_CHARACTERS = 300
const MOST_ALTERNATIVES = 6
const MOST_SEGMENTS = 12
const LARGE = 50_000

const BETWEEN_PLACES = /[;|•·→⇒\n\r\t]+|\s->\s|\s\/\/\s/
const WITHIN_PLACE = /[,،、，[\]{}:"“”]+/
const DASHES = /\s[-–—]+\s|\s[-–—]+$|^[-–—]+\s/
/** "Portland, Maine Metropolitan Area" is about the whole, not about its last part. */
const AREA_OF_ALL =
  /(,(?! ?(?:western|eastern|northern|southern|central|capital) )[^,]+?) (?:(?:greater )?metro(?:politan)?(?: area| region)?|area)\s*$/i
const BRACKETS = /[()（）]+/
const OR = /\s*(?:\/|\\|\+)\s*|\s+(?:or|oder|ou|vs)\s+/i
const AND = /\s*&\s*|\s+(?:and|und|et|y|e|og|och|en)\s+/i
const FLAG = /[\u{1F1E6}-\u{1F1FF}]{2}/gu
const DIGITS = /\d/
const DUTCH_POSTCODE = /\b\d{4}\s?[A-Z]{2}\b/g
/** "10117 Berlin" names a city, "12 Berlin Road" a street. */
const AFTER_POSTCODE = /^(?:[A-Z]{1,2}-)?\d{4,6} \p{L}[^\d]*$/u
const CEDEX = /\bcedex\b/gi
const EAST_ASIAN = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/

/**
 * A location text as the places it may name: several where it lists several ("San Francisco; New York"), each as its
 * parts from the smallest to the largest ("548 Market St", "San Francisco", "CA").
 */
export function splitText(raw: string): Segment[][] {
  const text = raw.slice(0, MOST_CHARACTERS).replace(FLAG, flagCode).replace(/_/g, ' ')
  const places: Segment[][] = []
  for (const part of text.split(BETWEEN_PLACES).slice(0, MOST_ALTERNATIVES)) {
    let place: Segment[] = []
    const pieces = part
      .replace(AREA_OF_ALL, '$1')
      .split(WITHIN_PLACE)
      .flatMap((piece) => splitUnlessName(piece, DASHES))
      .flatMap((piece) => splitUnlessName(piece, BRACKETS))
      .filter((piece) => piece.trim() !== '')
    for (const piece of pieces.slice(-MOST_SEGMENTS)) {
      for (const segments of readPiece(piece, pieces.length === 1, DIGITS.test(part))) {
        if (segments === null) {
          places.push(place)
          place = []
        } else place.push(...segments)
      }
    }
    places.push(place)
  }
  return places.filter((place) => place.length > 0).slice(0, MOST_ALTERNATIVES)
}

/** "Frankfurt (Oder)" is one name, "London (Hybrid)" is two parts. */
function splitUnlessName(piece: string, separator: RegExp): string[] {
  return !separator.test(piece) || isKnown(readSegment(piece)) ? [piece] : piece.split(separator)
}

/** 🇩🇪 is two letters of their own alphabet. */
function flagCode(flag: string): string {
  const letters = [...flag].map((letter) => String.fromCharCode((letter.codePointAt(0) ?? 0) - 0x1f1e6 + 65))
  return `, ${letters.join('')} ,`
}

/** The segments of a piece, alone in its text or within an address; a null between two lists says that another place begins. */
function readPiece(piece: string, alone: boolean, isAddress: boolean): (Segment[] | null)[] {
  const trimmed = piece.trim()
  const whole = readSegment(trimmed)
  if (isKnown(whole)) return [[whole]]
  const numbered = DIGITS.test(trimmed) && !AFTER_POSTCODE.test(trimmed)
  const bare = withoutWorkWords(DIGITS.test(trimmed) ? withoutNumbers(trimmed) : trimmed)
  if (bare === '') return [[{ ...whole, other: numbered ? 'number' : 'work', numbered }]]
  const segment = readSegment(bare, numbered)
  if (isKnown(segment)) return [[segment]]
  const several = namesIn(bare, alone)
  if (several.length > 1) {
    const [first = [], ...others] = several.map((part) => readPiece(part, alone, isAddress))
    const namesCity = first.some((segments) => segments?.some(({ cities }) => cities.length > 0))
    return [...first, ...others.flatMap((read) => (namesCity && read.every(isLargerPlace) ? read : [null, ...read]))]
  }
  return [
    splitHyphens(bare, numbered) ??
      splitWords(bare, numbered, alone) ?? [(isAddress ? largeCityIn(bare, numbered) : null) ?? segment],
  ]
}

/** "Paris or elsewhere" is split, "London and Paris" too; "Perth and Kinross, Scotland" is one name. */
function namesIn(text: string, alone: boolean): string[] {
  const either = text.split(OR).filter((part) => part.trim() !== '')
  if (either.length > 1) return either
  const both = text.split(AND).filter((part) => part.trim() !== '')
  const known = both.every((part) => {
    const segment = readSegment(part.trim())
    return alone ? isKnown(segment) : segment.cities.some(({ city }) => city.population > 100_000)
  })
  return known ? both : [text]
}

/** "Berlin/Germany" is one place; "Berlin/Paris" is two. */
function isLargerPlace(segments: Segment[] | null): boolean {
  return (
    segments?.every(({ cities, states, countries }) => cities.length === 0 && states.length + countries.length > 0) ??
    false
  )
}

/** House numbers, floors and postcodes: every word with a digit in it, and what belongs to it. */
function withoutNumbers(text: string): string {
  return text
    .replace(DUTCH_POSTCODE, ' ')
    .replace(CEDEX, ' ')
    .split(/\s+/)
    .map((word) => (EAST_ASIAN.test(word) ? word.replace(/[\d－-]+.?$|\d+/g, '') : word))
    .filter((word) => !DIGITS.test(word))
    .join(' ')
    .replace(/\s\p{Lu}$/u, '')
    .trim()
}

/** "US-CA-San Francisco" has three parts; "Kitchener-Waterloo" is two cities, of which the first is meant. */
function splitHyphens(text: string, numbered: boolean): Segment[] | null {
  const parts = text.split(/[-–—]/).filter((part) => part.trim() !== '')
  const [first] = parts
  if (parts.length < 2 || parts.length > 5 || first === undefined) return null
  const segments = parts.map((part) => readSegment(part.trim(), numbered))
  if ((segments[0]?.countries.length ?? 0) > 0 && segments.every(isKnown)) return segments
  return segments[0] !== undefined && segments[0].cities.length > 0 ? [segments[0]] : null
}

/** "Jakarta Selatan" and "Praha Nové Město": a quarter is named after its large city; a street is not one. */
function largeCityIn(text: string, numbered: boolean): Segment | null {
  const words = text.split(/\s+/)
  if (words.length > 4 || isStreet(text)) return null
  for (let size = words.length - 1; size > 0; size--) {
    const segment = readSegment(words.slice(0, size).join(' '), numbered)
    const cities = segment.cities.filter(({ city }) => city.population > LARGE)
    if (cities.length > 0) return { ...segment, countries: [], states: [], cities }
  }
  return null
}

/** "Boston MA", "London UK", "대한민국 서울": names in a row, without a comma. */
function splitWords(text: string, numbered: boolean, alone: boolean): Segment[] | null {
  const words = text.split(/\s+/)
  if (words.length > 8) return null
  if (words.length === 1) return EAST_ASIAN.test(text) ? splitCharacters(text) : null
  for (let size = Math.min(3, words.length - 1); size > 0; size--) {
    const last = readSegment(words.slice(-size).join(' '), numbered)
    if (last.countries.length + last.states.length === 0) continue
    const rest = words.slice(0, -size).join(' ')
    const before = readSegment(rest, numbered)
    if (isKnown(before)) return [before, last]
    const further = splitWords(rest, numbered, alone)
    if (further !== null) return [...further, last]
    if (alone && !numbered) return [before, last]
  }
  for (let size = Math.min(3, words.length - 1); size > 0; size--) {
    const first = readSegment(words.slice(0, size).join(' '), numbered)
    if (EAST_ASIAN.test(text) && first.cities.length + first.states.length > 0) return [first]
    if (first.countries.length === 0) continue
    const after = readSegment(words.slice(size).join(' '), numbered)
    if (isKnown(after)) return [first, after]
  }
  return null
}

/** "中国上海市浦东新区": the longest names that are known, from the left. */
function splitCharacters(text: string): Segment[] | null {
  const segments: Segment[] = []
  let at = 0
  while (at < text.length && segments.length < 4) {
    const length = [8, 7, 6, 5, 4, 3, 2].find((size) => {
      return at + size <= text.length && isKnown(readSegment(text.slice(at, at + size)))
    })
    if (length === undefined) break
    segments.push(readSegment(text.slice(at, at + length)))
    at += length
  }
  return segments.length > 0 ? segments : null
}
