import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { asOperator, connect, type Database } from '../../../db/database.ts'
import { EMPLOYEE_RANGES } from '../../reference/lists/canonical-employee-range.ts'
import { countMatches } from '../search/count-matches.ts'
import { findPage } from '../search/find-page.ts'
import { workOff } from '../search-index/bring-up.ts'
import { areFacets } from './count-facets.ts'
import { countIcp, countTo } from './count-to.ts'
import { type Criteria, criteriaOf, type IcpKind, noCriteria } from './criteria.ts'
import {
  changeFilters,
  type Filter,
  icpCondition,
  insufficientFilter,
  matchFilter,
  nearMissFilters,
} from './criteria-filters.ts'
import { evaluateIcp, type IcpRow } from './evaluate.ts'
import { readSubjects, type Subject } from './read-subjects.ts'
import { whatIf } from './what-if.ts'

const company = {
  industry: 'Software Development',
  employee_count: 120,
  size_range: '51-200',
  country: 'France',
  founded_year: 2010,
}
const person = { title: 'VP of Marketing', cleaned_title: null, seniority: 'VP' }

function judge(change: { company?: object; person?: object }, row: Partial<IcpRow> = {}) {
  const criteria = noCriteria()
  Object.assign(criteria.company_criteria, change.company)
  Object.assign(criteria.person_criteria, change.person)
  return evaluateIcp('people', criteria, { company, person, ...row })
}
const titled = (title: string) => ({ person: { ...person, title } })

describe('one criterion', () => {
  test('titles are read by whole words, both lists must have an entry, and several words are a phrase', () => {
    const criteria = { person: { title_contains_any: ['VP', 'Head of'], title_contains_all: ['marketing', 'growth'] } }
    expect(judge(criteria).verdict).toBe('yes')
    expect(judge(criteria, titled('MVP Marketing')).verdict, 'VP is not in MVP').toBe('no')
    expect(judge(criteria, titled('VP of Sales')).verdict, 'one list alone').toBe('no')
    expect(judge(criteria, titled('Head, Growth of Europe')).verdict, 'no phrase').toBe('no')
    const { receipt } = judge(criteria, titled('HEAD OF GROWTH & Márketing'))
    expect(receipt.map(({ answer, matched }) => [answer, matched])).toEqual([
      ['yes', ['Head of']],
      ['yes', ['marketing', 'growth']],
    ])
  })

  test('head counts tell by how much; a missing one falls back to the size range', () => {
    const bounds = { company: { employee_count_min: 51, employee_count_max: 500 } }
    const counted = (employee_count: number | null, size_range: string | null = null) =>
      judge(bounds, { company: { ...company, employee_count, size_range } }).receipt[0]
    expect(counted(612)).toMatchObject({
      answer: 'no',
      by: 112,
      says: 'employee count 612 against at most 500: over by 112',
    })
    expect(counted(50, '51-200')).toMatchObject({ answer: 'no', by: -1 })
    expect(counted(500)).toMatchObject({ answer: 'yes', by: null })
    expect(counted(null, '201-500')).toMatchObject({ answer: 'yes', value: '201-500' })
    expect(counted(null, '501-1000')).toMatchObject({ answer: 'no', by: 1 })
    expect(counted(null, '11-50')).toMatchObject({ answer: 'no', by: -1 })
    expect(counted(null)).toMatchObject({ answer: 'insufficient_data', value: null })
    const tight = { company: { employee_count_min: 100 } }
    const half = judge(tight, { company: { ...company, employee_count: null } })
    expect(half).toMatchObject({ verdict: 'insufficient_data', receipt: [{ value: '51-200' }], near_miss: null })
  })

  test('buckets and bounds must both hold, and what is unknown is not a no', () => {
    const both = { company: { size_buckets: ['201-500'], employee_count_max: 500 } }
    expect(judge(both)).toMatchObject({ verdict: 'no', near_miss: 'size_buckets' })
    expect(judge(both, { company: { ...company, size_range: null, employee_count: 300 } }).verdict).toBe('yes')
    expect(judge({ company: { industries: ['Banking'], countries: ['Spain'] } }).near_miss, 'two fail').toBeNull()
    const unknown = { company: { ...company, country: null } }
    expect(judge({ company: { countries: ['Spain'] } }, unknown).verdict).toBe('insufficient_data')
    expect(judge({ company: { countries: ['Spain'], industries: ['Banking'] } }, unknown)).toMatchObject({
      ...{ verdict: 'no', near_miss: null },
    })
    expect(judge({ company: { industries: ['Banking'] } }, { company: null }).verdict).toBe('insufficient_data')
    expect(judge({}).verdict, 'nothing restricts').toBe('yes')
  })
})

const of = {
  industries: ['Software Development', 'Banking', 'Hospitals and Health Care'],
  countries: ['United States', 'Germany', 'France'],
  titles: [
    'VP of Marketing',
    'MVP Engineer',
    'Head of Growth Marketing',
    'Marketing Director',
    'Growth Head',
    'Director, Sales',
    'of',
    '—',
  ],
  words: ['VP', 'Head of', 'head of growth', 'Director', 'marketing', 'growth', 'of', 'sales', 'C++'],
  levels: ['VP', 'Head', 'Director', 'Manager'],
}
const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: null, freq: 3 })
const companyRow = fc.record({
  industry: maybe(of.industries),
  employee_count: maybe([0, 1, 10, 11, 50, 51, 120, 200, 201, 499, 500, 501, 5_000, 40_000]),
  size_range: maybe(EMPLOYEE_RANGES),
  country: maybe(of.countries),
  founded_year: maybe([1900, 1999, 2000, 2010, 2020]),
})
const personRow = fc.record({ title: maybe(of.titles), cleaned_title: maybe(of.titles), seniority: maybe(of.levels) })
const some = <T>(values: readonly T[]) => fc.oneof(fc.constant<T[]>([]), fc.subarray([...values], { minLength: 1 }))
const range = (values: number[]) =>
  fc.oneof(
    fc.constant([null, null]),
    fc.tuple(maybe(values), maybe(values)).map(([a, b]) => (a !== null && b !== null && a > b ? [b, a] : [a, b])),
  )
const criteriaArbitrary = fc
  .tuple(
    ...([
      some(of.industries),
      some(EMPLOYEE_RANGES),
      some(of.countries),
      some(of.words),
      some(of.words),
      some(of.levels),
    ] as const),
    ...([range([0, 11, 50, 51, 100, 200, 500, 501, 1_000, 10_001]), range([1900, 2000, 2005, 2020])] as const),
  )
  .map(([industries, size_buckets, countries, any, all, seniority, employees, founded]) => ({
    company_criteria: {
      ...{ industries, size_buckets, countries },
      ...{ employee_count_min: employees[0] ?? null, employee_count_max: employees[1] ?? null },
      ...{ founded_min: founded[0] ?? null, founded_max: founded[1] ?? null },
    },
    person_criteria: { title_contains_any: any, title_contains_all: all, seniority },
  }))

describe('searching and judging', () => {
  let database: TestDatabase
  let db: Database
  const subjects: Partial<Record<IcpKind, Subject[]>> = {}

  beforeAll(async () => {
    database = await createTestDatabase()
    db = connect(database.url, { connections: 3 })
    const rows = fc.sample(fc.record({ ...{ company: companyRow, person: personRow }, employed: maybe([true]) }), {
      ...{ numRuns: 200, seed: 20 },
    })
    await db.pool.query(
      `with r as (select n, company, person, employed
         from json_to_recordset($1::json) as x(n int, company jsonb, person jsonb, employed boolean)),
       companies as (insert into core.companies (domain, name, industry, employee_count, size_range, country, founded_year)
         select 'c' || n || '.com', 'C ' || n, company ->> 'industry', (company ->> 'employee_count')::int,
           company ->> 'size_range', company ->> 'country', (company ->> 'founded_year')::int from r returning id),
       people as (insert into core.people (linkedin_url, title, seniority, company_domain)
         select 'https://www.linkedin.com/in/p' || n, person ->> 'title', person ->> 'seniority',
           case when employed then 'c' || n || '.com' end from r returning id),
       titles as (insert into core.person_job_titles (linkedin_url, matched_cleaned_job_title)
         select 'https://www.linkedin.com/in/p' || n, person ->> 'cleaned_title' from r where person ->> 'cleaned_title' <> ''),
       queued as (insert into core.company_search_changes (id) select id from companies)
       insert into core.person_search_changes (id) select id from people`,
      [JSON.stringify(rows.map((row, n) => ({ n, ...row })))],
    )
    await workOff(db)
    for (const kind of ['companies', 'people'] as const)
      subjects[kind] = await asOperator(db, (tx) => everybody(tx, kind))
  })
  afterAll(async () => {
    await db.close()
    await database.drop()
  })

  type Tx = Parameters<Parameters<typeof asOperator>[1]>[0]
  const idsOf = (tx: Tx, kind: IcpKind, filter: Filter) =>
    findPage(tx, { kind, where: icpCondition(kind, filter), limit: 1_000 }).then(({ ids }) => ids.sort())
  async function everybody(tx: Tx, kind: IcpKind): Promise<Subject[]> {
    return readSubjects(tx, kind, await idsOf(tx, kind, {}))
  }
  const judged = (kind: IcpKind, criteria: Criteria, fits: (verdict: ReturnType<typeof evaluateIcp>) => boolean) =>
    (subjects[kind] ?? []).filter((row) => fits(evaluateIcp(kind, criteria, row))).map(({ id }) => id)

  test('agree about everybody: who fits, who fails one criterion and which, of whom too little is known', async () => {
    const seen = { yes: 0, near: 0, unknown: 0 }
    const kinds = fc.constantFrom<IcpKind>('companies', 'people')
    await fc.assert(
      fc.asyncProperty(criteriaArbitrary, kinds, async (criteria, kind) => {
        await asOperator(db, async (tx) => {
          const yes = judged(kind, criteria, ({ verdict }) => verdict === 'yes')
          expect(await idsOf(tx, kind, matchFilter(kind, criteria))).toEqual(yes)
          const exactly = { total: yes.length, total_is: 'exact' }
          expect(await countTo(tx, kind, matchFilter(kind, criteria))).toEqual(exactly)
          const untitled = {
            ...criteria,
            person_criteria: { ...noCriteria().person_criteria, seniority: criteria.person_criteria.seniority },
          }
          const fits = judged('people', untitled, ({ verdict }) => verdict === 'yes')
          const question = { kind: 'people', criteria: untitled, further: null } as const
          expect(areFacets(criteriaOf('people', untitled))).toBe(true)
          expect(await countIcp(tx, question), 'by facets').toEqual({ ...exactly, total: fits.length })
          for (const { criterion, filter } of nearMissFilters(kind, criteria)) {
            const near = judged(kind, criteria, ({ near_miss }) => near_miss === criterion)
            expect(await idsOf(tx, kind, filter), criterion).toEqual(near)
            seen.near += near.length
          }
          const unknown = judged(kind, criteria, ({ verdict }) => verdict === 'insufficient_data')
          const filter = insufficientFilter(kind, criteria)
          expect(filter === null ? [] : await idsOf(tx, kind, filter)).toEqual(unknown)
          seen.yes += yes.length
          seen.unknown += unknown.length
        })
      }),
      { numRuns: 25, seed: 20 },
    )
    // Control: none of the three was true for want of anybody.
    expect(Math.min(seen.yes, seen.near, seen.unknown)).toBeGreaterThan(100)
  })

  test('agree about who enters and who leaves when criteria change', async () => {
    await fc.assert(
      fc.asyncProperty(criteriaArbitrary, criteriaArbitrary, async (before, after) => {
        const [was, is] = [before, after].map((one) => judged('people', one, ({ verdict }) => verdict === 'yes'))
        const { enter, leave } = changeFilters('people', before, after)
        await asOperator(db, async (tx) => {
          const movers = async (filter: Filter | null) => (filter === null ? [] : await idsOf(tx, 'people', filter))
          expect(await movers(enter)).toEqual(is?.filter((id) => !was?.includes(id)))
          expect(await movers(leave)).toEqual(was?.filter((id) => !is?.includes(id)))
          // Counted by facets where no words of titles are asked for, and as exact.
          const untitled = (one: Criteria): Criteria => ({
            ...one,
            person_criteria: { ...noCriteria().person_criteria, seniority: one.person_criteria.seniority },
          })
          const fitting = [before, after].map((one) =>
            judged('people', untitled(one), ({ verdict }) => verdict === 'yes'),
          )
          const [old = [], changed = []] = fitting
          const request = { ...untitled(before), changes: untitled(after), find: ['people'], samples: 1 } as const
          const { people } = await whatIf(tx, request)
          expect([people?.enter.total, people?.leave.total, people?.after.total]).toEqual([
            ...[changed.filter((id) => !old.includes(id)).length, old.filter((id) => !changed.includes(id)).length],
            changed.length,
          ])
        })
      }),
      { numRuns: 12, seed: 20 },
    )
  })

  test('control: a judge who reads parts of words does not agree with the search', async () => {
    const criteria: Criteria = {
      ...noCriteria(),
      person_criteria: { ...noCriteria().person_criteria, title_contains_any: ['VP'] },
    }
    const found = await asOperator(db, (tx) =>
      countMatches(tx, 'people', icpCondition('people', matchFilter('people', criteria))),
    )
    const parts = (subjects.people ?? []).filter(({ person }) =>
      `${person?.title} ${person?.cleaned_title}`.includes('VP'),
    )
    expect(found.total).toBeGreaterThan(0)
    expect(found.total).toBeLessThan(parts.length)
  })

  test('counts follow an employer that changes and a person who goes', async () => {
    const criteria = noCriteria()
    criteria.company_criteria = { ...criteria.company_criteria, industries: ['Mining'], employee_count_min: 70_000 }
    const count = () => asOperator(db, (tx) => countIcp(tx, { kind: 'people', criteria, further: null }))
    expect(await count()).toEqual({ total: 0, total_is: 'exact' })
    const employer = `(select company_domain from core.people where company_domain is not null order by id limit 1)`
    await db.pool.query(`with c as (
        update core.companies set industry = 'Mining', employee_count = 70001 where domain = ${employer} returning id)
      insert into core.company_search_changes select id from c`)
    await workOff(db)
    expect(await count()).toEqual({ total: 1, total_is: 'exact' })
    await db.pool.query(`with p as (delete from core.people where company_domain = ${employer} returning id)
      insert into core.person_search_changes select id from p`)
    await workOff(db)
    expect(await count()).toEqual({ total: 0, total_is: 'exact' })
  })
})
