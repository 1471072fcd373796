import { expect, test } from 'vitest'
import { splitCustomerNames } from './split-customer-names.ts'

test.each([
  ['Larkmere, Tollan Foods', ['Larkmere', 'Tollan Foods']],
  ['Acme, Inc.', ['Acme, Inc.']],
  ['Acme, Inc., Larkmere', ['Acme, Inc.', 'Larkmere']],
  ['Toray Co., Ltd., Larkmere', ['Toray Co., Ltd.', 'Larkmere']],
  ['Acme, LLC dba Kiln, Larkmere', ['Acme, LLC dba Kiln', 'Larkmere']],
  ['Larkmere; Tollan Foods\nBrightkiln\r\nAcme', ['Larkmere', 'Tollan Foods', 'Brightkiln', 'Acme']],
  ['1. Larkmere\n2) Tollan Foods\n- Acme\n• Kiln', ['Larkmere', 'Tollan Foods', 'Acme', 'Kiln']],
  ['Larkmere, Tollan Foods, and Acme', ['Larkmere', 'Tollan Foods', 'Acme']],
  ['Barnes and Noble, Johnson & Johnson', ['Barnes and Noble', 'Johnson & Johnson']],
  ['Acme (Leeds, UK), Larkmere', ['Acme (Leeds, UK)', 'Larkmere']],
  ['1,000 Startups, Larkmere', ['1,000 Startups', 'Larkmere']],
  ['Larkmere,Tollan,Acme', ['Larkmere', 'Tollan', 'Acme']],
  ['Larkmere, larkmere, LARKMERE Inc', ['Larkmere']],
  ['Larkmere,, ,', ['Larkmere']],
  ['None found', []],
  ['N/A', []],
  ['', []],
])('%j names %j', (text, names) => {
  expect(splitCustomerNames(text)).toEqual(names)
})

test('a name that is known already is taken whole', () => {
  const text = 'Acme, Crosby, Stills & Nash, Larkmere'
  expect(splitCustomerNames(text, ['crosby, stills & nash'])).toEqual(['Acme', 'Crosby, Stills & Nash', 'Larkmere'])
  expect(splitCustomerNames(text)).toEqual(['Acme', 'Crosby', 'Stills & Nash', 'Larkmere'])
  expect(splitCustomerNames('Acmecrosby, stills & nash', ['crosby, stills & nash'])).toEqual([
    'Acmecrosby',
    'stills & nash',
  ])
})

test('no text makes it hang: 100 kB that a careless expression would take minutes for', () => {
  for (const unit of [',', 'a,', ', inc', '(', '\n', 'a, b; ', '1,']) {
    const start = performance.now()
    splitCustomerNames(unit.repeat(100_000 / unit.length), ['a, b'])
    expect(performance.now() - start, unit).toBeLessThan(5_000)
  }
})
