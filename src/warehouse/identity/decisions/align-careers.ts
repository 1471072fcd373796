import type { Tx } from '../../../db/database.ts'
import { pastEmployers } from '../../ingest/settle-career.ts'
import { positionId } from '../../ingest/tables.ts'
import { beliefIn, primaryKey, type SourceRanks } from '../fold.ts'
import { keyKind, keyValue } from '../keys.ts'
import { compareStamps, type Stamp, stampOf } from '../merge-observation.ts'
import { type Forest, keysUnder, rootOf } from '../read-forest.ts'

/** Whose jobs stand under which profile URL. */
export interface CareerPlan {
  /** All profile URLs concerned: what stands in core under them now is not to stay. */
  urls: string[]
  /** The list of jobs stored for one URL, and the URL under which core shows it. */
  shown: { from: string; as: string }[]
}

const urlOf = (slug: string) => `https://www.linkedin.com/in/${slug}`

/**
 * A person's jobs are one value, like a name: a merged person shows the list that is believed most (rank of its source,
 * then the newest), under the URL of the one row in core.people. The lists of the other URLs stay in
 * extracted.person_experience, where undoing the merge finds them. People whom nobody merged show each list under its own URL.
 */
export function planCareers(forest: Forest, roots: Iterable<string>, ranks: SourceRanks): CareerPlan {
  const plan: CareerPlan = { urls: [], shown: [] }
  for (const root of roots) {
    const keys = keysUnder(forest, root)
    const urls = keys.flatMap((key) => (keyKind(key) === 'slug' ? urlOf(keyValue(key)) : []))
    plan.urls.push(...urls)
    const primary = primaryKey(forest, root, 'slug')
    if (primary === null || !isMergedEntity(forest, keys)) {
      plan.shown.push(...urls.map((url) => ({ from: url, as: url })))
    } else {
      plan.shown.push({ from: believedCareer(forest, keys, ranks) ?? urlOf(primary), as: urlOf(primary) })
    }
  }
  return plan
}

/** The merged people of a batch: those whose jobs need more than writing them where the payload puts them. */
export function mergedRoots(forest: Forest): Set<string> {
  const roots = new Set<string>()
  for (const node of forest.values()) if (node.claimed !== null) roots.add(rootOf(forest, node.key))
  return roots
}

function isMergedEntity(forest: Forest, keys: readonly string[]): boolean {
  return keys.some((key) => forest.get(key)?.claimed != null)
}

function believedCareer(forest: Forest, keys: readonly string[], ranks: SourceRanks): string | null {
  let best: { url: string; rank: number; stamp: Stamp } | null = null
  for (const key of keys) {
    if (keyKind(key) !== 'slug') continue
    for (const observation of forest.get(key)?.observations.values() ?? []) {
      if (observation.fields['#experience'] === undefined) continue
      const stamp = stampOf(observation, '#experience')
      const rank = beliefIn(ranks, 'person', '#experience', observation.source, stamp.at)
      if (best !== null && (best.rank < rank || (best.rank === rank && compareStamps(best.stamp, stamp) >= 0))) continue
      best = { url: urlOf(keyValue(key)), rank, stamp }
    }
  }
  return best?.url ?? null
}

/** Takes the jobs of these people out of core. They stay in extracted.person_experience. */
export function clearCareers(tx: Tx, { urls }: CareerPlan): void {
  if (urls.length === 0) return
  tx.send('delete from core.person_work_history where linkedin_url = any($1)', [urls])
  tx.send(`delete from core.person_past_employer where linkedin_url = any($1) and source = 'person_profile'`, [urls])
  tx.send('delete from core.person_promotions where linkedin_url = any($1)', [urls])
}

const JOB = [
  'company_domain',
  'company_linkedin_url',
  'title',
  'matched_job_function',
  'matched_seniority',
  'start_date',
  'end_date',
  'is_current',
  'experience_order',
  'start_precision',
  'end_precision',
]

/**
 * Puts the jobs, past employers and promotions of these people into core again, from extracted.person_experience, with the
 * ids that ingest gave them.
 */
export async function showCareers(tx: Tx, { shown }: CareerPlan): Promise<void> {
  if (shown.length === 0) return
  const urls = [shown.map(({ from }) => from), shown.map(({ as }) => as)]
  tx.send(
    `insert into core.person_work_history (id, source_id, linkedin_url, company_name, ${JOB.join(', ')})
     select e.id, e.id, s.url, e.company, ${JOB.map((column) => `e.${column}`).join(', ')}
     from unnest($1::text[], $2::text[]) s(stored, url) join extracted.person_experience e on e.linkedin_url = s.stored
     on conflict (id) do nothing`,
    urls,
  )
  const stored = await tx.query<StoredJob>(
    `select s.url, e.raw_payload_id, e.company, e.company_domain, e.is_current
     from unnest($1::text[], $2::text[]) s(stored, url) join extracted.person_experience e on e.linkedin_url = s.stored
     order by s.url, e.experience_order, e.id`,
    urls,
  )
  const employers = [...Map.groupBy(stored, ({ url }) => url)].flatMap(([url, list]) =>
    pastEmployers(list).map(({ name, domain }, i) => [positionId(list[0]?.raw_payload_id ?? '', i), url, name, domain]),
  )
  tx.send(
    `insert into core.person_past_employer (id, linkedin_url, past_company_name, past_company_domain, source)
     select e.id, e.url, e.name, e.domain, 'person_profile'
     from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) e(id, url, name, domain) on conflict do nothing`,
    [0, 1, 2, 3].map((column) => employers.map((row) => row[column])),
  )
  tx.send(
    `insert into core.person_promotions (id, linkedin_url, company_domain, company_name, previous_title, new_title, promotion_date)
     select p.id, s.url, p.company_domain, p.company_name, p.previous_title, p.new_title, p.promotion_date
     from core.detect_promotions($1::text[]) p
     join unnest($1::text[], $2::text[]) s(stored, url) on s.stored = p.linkedin_url
     on conflict (id) do nothing`,
    urls,
  )
}

interface StoredJob {
  url: string
  raw_payload_id: string
  company: string | null
  company_domain: string | null
  is_current: boolean
}
