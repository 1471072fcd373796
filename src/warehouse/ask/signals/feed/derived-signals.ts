import { SENIOR_LEVELS, type SignalSource } from './insert-signals.ts'

/** A person who concerns a client, and why. */
export interface Concern {
  client_domain: string
  person_id: string
  origin: 'lead' | 'icp'
}

/** Days for which somebody counts as new in a role, and as recently promoted: those of the founding search. */
export const NEW_IN_ROLE_DAYS = 90
export const PROMOTED_DAYS = 180

/**
 * What core says about these people that is a reason to talk to them now: new in role, recently promoted, at a company with
 * investors, worked at a customer of the client. The last two are states rather than events: of people who only match an
 * ICP they are told while the person is new in the role or new in core, else everybody's would be told on the first
 * refresh of their profile.
 */
export function derivedSignals(concerns: readonly Concern[]): SignalSource[] {
  const values = [
    concerns.map(({ client_domain }) => client_domain),
    concerns.map(({ person_id }) => person_id),
    concerns.map(({ origin }) => origin),
    SENIOR_LEVELS,
  ]
  return [NEW_IN_ROLE, PROMOTED, AT_VC_PORTFOLIO, WORKED_AT_CUSTOMER].map((select) => ({ select, values }))
}

// Days are those of UTC, as the dates of jobs are days and nothing else.
const TODAY = `(now() at time zone 'UTC')::date`

const PEOPLE = `from unnest($1::text[], $2::uuid[], $3::text[]) w(client_domain, person_id, origin)
  join core.people p on p.id = w.person_id
  left join core.person_job_titles t on t.linkedin_url = p.linkedin_url`

const EVENTFUL = `(w.origin = 'lead' or p.job_start_date > ${TODAY} - ${NEW_IN_ROLE_DAYS}
  or p.created_at > now() - interval '1 day')`

const SENIOR = `lower(coalesce(t.matched_seniority, p.seniority)) = any($4::text[])`

const ROLE = `jsonb_build_object('title', p.title, 'seniority', coalesce(t.matched_seniority, p.seniority),
  'job_function', coalesce(t.matched_job_function, p.department), 'company_domain', p.company_domain,
  'company_name', p.company_name, 'start_date', p.job_start_date)`

/** A row that says so. */
const row = (table: string, id: string) => `jsonb_build_object('table', '${table}', 'id', ${id})`

const PRECISION = (column: string, reason: string) =>
  `case ${column} when 'year' then jsonb_build_array('${reason}_is_a_year')
     when 'month' then jsonb_build_array('${reason}_is_a_month') else '[]' end`

const LESS_BY = (column: string) => `case ${column} when 'year' then 40 when 'month' then 10 else 0 end`

// The payload behind a current job is that of the observation that states its start.
const NEW_IN_ROLE = `select w.client_domain, 'new-in-role' as slug, p.company_domain, p.company_name,
    p.linkedin_url as person_linkedin_url, p.full_name as person_name,
    jsonb_build_object('new', ${ROLE} || jsonb_build_object('start_precision', n.job_start_precision),
      'previous', old.job, 'window_days', ${NEW_IN_ROLE_DAYS}, 'source', coalesce(seen.source, n.source),
      'rows', jsonb_build_array(${row('core.people', 'p.id')}, ${row('core.person_tenure', 'n.id')})) as data,
    seen.raw_payload_id, null::uuid as extracted_id, now() as detected_at,
    concat_ws('|', p.id, left(coalesce(p.company_domain, lower(p.company_name)), 200), to_char(p.job_start_date, 'YYYY-MM')) as evidence_key,
    w.origin, p.job_start_date as happened_on, 100 - ${LESS_BY('n.job_start_precision')} as confidence,
    ${PRECISION('n.job_start_precision', 'start_date')} as reasons, ${SENIOR} as is_senior
  ${PEOPLE}
  left join core.person_tenure n on n.linkedin_url = p.linkedin_url
  left join lateral (
    select o.source, coalesce((o.elder -> 'job' ->> 2)::uuid, o.raw_payload_id) as raw_payload_id
    from core.person_observations o
    where o.subject = any (array['slug:' || p.linkedin_slug, (select i.root from core.identities i where i.id = p.id)])
      and o.fields -> 'job' ->> 'start' = p.job_start_date::text
    order by o.observed_at desc limit 1
  ) seen on true
  left join lateral (
    select jsonb_build_object('title', h.title, 'company_domain', h.company_domain, 'company_name', h.company_name,
      'end_date', h.end_date) as job
    from core.person_work_history h
    where h.linkedin_url = p.linkedin_url and h.is_current is not true
    order by h.end_date desc nulls last, h.start_date desc nulls last limit 1
  ) old on true
  where p.job_start_date > ${TODAY} - ${NEW_IN_ROLE_DAYS} and p.job_start_date <= ${TODAY}`

const PROMOTED = `select w.client_domain, 'recently-promoted' as slug, o.company_domain, o.company_name,
    p.linkedin_url as person_linkedin_url, p.full_name as person_name,
    jsonb_build_object('new', jsonb_build_object('title', o.new_title, 'start_date', o.promotion_date,
        'seniority', e.matched_seniority),
      'previous', jsonb_build_object('title', o.previous_title), 'window_days', ${PROMOTED_DAYS},
      'rows', jsonb_build_array(${row('core.person_promotions', 'o.id')}, ${row('extracted.person_experience', 'e.id')})) as data,
    e.raw_payload_id, e.id as extracted_id, now() as detected_at, o.id::text as evidence_key, w.origin,
    o.promotion_date as happened_on, 100 - ${LESS_BY('e.start_precision')} as confidence,
    ${PRECISION('e.start_precision', 'promotion_date')} as reasons, ${SENIOR} as is_senior
  ${PEOPLE}
  join core.person_promotions o on o.linkedin_url = p.linkedin_url
  left join lateral (
    select e.id, e.raw_payload_id, e.start_precision, e.matched_seniority from extracted.person_experience e
    where e.linkedin_url = p.linkedin_url and e.start_date = o.promotion_date and e.title = o.new_title limit 1
  ) e on true
  where o.promotion_date > ${TODAY} - ${PROMOTED_DAYS} and o.promotion_date <= ${TODAY}`

const AT_VC_PORTFOLIO = `select w.client_domain, 'at-vc-portfolio' as slug, p.company_domain, p.company_name,
    p.linkedin_url as person_linkedin_url, p.full_name as person_name,
    jsonb_build_object('new', ${ROLE}, 'investors', vc.investors, 'rows', vc.rows) as data,
    null::uuid as raw_payload_id, null::uuid as extracted_id, now() as detected_at,
    p.id || '|' || p.company_domain as evidence_key, w.origin, null::date as happened_on, 100 as confidence,
    '[]'::jsonb as reasons, ${SENIOR} as is_senior
  ${PEOPLE}
  join lateral (
    select jsonb_agg(jsonb_build_object('name', i.vc_name, 'domain', i.vc_domain, 'source', i.source)) as investors,
      jsonb_agg(${row('core.company_vc_investors', 'i.id')}) as rows
    from (
      select v.id, v.vc_name, v.vc_domain, v.source from core.company_vc_investors v
      where v.company_domain = p.company_domain order by v.created_at, v.id limit 20
    ) i
  ) vc on vc.investors is not null
  where ${EVENTFUL}`

// Jobs first; a past employer that no job tells counts too. A customer where the person works now is no past one.
const WORKED_AT_CUSTOMER = `select distinct on (w.client_domain, p.id, past.domain)
    w.client_domain, 'worked-at-customer' as slug, p.company_domain, p.company_name,
    p.linkedin_url as person_linkedin_url, p.full_name as person_name,
    jsonb_build_object('new', ${ROLE}, 'customer', jsonb_build_object('domain', c.customer_domain,
        'name', coalesce(c.customer_name, past.name), 'source', c.source, 'case_study_url', known.case_study_url),
      'previous', jsonb_build_object('title', past.title, 'company_domain', past.domain, 'company_name', past.name,
        'start_date', past.start_date, 'end_date', past.end_date),
      'rows', jsonb_build_array(jsonb_build_object('table', past.of, 'id', past.id),
        ${row('reference.company_customers', 'c.id')})) as data,
    e.raw_payload_id, e.id as extracted_id, now() as detected_at, p.id || '|' || past.domain as evidence_key, w.origin,
    past.end_date as happened_on,
    case when past.of = 'core.person_past_employer' then 80 else 100 end
      - case when known.guessed then 20 else 0 end as confidence,
    case when past.of = 'core.person_past_employer' then '["no_job_with_dates"]'::jsonb else '[]' end
      || case when known.guessed then '["customer_domain_was_resolved_from_its_name"]'::jsonb else '[]' end as reasons,
    ${SENIOR} as is_senior
  ${PEOPLE}
  cross join lateral (
    select h.id, 'core.person_work_history' as of, h.company_domain as domain, h.company_name as name, h.title,
      h.start_date, h.end_date
    from core.person_work_history h where h.linkedin_url = p.linkedin_url and h.is_current is not true
    union all
    select b.id, 'core.person_past_employer', b.past_company_domain, b.past_company_name, null, null, null
    from core.person_past_employer b where b.linkedin_url = p.linkedin_url
  ) past
  join reference.company_customers c on c.domain = w.client_domain and c.customer_domain = past.domain
  left join lateral (
    select k.case_study_url, k.customer_domain = k.resolved_domain as guessed from core.company_customers k
    where k.origin_company_domain = c.domain and k.customer_domain = c.customer_domain
    order by k.case_study_url nulls last limit 1
  ) known on true
  left join extracted.person_experience e on e.id = past.id
  where past.domain is distinct from p.company_domain and past.domain <> w.client_domain and ${EVENTFUL}
  order by w.client_domain, p.id, past.domain, past.of desc, past.end_date desc nulls last, past.id`
