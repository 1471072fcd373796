import type { SignalSource } from './insert-signals.ts'

/** The kinds of rows that payloads with signals make, as the queue of changes names them. */
export const PAYLOAD_KINDS = ['job_change', 'promotion', 'job_posting', 'new_hire', 'news'] as const
export type PayloadKind = (typeof PAYLOAD_KINDS)[number]

/**
 * Signals that payloads brought, for these rows of extracted.signal_*. They go to the client that the payload names. Those of
 * the first generation name none: they go to every client that has the person or the company among its leads. Baselines
 * of a monitor are no events.
 */
export function payloadSignals(kind: PayloadKind, ids: readonly string[]): SignalSource {
  return { select: SELECTS[kind], values: [ids] }
}

const BOOKKEEPING = `'id', 'raw_payload_id', 'client_domain', 'natural_key', 'observed_at', 'payload_hash', 'created_at',
  'is_initial_check', 'signal_detected_at', 'confidence', 'reduced_confidence_reasons'`

/** The extracted row as it is, beside what the feed says on its own. */
function evidence(table: string): string {
  return `jsonb_build_object('rows', jsonb_build_array(jsonb_build_object('table', 'extracted.${table}', 'id', s.id)),
    'signal', to_jsonb(s) - array[${BOOKKEEPING}])`
}

/** Who is told: see `payloadSignals`. */
function toWhom(person: string | null, company: string): string {
  const leads = (match: string) =>
    `select l.client_domain, 'lead' from client.leads l where s.client_domain is null and ${match}`
  return `cross join lateral (
    select s.client_domain, 'payload' where s.client_domain is not null
    union ${leads(`l.company_domain = ${company}`)}
    ${person === null ? '' : `union ${leads(`l.person_linkedin_url = ${person}`)}`}
    ${
      person === null
        ? ''
        : `union select l.client_domain, 'lead' from core.people p join client.leads l on lower(l.work_email) = lower(p.work_email)
           where s.client_domain is null and p.linkedin_url = ${person}`
    }
  ) w(client_domain, origin)`
}

const CHOSEN = 'where s.id = any($1::uuid[]) and s.is_initial_check is not true'
const ROW =
  's.raw_payload_id, s.id as extracted_id, s.signal_detected_at as detected_at, s.id::text as evidence_key, w.origin'

const SELECTS: Record<PayloadKind, string> = {
  job_change: `select w.client_domain, 'clay-job-change' as slug, s.new_company_domain as company_domain,
      s.new_company_name as company_name, s.person_linkedin_url, s.person_name,
      ${evidence('signal_job_change')} || jsonb_build_object(
        'previous', jsonb_build_object('company_domain', old.domain, 'company_name', old.name,
          'company_linkedin_url', s.previous_company_linkedin_url),
        'new', jsonb_build_object('title', s.new_job_title, 'company_domain', s.new_company_domain,
          'company_name', s.new_company_name, 'company_linkedin_url', s.new_company_linkedin_url,
          'start_date', s.new_job_start_date)) as data,
      ${ROW}, s.new_job_start_date as happened_on, s.confidence, s.reduced_confidence_reasons as reasons,
      null::boolean as is_senior
    from extracted.signal_job_change s ${toWhom('s.person_linkedin_url', 's.new_company_domain')}
    left join lateral (
      select c.domain, c.name from core.identifiers k join core.identifiers r on r.key = k.owner
      join core.identities i on i.root = r.owner join core.companies c on c.id = i.id
      where k.key = 'linkedin:' || substring(s.previous_company_linkedin_url from '/company/([^/?#]+)') limit 1
    ) old on true
    ${CHOSEN}`,
  promotion: `select w.client_domain, 'clay-promotion' as slug, s.company_domain, s.company_name, s.person_linkedin_url,
      s.person_name,
      ${evidence('signal_promotion')} || jsonb_build_object(
        'previous', jsonb_build_object('titles', s.previous_titles),
        'new', jsonb_build_object('titles', s.new_titles, 'start_date', s.new_role_start_date)) as data,
      ${ROW}, s.new_role_start_date as happened_on, s.confidence, s.reduced_confidence_reasons as reasons,
      null::boolean as is_senior
    from extracted.signal_promotion s ${toWhom('s.person_linkedin_url', 's.company_domain')} ${CHOSEN}`,
  job_posting: `select w.client_domain, 'clay-job-posting' as slug, s.company_domain, s.company_name,
      null::text as person_linkedin_url, null::text as person_name, ${evidence('signal_job_posting')} as data,
      ${ROW}, (s.posted_at at time zone 'UTC')::date as happened_on, null::integer as confidence, null::jsonb as reasons,
      null::boolean as is_senior
    from extracted.signal_job_posting s ${toWhom(null, 's.company_domain')} ${CHOSEN}`,
  new_hire: `select w.client_domain, 'clay-new-hire' as slug, s.company_domain, s.company_name, s.person_linkedin_url,
      p.full_name as person_name, ${evidence('signal_new_hire')} || jsonb_build_object('person', jsonb_build_object(
        'title', p.title, 'seniority', p.seniority)) as data,
      ${ROW}, null::date as happened_on, null::integer as confidence, null::jsonb as reasons, null::boolean as is_senior
    from extracted.signal_new_hire s ${toWhom('s.person_linkedin_url', 's.company_domain')}
    left join core.people p on p.linkedin_url = s.person_linkedin_url ${CHOSEN}`,
  news: `select w.client_domain, 'clay-news-fundraising' as slug, s.company_domain, c.name as company_name,
      null::text as person_linkedin_url, null::text as person_name, ${evidence('signal_news')} as data,
      ${ROW}, (s.published_at at time zone 'UTC')::date as happened_on, null::integer as confidence, null::jsonb as reasons,
      null::boolean as is_senior
    from extracted.signal_news s ${toWhom(null, 's.company_domain')}
    left join core.companies c on c.domain = s.company_domain ${CHOSEN}`,
}
