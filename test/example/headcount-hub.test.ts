import { expect, test } from 'vitest'
import { extractOf } from '../support/extract.ts'
import { headcountHub } from './headcount-hub.ts'

test('a count is what the company is known by, at the time of the count', () => {
  const { observations, refreshedAt } = extractOf(headcountHub, {
    domain: 'https://www.Acme.com/about',
    employees: '1,240',
    counted_at: '2026-01-31T06:00:00Z',
  })
  expect(observations).toMatchObject([{ subject: 'domain:acme.com', fields: { employee_count: 1240 } }])
  expect(refreshedAt).toMatch(/^2026-01-31T06:00:00/)
})

test('a count that is no number is a warning, and changes nothing', () => {
  const { observations, warned } = extractOf(headcountHub, { domain: 'acme.com', employees: 'about 50' })
  expect(observations[0]?.fields.employee_count).toBeNull()
  expect(warned).toEqual([['invalid_integer', 'employees']])
})
