import { fieldsOf } from '../fields.ts'
import { allOf, anyOf, type Condition, type SearchKind } from './condition.ts'
import { readMember } from './read-member.ts'
import { filterInvalid, presenceOf, type Reading, wrong } from './reading.ts'

/** What one filter may hold: enough for any list a person writes, and bounded in what it costs to look up. */
const MOST_DEPTH = 8
const MOST_MEMBERS = 200

/**
 * Reads a filter of the language in docs/search.md. Absent, null and empty values do not restrict. Throws 400
 * `filter_invalid` that names every wrong field by its JSON pointer, with what it may be.
 */
export function readFilter(kind: SearchKind, json: unknown, pointer = '/filter', now = new Date()): Condition {
  const reading: Reading = { kind, errors: [], members: 0, now }
  const condition = readNode(reading, json, pointer, 0)
  if (reading.errors.length > 0) throw filterInvalid(reading.errors)
  return condition
}

function readNode(reading: Reading, json: unknown, pointer: string, depth: number): Condition {
  if (json === undefined || json === null) return allOf()
  if (typeof json !== 'object' || Array.isArray(json)) {
    return wrong(reading, pointer, 'must be an object of fields, such as {"seniority": ["VP", "Director"]}')
  }
  if (depth > MOST_DEPTH) return wrong(reading, pointer, `is nested deeper than ${MOST_DEPTH}`)
  const conditions = Object.entries(json).map(([name, value]) => {
    reading.members += 1
    if (reading.members > MOST_MEMBERS) return wrong(reading, pointer, `has more than ${MOST_MEMBERS} members`)
    return readEntry(reading, name, value, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth)
  })
  return allOf(...conditions)
}

function readEntry(reading: Reading, name: string, value: unknown, pointer: string, depth: number): Condition {
  if (value === undefined || value === null) return allOf()
  if (name === 'not') return { is: 'not', of: readNode(reading, value, pointer, depth + 1) }
  if (name === 'and' || name === 'or') {
    if (!Array.isArray(value)) return wrong(reading, pointer, 'must be a list of filters')
    const parts = value.map((part, i) => readNode(reading, part, `${pointer}/${i}`, depth + 1))
    if (name === 'and') return allOf(...parts)
    return parts.length === 0 ? allOf() : anyOf(...parts)
  }
  if (name === 'has' || name === 'lacks') return readPresence(reading, name, value, pointer)
  const fields = fieldsOf[reading.kind]
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (field === undefined) {
    return wrong(reading, pointer, `is no field of ${reading.kind}; there are ${Object.keys(fields).join(', ')}`)
  }
  return readMember(reading, { name, field, value, pointer })
}

function readPresence(reading: Reading, name: 'has' | 'lacks', value: unknown, pointer: string): Condition {
  const known = Object.entries(fieldsOf[reading.kind]).flatMap(([field, { presence }]) =>
    presence === undefined ? [] : [[field, presence] as const],
  )
  const presences = new Map(known)
  const wanted = (Array.isArray(value) ? value : [value]).map((field: unknown) => {
    const presence = typeof field === 'string' ? presences.get(field) : undefined
    if (presence === undefined) {
      return wrong(reading, pointer, `takes ${known.map(([allowed]) => allowed).join(', ')}`)
    }
    const has = presenceOf(presence)
    return name === 'has' ? has : ({ is: 'not', of: has } as const)
  })
  return allOf(...wanted)
}
