-- Lookups, catalogues, and what Galena knows about its own sources.

-- The key under which raw titles and locations match: NFKC, lower case, every run of white space and punctuation
-- one space, trimmed. "#" and "+" stay: "C#" and "C++" are not "C". The characters are listed by code point,
-- because what [[:punct:]] holds depends on the locale of the database.
create or replace function reference.normalize_key(value text) returns text
  language sql immutable strict parallel safe
  set search_path = ''
  return btrim(
    regexp_replace(
      lower(normalize(value, nfkc)),
      '[\u0001-\u0022\u0024-\u002a\u002c-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf'
      '\u1680\u2000-\u206f\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3030\u30fb\ufeff]+',
      ' ', 'g'
    )
  );

-- One row per workflow: where its payloads come from and where they land. mapping is set for workflows
-- registered at run time.
create table if not exists reference.enrichment_workflow_registry (
  id uuid primary key default gen_random_uuid(),
  workflow_slug text not null unique,
  provider text not null,
  platform text not null,
  payload_type text not null,
  entity_type text not null,
  description text,
  created_at timestamptz default now(),
  new_workflow_slug text,
  raw_table text,
  extracted_table text,
  core_table text,
  coalesces_to_core boolean,
  usage_category text,
  workflow_type text,
  is_active boolean default true,
  modal_function_name text,
  modal_endpoint_url text,
  api_endpoint_url text,
  key_column text,
  key_type text,

  mapping jsonb,
  route text,
  updated_at timestamptz not null default now()
);

-- One row per raw job title: cleaned title, seniority, function.
create table if not exists reference.job_title_lookup (
  latest_title text primary key,
  cleaned_job_title text,
  seniority_level text,
  job_function text,
  status text,

  normalized_key text generated always as (reference.normalize_key(latest_title)) stored
);
create index if not exists idx_job_title_lookup_normalized_key on reference.job_title_lookup (normalized_key);

-- One row per raw location text: city, state, country, and which of them the text names.
create table if not exists reference.location_lookup (
  location_name text primary key,
  city text,
  state text,
  country text,
  has_city boolean,
  has_state boolean,
  has_country boolean,

  normalized_key text generated always as (reference.normalize_key(location_name)) stored
);
create index if not exists idx_location_lookup_normalized_key on reference.location_lookup (normalized_key);

-- One row per company and known customer company; feeds the worked-at-customer signal.
create table if not exists reference.company_customers (
  id uuid primary key default gen_random_uuid(),
  domain text not null,
  customer_domain text not null,
  customer_name text,
  source text,
  notes text,
  created_at timestamptz not null default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x',
  unique (domain, customer_domain)
);
create index if not exists idx_company_customers_domain on reference.company_customers (domain);
create index if not exists idx_company_customers_customer_domain on reference.company_customers (customer_domain);

-- One row per domain: which companies and people it wants to reach.
create table if not exists reference.company_icp (
  id uuid primary key default gen_random_uuid(),
  domain text not null,
  slug text,
  company_criteria jsonb,
  person_criteria jsonb,
  notes text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create unique index if not exists idx_company_icp_domain on reference.company_icp (domain);

-- One row per e-mail address: the LinkedIn profile it belongs to. The first record wins.
create table if not exists reference.email_to_person (
  id uuid primary key default gen_random_uuid(),
  email text not null,
  person_linkedin_url text,
  first_name text,
  last_name text,
  full_name text,
  domain text,
  company_name text,
  source text default 'anymailfinder',
  created_at timestamptz default now(),
  updated_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create unique index if not exists idx_ref_email_person_email on reference.email_to_person (email);
create index if not exists idx_ref_email_person_linkedin on reference.email_to_person (person_linkedin_url);
create index if not exists idx_ref_email_person_domain on reference.email_to_person (domain);

-- One row per ticker: SEC number and registered name.
create table if not exists reference.sec_company_info (
  id uuid primary key default gen_random_uuid(),
  ticker text not null unique,
  cik text,
  sec_company_name text,
  created_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);

-- One row per technology that BuiltWith named.
create table if not exists reference.technologies (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  url text,
  description text,
  parent text,
  categories jsonb,
  created_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);

-- One row per technology that PredictLeads named.
create table if not exists reference.predictleads_technologies (
  id uuid primary key default gen_random_uuid(),
  title text not null unique,
  url text,
  technology_domain text,
  categories jsonb,
  created_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);

-- One row per normalised title of a job posting.
create table if not exists reference.job_titles (
  id uuid primary key default gen_random_uuid(),
  normalized_title text not null unique,
  created_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);

-- One row per kind of signal of the first generation: what it needs and yields. Inactive ones are refused.
create table if not exists reference.signal_registry (
  id uuid primary key default gen_random_uuid(),
  signal_slug text not null unique,
  signal_level text not null,
  signal_category text not null,
  source text not null,
  source_signal_name text,
  required_inputs jsonb,
  output_fields jsonb,
  description text,
  is_active boolean default true,
  created_at timestamptz default now(),
  updated_at timestamptz default now()
);
create index if not exists idx_signal_registry_level on reference.signal_registry (signal_level);
create index if not exists idx_signal_registry_category on reference.signal_registry (signal_category);
create index if not exists idx_signal_registry_source on reference.signal_registry (source);
create index if not exists idx_signal_registry_active on reference.signal_registry (is_active) where is_active = true;

insert into reference.signal_registry
  (signal_slug, signal_level, signal_category, source, is_active, description, required_inputs, output_fields)
values
  ('clay-new-hire', 'company', 'hiring', 'clay', true,
    'Somebody joined the company. Needs its domain or its LinkedIn URL.',
    '["company_domain", "company_linkedin_url"]',
    '["company_name", "person_linkedin_url"]'),
  ('clay-job-posting', 'company', 'hiring', 'clay', true,
    'The company published a job.',
    '["company_linkedin_url"]',
    '["company_name", "job_title", "location", "company_domain", "job_linkedin_url", "post_on"]'),
  ('clay-news-fundraising', 'company', 'funding', 'clay', true,
    'News about the company, funding rounds above all.',
    '["company_domain"]',
    '["news_url", "news_title", "publish_date", "description"]'),
  ('clay-web-intent', 'company', 'web_intent', 'clay', false,
    'Somebody of the company visited the site. Listed only.',
    '[]',
    '["company_domain", "visited_pages"]'),
  ('clay-job-change', 'person', 'job_change', 'clay', true,
    'The person took a job at another company.',
    '["person_linkedin_url"]',
    '["confidence", "previous_company", "new_company", "start_date", "started_within_window"]'),
  ('clay-promotion', 'person', 'promotion', 'clay', true,
    'The person took another title at the same company.',
    '["person_linkedin_url"]',
    '["confidence", "previous_title", "new_title", "start_date"]'),
  ('clay-linkedin-brand-mention', 'person', 'social', 'clay', false,
    'The person mentioned the brand on LinkedIn. Listed only.',
    '["person_linkedin_url"]',
    '[]')
on conflict do nothing;

-- One row per signal offered as a filter, with the endpoint that serves it.
create table if not exists reference.signals (
  name text primary key,
  display_name text not null,
  endpoint text,
  sort_order integer default 0
);

-- One row per country name, with its ISO code.
create table if not exists reference.countries (
  name text primary key,
  code text
);

-- One row per size bucket, as LinkedIn draws them.
create table if not exists reference.employee_ranges (
  name text primary key,
  min_employees integer,
  max_employees integer,
  sort_order integer default 0
);

insert into reference.employee_ranges (name, min_employees, max_employees, sort_order) values
  ('1-10', 1, 10, 1),
  ('11-50', 11, 50, 2),
  ('51-200', 51, 200, 3),
  ('201-500', 201, 500, 4),
  ('501-1000', 501, 1000, 5),
  ('1001-5000', 1001, 5000, 6),
  ('5001-10000', 5001, 10000, 7),
  ('10001+', 10001, null, 8)
on conflict do nothing;

-- One row per kind of entity, field and source: the smaller rank wins, before time is looked at. Field '*' stands
-- for all fields without a row of their own, source '*' for all sources without one (run-time workflows).
create table if not exists reference.source_ranks (
  entity text not null check (entity in ('company', 'person')),
  field text not null,
  source text not null,
  rank integer not null,
  primary key (entity, field, source)
);

insert into reference.source_ranks (entity, field, source, rank) values
  ('company', '*', 'pin', 0),
  ('person', '*', 'pin', 0),
  ('company', '*', 'manual-core-data', 10),
  ('person', '*', 'manual-core-data', 10),
  ('company', '*', 'core-company-upsert', 10),
  ('company', '*', 'core-company-full-upsert', 10),
  ('company', '*', 'manual-company-customers', 10),
  ('company', '*', 'clay-company-firmographics', 20),
  ('person', '*', 'clay-person-profile', 20),
  ('company', '*', 'cb-vc-portfolio', 30),
  ('company', '*', 'vc-portfolio', 30),
  ('company', '*', 'crunchbase-portfolio-file', 30),
  ('company', '*', 'vc-portfolio-file', 30),
  ('company', '*', 'vc-firms-file', 30),
  ('company', '*', 'yc-company', 30),
  ('company', 'name', 'cb-vc-portfolio', 15),
  ('company', 'name', 'vc-portfolio', 15),
  ('company', 'name', 'crunchbase-portfolio-file', 15),
  ('company', 'name', 'vc-portfolio-file', 15),
  ('company', '*', 'clay-find-companies', 40),
  ('company', '*', 'clay-find-companies-location-parsed', 40),
  ('person', '*', 'clay-find-people', 40),
  ('person', '*', 'clay-find-people-location-parsed', 40),
  ('person', '*', 'clay-find-people-title-enrichment', 40),
  ('company', 'cleaned_name', 'cleaned-company-name', 15),
  ('person', 'cleaned_title', 'clay-find-people-title-enrichment', 15),
  ('person', 'location', 'clay-find-people-title-enrichment', 15),
  ('company', '*', 'salesnav-company', 50),
  ('company', '*', 'salesnav-person', 50),
  ('company', '*', 'salesnav-file', 50),
  ('person', '*', 'salesnav-person', 50),
  ('person', '*', 'salesnav-file', 50),
  ('company', '*', 'leadmagic-company', 60),
  ('company', '*', 'cleaned-company-name', 60),
  ('company', '*', 'company-public', 60),
  ('company', '*', 'company-ticker', 60),
  ('company', '*', 'company-classification', 60),
  ('company', '*', 'builtwith-techstack', 60),
  ('company', '*', 'predictleads-techstack', 60),
  ('company', '*', 'google-ads', 60),
  ('company', '*', 'linkedin-ads', 60),
  ('company', '*', 'meta-ads', 60),
  ('company', '*', 'job-posting', 60),
  ('company', '*', 'company-address-parsing', 60),
  ('company', '*', 'gemini-extract-case-study-details', 60),
  ('company', '*', 'case-study-buyers', 60),
  ('company', '*', 'signal-job-posting-v2', 60),
  ('company', '*', 'clay-signal-job-posting', 60),
  ('company', '*', 'clay-signal-new-hire', 60),
  ('company', '*', 'clay-signal-news-fundraising', 60),
  ('person', '*', 'signal-job-change-v2', 60),
  ('person', '*', 'signal-promotion-v2', 60),
  ('person', '*', 'clay-signal-job-change', 60),
  ('person', '*', 'clay-signal-promotion', 60),
  ('company', '*', 'clay-company-vc-investors', 60),
  ('person', '*', 'anymailfinder-email', 60),
  ('person', '*', 'icypeas-email', 60),
  ('person', '*', 'leadmagic-email', 60),
  ('company', '*', '*', 70),
  ('person', '*', '*', 70),
  ('company', '*', 'mention', 90),
  ('person', '*', 'mention', 90)
on conflict do nothing;
