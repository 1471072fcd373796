-- Who a company's customers are, who speaks for them, and whom the company wants to reach.

-- One row per origin company and customer name found by Claygent.
create table if not exists extracted.company_customer_claygent (
  id uuid primary key default gen_random_uuid(),
  created_at timestamptz not null default now(),
  raw_payload_id uuid not null references raw.company_customer_claygent_payloads (id),
  origin_company_domain text not null,
  origin_company_name text,
  company_customer_name text not null,
  case_study_url text,
  has_case_study boolean not null default false,

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x',
  unique (origin_company_domain, company_customer_name)
);
create index if not exists idx_company_customer_claygent_origin
  on extracted.company_customer_claygent (origin_company_domain);
create index if not exists idx_company_customer_claygent_customer
  on extracted.company_customer_claygent (company_customer_name);
create index if not exists idx_company_customer_claygent_raw_payload
  on extracted.company_customer_claygent (raw_payload_id);
create index if not exists idx_company_customer_claygent_has_case_study
  on extracted.company_customer_claygent (has_case_study) where has_case_study = true;

-- One row per case-study URL.
create table if not exists extracted.case_study_details (
  id uuid primary key default gen_random_uuid(),
  created_at timestamptz not null default now(),
  raw_payload_id uuid not null references raw.case_study_extraction_payloads (id),
  case_study_url text not null unique,
  origin_company_domain text not null,
  origin_company_name text,
  company_customer_name text not null,
  company_customer_domain text,
  article_title text,
  confidence text,
  reasoning text,

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_case_study_details_origin on extracted.case_study_details (origin_company_domain);
create index if not exists idx_case_study_details_customer_domain
  on extracted.case_study_details (company_customer_domain) where company_customer_domain is not null;
create index if not exists idx_case_study_details_raw_payload on extracted.case_study_details (raw_payload_id);
create index if not exists idx_case_study_details_confidence on extracted.case_study_details (confidence);

-- One row per person quoted or featured in a case study.
create table if not exists extracted.case_study_champions (
  id uuid primary key default gen_random_uuid(),
  created_at timestamptz not null default now(),
  case_study_id uuid not null references extracted.case_study_details (id) on delete cascade,
  full_name text not null,
  job_title text,
  company_name text,
  customer_company_domain text,

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x',
  unique (case_study_id, full_name)
);
create index if not exists idx_case_study_champions_case_study on extracted.case_study_champions (case_study_id);
create index if not exists idx_case_study_champions_name on extracted.case_study_champions (full_name);
create index if not exists idx_case_study_champions_customer_domain
  on extracted.case_study_champions (customer_company_domain);

-- One row per buyer quoted in a case study.
create table if not exists extracted.case_study_buyers (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  origin_company_name text not null,
  origin_company_domain text not null,
  customer_company_name text,
  customer_company_domain text,
  case_study_url text,
  buyer_full_name text not null,
  buyer_job_title text,
  created_at timestamptz default now(),

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_case_study_buyers_origin_domain on extracted.case_study_buyers (origin_company_domain);
create index if not exists idx_case_study_buyers_customer_domain
  on extracted.case_study_buyers (customer_company_domain);
create index if not exists idx_case_study_buyers_full_name on extracted.case_study_buyers (buyer_full_name);

-- One row per target client: its generated ICP.
create table if not exists extracted.target_client_icp (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.icp_payloads (id),
  target_client_id uuid unique,
  industries jsonb,
  employee_count_min integer,
  employee_count_max integer,
  size jsonb,
  countries jsonb,
  founded_min integer,
  founded_max integer,
  title_contains_any jsonb,
  title_contains_all jsonb,
  created_at timestamptz default now(),

  domain text,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_target_client_icp_domain on extracted.target_client_icp (domain);

-- One row per domain: industries to sell to, as generated and matched to the canonical list.
create table if not exists extracted.icp_industries (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  company_name text not null,
  domain text not null,
  company_linkedin_url text,
  reasoning text,
  raw_industries jsonb,
  matched_industries jsonb,
  source_tokens_used integer,
  source_input_tokens integer,
  source_output_tokens integer,
  source_cost text,
  matching_model text,
  matching_tokens_used integer,
  matching_cost text,
  created_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create unique index if not exists idx_extracted_icp_industries_domain on extracted.icp_industries (domain);
create index if not exists idx_extracted_icp_industries_raw_payload on extracted.icp_industries (raw_payload_id);

-- One row per domain: titles to sell to, as generated and readable.
create table if not exists extracted.icp_job_titles (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  company_name text not null,
  domain text not null,
  company_linkedin_url text,
  reasoning text,
  raw_primary_titles jsonb,
  raw_influencer_titles jsonb,
  raw_extended_titles jsonb,
  primary_titles jsonb,
  influencer_titles jsonb,
  extended_titles jsonb,
  source_tokens_used integer,
  source_input_tokens integer,
  source_output_tokens integer,
  source_cost text,
  created_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create unique index if not exists idx_extracted_icp_job_titles_domain on extracted.icp_job_titles (domain);
create index if not exists idx_extracted_icp_job_titles_raw_payload on extracted.icp_job_titles (raw_payload_id);

-- One row per domain: its value proposition.
create table if not exists extracted.icp_value_proposition (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  company_name text not null,
  domain text not null,
  company_linkedin_url text,
  reasoning text,
  value_proposition text,
  key_benefits jsonb,
  target_market text,
  differentiators jsonb,
  pain_points_addressed jsonb,
  source_tokens_used integer,
  source_input_tokens integer,
  source_output_tokens integer,
  source_cost text,
  created_at timestamptz default now(),
  confidence text,
  core_benefit text,
  target_customer text,
  key_differentiator text,

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create unique index if not exists idx_extracted_icp_value_proposition_domain
  on extracted.icp_value_proposition (domain);
create index if not exists idx_extracted_icp_value_proposition_raw_payload
  on extracted.icp_value_proposition (raw_payload_id);

-- One row per domain: what makes a customer fit.
create table if not exists extracted.icp_fit_criterion (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  company_name text not null,
  domain text not null,
  company_linkedin_url text,
  reasoning text,
  primary_criterion text,
  criterion_type text,
  qualifying_signals jsonb,
  disqualifying_signals jsonb,
  ideal_company_attributes jsonb,
  minimum_requirements jsonb,
  source_tokens_used integer,
  source_input_tokens integer,
  source_output_tokens integer,
  source_cost text,
  created_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create unique index if not exists idx_extracted_icp_fit_criterion_domain on extracted.icp_fit_criterion (domain);
create index if not exists idx_extracted_icp_fit_criterion_raw_payload on extracted.icp_fit_criterion (raw_payload_id);

-- One row per verdict on a pair of companies; earlier verdicts stay.
create table if not exists extracted.icp_verdict (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  origin_company_domain text not null,
  company_domain text not null,
  is_match boolean,
  match_reason text,
  created_at timestamptz default now(),

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_icp_verdict_origin_domain on extracted.icp_verdict (origin_company_domain);
create index if not exists idx_icp_verdict_company_domain on extracted.icp_verdict (company_domain);
create index if not exists idx_icp_verdict_is_match on extracted.icp_verdict (is_match);
