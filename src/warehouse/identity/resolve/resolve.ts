import type { Tx } from '../../../db/database.ts'
import { refused } from '../../../errors.ts'
import type { Clues, EntityFinder } from './entity-finder.ts'
import { readKeys } from './read-core.ts'
import { type Requirement, readRequirement } from './required-expression.ts'
import type { Conflict, ResolveOptions, ResolveRequest } from './schema.ts'
import { type Choice, choose, type Ranked, type Sought } from './seek.ts'

/** What is less likely than this is no answer, unless the request says otherwise. */
const usualMinimum = 2
/**
 * Requests that are worked on at a time: bounds what is in memory, and for how long comparing names (about a millisecond
 * for a common one) keeps other callers waiting.
 */
const chunk = 40
const mostShown = 5

export interface Resolved {
  status: 200 | 404 | 422
  match_status: boolean
  likelihood?: number
  matched?: string[]
  conflicts?: Conflict[]
  id?: string
  redirected_from?: string
  keys?: string[]
  ignored?: string[]
  data?: object
  reason?: 'not_found' | 'ambiguous' | 'below_min_likelihood' | 'required_missing'
  candidates?: { id: string; name: string | null; likelihood: number; matched: string[] }[]
  truncated?: true
  metadata?: unknown
  error?: { code: string; message: string }
}

interface Open<Found> {
  at: number
  clues: Found
  minimum: number
  requirement: Requirement | null
}

/**
 * The one company or person that each request means, in the order of the requests. A request that names nobody, or several
 * equally well, is a miss (404) that says why. Writes nothing. Throws 422 `required_invalid`.
 */
export async function resolveEntities<Params, Found extends Clues, Data extends object>(
  tx: Tx,
  finder: EntityFinder<Params, Found, Data>,
  requests: readonly ResolveRequest<Params>[],
  common: ResolveOptions = {},
): Promise<Resolved[]> {
  const requirements = new Map<string, Requirement>()
  const answers: Resolved[] = []
  const open: Open<Found>[] = []
  for (const [at, request] of requests.entries()) {
    const clues = finder.readClues(request.params)
    if (clues === null) {
      answers[at] = nothingToGoBy(finder.needs)
      continue
    }
    const required = request.required ?? common.required ?? null
    const minimum = request.min_likelihood ?? common.min_likelihood ?? usualMinimum
    open.push({ at, clues, minimum, requirement: requirementOf(required, finder.fields, requirements) })
  }
  for (let from = 0; from < open.length; from += chunk) {
    await resolveChunk(tx, finder, open.slice(from, from + chunk), answers)
  }
  return requests.map(({ metadata }, at) => {
    const answer = answers[at] ?? nothingToGoBy(finder.needs)
    return metadata === undefined ? answer : { ...answer, metadata }
  })
}

/** What a batch says of one request where a single one is refused. */
function nothingToGoBy(needs: string): Resolved {
  const error = { code: 'nothing_to_go_by', message: `Nothing in it can be looked for: it needs ${needs}` }
  return { status: 422, match_status: false, error }
}

/** Throws 422 `required_invalid` when the expression cannot be read. */
export function requirementOf(
  text: string | null,
  fields: readonly string[],
  known = new Map<string, Requirement>(),
): Requirement | null {
  if (text === null || text.trim() === '') return null
  const before = known.get(text)
  if (before !== undefined) return before
  const read = readRequirement(text, fields)
  if (typeof read !== 'function') {
    const message = `required cannot be read at character ${read.position}: ${read.message}`
    throw refused('required_invalid', message, {
      errors: [{ pointer: '/required', code: 'expression', message: read.message }],
      extra: { position: read.position },
    })
  }
  known.set(text, read)
  return read
}

async function resolveChunk<Params, Found extends Clues, Data extends object>(
  tx: Tx,
  finder: EntityFinder<Params, Found, Data>,
  open: readonly Open<Found>[],
  answers: Resolved[],
): Promise<void> {
  const { sought, rows, keys } = await finder.seek(
    tx,
    open.map(({ clues }) => clues),
    { namesToo: false },
  )
  const choices = sought.map(({ weighed }) => choose(weighed))
  const ids = [...new Set(choices.flatMap((choice) => ('found' in choice ? choice.found.id : [])))]
  const [moreRows, moreKeys] = await Promise.all([
    finder.read(
      tx,
      ids.filter((id) => !rows.has(id)),
    ),
    readKeys(
      tx,
      ids.filter((id) => !keys.has(id)),
    ),
  ])
  for (const [id, row] of moreRows) rows.set(id, row)
  for (const [id, list] of moreKeys) keys.set(id, list)
  for (const [index, one] of open.entries()) {
    const [choice, found] = [choices[index], sought[index]]
    if (choice === undefined || found === undefined) continue
    const answer = 'found' in choice ? answerOf(choice.found, found, one, rows, keys) : missOf(choice, found)
    if (one.clues.ignored.length > 0) answer.ignored = [...one.clues.ignored]
    if (found.truncated) answer.truncated = true
    answers[one.at] = answer
  }
}

function answerOf<Data extends object>(
  best: Ranked,
  { redirectedFrom }: Sought,
  { minimum, requirement }: Pick<Open<unknown>, 'minimum' | 'requirement'>,
  rows: ReadonlyMap<string, Data>,
  keys: ReadonlyMap<string, string[]>,
): Resolved {
  const data = rows.get(best.id)
  // gone between two statements: another transaction merged it
  if (data === undefined) return { status: 404, match_status: false, reason: 'not_found' }
  if (best.likelihood < minimum) return { ...miss('below_min_likelihood', [best]), likelihood: best.likelihood }
  if (requirement !== null && !requirement(data as Record<string, unknown>)) return miss('required_missing', [best])
  return {
    status: 200,
    match_status: true,
    likelihood: best.likelihood,
    matched: matchedOf(best),
    conflicts: conflictsOf(best),
    id: best.id,
    ...(redirectedFrom === null ? {} : { redirected_from: redirectedFrom }),
    keys: keys.get(best.id) ?? [],
    data,
  }
}

function missOf({ miss: reason, among }: Extract<Choice, { miss: string }>, { weighed }: Sought): Resolved {
  if (reason === 'not_found' && weighed.length === 0) return { status: 404, match_status: false, reason }
  return miss(reason, among)
}

function miss(reason: NonNullable<Resolved['reason']>, among: readonly Ranked[]): Resolved {
  const candidates = among.slice(0, mostShown).map((one) => ({
    id: one.id,
    name: one.name,
    likelihood: one.likelihood,
    matched: matchedOf(one),
  }))
  return { status: 404, match_status: false, reason, ...(candidates.length === 0 ? {} : { candidates }) }
}

export function matchedOf({ supports }: Ranked): string[] {
  return [...new Set(supports.map(({ field }) => field))]
}

export function conflictsOf({ objections }: Ranked): Conflict[] {
  return objections.map(({ field, given, stored, id }) => ({ field, given, stored, id }))
}
