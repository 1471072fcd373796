-- What happened to people and companies. client_domain is null for signals of the first generation, which had
-- none. Rows with is_initial_check are the baseline of a monitor, never an event.

-- One row per person, new company and start date.
create table if not exists extracted.signal_job_change (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  client_domain text,
  person_name text,
  person_first_name text,
  person_last_name text,
  person_linkedin_url text,
  person_linkedin_slug text,
  person_title text,
  person_headline text,
  person_location text,
  person_country text,
  new_company_domain text,
  new_company_name text,
  new_company_linkedin_url text,
  new_job_title text,
  new_job_start_date date,
  new_job_location text,
  previous_company_linkedin_url text,
  confidence integer,
  reduced_confidence_reasons jsonb,
  is_initial_check boolean default false,
  signal_detected_at timestamptz default now(),
  created_at timestamptz default now(),
  job_change_within_months integer,
  started_role_within_window boolean,

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_signal_job_change_client on extracted.signal_job_change (client_domain);
create index if not exists idx_signal_job_change_person_linkedin on extracted.signal_job_change (person_linkedin_url);
create index if not exists idx_signal_job_change_new_company_domain on extracted.signal_job_change (new_company_domain);
create index if not exists idx_signal_job_change_new_job_start on extracted.signal_job_change (new_job_start_date);
create index if not exists idx_signal_job_change_confidence on extracted.signal_job_change (confidence);
create index if not exists idx_signal_job_change_detected_at on extracted.signal_job_change (signal_detected_at);

-- One row per person, company, new title and start date.
create table if not exists extracted.signal_promotion (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  client_domain text,
  person_name text,
  person_first_name text,
  person_last_name text,
  person_linkedin_url text,
  person_linkedin_slug text,
  person_title text,
  person_headline text,
  person_location text,
  person_country text,
  company_domain text,
  company_name text,
  company_linkedin_url text,
  new_role_start_date date,
  confidence integer,
  reduced_confidence_reasons jsonb,
  is_initial_check boolean default false,
  days_since_promotion integer,
  signal_detected_at timestamptz default now(),
  created_at timestamptz default now(),
  new_titles jsonb,
  previous_titles jsonb,

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_signal_promotion_client on extracted.signal_promotion (client_domain);
create index if not exists idx_signal_promotion_person_linkedin on extracted.signal_promotion (person_linkedin_url);
create index if not exists idx_signal_promotion_company_domain on extracted.signal_promotion (company_domain);
create index if not exists idx_signal_promotion_new_role_start on extracted.signal_promotion (new_role_start_date);
create index if not exists idx_signal_promotion_confidence on extracted.signal_promotion (confidence);
create index if not exists idx_signal_promotion_detected_at on extracted.signal_promotion (signal_detected_at);

-- One row per job posting.
create table if not exists extracted.signal_job_posting (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  client_domain text,
  company_domain text,
  company_name text,
  company_linkedin_url text,
  company_linkedin_id bigint,
  job_title text,
  normalized_title text,
  seniority text,
  employment_type text,
  location text,
  job_linkedin_url text,
  job_linkedin_id bigint,
  posted_at timestamptz,
  salary_min numeric,
  salary_max numeric,
  salary_currency text,
  salary_unit text,
  recruiter_name text,
  recruiter_linkedin_url text,
  is_initial_check boolean default false,
  signal_detected_at timestamptz default now(),
  created_at timestamptz default now(),
  min_days_since_job_posting integer,
  max_days_since_job_posting integer,

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_signal_job_posting_client on extracted.signal_job_posting (client_domain);
create index if not exists idx_signal_job_posting_company_domain on extracted.signal_job_posting (company_domain);
create index if not exists idx_signal_job_posting_job_title on extracted.signal_job_posting (normalized_title);
create index if not exists idx_signal_job_posting_seniority on extracted.signal_job_posting (seniority);
create index if not exists idx_signal_job_posting_posted_at on extracted.signal_job_posting (posted_at);
create index if not exists idx_signal_job_posting_detected_at on extracted.signal_job_posting (signal_detected_at);

-- One row per company and person newly hired.
create table if not exists extracted.signal_new_hire (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  client_domain text,
  company_domain text,
  company_name text,
  company_linkedin_url text,
  person_linkedin_url text,
  is_initial_check boolean not null default false,
  signal_detected_at timestamptz default now(),
  created_at timestamptz default now(),

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_signal_new_hire_company_domain on extracted.signal_new_hire (company_domain);
create index if not exists idx_signal_new_hire_person_linkedin on extracted.signal_new_hire (person_linkedin_url);
create index if not exists idx_signal_new_hire_detected_at on extracted.signal_new_hire (signal_detected_at);

-- One row per news article about a company.
create table if not exists extracted.signal_news (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  client_domain text,
  company_domain text,
  news_url text,
  news_title text,
  description text,
  published_at timestamptz,
  is_initial_check boolean not null default false,
  signal_detected_at timestamptz default now(),
  created_at timestamptz default now(),

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_signal_news_company_domain on extracted.signal_news (company_domain);
create index if not exists idx_signal_news_detected_at on extracted.signal_news (signal_detected_at);
