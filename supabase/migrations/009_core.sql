-- The current truth about companies and people: a fold over the observations of 010_identity.sql, never edited by
-- hand. Rows are keyed by domain and by LinkedIn URL, as other systems read them.

-- One row per company domain.
create table if not exists core.companies (
  id uuid primary key default gen_random_uuid(),
  domain text not null,
  name text,
  linkedin_url text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  cleaned_name text,
  industry text,
  employee_count integer,
  city text,
  state text,
  country text,

  description text,
  website text,
  logo_url text,
  company_type text,
  founded_year integer,
  size_range text,
  follower_count integer,
  status text,
  linkedin_org_id bigint,
  locality text,
  tags text[],
  funding_total text,
  revenue_range text,
  one_liner text
);
create unique index if not exists idx_core_companies_domain on core.companies (domain);
create index if not exists idx_core_companies_name on core.companies (name);

-- One row per LinkedIn profile URL.
create table if not exists core.people (
  id uuid primary key default gen_random_uuid(),
  linkedin_url text not null,
  linkedin_slug text,
  full_name text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  core_company_id uuid,
  linkedin_url_type text,
  linkedin_user_profile_urn text,
  first_name text,
  last_name text,
  work_email text,
  title text,
  seniority text,
  department text,
  company_domain text,

  headline text,
  company_name text,
  company_linkedin_url text,
  city text,
  state text,
  country text,
  location_name text,
  job_start_date date,
  picture_url text
);
create unique index if not exists idx_core_people_linkedin_url on core.people (linkedin_url);
create index if not exists idx_core_people_linkedin_slug on core.people (linkedin_slug);

-- One row per person: where they are, and which source says so.
create table if not exists core.person_locations (
  id uuid primary key default gen_random_uuid(),
  linkedin_url text not null unique,
  city text,
  state text,
  country text,
  source text,
  created_at timestamptz default now(),
  updated_at timestamptz default now()
);

-- One row per person: when the current job began, and which source says so.
create table if not exists core.person_tenure (
  id uuid primary key default gen_random_uuid(),
  linkedin_url text not null unique,
  job_start_date date,
  source text,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),

  job_start_precision text check (job_start_precision in ('day', 'month', 'year'))
);

-- One row per person: current title as the lookup reads it.
create table if not exists core.person_job_titles (
  id uuid primary key default gen_random_uuid(),
  linkedin_url text not null unique,
  matched_cleaned_job_title text,
  matched_job_function text,
  matched_seniority text,
  source text,
  created_at timestamptz default now(),
  updated_at timestamptz default now()
);

-- One row per person and former company.
create table if not exists core.person_past_employer (
  id uuid primary key default gen_random_uuid(),
  linkedin_url text not null,
  past_company_name text,
  past_company_domain text,
  source text,
  scrape_settings_id uuid,
  created_at timestamptz default now(),
  unique nulls not distinct (linkedin_url, past_company_name, past_company_domain)
);
create index if not exists idx_person_past_employer_linkedin_url on core.person_past_employer (linkedin_url);
create index if not exists idx_person_past_employer_company_name on core.person_past_employer (past_company_name);
create index if not exists idx_person_past_employer_company_domain on core.person_past_employer (past_company_domain);

-- One row per job of a person: equal to extracted.person_experience, kept so by trigger.
create table if not exists core.person_work_history (
  id uuid primary key default gen_random_uuid(),
  linkedin_url text not null,
  company_domain text,
  company_name text,
  company_linkedin_url text,
  title text,
  matched_job_function text,
  matched_seniority text,
  start_date date,
  end_date date,
  is_current boolean,
  experience_order integer,
  source_id uuid,
  created_at timestamptz default now(),

  start_precision text check (start_precision in ('day', 'month', 'year')),
  end_precision text check (end_precision in ('day', 'month', 'year'))
);
create index if not exists idx_person_work_history_company_domain on core.person_work_history (company_domain);
create index if not exists idx_person_work_history_person_company
  on core.person_work_history (linkedin_url, company_domain);

-- One row per promotion found in somebody's jobs; recomputed, never edited.
create table if not exists core.person_promotions (
  id uuid primary key default gen_random_uuid(),
  linkedin_url text not null,
  company_domain text,
  company_name text,
  previous_title text,
  new_title text,
  promotion_date date,
  created_at timestamptz default now()
);
create index if not exists idx_person_promotions_linkedin_url on core.person_promotions (linkedin_url);
create index if not exists idx_person_promotions_date on core.person_promotions (promotion_date);

-- One row per company that is publicly traded.
create table if not exists core.company_public (
  domain text primary key,
  company_name text,
  linkedin_url text,
  ticker text,
  created_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);

-- One row per company and customer name, whether or not the customer's domain is known.
create table if not exists core.company_customers (
  id uuid primary key default gen_random_uuid(),
  origin_company_domain text not null,
  origin_company_name text,
  customer_name text not null,
  customer_domain text,
  case_study_url text,
  has_case_study boolean,
  source text,
  source_id uuid,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),

  normalized_name text not null,
  confidence text,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x',
  unique (origin_company_domain, normalized_name)
);
create index if not exists idx_company_customers_origin_domain on core.company_customers (origin_company_domain);
create index if not exists idx_company_customers_customer_domain on core.company_customers (customer_domain);

-- One row per person who spoke for a vendor in a case study.
create table if not exists core.case_study_champions (
  id uuid primary key default gen_random_uuid(),
  full_name text not null,
  job_title text,
  company_name text,
  company_domain text,
  origin_company_domain text,
  case_study_url text,
  source text,
  core_person_id uuid references core.people (id) on delete set null,
  core_company_id uuid references core.companies (id) on delete set null,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x',
  unique nulls not distinct (case_study_url, full_name)
);
create index if not exists idx_core_case_study_champions_origin on core.case_study_champions (origin_company_domain);

-- One row per domain: its ICP as one set of filters, and its value proposition.
create table if not exists core.icp_criteria (
  id uuid primary key default gen_random_uuid(),
  domain text not null,
  company_name text,
  industries jsonb,
  countries jsonb,
  employee_ranges jsonb,
  funding_stages jsonb,
  job_titles jsonb,
  seniorities jsonb,
  job_functions jsonb,
  value_proposition text,
  core_benefit text,
  target_customer text,
  key_differentiator text,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create unique index if not exists idx_icp_criteria_domain on core.icp_criteria (domain);

-- One row per domain: whether it sells to businesses, to consumers.
create table if not exists core.company_business_model (
  id uuid primary key default gen_random_uuid(),
  domain text not null unique,
  is_b2b boolean,
  is_b2c boolean,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);

-- One row per domain: whether it advertises with Google.
create table if not exists core.company_google_ads (
  id uuid primary key default gen_random_uuid(),
  domain text not null unique,
  is_running_ads boolean,
  ad_count integer,
  advertiser_id text,
  last_checked_at timestamptz,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);

-- One row per domain: whether it advertises on LinkedIn.
create table if not exists core.company_linkedin_ads (
  id uuid primary key default gen_random_uuid(),
  domain text not null unique,
  is_running_ads boolean,
  ad_count integer,
  page_id text,
  last_checked_at timestamptz,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);

-- One row per domain: whether it advertises with Meta.
create table if not exists core.company_meta_ads (
  id uuid primary key default gen_random_uuid(),
  domain text not null unique,
  is_running_ads boolean,
  ad_count integer,
  page_id text,
  platforms jsonb,
  last_checked_at timestamptz,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);

-- One row per domain and technology, from BuiltWith.
create table if not exists core.company_technologies (
  id uuid primary key default gen_random_uuid(),
  domain text not null,
  technology_id uuid,
  first_detected text,
  last_detected text,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x',
  unique (domain, technology_id)
);

-- One row per domain and technology, from PredictLeads.
create table if not exists core.company_predictleads_technologies (
  id uuid primary key default gen_random_uuid(),
  domain text not null,
  technology_id uuid,
  score numeric,
  first_seen_at timestamptz,
  last_seen_at timestamptz,
  behind_firewall boolean,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x',
  unique (domain, technology_id)
);

-- One row per job posting of a domain.
create table if not exists core.company_job_postings (
  id uuid primary key default gen_random_uuid(),
  domain text not null,
  job_id bigint,
  title text,
  cleaned_job_title text,
  job_function text,
  location text,
  seniority text,
  employment_type text,
  salary_min numeric,
  salary_max numeric,
  salary_currency text,
  url text,
  posted_at timestamptz,
  company_linkedin_url text,
  job_title_id uuid,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x',
  unique nulls not distinct (domain, job_id)
);

-- One row per company and VC.
create table if not exists core.company_vc_investors (
  id uuid primary key default gen_random_uuid(),
  company_domain text,
  company_name text,
  vc_name text,
  vc_domain text,
  source text,
  created_at timestamptz default now(),

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_core_company_vc_investors_domain on core.company_vc_investors (company_domain);
create index if not exists idx_core_company_vc_investors_vc_name on core.company_vc_investors (vc_name);
