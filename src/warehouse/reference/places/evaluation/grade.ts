import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalCountry } from '../../lists/canonical-country.ts'
import { inferLocation, LOCATION_ANSWER_CONFIDENCE } from '../infer-location.ts'
import { placeKey } from '../place-key.ts'

/** A text and what it names. Several right answers stand with "|" between them; "-" is "none". */
export interface Example {
  text: string
  city: string[]
  /** Empty: not graded. */
  state: string[]
  country: string[]
}

export type Half = 'development' | 'held-out'

/**
 * The examples of a file that are in one half. FNV-1a of the text decides, so the halves are fixed, do not depend on the
 * order, and were made before anything was inferred.
 */
export function examples(file: string, half: Half): Example[] {
  return readFileSync(join(import.meta.dirname, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# '))
    .map((line) => line.split('\t'))
    .filter(([text = '', , , country]) => country !== '?' && halfOf(text) === half)
    .map(([text = '', city = '', state = '', country = '']) => ({
      text,
      city: city === '' ? ['-'] : city.split('|'),
      state: state === '' ? [] : state.split('|'),
      country: country === '' ? ['-'] : country.split('|'),
    }))
}

export function halfOf(text: string): Half {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return ((hash >>> 7) & 1) === 0 ? 'development' : 'held-out'
}

export interface Grade {
  texts: number
  /** Texts that got an answer: at or above the confidence from which an inference counts. */
  answered: number
  countryRight: number
  cityRight: number
  stateRight: number
  stateGraded: number
  wrong: string[]
}

export function grade(all: readonly Example[]): Grade {
  const result: Grade = {
    texts: 0,
    answered: 0,
    countryRight: 0,
    cityRight: 0,
    stateRight: 0,
    stateGraded: 0,
    wrong: [],
  }
  for (const example of all) {
    result.texts += 1
    const answer = inferLocation(example.text)
    if (answer === null || answer.confidence < LOCATION_ANSWER_CONFIDENCE) {
      result.wrong.push(`no answer: ${example.text} (${JSON.stringify(answer)})`)
      continue
    }
    result.answered += 1
    const country = example.country.some((right) => sameCountry(right, answer.country))
    const city = example.city.some((right) => sameName(right, answer.city))
    const state = example.state.some((right) => sameName(right, answer.state))
    if (country) result.countryRight += 1
    if (city) result.cityRight += 1
    if (example.state.length > 0) {
      result.stateGraded += 1
      if (state) result.stateRight += 1
    }
    if (!country || !city || (example.state.length > 0 && !state)) {
      const what = country ? (city ? 'state' : 'city') : 'country'
      result.wrong.push(
        `${what}: ${example.text} → ${answer.city} / ${answer.state} / ${answer.country} ${answer.confidence}`,
      )
    }
  }
  return result
}

function sameName(right: string, given: string | null): boolean {
  return right === '-' ? given === null : given !== null && placeKey(right) === placeKey(given)
}

function sameCountry(right: string, given: string | null): boolean {
  return right === '-' ? given === null : given !== null && canonicalCountry(right)?.name === given
}
