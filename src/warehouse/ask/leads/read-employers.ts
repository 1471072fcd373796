import { malformed } from '../../../errors.ts'
import { canonicalDomain } from '../../identity/canonical-domain.ts'

/** Former employers as they are asked for, and those of them that are domains, in canonical form. */
export interface Employers {
  values: string[]
  domains: string[]
}

/** Reads a list of domains, repeated or with commas. Throws 400 `invalid_parameter` for one without any. */
export function readEmployers(given: readonly string[]): Employers {
  const values = given.flatMap((text) => {
    const pieces = text.split(',').flatMap((piece) => piece.trim() || [])
    // Names may have commas: those are cut only where each part exists.
    return pieces.every((piece) => piece.includes('.') && canonicalDomain(piece) !== null) ? pieces : [text]
  })
  if (values.every((value) => value.trim() === '')) {
    throw malformed('invalid_parameter', 'domains names no company: send domains such as acme.com')
  }
  return { values, domains: values.flatMap((value) => canonicalDomain(value) ?? []) }
}
