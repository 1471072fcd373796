-- Payloads as they arrived, kept for ever. Besides the payload every table holds what replay needs:
-- envelope (the request without its payload), body (the exact bytes, only where jsonb would lose something),
-- body_sha256, received_at, error (why extraction failed) and warnings.

-- One row per payload of a workflow that has no table of its own below, run-time workflows included.
create table if not exists raw.payloads (
  id uuid primary key default gen_random_uuid(),
  workflow_slug text not null,
  provider text not null,
  platform text not null,
  payload_type text not null,
  entity_key text not null,
  raw_payload jsonb not null,
  created_at timestamptz not null default now(),

  envelope jsonb not null default '{}',
  body bytea,
  body_sha256 bytea,
  received_at timestamptz not null default now(),
  error jsonb,
  warnings jsonb
);
create index if not exists idx_raw_payloads_workflow on raw.payloads (workflow_slug, id);

-- One row per company enrichment payload (Clay firmographics).
create table if not exists raw.company_payloads (
  id uuid primary key default gen_random_uuid(),
  company_domain text not null,
  workflow_slug text not null,
  provider text not null,
  platform text not null,
  payload_type text not null,
  raw_payload jsonb not null,
  created_at timestamptz default now(),

  envelope jsonb not null default '{}',
  body bytea,
  body_sha256 bytea,
  received_at timestamptz not null default now(),
  error jsonb,
  warnings jsonb
);

-- One row per Clay find-companies payload.
create table if not exists raw.company_discovery (
  id uuid primary key default gen_random_uuid(),
  company_domain text not null,
  workflow_slug text not null,
  provider text not null,
  platform text not null,
  payload_type text not null,
  raw_payload jsonb not null,
  created_at timestamptz default now(),
  clay_table_url text,

  envelope jsonb not null default '{}',
  body bytea,
  body_sha256 bytea,
  received_at timestamptz not null default now(),
  error jsonb,
  warnings jsonb
);

-- One row per person profile payload.
create table if not exists raw.person_payloads (
  id uuid primary key default gen_random_uuid(),
  linkedin_url text not null,
  workflow_slug text not null,
  provider text not null,
  platform text not null,
  payload_type text not null,
  raw_payload jsonb not null,
  created_at timestamptz default now(),

  envelope jsonb not null default '{}',
  body bytea,
  body_sha256 bytea,
  received_at timestamptz not null default now(),
  error jsonb,
  warnings jsonb
);

-- One row per Clay find-people payload.
create table if not exists raw.person_discovery (
  id uuid primary key default gen_random_uuid(),
  linkedin_url text not null,
  workflow_slug text not null,
  provider text not null,
  platform text not null,
  payload_type text not null,
  raw_payload jsonb not null,
  created_at timestamptz default now(),
  clay_table_url text,

  envelope jsonb not null default '{}',
  body bytea,
  body_sha256 bytea,
  received_at timestamptz not null default now(),
  error jsonb,
  warnings jsonb
);

-- One row per customer-research answer of Claygent, all its generations.
create table if not exists raw.company_customer_claygent_payloads (
  id uuid primary key default gen_random_uuid(),
  created_at timestamptz not null default now(),
  origin_company_domain text not null,
  origin_company_name text,
  origin_company_linkedin_url text,
  workflow_slug text not null,
  provider text not null,
  platform text not null,
  payload_type text not null,
  raw_payload jsonb not null,

  envelope jsonb not null default '{}',
  body bytea,
  body_sha256 bytea,
  received_at timestamptz not null default now(),
  error jsonb,
  warnings jsonb
);
create index if not exists idx_company_customer_claygent_payloads_domain
  on raw.company_customer_claygent_payloads (origin_company_domain);
create index if not exists idx_company_customer_claygent_payloads_created
  on raw.company_customer_claygent_payloads (created_at desc);

-- One row per customer relationship entered by hand, already flat.
create table if not exists raw.manual_company_customers (
  id uuid primary key default gen_random_uuid(),
  origin_company_domain text not null,
  origin_company_name text,
  origin_company_linkedin_url text,
  company_customer_name text not null,
  company_customer_domain text,
  company_customer_linkedin_url text,
  case_study_url text,
  has_case_study boolean,
  source_notes text,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x',
  envelope jsonb not null default '{}',
  body bytea,
  body_sha256 bytea,
  received_at timestamptz not null default now(),
  error jsonb,
  warnings jsonb,
  unique (origin_company_domain, company_customer_name)
);

-- One row per model answer about one case-study page.
create table if not exists raw.case_study_extraction_payloads (
  id uuid primary key default gen_random_uuid(),
  created_at timestamptz not null default now(),
  case_study_url text not null,
  origin_company_domain text not null,
  origin_company_name text,
  company_customer_name text not null,
  workflow_slug text not null,
  provider text not null,
  platform text not null,
  payload_type text not null,
  raw_payload jsonb not null,
  has_case_study_url boolean not null default false,

  envelope jsonb not null default '{}',
  body bytea,
  body_sha256 bytea,
  received_at timestamptz not null default now(),
  error jsonb,
  warnings jsonb
);
create index if not exists idx_case_study_extraction_payloads_url
  on raw.case_study_extraction_payloads (case_study_url);
create index if not exists idx_case_study_extraction_payloads_origin
  on raw.case_study_extraction_payloads (origin_company_domain);
create index if not exists idx_case_study_extraction_payloads_created
  on raw.case_study_extraction_payloads (created_at desc);

-- One row per answer of ICP generation.
create table if not exists raw.icp_payloads (
  id uuid primary key default gen_random_uuid(),
  domain text not null,
  workflow_slug text not null,
  provider text not null,
  platform text not null,
  payload_type text not null,
  raw_payload jsonb not null,
  created_at timestamptz not null default now(),
  target_client_id uuid,
  model text,

  envelope jsonb not null default '{}',
  body bytea,
  body_sha256 bytea,
  received_at timestamptz not null default now(),
  error jsonb,
  warnings jsonb
);
create index if not exists idx_raw_icp_payloads_domain on raw.icp_payloads (domain);

-- One row per person of an uploaded Sales Navigator export, with the bookkeeping of its way to Clay.
create table if not exists raw.salesnav_scrapes (
  id uuid primary key default gen_random_uuid(),
  upload_id uuid not null,
  export_title text,
  export_timestamp timestamptz,
  notes text,
  matching_filters boolean,
  linkedin_user_profile_urn text,
  first_name text,
  last_name text,
  email text,
  phone_number text,
  profile_headline text,
  profile_summary text,
  job_title text,
  job_description text,
  job_started_on text,
  linkedin_url_user_profile text,
  location text,
  company text,
  linkedin_company_profile_urn text,
  linkedin_url_company text,
  company_website text,
  company_description text,
  company_headcount text,
  company_industries text,
  company_registered_address text,
  created_at timestamptz default now(),
  clay_batch_number integer,
  sent_to_clay_at timestamptz,

  raw_payload jsonb,
  workflow_slug text,
  envelope jsonb not null default '{}',
  body bytea,
  body_sha256 bytea,
  received_at timestamptz not null default now(),
  error jsonb,
  warnings jsonb
);

-- One row per company of an uploaded Crunchbase export of a VC portfolio.
create table if not exists raw.vc_crunchbase_portfolios (
  id uuid primary key default gen_random_uuid(),
  upload_id uuid,
  vc_name text,
  vc_domain text,
  website text,
  name text,
  operating_status text,
  founded_date text,
  full_description text,
  short_description text,
  city text,
  state text,
  country text,
  number_employees text,
  linkedin_url text,
  created_at timestamptz default now(),

  raw_payload jsonb,
  workflow_slug text,
  envelope jsonb not null default '{}',
  body bytea,
  body_sha256 bytea,
  received_at timestamptz not null default now(),
  error jsonb,
  warnings jsonb
);

-- One row per venture firm.
create table if not exists raw.vc_firms (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  domain text not null unique,
  created_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);

-- One row per company of an uploaded list of VC portfolios.
create table if not exists raw.vc_portfolio_companies (
  id uuid primary key default gen_random_uuid(),
  upload_id uuid not null,
  vc_firm_id uuid not null references raw.vc_firms (id),
  company_name text,
  website_domain text,
  crunchbase_url text,
  logo_url text,
  status text,
  founded_date text,
  description_long text,
  description_short text,
  city text,
  state text,
  country text,
  employee_count text,
  linkedin_url text,
  revenue_range text,
  funding_total text,
  equity_funding text,
  categories jsonb,
  investors jsonb,
  created_at timestamptz default now(),

  raw_payload jsonb,
  workflow_slug text,
  envelope jsonb not null default '{}',
  body bytea,
  body_sha256 bytea,
  received_at timestamptz not null default now(),
  error jsonb,
  warnings jsonb
);
