import type { Tx } from '../../db/database.ts'
import type { BatchItem } from './batch-item.ts'
import { keyId } from './tables.ts'

/**
 * Stops payloads that name another LinkedIn page for a domain than the one that stands: raw is kept, nothing is
 * extracted, and somebody is asked to look. (The founding rule of find-companies.)
 */
export async function findLinkedInConflicts(tx: Tx, items: readonly BatchItem[]): Promise<void> {
  const expecting = items.flatMap((item) =>
    item.extraction?.expectLinkedIn === undefined ? [] : { item, ...item.extraction.expectLinkedIn },
  )
  if (expecting.length === 0) return
  const stored = await tx.query<{ domain: string; linkedin_url: string }>(
    'select domain, linkedin_url from extracted.company_discovery where domain = any($1) and linkedin_url is not null',
    [expecting.map(({ domain }) => domain)],
  )
  const pages = new Map(stored.map((row) => [row.domain, row.linkedin_url]))
  for (const { item, domain, url } of expecting) {
    const page = pages.get(domain)
    if (page === undefined || page === url || (await isAccepted(tx, domain, url))) continue
    item.error = {
      code: 'linkedin_url_conflict',
      message: `${domain} is known with ${page}, this payload says ${url}`,
    }
    await tx.execute(
      `insert into core.identity_reviews as r (id, kind, key, subjects, reason, raw_payload_id, details)
       values ($1, 'company', $2, $3, 'linkedin_url_conflict', $4, $5)
       on conflict (key, reason) do update
       set subjects = (select array_agg(distinct s order by s) from unnest(r.subjects || excluded.subjects) s),
         status = 'open', decided_by = null, decided_at = null, merge_id = null, details = excluded.details, raw_payload_id = excluded.raw_payload_id, updated_at = now()
       where not r.subjects @> excluded.subjects`,
      [
        keyId('core.identity_reviews', [`domain:${domain}`, 'linkedin_url_conflict']),
        `domain:${domain}`,
        [page, url].sort(),
        item.rawId,
        JSON.stringify({ stored: page, sent: url }),
      ],
    )
  }
}

/** Whether somebody looked at this contradiction before and said that this page is right. */
async function isAccepted(tx: Tx, domain: string, url: string): Promise<boolean> {
  const rows = await tx.query(
    `select 1 as found from core.identity_reviews
     where key = $1 and reason = 'linkedin_url_conflict' and status = 'accepted' and details ->> 'accepted' = $2`,
    [`domain:${domain}`, url],
  )
  return rows.length > 0
}
