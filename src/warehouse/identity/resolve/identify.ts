import type { Tx } from '../../../db/database.ts'
import { refused } from '../../../errors.ts'
import type { Clues, EntityFinder } from './entity-finder.ts'
import { readKeys } from './read-core.ts'
import { conflictsOf, matchedOf, requirementOf } from './resolve.ts'
import { type Conflict, mostCandidates, type ResolveOptions } from './schema.ts'
import { type Ranked, rank } from './seek.ts'

export interface Identified {
  match_status: boolean
  candidates: {
    id: string
    likelihood: number
    matched: string[]
    reasons: string[]
    conflicts: Conflict[]
    keys: string[]
    data: object
  }[]
  truncated: boolean
}

/**
 * Everybody whom a request may mean, the likeliest first, at most 20, each with what speaks for and against it. Writes
 * nothing. Throws 422 `nothing_to_go_by`, `required_invalid`.
 */
export async function identifyEntities<Params, Found extends Clues, Data extends object>(
  tx: Tx,
  finder: EntityFinder<Params, Found, Data>,
  params: Params,
  { limit = mostCandidates, min_likelihood, required }: ResolveOptions & { limit?: number | undefined },
): Promise<Identified> {
  const clues = finder.readClues(params)
  if (clues === null) throw refused('nothing_to_go_by', `Nothing in it can be looked for: it needs ${finder.needs}`)
  const requirement = requirementOf(required ?? null, finder.fields)
  const {
    sought: [sought],
  } = await finder.seek(tx, [clues], { namesToo: true })
  const likely = rank(sought?.weighed ?? []).filter(({ likelihood }) => likelihood >= (min_likelihood ?? 1))
  // one that lacks what is required makes room for the next, but not without end
  const looked = requirement === null ? likely.slice(0, limit) : likely.slice(0, 5 * mostCandidates)
  const rows = await finder.read(
    tx,
    looked.map(({ id }) => id),
  )
  const shown = looked
    .filter(({ id }) => {
      const data = rows.get(id)
      return data !== undefined && (requirement === null || requirement(data as Record<string, unknown>))
    })
    .slice(0, limit)
  const keys = await readKeys(
    tx,
    shown.map(({ id }) => id),
  )
  return {
    match_status: shown.length > 0,
    candidates: shown.map((one) => ({
      id: one.id,
      likelihood: one.likelihood,
      matched: matchedOf(one),
      reasons: reasonsOf(one),
      conflicts: conflictsOf(one),
      keys: keys.get(one.id) ?? [],
      data: rows.get(one.id) ?? {},
    })),
    truncated: sought?.truncated ?? false,
  }
}

function reasonsOf({ supports, objections }: Ranked): string[] {
  return [
    ...supports.map(({ field, how }) => `${field}: ${how}`),
    ...objections.map(({ field, how, stored }) => `${field}: ${how}${stored === null ? '' : ` (${stored})`}`),
  ]
}
