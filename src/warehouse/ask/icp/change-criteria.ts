import type { Tx } from '../../../db/database.ts'
import type { Criteria } from './criteria.ts'
import { ALIASES, readCriteria } from './read-criteria.ts'
import { icpInvalid, requireCriteria } from './require-criteria.ts'

/**
 * The criteria with those that `changes` names replaced; null and an empty list take one away. Throws 400 `icp_invalid`,
 * also where a new bound contradicts one that stays.
 */
export async function changeCriteria(
  tx: Tx,
  before: Criteria,
  changes: { company_criteria?: unknown; person_criteria?: unknown },
  pointer = '',
): Promise<Criteria> {
  const given = await requireCriteria(tx, changes, pointer)
  const after: Criteria = {
    company_criteria: { ...before.company_criteria, ...named(given.company_criteria, changes.company_criteria) },
    person_criteria: { ...before.person_criteria, ...named(given.person_criteria, changes.person_criteria) },
  }
  const contradictions = readCriteria(after, pointer).errors.filter(({ code }) => code === 'icp_contradictory')
  if (contradictions.length > 0) throw icpInvalid(contradictions)
  return after
}

/** Those members of what was read that the JSON names. */
function named<Part extends object>(read: Part, json: unknown): Partial<Part> {
  const names = Object.keys(json ?? {}).map((name) => ALIASES[name] ?? name)
  return Object.fromEntries(Object.entries(read).filter(([name]) => names.includes(name))) as Partial<Part>
}
