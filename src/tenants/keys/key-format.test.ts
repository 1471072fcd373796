import { expect, test } from 'vitest'
import { isWellFormedKey, makeKey } from './key-format.ts'

test('20,000 keys are all different, well formed and use every digit equally', () => {
  const keys = Array.from({ length: 20_000 }, () => makeKey())
  expect(new Set(keys).size).toBe(keys.length)
  expect(keys.every(isWellFormedKey)).toBe(true)
  const counts = new Map<string, number>()
  for (const key of keys) for (const digit of key.slice(12, 44)) counts.set(digit, (counts.get(digit) ?? 0) + 1)
  expect(counts.size).toBe(62)
  // 640,000 digits, 10,323 expected of each, standard deviation 101. Without rejection the first eight had 25 % more.
  for (const count of counts.values()) expect(Math.abs(count - 10_323)).toBeLessThan(700)
})

test('a key with one wrong character, cut, or from elsewhere is not well formed', () => {
  const key = makeKey()
  expect(isWellFormedKey(key)).toBe(true)
  for (let i = 12; i < key.length; i++) {
    const other = key[i] === 'x' ? 'y' : 'x'
    expect(isWellFormedKey(key.slice(0, i) + other + key.slice(i + 1))).toBe(false)
  }
  expect(isWellFormedKey(key.slice(0, -1))).toBe(false)
  expect(isWellFormedKey(`${key} `)).toBe(false)
  expect(isWellFormedKey(makeKey('galena_test_'))).toBe(false)
})
