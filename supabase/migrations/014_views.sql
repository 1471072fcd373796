-- Names that other systems read, over the tables that hold the rows. They run with the rights of whoever asks.

-- Every value a tracked field has had, per subject and source. While a field has had one single value, the value is in
-- the observation row and only its first time in since; from the second value on all of them are in core.field_changes.
create or replace view core.field_history with (security_invoker = true) as
select c.kind, c.subject, c.source, c.field, c.value, c.first_seen, c.last_seen
from core.field_changes c
union all
select
  o.kind, o.subject, o.source, s.field, o.fields -> s.field, s.seen::timestamptz,
  coalesce((o.elder -> s.field ->> 0)::timestamptz, o.observed_at)
from (
  select 'company' as kind, subject, source, fields, elder, since, observed_at from core.company_observations
  union all
  select 'person' as kind, subject, source, fields, elder, since, observed_at from core.person_observations
) o
cross join lateral jsonb_each_text(o.since) s (field, seen);

-- Everything that happened to people and companies; the baseline of a monitor is not an event.
create or replace view core.signal_events with (security_invoker = true) as
select
  'job_change' as kind, id, client_domain, person_linkedin_url, new_company_domain as company_domain,
  new_job_title as title, new_job_start_date as occurred_on, signal_detected_at as detected_at, confidence
from extracted.signal_job_change
where is_initial_check is not true
union all
select
  'promotion', id, client_domain, person_linkedin_url, company_domain,
  new_titles ->> 0, new_role_start_date, signal_detected_at, confidence
from extracted.signal_promotion
where is_initial_check is not true
union all
select
  'job_posting', id, client_domain, null, company_domain,
  job_title, (posted_at at time zone 'UTC')::date, signal_detected_at, null
from extracted.signal_job_posting
where is_initial_check is not true
union all
select
  'new_hire', id, client_domain, person_linkedin_url, company_domain,
  null, null, signal_detected_at, null
from extracted.signal_new_hire
where not is_initial_check
union all
select
  'news', id, client_domain, null, company_domain,
  news_title, (published_at at time zone 'UTC')::date, signal_detected_at, null
from extracted.signal_news
where not is_initial_check;

-- Facts of core.companies, one view per table that the original had. Ids follow from the domain.
create or replace view core.company_names with (security_invoker = true) as
select
  md5('company_names:' || domain)::uuid as id, domain, 'core' as source, name as raw_name, cleaned_name, linkedin_url,
  created_at, updated_at
from core.companies
where name is not null or cleaned_name is not null;

create or replace view core.company_descriptions with (security_invoker = true) as
select
  md5('company_descriptions:' || domain)::uuid as id, domain, 'core' as source, description, one_liner as tagline,
  created_at, updated_at
from core.companies
where description is not null or one_liner is not null;

create or replace view core.company_employee_ranges with (security_invoker = true) as
select
  md5('company_employee_ranges:' || c.domain)::uuid as id, c.domain, 'core' as source, c.size_range as raw_size,
  c.employee_count as raw_employee_count, coalesce(named.name, counted.name) as matched_employee_range,
  c.created_at, c.updated_at
from core.companies c
left join reference.employee_ranges named on named.name = c.size_range
left join reference.employee_ranges counted
  on c.employee_count between counted.min_employees and coalesce(counted.max_employees, 2147483647)
where c.size_range is not null or c.employee_count is not null;

create or replace view core.company_industries with (security_invoker = true) as
select
  md5('company_industries:' || domain)::uuid as id, domain, 'core' as source, industry as raw_industry,
  to_jsonb(tags) as raw_industries, industry as matched_industry, created_at, updated_at
from core.companies
where industry is not null;

create or replace view core.company_linkedin_urls with (security_invoker = true) as
select
  md5('company_linkedin_urls:' || domain)::uuid as id, domain, linkedin_url, 'core' as source, created_at, updated_at
from core.companies
where linkedin_url is not null;

create or replace view core.company_locations with (security_invoker = true) as
select
  md5('company_locations:' || domain)::uuid as id, domain, 'core' as source, locality as raw_location,
  country as raw_country, city as matched_city, state as matched_state, country as matched_country,
  city is not null as has_city, state is not null as has_state, created_at, updated_at
from core.companies
where coalesce(locality, city, state, country) is not null;

-- Payloads that the original kept in tables of their own, and that stand in raw.payloads here. The e-mail finders and
-- signals send the provider's answer inside a request: the answer is raw_payload, the rest is envelope.
create or replace view raw.email_anymailfinder with (security_invoker = true) as
select
  id, envelope ->> 'person_linkedin_url' as person_linkedin_url, envelope ->> 'first_name' as first_name,
  envelope ->> 'last_name' as last_name, envelope ->> 'full_name' as full_name, envelope ->> 'domain' as domain,
  envelope ->> 'company_name' as company_name, envelope ->> 'company_linkedin_url' as company_linkedin_url,
  workflow_slug, envelope ->> 'clay_table_url' as clay_table_url, raw_payload as anymailfinder_raw_payload, created_at
from raw.payloads
where workflow_slug = 'anymailfinder-email';

create or replace view raw.email_leadmagic with (security_invoker = true) as
select
  id, envelope ->> 'person_linkedin_url' as person_linkedin_url, envelope ->> 'first_name' as first_name,
  envelope ->> 'last_name' as last_name, envelope ->> 'full_name' as full_name, envelope ->> 'domain' as domain,
  envelope ->> 'company_name' as company_name, envelope ->> 'company_linkedin_url' as company_linkedin_url,
  workflow_slug, envelope ->> 'clay_table_url' as clay_table_url, raw_payload as leadmagic_raw_payload, created_at
from raw.payloads
where workflow_slug = 'leadmagic-email';

create or replace view raw.email_icypeas with (security_invoker = true) as
select
  id, created_at, envelope ->> 'person_linkedin_url' as person_linkedin_url, envelope ->> 'first_name' as first_name,
  envelope ->> 'last_name' as last_name, envelope ->> 'full_name' as full_name, envelope ->> 'domain' as domain,
  envelope ->> 'company_name' as company_name, envelope ->> 'company_linkedin_url' as company_linkedin_url,
  workflow_slug, envelope ->> 'clay_table_url' as clay_table_url, raw_payload as icypeas_raw_payload
from raw.payloads
where workflow_slug = 'icypeas-email';

create or replace view raw.signal_job_change_payloads with (security_invoker = true) as
select
  id, envelope ->> 'client_domain' as client_domain, raw_payload #>> '{origin,tableId}' as origin_table_id,
  raw_payload #>> '{origin,recordId}' as origin_record_id, raw_payload, created_at
from raw.payloads
where workflow_slug = 'signal-job-change-v2';

create or replace view raw.signal_promotion_payloads with (security_invoker = true) as
select
  id, envelope ->> 'client_domain' as client_domain, raw_payload #>> '{origin,tableId}' as origin_table_id,
  raw_payload #>> '{origin,recordId}' as origin_record_id, raw_payload, created_at
from raw.payloads
where workflow_slug = 'signal-promotion-v2';

create or replace view raw.signal_job_posting_payloads with (security_invoker = true) as
select
  id, envelope ->> 'client_domain' as client_domain, raw_payload #>> '{origin,tableId}' as origin_table_id,
  raw_payload #>> '{origin,recordId}' as origin_record_id, raw_payload, created_at
from raw.payloads
where workflow_slug = 'signal-job-posting-v2';

create or replace view raw.icp_verdict_payloads with (security_invoker = true) as
select
  id, raw_payload ->> 'origin_company_domain' as origin_company_domain,
  raw_payload ->> 'company_domain' as company_domain, raw_payload as payload, created_at
from raw.payloads
where workflow_slug = 'icp-verdict-enrichment';

create or replace view raw.salesnav_scrapes_person_payloads with (security_invoker = true) as
select
  id, raw_payload ->> 'person_linkedin_sales_nav_url' as person_linkedin_sales_nav_url,
  raw_payload ->> 'linkedin_user_profile_urn' as linkedin_user_profile_urn, raw_payload ->> 'domain' as domain,
  raw_payload, workflow_slug, created_at
from raw.payloads
where workflow_slug = 'salesnav-person';

create or replace view raw.clay_cleaned_company_names with (security_invoker = true) as
select
  id, raw_payload ->> 'domain' as domain, raw_payload ->> 'original_company_name' as original_company_name,
  raw_payload ->> 'cleaned_company_name' as cleaned_company_name, raw_payload, created_at
from raw.payloads
where workflow_slug = 'cleaned-company-name';

create or replace view raw.vc_portfolio_payloads with (security_invoker = true) as
select
  id, raw_payload ->> 'vc_name' as vc_name, raw_payload ->> 'company_name' as company_name,
  raw_payload ->> 'domain' as domain, raw_payload ->> 'linkedin_url' as linkedin_url,
  raw_payload ->> 'short_description' as short_description, raw_payload ->> 'long_description' as long_description,
  raw_payload ->> 'city' as city, raw_payload ->> 'state' as state, raw_payload ->> 'country' as country,
  raw_payload ->> 'employee_range' as employee_range, raw_payload ->> 'founded_date' as founded_date,
  raw_payload ->> 'operating_status' as operating_status, workflow_slug, raw_payload, created_at
from raw.payloads
where workflow_slug = 'vc-portfolio';

create or replace view raw.cb_vc_portfolio_payloads with (security_invoker = true) as
select
  id, raw_payload ->> 'company_name' as company_name, raw_payload ->> 'domain' as domain,
  raw_payload ->> 'city' as city, raw_payload ->> 'state' as state, raw_payload ->> 'country' as country,
  raw_payload ->> 'short_description' as short_description, raw_payload ->> 'employee_range' as employee_range,
  raw_payload ->> 'last_funding_date' as last_funding_date, raw_payload ->> 'last_funding_type' as last_funding_type,
  raw_payload ->> 'last_funding_amount' as last_funding_amount,
  raw_payload ->> 'last_equity_funding_type' as last_equity_funding_type,
  raw_payload ->> 'last_leadership_hiring_date' as last_leadership_hiring_date,
  raw_payload ->> 'founded_date' as founded_date, raw_payload ->> 'estimated_revenue_range' as estimated_revenue_range,
  raw_payload ->> 'funding_status' as funding_status, raw_payload ->> 'total_funding_amount' as total_funding_amount,
  raw_payload ->> 'total_equity_funding_amount' as total_equity_funding_amount,
  raw_payload ->> 'operating_status' as operating_status,
  raw_payload ->> 'company_linkedin_url' as company_linkedin_url,
  raw_payload ->> 'vc' as vc, raw_payload ->> 'vc1' as vc1, raw_payload ->> 'vc2' as vc2,
  raw_payload ->> 'vc3' as vc3, raw_payload ->> 'vc4' as vc4, raw_payload ->> 'vc5' as vc5,
  raw_payload ->> 'vc6' as vc6, raw_payload ->> 'vc7' as vc7, raw_payload ->> 'vc8' as vc8,
  raw_payload ->> 'vc9' as vc9, raw_payload ->> 'vc10' as vc10, raw_payload ->> 'vc11' as vc11,
  raw_payload ->> 'vc12' as vc12, created_at
from raw.payloads
where workflow_slug = 'cb-vc-portfolio';
