-- What belongs to demo prospects: saved views of searches, leads linked to core, and the list of top venture firms.

create schema if not exists target_client;
comment on schema target_client is 'Leads of demo prospects, linked to core';

-- One row per saved view. filters are query parameters of endpoint, and filters.filter one of the search language. A deleted
-- view keeps its row; slug and domain are free again.
create table if not exists core.target_client_views (
  id uuid primary key default gen_random_uuid(),
  domain text not null,
  name text,
  slug text not null,
  filters jsonb not null,
  endpoint text not null default '/api/leads',
  created_at timestamptz default now(),
  updated_at timestamptz default now(),

  client_id uuid,
  deleted_at timestamptz
);
comment on table core.target_client_views is 'Saved, shareable views of a search: one per domain';
create unique index if not exists idx_target_client_views_slug on core.target_client_views (slug)
  where deleted_at is null;
create unique index if not exists idx_target_client_views_domain on core.target_client_views (client_id, domain)
  nulls not distinct where deleted_at is null;
create index if not exists idx_target_client_views_created on core.target_client_views (created_at desc, id desc);

-- One row per lead of a demo prospect. natural_key (form, and e-mail or LinkedIn URL) keeps a lead that is sent twice from
-- being stored twice. The links are ids of core.companies and core.people without a foreign key: a rebuild empties those tables
-- and makes the same ids again, and whom a merge took away is found again from the lead's own identifiers.
create table if not exists target_client.leads (
  id uuid primary key default gen_random_uuid(),
  target_client_domain text not null,
  first_name text,
  last_name text,
  full_name text,
  person_linkedin_url text,
  work_email text,
  company_domain text,
  company_name text,
  company_linkedin_url text,
  source text,
  form_id text,
  form_title text,
  created_at timestamptz default now(),
  core_company_id uuid,
  core_person_id uuid,

  client_id uuid,
  natural_key text not null default gen_random_uuid()::text,
  updated_at timestamptz not null default now(),
  unique nulls not distinct (client_id, target_client_domain, natural_key)
);
comment on table target_client.leads is 'Leads of demo prospects, linked to core';
create index if not exists idx_target_client_leads_core_company on target_client.leads (core_company_id);
create index if not exists idx_target_client_leads_core_person on target_client.leads (core_person_id);
create index if not exists idx_target_client_leads_domain
  on target_client.leads (target_client_domain, created_at desc, id desc);

-- One row per lead: its person. The id is that of no other row; natural_key is the lead's.
create table if not exists target_client.leads_people (
  id uuid primary key default gen_random_uuid(),
  target_client_domain text not null,
  first_name text,
  last_name text,
  full_name text,
  person_linkedin_url text,
  work_email text,
  company_domain text,
  source text,
  form_id text,
  form_title text,
  created_at timestamptz default now(),

  client_id uuid,
  natural_key text not null default gen_random_uuid()::text,
  updated_at timestamptz not null default now(),
  unique nulls not distinct (client_id, target_client_domain, natural_key)
);
comment on table target_client.leads_people is 'Person part of a demo lead';
create index if not exists idx_target_client_leads_people_domain on target_client.leads_people (target_client_domain);

-- One row per lead that names a company.
create table if not exists target_client.leads_companies (
  id uuid primary key default gen_random_uuid(),
  target_client_domain text not null,
  company_domain text,
  company_name text,
  company_linkedin_url text,
  source text,
  form_id text,
  form_title text,
  created_at timestamptz default now(),

  client_id uuid,
  natural_key text not null default gen_random_uuid()::text,
  updated_at timestamptz not null default now(),
  unique nulls not distinct (client_id, target_client_domain, natural_key)
);
comment on table target_client.leads_companies is 'Company part of a demo lead';
create index if not exists idx_target_client_leads_companies_domain on target_client.leads_companies (target_client_domain);

-- Venture firms whose portfolios are looked at first. Curated: add and remove freely.
create table if not exists reference.top_vcs (
  name text primary key,
  domain text,
  created_at timestamptz not null default now()
);
comment on table reference.top_vcs is 'Curated list of top venture firms';
-- The list that a new installation begins with; once changed it stays as it was left.
insert into reference.top_vcs (name, domain)
select seed.name, seed.domain
from (values
  ('Accel', 'accel.com'), ('Andreessen Horowitz', 'a16z.com'), ('Battery Ventures', 'battery.com'),
  ('Benchmark', 'benchmark.com'), ('Bessemer Venture Partners', 'bvp.com'), ('CRV', 'crv.com'),
  ('Emergence Capital', 'emcap.com'), ('Felicis', 'felicis.com'), ('First Round Capital', 'firstround.com'),
  ('Founders Fund', 'foundersfund.com'), ('General Catalyst', 'generalcatalyst.com'),
  ('Greylock Partners', 'greylock.com'), ('GV', 'gv.com'), ('Index Ventures', 'indexventures.com'),
  ('Insight Partners', 'insightpartners.com'), ('Khosla Ventures', 'khoslaventures.com'),
  ('Kleiner Perkins', 'kleinerperkins.com'), ('Lightspeed Venture Partners', 'lsvp.com'),
  ('Menlo Ventures', 'menlovc.com'), ('New Enterprise Associates', 'nea.com'), ('Redpoint Ventures', 'redpoint.com'),
  ('Sequoia Capital', 'sequoiacap.com'), ('Spark Capital', 'sparkcapital.com'), ('Thrive Capital', 'thrivecap.com'),
  ('Tiger Global Management', 'tigerglobal.com'), ('Union Square Ventures', 'usv.com'), ('Y Combinator', 'ycombinator.com')
) as seed (name, domain)
where not exists (select from reference.top_vcs);

-- Portfolios are found by the firm's domain, or by its name in any usual form. Investors come with payloads about funding,
-- never with profiles.
create index if not exists idx_company_vc_investors_vc_domain on core.company_vc_investors (vc_domain);
create index if not exists idx_company_vc_investors_name_key
  on core.company_vc_investors ((reference.company_name_key(vc_name) collate "C"));

-- What operators browse newest first. None of these tables is written for each profile.
create index if not exists idx_company_customers_created on core.company_customers (created_at desc, id desc);
create index if not exists idx_case_study_champions_created on core.case_study_champions (created_at desc, id desc);
create index if not exists idx_company_vc_investors_created on core.company_vc_investors (created_at desc, id desc);
create index if not exists idx_icp_criteria_created on core.icp_criteria (created_at desc, id desc);

-- The restricted role reads what is nobody's in particular; views and leads are somebody's.
do $$
begin
  if exists (select from pg_roles where rolname = 'galena_app') then
    revoke all on core.target_client_views from galena_app;
    revoke all on all tables in schema target_client from galena_app;
  end if;
end
$$;
