import { termsOfDays, termsOfEmployees, termsOfFounded } from '../range-terms.ts'
import { term } from '../terms.ts'
import type { Condition, SearchKind } from './condition.ts'

/** Collects the values of a statement; each gives its placeholder. */
export interface Params {
  values: unknown[]
  add(value: unknown): string
}

export function createParams(...first: unknown[]): Params {
  const values = [...first]
  return {
    values,
    add(value) {
      values.push(value)
      return `$${values.length}`
    },
  }
}

export const searchTables = {
  leads: { table: 'core.person_search', id: 'person_id' },
  people: { table: 'core.person_search', id: 'person_id' },
  companies: { table: 'core.company_search', id: 'company_id' },
} as const satisfies Record<SearchKind, { table: string; id: string }>

/**
 * The condition as SQL on a row `s` of the kind's search table. Terms that all rows must have come together as `@>`, others
 * each as `&&`: all of them in one scan of the GIN index.
 */
export function compileCondition(condition: Condition, params: Params): string {
  switch (condition.is) {
    case 'all':
      return compileAll(condition.of, params)
    case 'any':
      return `(${condition.of.map((part) => compileCondition(part, params)).join(' or ') || 'false'})`
    case 'not':
      // What is unknown is not known to be so: a row without the value passes.
      return `((${compileCondition(comparedByRow(condition.of), params)}) is not true)`
    case 'compared':
      // What no index understands.
      return `((${compileCondition(condition.of, params)}) is true)`
    case 'terms':
      return compileTerms(condition.terms, params)
    case 'among':
      // The comparison with one array is made by its hash; `&&` compares each with each.
      return `exists (select from unnest(s.terms) own(term) where own.term = any(${params.add(`{${condition.terms.join()}}`)}::bigint[]))`
    case 'phrases':
      return compilePhrases(condition.field, condition.phrases, params)
    case 'between': {
      const { low, high, min, max } = condition
      const steps = low === 'founded_year' ? termsOfFounded(min, max) : termsOfEmployees(min, max)
      return allParts([
        ...(min === null ? [] : [`s.${low} >= ${params.add(min)}`]),
        ...(max === null ? [] : [`s.${high} <= ${params.add(max)}`]),
        ...(steps === null ? [] : [compileTerms(steps, params)]),
      ])
    }
    case 'days': {
      const { column, from, to } = condition
      const steps = termsOfDays(column, from, to)
      return allParts([
        ...(from === null ? [] : [`s.${column} >= ${params.add(from)}::date`]),
        ...(to === null ? [] : [`s.${column} <= ${params.add(to)}::date`]),
        ...(steps === null ? [] : [compileTerms(steps, params)]),
      ])
    }
    case 'seen':
      return `s.${condition.column}[${condition.at}] >= ${params.add(condition.since)}`
    case 'employers':
      return `s.company_id = any(${params.add(`{${condition.ids.join()}}`)}::uuid[])`
    case 'customers':
      throw new Error('customers are looked up before: settleCondition')
  }
}

function allParts(parts: readonly string[]): string {
  return parts.join(' and ') || 'true'
}

/** Whether it asks for one of so many terms that a row should not be compared with them unless the index has found it. */
export function hasLongList(condition: Condition): boolean {
  if (condition.is === 'all' || condition.is === 'any') return condition.of.some(hasLongList)
  // No index finds what something is not: there the rows are compared in any case.
  return condition.is === 'terms' && condition.terms.length > LONG_LIST
}
const LONG_LIST = 64

/** The condition for rows that no index has chosen: 4,000 of them would cost 0.1 s against 500 terms, and so cost 10 ms. */
export function comparedByRow(condition: Condition): Condition {
  if (condition.is === 'all' || condition.is === 'any') {
    return { is: condition.is, of: condition.of.map(comparedByRow) }
  }
  if (condition.is === 'not') return { is: 'not', of: comparedByRow(condition.of) }
  return condition.is === 'terms' && hasLongList(condition) ? { is: 'among', terms: condition.terms } : condition
}

/**
 * Beside a long list nothing else may lead the index: the planner counts comparing a row with 500 terms as one comparison,
 * and would rather do that for all people of a country (40 s at 430,000 people). `is true` is what no index understands.
 */
function compileAll(conditions: readonly Condition[], params: Params): string {
  const lists = conditions.filter(hasLongList)
  if (lists.length === 0) return compilePlainly(conditions, params)
  const others = compilePlainly(
    conditions.filter((condition) => !lists.includes(condition)),
    params,
  )
  const leading = allParts(lists.map((list) => compileCondition(list, params)))
  return others === 'true' ? leading : `${leading} and ((${others}) is true)`
}

function compilePlainly(conditions: readonly Condition[], params: Params): string {
  const needed: number[] = []
  const parts: string[] = []
  for (const condition of conditions) {
    const [only, ...more] = condition.is === 'terms' ? condition.terms : []
    if (only !== undefined && more.length === 0) needed.push(only)
    else parts.push(compileCondition(condition, params))
  }
  if (needed.length > 0) parts.unshift(`s.terms @> ${params.add(`{${needed.join()}}`)}::bigint[]`)
  return allParts(parts.filter((part) => part !== 'true'))
}

function compileTerms(terms: readonly number[], params: Params): string {
  const operator = terms.length === 1 ? '@>' : '&&'
  return `s.terms ${operator} ${params.add(`{${terms.join()}}`)}::bigint[]`
}

/**
 * Single words are terms. A phrase needs all its words, and in titles also their order; the longest word of each, the
 * rarest as a rule, is what the index is asked for.
 */
function compilePhrases(field: string, phrases: readonly (readonly string[])[], params: Params): string {
  const words = phrases.flatMap((phrase) => (phrase.length === 1 ? (phrase[0] ?? []) : []))
  const longer = phrases.filter((phrase) => phrase.length > 1)
  const termsOf = (some: readonly string[]) => [...new Set(some)].map((word) => term(field, word))
  if (longer.length === 0) return compileTerms(termsOf(words), params)
  const each = longer.map((phrase) => {
    const all = `s.terms @> ${params.add(`{${termsOf(phrase).join()}}`)}::bigint[]`
    return field === 'title' ? `(${all} and strpos(s.title_words, ${params.add(` ${phrase.join(' ')} `)}) > 0)` : all
  })
  if (words.length > 0) each.push(compileTerms(termsOf(words), params))
  if (each.length === 1) return each[0] ?? 'true'
  const rarest = longer.map((phrase) => phrase.reduce((best, word) => (word.length > best.length ? word : best), ''))
  return `(${compileTerms(termsOf([...words, ...rarest]), params)} and (${each.join(' or ')}))`
}
