import type { Tx } from '../../../../db/database.ts'
import { inferTitle } from '../../../reference/titles/infer-title.ts'

/** A step that makes feed rows of some changed rows: what it selects, and from what. */
export interface SignalSource {
  /**
   * Selects client_domain, slug, company_domain, company_name, person_linkedin_url, person_name, data (jsonb),
   * raw_payload_id, extracted_id, detected_at, evidence_key, origin, happened_on, confidence, reasons (jsonb), is_senior.
   */
  select: string
  values: unknown[]
}

/**
 * Puts signals into the feeds of their clients, one statement; returns how many were new. What the catalogue does not know
 * or calls inactive is left out, and what a client has been told already, by slug and evidence, stays as it stands.
 */
export async function insertSignals(tx: Tx, { select, values }: SignalSource): Promise<number> {
  const inserted = await tx.query<Inserted>(
    `insert into client.signal_feed (client_domain, signal_slug, signal_level, signal_category, company_domain,
       company_name, person_linkedin_url, person_name, signal_data, raw_payload_id, extracted_id, signal_detected_at,
       evidence_key, origin, happened_on, confidence, reduced_confidence_reasons, is_senior)
     select s.client_domain, s.slug, r.signal_level, r.signal_category, s.company_domain, s.company_name,
       s.person_linkedin_url, s.person_name, jsonb_strip_nulls(s.data), s.raw_payload_id, s.extracted_id, s.detected_at,
       s.evidence_key, s.origin, s.happened_on, least(greatest(s.confidence, 0), 100),
       case when s.reasons is null or jsonb_typeof(s.reasons) = 'null' then '[]'
         when jsonb_typeof(s.reasons) = 'array' then s.reasons else jsonb_build_array(s.reasons) end, s.is_senior
     from (${select}) s
     join reference.signal_registry r on r.signal_slug = s.slug and r.is_active
     -- Of several reasons to tell it, the strongest is the one that is kept.
     order by s.client_domain, array_position(array['payload', 'snapshot', 'lead', 'icp'], s.origin), s.detected_at
     on conflict (client_domain, signal_slug, evidence_key) do nothing
     returning id, case when is_senior is null then coalesce(signal_data #>> '{new,title}', signal_data #>> '{new,titles,0}',
       signal_data #>> '{person,title}') end as title`,
    values,
  )
  await judgeTitles(tx, inserted)
  return inserted.length
}

interface Inserted {
  id: string
  /** Of a person whose level no lookup knows. */
  title: string | null
}

/** Where no lookup was taught the title, its words say the level. */
async function judgeTitles(tx: Tx, inserted: readonly Inserted[]): Promise<void> {
  const levels = new Map<string, boolean>()
  const judged = inserted.flatMap(({ id, title }) => {
    if (title === null) return []
    const senior = levels.get(title) ?? isSenior(inferTitle(title)?.seniority_level ?? null)
    levels.set(title, senior)
    return [{ id, senior }]
  })
  if (judged.length === 0) return
  tx.send(
    `update client.signal_feed f set is_senior = j.senior
     from unnest($1::uuid[], $2::boolean[]) j(id, senior) where f.id = j.id`,
    [judged.map(({ id }) => id), judged.map(({ senior }) => senior)],
  )
}

/** Levels that count as senior, in lower case; lookups may have been taught others. */
export const SENIOR_LEVELS = [
  ...['founder', 'owner', 'c-suite', 'c-level', 'partner', 'vp', 'svp', 'evp', 'head', 'director'],
  ...['executive', 'president'],
]

/** Whether a level is that of somebody who decides; false for one that is not known. */
export function isSenior(level: string | null): boolean {
  return level !== null && SENIOR_LEVELS.includes(level.toLowerCase())
}
