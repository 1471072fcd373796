import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { personColumns } from './core-rows.ts'
import { readRequirement } from './required-expression.ts'

const data = {
  full_name: 'Ada',
  linkedin_url: 'https://x',
  work_email: null,
  city: '',
  tags: [],
  title: 'CTO',
  country: 'US',
}

function meets(text: string): boolean {
  const requirement = readRequirement(text, personColumns)
  if (typeof requirement !== 'function') throw new Error(`${requirement.position} ${requirement.message}`)
  return requirement(data)
}

describe('an expression', () => {
  test.each([
    ['full_name', true],
    ['work_email', false],
    ['city', false],
    ['emails AND (name OR profile)', false],
    ['emails OR (name AND profile)', true],
    ['title or emails and emails', true],
    ['(title or emails) and emails', false],
    ['NOT emails', true],
    ['not not emails', false],
    ['job_title AND location', true],
    ['  ( ( NAME ) )  ', true],
    ['name AND(profile)', true],
  ])('%s is %s', (text, met) => {
    expect(meets(text)).toBe(met)
  })

  test.each([
    ['', 1, 'a field is missing'],
    ['name AND', 9, 'a field is missing'],
    ['AND name', 1, 'a field is missing'],
    ['name profile', 6, 'AND or OR is missing before "profile"'],
    ['(name', 6, 'a bracket is not closed'],
    ['name)', 5, 'this bracket was not opened'],
    ['name AND ()', 11, 'a field is missing'],
    ['name AND shoe_size', 10, 'there is no field "shoe_size"'],
    ['name & profile', 6, 'AND or OR is missing before "&"'],
    ['constructor', 1, 'there is no field "constructor"'],
  ])('%j is wrong at %i: %s', (text, position, message) => {
    const read = readRequirement(text, personColumns)
    expect(read).toMatchObject({ position, message: expect.stringContaining(message) })
  })

  test('of any text is read or refused, at any depth', () => {
    const word = fc.constantFrom('(', ')', 'and', 'or', 'not', 'name', 'emails', ' ', 'x', '\u0000')
    fc.assert(
      fc.property(fc.array(word, { maxLength: 400 }), (words) => {
        const read = readRequirement(words.join(' '), personColumns)
        if (typeof read === 'function') expect(typeof read(data)).toBe('boolean')
        else expect(read.position).toBeGreaterThan(0)
      }),
    )
    expect(readRequirement('('.repeat(1_000), personColumns)).toMatchObject({ position: expect.any(Number) })
    expect(readRequirement('not '.repeat(250), personColumns)).toMatchObject({ position: expect.any(Number) })
  })
})
