import type { SignalSource } from './insert-signals.ts'

/**
 * What lists of people tell, for the client that sent the list, and for every client that has the company or the person
 * among its leads.
 */
export function snapshotSignals(ids: readonly string[]): SignalSource {
  return { select: SELECT, values: [ids] }
}

const SELECT = `select w.client_domain,
    case c.change when 'hire' then 'snapshot-hire' when 'departure' then 'snapshot-departure'
      else 'snapshot-title-change' end as slug,
    s.company_domain, s.company_name, c.linkedin_url as person_linkedin_url, c.full_name as person_name,
    jsonb_build_object('snapshot_date', s.snapshot_date, 'previous_snapshot_date', before.snapshot_date,
      'company_linkedin_url', s.company_linkedin_url,
      'rows', jsonb_build_array(jsonb_build_object('table', 'client.people_snapshots', 'id', s.id),
        jsonb_build_object('table', 'client.people_snapshots', 'id', before.id)))
      || (e.change - array['change', 'linkedin_url', 'full_name', 'confidence', 'reduced_confidence_reasons']) as data,
    null::uuid as raw_payload_id, null::uuid as extracted_id, s.created_at as detected_at,
    concat_ws('|', s.id, c.change, c.linkedin_url) as evidence_key, w.origin, s.snapshot_date as happened_on,
    c.confidence, c.reduced_confidence_reasons as reasons, c.is_senior
  from client.people_snapshots s
  join client.people_snapshots before on before.id = s.previous_id
  cross join lateral jsonb_array_elements(s.changes) e(change)
  cross join lateral jsonb_to_record(e.change) as c(change text, linkedin_url text, full_name text, confidence integer,
    reduced_confidence_reasons jsonb, is_senior boolean)
  cross join lateral (
    select d.domain, 'snapshot' from unnest(s.client_domains) d(domain)
    union
    select l.client_domain, 'lead' from client.leads l where l.company_domain = s.company_domain
    union
    select l.client_domain, 'lead' from client.leads l where l.person_linkedin_url = c.linkedin_url
  ) w(client_domain, origin)
  where s.id = any($1::uuid[]) and c.confidence >= 50`
