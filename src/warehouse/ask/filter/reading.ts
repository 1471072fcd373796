import { type FieldError, malformed } from '../../../errors.ts'
import type { Field } from '../fields.ts'
import { observedFields } from '../observed-fields.ts'
import { term } from '../terms.ts'
import { allOf, type Condition, type SearchKind } from './condition.ts'

/** What is known while a filter is read. */
export interface Reading {
  kind: SearchKind
  errors: FieldError[]
  members: number
  now: Date
}

/** 400 `filter_invalid`, with the first of what is wrong in its message. */
export function filterInvalid(errors: readonly FieldError[]) {
  const [first] = errors
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more in errors)` : ''
  return malformed('filter_invalid', `${first?.pointer}: ${first?.message}${more}`, { errors: errors.slice(0, 50) })
}

export function presenceOf(presence: string): Condition {
  return { is: 'terms', terms: [term('has', presence)], doubts: [] }
}

/** Where the time at which a field was last stated stands in a search row of this kind. */
export function seenAt(kind: SearchKind, seen: NonNullable<Field['seen']>) {
  const ofPerson = observedFields.person.findIndex(([name]) => name === seen)
  if (kind !== 'companies' && ofPerson >= 0) return { column: 'observed', at: ofPerson + 1 } as const
  const at = observedFields.company.findIndex(([name]) => name === seen) + 1
  return { column: kind === 'companies' ? 'observed' : 'company_observed', at } as const
}

/** Notes what is wrong and goes on, so that one answer names everything. */
export function wrong(reading: Reading, pointer: string, message: string): Condition {
  reading.errors.push({ pointer, code: 'filter', message })
  return allOf()
}
