import { expect, test } from 'vitest'
import { term } from '../terms.ts'
import { arrangeCondition } from './arrange-condition.ts'
import { compileCondition, createParams } from './compile-condition.ts'
import { readFilter } from './read-filter.ts'

const share = (field: string, value: string, of: number) => [term(field, value), of] as const
const shares = {
  rows: 1_000_000,
  of: new Map([
    share('person_country', 'united states', 0.34),
    share('seniority', 'vp', 0.05),
    share('title', 'procurement', 0.002),
  ]),
  other: 0.004,
}
const sql = (filter: object, rows = shares.rows) => {
  const params = createParams()
  const arranged = arrangeCondition(readFilter('leads', filter), { ...shares, rows })
  return { text: compileCondition(arranged, params), values: params.values }
}

test('what a third of all rows have is asked of the rows that something rare leads to', () => {
  const { text, values } = sql({ person_country: 'United States', title: 'procurement' })
  expect(text).toMatch(
    /^s\.terms @> \$2::bigint\[\] and \(\(s\.terms @> \$1::bigint\[\]\) is true\)$|is true\) and s\.terms @>/,
  )
  expect(values).toContain(`{${term('title', 'procurement')}}`)
  expect(values).toContain(`{${term('person_country', 'united states')}}`)
})

test('control: alone it is what the index is asked for, and so is all that spares more than it costs', () => {
  expect(sql({ person_country: 'United States' }).text).not.toContain('is true')
  expect(sql({ person_country: 'United States', seniority: 'VP' }).text).not.toContain('is true')
  expect(sql({ person_country: 'United States', title: 'procurement' }, 0).text).not.toContain('is true')
})
