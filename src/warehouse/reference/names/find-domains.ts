import type { Tx } from '../../../db/database.ts'
import { type AskedName, askFor, type NameQuestion } from './ask-for.ts'
import { findNearby } from './find-nearby.ts'
import { findStored, type StoredName } from './find-stored.ts'
import { readTaughtNames } from './read-taught-names.ts'
import { weighCandidate } from './weigh-candidate.ts'

/** A company that a name may mean. */
export interface DomainCandidate {
  domain: string
  /** Null for a domain that was taught and that no company here has. */
  company_id: string | null
  name: string | null
  country: string | null
  /** 1 to 10. From `sureEnough` on, and alone there, the candidate is taken to be meant. */
  likelihood: number
  matched: 'taught' | 'exact' | 'normalised' | 'alias' | 'fuzzy'
  reason: string
}

/** From this likelihood on a candidate without rival is the answer: lookups say that it matches, and names are resolved. */
export const sureEnough = 7
/** How far the next candidate must be behind. */
const lead = 2

export interface FindOptions {
  /** Most candidates for one name. */
  limit?: number
  /** Whether names that are written differently are looked for where nothing matches. */
  fuzzy?: boolean
}

/**
 * The companies that names may mean, best first, in the order of the questions: what was taught, names as they are, cleaned
 * and former, well-known other names, and then names that only resemble them. A few statements for any number of names,
 * each by an index.
 */
export async function findDomains(
  tx: Tx,
  questions: readonly NameQuestion[],
  { limit = 5, fuzzy = true }: FindOptions = {},
): Promise<DomainCandidate[][]> {
  const asked = questions.map(askFor)
  // Before the tables have been analysed, the planner would rather read all companies than look up a hundred of one key.
  tx.send(
    `select set_config(name, 'off', true) from unnest('{enable_seqscan,enable_hashjoin,enable_mergejoin,jit}'::text[]) name`,
  )
  const taught = await readTaughtNames(tx, asked)
  const found = await findStored(tx, asked)
  const answers = asked.map((name, i) => rank(name, found.get(i) ?? [], taught.get(i)))
  if (fuzzy) {
    const open = asked.map((_, i) => i).filter((i) => (answers[i]?.[0]?.likelihood ?? 0) < sureEnough)
    const nearby = await findNearby(tx, asked, open)
    for (const [i, stored] of nearby) {
      const name = asked[i]
      if (name !== undefined) answers[i] = rank(name, [...(found.get(i) ?? []), ...stored], taught.get(i))
    }
  }
  return answers.map((candidates) => candidates.slice(0, limit))
}

/** The candidate that is meant, where there is one beyond doubt. */
export function sureOne(candidates: readonly DomainCandidate[]): DomainCandidate | null {
  const [best, next] = candidates
  if (best === undefined || best.likelihood < sureEnough) return null
  return next === undefined || best.matched === 'taught' || best.likelihood - next.likelihood >= lead ? best : null
}

/** One candidate per domain. Where several companies have the name, each is less likely, unless one is far larger. */
function rank(asked: AskedName, stored: readonly StoredName[], taught: string | undefined): DomainCandidate[] {
  const best = new Map<string, DomainCandidate & { size: number }>()
  for (const name of stored) {
    const candidate = { ...weighCandidate(asked, name), size: name.size }
    const known = best.get(candidate.domain)
    if (candidate.likelihood > 0 && (known === undefined || candidate.likelihood > known.likelihood)) {
      best.set(candidate.domain, candidate)
    }
  }
  const ranked = [...best.values()].sort(
    (a, b) => b.likelihood - a.likelihood || b.size - a.size || (a.domain < b.domain ? -1 : 1),
  )
  const rivals = ranked.filter(({ likelihood }) => likelihood >= sureEnough)
  if (rivals.length > 1) {
    const [first, second] = rivals
    const dominant = first !== undefined && second !== undefined && first.size >= 200 && first.size >= 20 * second.size
    const level = Math.max(...rivals.map(({ likelihood }) => likelihood))
    for (const [i, rival] of rivals.entries()) {
      if (rival.likelihood < level - 1 || (dominant && i === 0)) continue
      rival.likelihood = dominant ? 4 : Math.max(3, rival.likelihood - 4)
      rival.reason = `${rival.reason}; ${rivals.length} companies have such a name`
    }
    ranked.sort((a, b) => b.likelihood - a.likelihood || b.size - a.size || (a.domain < b.domain ? -1 : 1))
  }
  const candidates: DomainCandidate[] = ranked.map(({ size: _, ...candidate }) => candidate)
  if (taught === undefined) return candidates
  const of = candidates.find(({ domain }) => domain === taught)
  const first: DomainCandidate = {
    domain: taught,
    company_id: of?.company_id ?? null,
    name: of?.name ?? null,
    country: of?.country ?? null,
    likelihood: 10,
    matched: 'taught',
    reason: 'somebody taught this name',
  }
  return [first, ...candidates.filter(({ domain }) => domain !== taught)]
}
