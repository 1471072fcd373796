import type { Field } from '../fields.ts'
import { minutesOf } from '../observed-fields.ts'
import { wordsOf } from '../terms.ts'
import { allOf, type Condition, type Doubt } from './condition.ts'
import { presenceOf, type Reading, seenAt, wrong } from './reading.ts'

interface Member {
  name: string
  field: Field
  value: unknown
  pointer: string
}

type Operators = Record<string, unknown>

/** Most values of one member, and the longest of them. */
const MOST_VALUES = 1_000
const LONGEST_VALUE = 500

const taken: Record<Field['type'], readonly string[]> = {
  value: ['any', 'none'],
  words: ['any', 'all', 'none'],
  number: ['any', 'min', 'max'],
  date: ['after', 'before', 'within_days'],
  flag: ['any'],
  customers: ['any', 'none'],
}

/** One field with what it must be: a value, a list of which one must hold, or an object of operators, all of which must. */
export function readMember(reading: Reading, member: Member): Condition {
  const { field, value, pointer } = member
  const isPlain = typeof value !== 'object' || Array.isArray(value)
  const operators: Operators = isPlain ? { any: value } : { ...(value as Operators) }
  const allowed = [
    ...taken[field.type],
    ...(field.presence === undefined ? [] : ['known']),
    ...(field.seen === undefined ? [] : ['observed_within_days', 'observed_after']),
  ]
  if (isPlain && field.type === 'date') return wrong(reading, pointer, `takes an object of ${allowed.join(', ')}`)
  const conditions = Object.entries(operators).map(([operator, operand]) => {
    if (operand === null || operand === undefined) return allOf()
    const at = isPlain ? pointer : `${pointer}/${operator}`
    if (!allowed.includes(operator)) return wrong(reading, at, `is no operator of it; there are ${allowed.join(', ')}`)
    return readOperator(reading, { ...member, pointer: at }, operator, operand)
  })
  if (field.type === 'number') conditions.push(readBounds(reading, field, operators, pointer))
  if (field.type === 'date') conditions.push(readDays(reading, field, operators, pointer))
  return allOf(...conditions)
}

function readOperator(reading: Reading, member: Member, operator: string, operand: unknown): Condition {
  const { field, pointer } = member
  if (operator === 'known') {
    if (typeof operand !== 'boolean') return wrong(reading, pointer, 'must be true or false')
    const has = presenceOf(field.presence ?? '')
    return operand ? has : { is: 'not', of: has }
  }
  if (operator.startsWith('observed')) return readSeen(reading, field.seen ?? '', operator, operand, pointer)
  if (field.type === 'number' || field.type === 'date') return allOf()
  const values = Array.isArray(operand) ? operand : [operand]
  if (values.length === 0) return allOf()
  if (values.length > MOST_VALUES) return wrong(reading, pointer, `has more than ${MOST_VALUES} values`)
  if (operator === 'all') return allOf(...values.map((value) => readValues(reading, member, [value])))
  const some = readValues(reading, member, values)
  return operator === 'none' ? { is: 'not', of: some } : some
}

function readValues(reading: Reading, { name, field, pointer }: Member, values: readonly unknown[]): Condition {
  if (field.type === 'flag') {
    const [value] = values
    if (typeof value !== 'boolean') return wrong(reading, pointer, 'must be true or false')
    const flag: Condition = { is: 'terms', terms: [field.term], doubts: [] }
    return value ? flag : { is: 'not', of: flag }
  }
  const texts = values.flatMap((value) => {
    const text = typeof value === 'number' ? String(value) : value
    if (typeof text === 'string' && text.trim() !== '' && text.length <= LONGEST_VALUE) return text
    wrong(reading, pointer, `takes texts of 1 to ${LONGEST_VALUE} characters`)
    return []
  })
  if (field.type === 'customers') return { is: 'customers', term: field.of, domains: texts }
  if (field.type === 'words') {
    const phrases = texts.flatMap((text) => {
      const words = wordsOf(text)
      if (words.length > 0) return [words]
      wrong(reading, pointer, `has no word in ${JSON.stringify(text)}`)
      return []
    })
    return { is: 'phrases', field: field.word, phrases }
  }
  if (field.type !== 'value') return allOf()
  const terms = texts.map(field.term)
  return { is: 'terms', terms, doubts: doubtsOf(name, field, texts, terms, pointer) }
}

function doubtsOf(
  name: string,
  { vocabulary, term: read }: Extract<Field, { type: 'value' }>,
  texts: readonly string[],
  terms: readonly number[],
  pointer: string,
): Doubt[] {
  if (vocabulary === undefined) return []
  const known = knownTerms(vocabulary, read)
  return texts.flatMap((value, i) => {
    const asked = terms[i] ?? 0
    return known.has(asked) ? [] : [{ pointer, field: name, value, term: asked }]
  })
}

const remembered = new WeakMap<() => readonly string[], Map<(value: string) => number, Set<number>>>()

function knownTerms(vocabulary: () => readonly string[], read: (value: string) => number): Set<number> {
  const byReader = remembered.get(vocabulary) ?? new Map<(value: string) => number, Set<number>>()
  remembered.set(vocabulary, byReader)
  const known = byReader.get(read) ?? new Set(vocabulary().map(read))
  byReader.set(read, known)
  return known
}

function readBounds(
  reading: Reading,
  field: Extract<Field, { type: 'number' }>,
  operators: Operators,
  pointer: string,
): Condition {
  const number = (value: unknown, at: string): number | null => {
    if (value === undefined || value === null) return null
    if (typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) < 2_000_000_000) return value
    wrong(reading, at, 'must be a whole number')
    return null
  }
  const one = Array.isArray(operators.any) && operators.any.length === 1 ? operators.any[0] : operators.any
  if (Array.isArray(one) && one.length > 0) return wrong(reading, pointer, 'takes one number, or {"min": …, "max": …}')
  const exactly = Array.isArray(one) ? null : number(one, pointer)
  const min = exactly ?? number(operators.min, `${pointer}/min`)
  const max = exactly ?? number(operators.max, `${pointer}/max`)
  if (min !== null && max !== null && min > max) return wrong(reading, pointer, 'has a min above its max')
  if (min === null && max === null) return allOf()
  return { is: 'between', low: field.low, high: field.high, min, max }
}

function readDays(
  reading: Reading,
  field: Extract<Field, { type: 'date' }>,
  operators: Operators,
  pointer: string,
): Condition {
  const { after, before, within_days } = operators
  const day = (value: unknown, at: string): string | null => {
    if (value === undefined || value === null) return null
    const text = typeof value === 'string' ? value.slice(0, 10) : ''
    const read = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null
    if (read !== null && !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text)) return text
    wrong(reading, at, 'must be a day such as "2026-03-31"')
    return null
  }
  let from = day(after, `${pointer}/after`)
  const to = day(before, `${pointer}/before`)
  if (within_days !== undefined && within_days !== null) {
    const days = readDayCount(reading, within_days, `${pointer}/within_days`)
    if (days === null) return allOf()
    const begin = new Date(reading.now.getTime() - days * 86_400_000).toISOString().slice(0, 10)
    from = from !== null && from > begin ? from : begin
  }
  return from === null && to === null ? allOf() : { is: 'days', column: field.column, from, to }
}

function readDayCount(reading: Reading, value: unknown, pointer: string): number | null {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 36_500) return value
  wrong(reading, pointer, 'must be a whole number of days, 0 to 36500')
  return null
}

function readSeen(reading: Reading, seen: string, operator: string, operand: unknown, pointer: string): Condition {
  const place = seenAt(reading.kind, seen)
  if (operator === 'observed_within_days') {
    const days = readDayCount(reading, operand, pointer)
    if (days === null) return allOf()
    return { is: 'seen', ...place, since: minutesOf(reading.now) - days * 1440 }
  }
  const time =
    typeof operand === 'string' && /^\d{4}-\d{2}-\d{2}/.test(operand) ? new Date(operand) : new Date(Number.NaN)
  if (Number.isNaN(time.getTime()))
    return wrong(reading, pointer, 'must be a day or a time such as "2026-03-31T12:00:00Z"')
  return { is: 'seen', ...place, since: minutesOf(time) }
}
