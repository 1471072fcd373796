import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareNames, nameWords } from './person-name.ts'

test.each([
  ['John Smith', 'john smith'],
  ['Dr. José Núñez, MBA', 'jose nunez'],
  ['Núñez, José', 'jose nunez'],
  ["Patrick O'Brien Jr.", 'patrick obrien'],
  ['Jean-Pierre Dupont', 'jean pierre dupont'],
  ['🚀 Ada "Countess" Lovelace (she/her)', 'ada lovelace'],
  ['Łukasz Żółć', 'lukasz zolc'],
  ['Иван Петров', 'иван петров'],
  ['李 明', '李 明'],
  ['Jack Ma', 'jack ma'],
  ['12345 !!!', ''],
])('the words of %s are %s', (name, words) => {
  expect(nameWords(name).join(' ')).toBe(words)
})

describe('two names agree', () => {
  test.each([
    ['Ada Lovelace', 'ADA  LOVELACE', 'same'],
    ['Jean-Pierre Dupont', 'Jeanpierre Dupont', 'same'],
    ['Bob Allen', 'Robert Allen', 'variant'],
    ['R. Allen', 'Robert Allen', 'variant'],
    ['Allen Robert', 'Robert Allen', 'variant'],
    ['Robert J. Allen', 'Robert Allen', 'variant'],
    ['Robert James Allen', 'Robert J Allen', 'variant'],
    ['Maria García', 'María del Carmen García López', 'variant'],
    ['Müller Hans', 'Hans Mueller', 'variant'],
    ['Robert Alen', 'Robert Allen', 'typo'],
    ['Robetr Allen', 'Robert Allen', 'typo'],
    ['John A. Smith', 'John B. Smith', 'typo'],
    ['Robetr Alen', 'Robert Allen', 'similar'],
    ['Allen', 'Robert Allen', 'part'],
    ['Robert Allen', 'Robert Young', 'other'],
    ['Dan Lee', 'Ben Lee', 'other'],
    ['J. S.', 'John Smith', 'other'],
    ['Rob Al', 'Bob Li', 'other'],
    ['A', 'A', 'other'],
  ])('%s and %s: %s', (a, b, agreement) => {
    expect(compareNames(nameWords(a), nameWords(b))).toBe(agreement)
  })

  test('the same way around', () => {
    const word = fc.constantFrom('ada', 'a', 'bob', 'robert', 'allen', 'alen', 'smith', 'smyth', 'lee')
    const name = fc.array(word, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(compareNames(a, b)).toBe(compareNames(b, a))
      }),
    )
  })
})
