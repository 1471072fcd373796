import { expect, test } from 'vitest'
import { placeKey } from './place-key.ts'

test('spellings of one name have one key', () => {
  for (const spellings of [
    ['Zürich', 'ZURICH', ' zürich '],
    ['St. Louis', 'Saint Louis', 'st louis'],
    ['U.S.A.', 'USA', 'usa'],
    ["Coeur d'Alene", 'Coeur d’Alene'],
    ['Île-de-France', 'ile de france'],
    ['Łódź', 'Lodz'],
    ['İstanbul', 'Istanbul'],
    ['Tel Aviv-Yafo', 'Tel Aviv Yafo'],
  ]) {
    expect(new Set(spellings.map(placeKey)).size, spellings.join(' = ')).toBe(1)
  }
})

test('other names have other keys', () => {
  expect(placeKey('Oman')).not.toBe(placeKey('Romania'))
  expect(placeKey('東京')).toBe('東京')
  expect(placeKey('서울')).toBe('서울'.normalize('NFC'))
  expect(placeKey('Stanford')).toBe('stanford')
})
