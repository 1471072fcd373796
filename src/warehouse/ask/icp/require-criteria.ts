import type { Tx } from '../../../db/database.ts'
import { type FieldError, malformed, refused } from '../../../errors.ts'
import { fieldsOf } from '../fields.ts'
import { searchTables } from '../filter/compile-condition.ts'
import type { Criteria } from './criteria.ts'
import type { ValueDoubt } from './criteria-rules.ts'
import { readCriteria } from './read-criteria.ts'

/**
 * Criteria that somebody sent. A value outside the vocabulary is taken when some row has it, since lookups can be taught
 * any text. Throws 400 `icp_invalid` that names every wrong field with what it may be.
 */
export async function requireCriteria(
  tx: Tx,
  json: { company_criteria?: unknown; person_criteria?: unknown },
  pointer = '',
): Promise<Criteria> {
  const { criteria, errors, doubts } = readCriteria(json, pointer)
  const all = [...errors, ...(await unknownValues(tx, doubts))]
  if (all.length > 0) throw icpInvalid(all)
  return criteria
}

/**
 * Criteria that are stored: those of payloads may be anything, and count as far as they can be read; `warnings` say what
 * does not. Throws 422 `icp_contradictory` when nobody could ever fit.
 */
export function storedCriteria(json: { company_criteria?: unknown; person_criteria?: unknown }): {
  criteria: Criteria
  warnings: string[]
} {
  const { criteria, errors, doubts } = readCriteria(json)
  const contradiction = errors.find(({ code }) => code === 'icp_contradictory')
  if (contradiction !== undefined) {
    const { pointer, message } = contradiction
    throw refused('icp_contradictory', `${pointer} ${message}: PUT the ICP with bounds that can hold`)
  }
  return { criteria, warnings: [...errors, ...doubts].map(({ pointer, message }) => `${pointer}: ${message}`) }
}

/** 400 `icp_invalid`, with the first of what is wrong in its message. */
export function icpInvalid(errors: readonly FieldError[]) {
  const [first] = errors
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more in errors)` : ''
  return malformed('icp_invalid', `${first?.pointer}: ${first?.message}${more}`, { errors: errors.slice(0, 50) })
}

async function unknownValues(tx: Tx, doubts: readonly ValueDoubt[]): Promise<FieldError[]> {
  const unknown = await Promise.all(
    (['companies', 'people'] as const).map(async (kind) => {
      const some = doubts.filter((doubt) => doubt.kind === kind).map((doubt) => ({ ...doubt, term: termOf(doubt) }))
      if (some.length === 0) return []
      const rows = await tx.query<{ term: string }>(
        `select distinct d.term from unnest($1::bigint[]) d(term)
         where exists (select from ${searchTables[kind].table} s where s.terms @> array[d.term])`,
        [some.map(({ term }) => term)],
      )
      const had = new Set(rows.map(({ term }) => Number(term)))
      return some.filter(({ term }) => !had.has(term))
    }),
  )
  return unknown
    .flat()
    .map(({ pointer, message }) => ({ pointer, code: 'icp_invalid', message: `${message}, and nobody has it` }))
}

function termOf({ kind, field, value }: ValueDoubt): number {
  const definition = fieldsOf[kind][field]
  if (definition?.type !== 'value') throw new Error(`${kind}.${field} is no field of values`)
  return definition.term(value)
}
