import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { examples, type Grade, grade } from './evaluation/grade.ts'
import { inferLocation, LOCATION_ANSWER_CONFIDENCE } from './infer-location.ts'

const SETS = ['written.txt', 'yc.txt']

function shares({ texts, answered, countryRight, cityRight }: Grade) {
  return { answered: answered / texts, country: countryRight / answered, city: cityRight / answered }
}

describe('quality of inferred locations', () => {
  // Rules were made while looking at the development half only; grade.ts says how the halves are made.
  test.each(SETS)('%s, held-out half: countries, cities and answers reach the bars', (file) => {
    const reached = shares(grade(examples(file, 'held-out')))
    expect(reached.country).toBeGreaterThanOrEqual(0.98)
    expect(reached.city).toBeGreaterThanOrEqual(0.95)
    expect(reached.answered).toBeGreaterThanOrEqual(0.95)
  })

  test.each(SETS)('%s, development half: no answer got worse', (file) => {
    expect(grade(examples(file, 'development')).wrong).toEqual([])
  })

  test('control: the bars notice answers that belong to other texts', () => {
    const all = examples('written.txt', 'held-out')
    const shuffled = all.map((example, index) => ({ ...example, text: all[(index + 1) % all.length]?.text ?? '' }))
    const reached = shares(grade(shuffled))
    expect(reached.country).toBeLessThan(0.5)
    expect(reached.city).toBeLessThan(0.5)
  })

  test('control: the halves share no text, and both are large', () => {
    for (const file of SETS) {
      const [development, heldOut] = (['development', 'held-out'] as const).map((half) => examples(file, half))
      const known = new Set(development?.map(({ text }) => text))
      expect(heldOut?.filter(({ text }) => known.has(text))).toEqual([])
      expect(heldOut?.length).toBeGreaterThan(350)
    }
  })
})

describe('what an inference says', () => {
  test('values follow from the text; the flags say which of them the text itself names', () => {
    expect(inferLocation('München')).toMatchObject({
      city: 'Munich',
      state: 'Bavaria',
      country: 'Germany',
      has_city: true,
      has_state: false,
      has_country: false,
    })
    expect(inferLocation('Duluth, MN')).toMatchObject({ state: 'Minnesota', has_state: true, has_country: false })
    expect(inferLocation('Ontario, Canada')).toMatchObject({ city: null, has_city: false, has_state: true })
  })

  test('state and country in the text decide between cities of one name', () => {
    expect(inferLocation('Paris')?.country).toBe('France')
    expect(inferLocation('Paris, TX')?.state).toBe('Texas')
    expect(inferLocation('Paris, Ontario')?.country).toBe('Canada')
    expect(inferLocation('Hyderabad, Sindh, Pakistan')?.country).toBe('Pakistan')
    expect(inferLocation('Tbilisi, Georgia')?.country).toBe('Georgia')
    expect(inferLocation('Savannah, Georgia')?.country).toBe('United States')
  })

  test('a state that cannot be told is not guessed', () => {
    expect(inferLocation('Springfield')).toMatchObject({ city: 'Springfield', state: null, country: 'United States' })
    expect(inferLocation('Springfield, IL')).toMatchObject({ state: 'Illinois' })
  })

  test('a text about remote work or a group of countries is an answer without a place', () => {
    for (const text of ['Remote', 'EMEA', 'Europe', 'Anywhere', 'Remote - EMEA', '100% remote']) {
      const answer = inferLocation(text)
      expect(answer).toMatchObject({ city: null, country: null, has_country: false })
      expect(answer?.confidence).toBeGreaterThanOrEqual(LOCATION_ANSWER_CONFIDENCE)
    }
    expect(inferLocation('Remote - US')).toMatchObject({ city: null, country: 'United States', has_country: true })
  })

  test('a city that is in no list is taken from the text only when the text says where it is', () => {
    expect(inferLocation('Quibbleton, Vermont, United States')).toMatchObject({ city: 'Quibbleton', state: 'Vermont' })
    expect(inferLocation('Quibbleton')).toBeNull()
  })

  test('of several places the first counts', () => {
    expect(inferLocation('Munich, Berlin, Hamburg')?.city).toBe('Munich')
    expect(inferLocation('Remote; Toronto, ON')?.city).toBe('Toronto')
    expect(inferLocation('NY, USA; Atlanta, GA, USA')).toMatchObject({ city: null, state: 'New York' })
    expect(inferLocation('USA; Austin, TX')?.city).toBe('Austin')
  })

  test('what names no place has no answer', () => {
    for (const text of ['', ' ', 'n/a', '-', 'asdfgh', 'Sales Manager', 'null', '🌍', '12345', '\u0000']) {
      expect(inferLocation(text)).toBeNull()
    }
  })

  test('a small place without context is a suggestion, no answer', () => {
    expect(inferLocation('Mars')?.confidence).toBeLessThan(LOCATION_ANSWER_CONFIDENCE)
    expect(inferLocation('Mars, PA')?.confidence).toBeGreaterThanOrEqual(LOCATION_ANSWER_CONFIDENCE)
  })
})

describe('any input', () => {
  test('is read without an exception, twice the same, with a confidence between 0 and 1', () => {
    const part = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('London', 'CA', ', ', ' / ', 'Remote', '東京'),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        const answer = inferLocation(text)
        expect(inferLocation(text)).toEqual(answer)
        if (answer === null) return
        expect(answer.confidence).toBeGreaterThanOrEqual(0)
        expect(answer.confidence).toBeLessThanOrEqual(1)
        expect(answer.has_city && answer.city === null).toBe(false)
        expect(answer.has_country && answer.country === null).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })

  test('texts made to be slow are not: a thousand of them take seconds at most', () => {
    const slow = [
      'a '.repeat(5000),
      'remote '.repeat(2000),
      '-'.repeat(10_000),
      'St. '.repeat(3000),
      ','.repeat(10_000),
    ]
    const started = performance.now()
    for (let round = 0; round < 200; round++) for (const text of slow) inferLocation(`${text}${round}`)
    expect(performance.now() - started).toBeLessThan(20_000)
  })
})
