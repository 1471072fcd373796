import type { FieldError } from '../../../errors.ts'
import { type Criteria, noCriteria } from './criteria.ts'
import { type ListRule, lists, numbers, type ValueDoubt, words } from './criteria-rules.ts'

/** What JSON says as criteria, with everything that is wrong in it. */
export interface ReadCriteria {
  criteria: Criteria
  errors: FieldError[]
  /** Values outside the vocabulary of their field: right when some row has them. */
  doubts: ValueDoubt[]
}

const MOST_VALUES = 500
const LONGEST_VALUE = 200

/** Generated ICPs call the size ranges so. */
export const ALIASES: Record<string, string> = { size: 'size_buckets' }

/**
 * Reads criteria in the form of the founding description. Absent, null and empty values do not restrict. Values are brought
 * to the spelling that rows have ("USA" to "United States"). Nothing is thrown: whoever takes criteria from a request
 * refuses what has errors (`requireCriteria`), those of payloads count as far as they can be read.
 */
export function readCriteria(
  json: { company_criteria?: unknown; person_criteria?: unknown },
  pointer = '',
): ReadCriteria {
  const read: ReadCriteria = { criteria: noCriteria(), errors: [], doubts: [] }
  for (const part of ['company_criteria', 'person_criteria'] as const)
    readPart(read, { of: part, pointer: `${pointer}/${part}` }, json[part])
  const { company_criteria: company } = read.criteria
  requireOrder(read, pointer, 'employee_count', company.employee_count_min, company.employee_count_max)
  requireOrder(read, pointer, 'founded', company.founded_min, company.founded_max)
  return read
}

interface Part {
  of: 'company_criteria' | 'person_criteria'
  pointer: string
}

function readPart(read: ReadCriteria, { of, pointer: at }: Part, json: unknown): void {
  if (json === undefined || json === null) return
  const known = [
    ...lists.filter((list) => list.of === of).map(({ name }) => name),
    ...(of === 'company_criteria' ? numbers.map(({ name }) => name) : []),
  ]
  if (typeof json !== 'object' || Array.isArray(json)) {
    wrong(read, at, `must be an object with ${known.join(', ')}`)
    return
  }
  for (const [given, value] of Object.entries(json)) {
    const pointer = `${at}/${given.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const name = of === 'company_criteria' && Object.hasOwn(ALIASES, given) ? (ALIASES[given] ?? given) : given
    const list = lists.find((candidate) => candidate.of === of && candidate.name === name)
    const number = of === 'company_criteria' ? numbers.find((candidate) => candidate.name === name) : undefined
    if (value === null || value === undefined) {
      if (!known.includes(name)) wrong(read, pointer, `is no criterion; there are ${known.join(', ')}`)
    } else if (list !== undefined) {
      const target = read.criteria[of] as unknown as Record<string, string[]>
      target[name] = [...(target[name] ?? []), ...readList(read, list.rule, value, pointer)].filter(firstOf)
    } else if (number !== undefined) {
      read.criteria.company_criteria[number.name] = readNumber(read, number, value, pointer)
    } else {
      wrong(read, pointer, `is no criterion; there are ${known.join(', ')}`)
    }
  }
}

function readList(read: ReadCriteria, rule: ListRule, json: unknown, pointer: string): string[] {
  const values: unknown[] = Array.isArray(json) ? json : [json]
  if (!Array.isArray(json)) wrong(read, pointer, `must be a list: ${rule.allowed('')}`)
  if (values.length > MOST_VALUES) wrong(read, pointer, `has more than ${MOST_VALUES} values`)
  return values.slice(0, MOST_VALUES).flatMap((value, i) => {
    const at = Array.isArray(json) ? `${pointer}/${i}` : pointer
    if (typeof value !== 'string' || value.trim() === '' || value.length > LONGEST_VALUE || value.includes('\0')) {
      wrong(read, at, `must be a text of 1 to ${LONGEST_VALUE} characters: ${rule.allowed('')}`)
      return []
    }
    const text = value.trim()
    const canonical = rule.canonical(text)
    if (canonical !== null) return [canonical]
    const message = `${JSON.stringify(text)} is none of them: ${rule.allowed(text)}`
    if (rule === words) {
      wrong(read, at, `${JSON.stringify(text)} has no word; it takes ${rule.allowed(text)}`)
      return []
    }
    if (rule.field === null) wrong(read, at, message)
    else read.doubts.push({ pointer: at, kind: rule.kind, field: rule.field, value: text, message })
    return [text]
  })
}

function readNumber(
  read: ReadCriteria,
  { least, most }: { least: number; most: number },
  value: unknown,
  pointer: string,
): number | null {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value
  wrong(read, pointer, `must be a whole number from ${least} to ${most}, or null`)
  return null
}

function requireOrder(
  read: ReadCriteria,
  pointer: string,
  what: 'employee_count' | 'founded',
  min: number | null,
  max: number | null,
) {
  if (min === null || max === null || min <= max) return
  wrong(
    read,
    `${pointer}/company_criteria/${what}_min`,
    `is ${min}, above ${what}_max, which is ${max}`,
    'icp_contradictory',
  )
}

function wrong({ errors }: ReadCriteria, pointer: string, message: string, code = 'icp_invalid'): void {
  errors.push({ pointer, code, message })
}

function firstOf(value: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(value) === index
}
