-- Typed rows taken out of person payloads. A date known only to the month or year is stored as its first day,
-- its precision beside it.

-- One row per LinkedIn profile: the newest profile payload.
create table if not exists extracted.person_profile (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid not null references raw.person_payloads (id),
  linkedin_url text not null unique,
  linkedin_slug text,
  linkedin_profile_id bigint,
  first_name text,
  last_name text,
  full_name text,
  headline text,
  summary text,
  country text,
  location_name text,
  connections integer,
  num_followers integer,
  picture_url text,
  jobs_count integer,
  latest_title text,
  latest_company text,
  latest_company_domain text,
  latest_company_linkedin_url text,
  latest_company_org_id bigint,
  latest_locality text,
  latest_start_date date,
  latest_end_date date,
  latest_is_current boolean,
  certifications jsonb,
  languages jsonb,
  courses jsonb,
  patents jsonb,
  projects jsonb,
  publications jsonb,
  volunteering jsonb,
  awards jsonb,
  source_last_refresh timestamptz,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),
  matched_cleaned_job_title text,
  matched_job_function text,
  matched_seniority text,

  latest_start_precision text check (latest_start_precision in ('day', 'month', 'year')),
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);

-- One row per job of a person. Replaced as a whole by a newer profile; feeds core.person_work_history by trigger.
create table if not exists extracted.person_experience (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid not null references raw.person_payloads (id),
  linkedin_url text not null,
  company text,
  company_domain text,
  company_linkedin_url text,
  company_org_id bigint,
  title text,
  summary text,
  locality text,
  start_date date,
  end_date date,
  is_current boolean,
  experience_order integer,
  created_at timestamptz default now(),
  matched_cleaned_job_title text,
  matched_job_function text,
  matched_seniority text,

  start_precision text check (start_precision in ('day', 'month', 'year')),
  end_precision text check (end_precision in ('day', 'month', 'year'))
);
create index if not exists idx_person_experience_linkedin_url on extracted.person_experience (linkedin_url);

-- One row per education entry of a person.
create table if not exists extracted.person_education (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid not null references raw.person_payloads (id),
  linkedin_url text not null,
  school_name text,
  degree text,
  field_of_study text,
  start_date date,
  end_date date,
  grade text,
  activities text,
  education_order integer,
  created_at timestamptz default now(),

  start_precision text check (start_precision in ('day', 'month', 'year')),
  end_precision text check (end_precision in ('day', 'month', 'year'))
);
create index if not exists idx_person_education_linkedin_url on extracted.person_education (linkedin_url);

-- One row per LinkedIn profile: the newest find-people result.
create table if not exists extracted.person_discovery (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid not null references raw.person_discovery (id),
  linkedin_url text not null unique,
  first_name text,
  last_name text,
  full_name text,
  location_name text,
  company_domain text,
  latest_title text,
  latest_company text,
  latest_start_date date,
  clay_company_table_id text,
  clay_company_record_id text,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),
  cleaned_first_name text,
  cleaned_last_name text,
  cleaned_full_name text,
  clay_table_url text,
  city text,
  state text,
  country text,
  has_city boolean,
  has_state boolean,
  has_country boolean,
  matched_city text,
  matched_state text,
  matched_country text,
  location_matched_at timestamptz,
  matched_cleaned_job_title text,
  matched_job_function text,
  matched_seniority text,
  keyword_job_function text,
  keyword_seniority text,

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);

-- One row per LinkedIn profile: title, seniority and function, cleaned.
create table if not exists extracted.person_title_enrichment (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  linkedin_url text not null,
  first_name text,
  last_name text,
  full_name text,
  cleaned_first_name text,
  cleaned_last_name text,
  cleaned_full_name text,
  location_name text,
  city text,
  state text,
  country text,
  has_city boolean default false,
  has_state boolean default false,
  has_country boolean default false,
  company_domain text,
  latest_company text,
  latest_title text,
  cleaned_job_title text,
  seniority_level text,
  job_function text,
  latest_start_date date,
  clay_company_table_id text,
  clay_company_record_id text,
  clay_table_url text,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create unique index if not exists idx_person_title_enrich_ext_linkedin
  on extracted.person_title_enrichment (linkedin_url);
create index if not exists idx_person_title_enrich_ext_domain on extracted.person_title_enrichment (company_domain);
create index if not exists idx_person_title_enrich_ext_seniority on extracted.person_title_enrichment (seniority_level);
create index if not exists idx_person_title_enrich_ext_function on extracted.person_title_enrichment (job_function);
create index if not exists idx_person_title_enrich_ext_clay_url on extracted.person_title_enrichment (clay_table_url);

-- One row per person of Sales Navigator. The payload is in raw.payloads, or in raw.salesnav_scrapes if it came
-- as a file, so raw_payload_id is no foreign key.
create table if not exists extracted.salesnav_scrapes_person (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid,
  first_name text,
  last_name text,
  email text,
  phone_number text,
  profile_headline text,
  profile_summary text,
  job_title text,
  job_description text,
  job_started_on text,
  person_linkedin_sales_nav_url text,
  linkedin_user_profile_urn text,
  location_raw text,
  city text,
  state text,
  country text,
  has_city boolean default false,
  has_state boolean default false,
  has_country boolean default false,
  company_name text,
  domain text,
  company_linkedin_url text,
  source_id uuid,
  upload_id uuid,
  notes text,
  matching_filters boolean,
  source_created_at timestamptz,
  clay_batch_number text,
  sent_to_clay_at timestamptz,
  export_title text,
  export_timestamp text,
  created_at timestamptz default now(),
  cleaned_first_name text,
  cleaned_last_name text,
  cleaned_full_name text,
  cleaned_job_title text,

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_salesnav_person_extracted_linkedin_url
  on extracted.salesnav_scrapes_person (person_linkedin_sales_nav_url);
create index if not exists idx_salesnav_person_extracted_domain on extracted.salesnav_scrapes_person (domain);
create index if not exists idx_salesnav_person_extracted_city on extracted.salesnav_scrapes_person (city);
create index if not exists idx_salesnav_person_extracted_state on extracted.salesnav_scrapes_person (state);
create index if not exists idx_salesnav_person_extracted_country on extracted.salesnav_scrapes_person (country);

-- One row per e-mail search by AnyMailFinder: its newest result.
create table if not exists extracted.email_anymailfinder (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  person_linkedin_url text,
  first_name text,
  last_name text,
  full_name text,
  domain text,
  company_name text,
  company_linkedin_url text,
  email text,
  validation text,
  alternatives text[],
  success boolean,
  input_not_found_error boolean,
  created_at timestamptz default now(),

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_ext_email_amf_email on extracted.email_anymailfinder (email);
create index if not exists idx_ext_email_amf_domain on extracted.email_anymailfinder (domain);
create index if not exists idx_ext_email_amf_linkedin on extracted.email_anymailfinder (person_linkedin_url);
create index if not exists idx_ext_email_amf_validation on extracted.email_anymailfinder (validation);

-- One row per e-mail search by LeadMagic: its newest result.
create table if not exists extracted.email_leadmagic (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  person_linkedin_url text,
  first_name text,
  last_name text,
  full_name text,
  domain text,
  company_name text,
  company_linkedin_url text,
  email text,
  status text,
  message text,
  has_mx boolean,
  mx_record text,
  mx_provider text,
  is_domain_catch_all boolean,
  employment_verified boolean,
  mx_security_gateway boolean,
  credits_consumed integer,
  created_at timestamptz default now(),

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_ext_email_lm_email on extracted.email_leadmagic (email);
create index if not exists idx_ext_email_lm_domain on extracted.email_leadmagic (domain);
create index if not exists idx_ext_email_lm_linkedin on extracted.email_leadmagic (person_linkedin_url);
create index if not exists idx_ext_email_lm_status on extracted.email_leadmagic (status);
create index if not exists idx_ext_email_lm_employment on extracted.email_leadmagic (employment_verified);

-- One row per e-mail search by Icypeas: its newest result.
create table if not exists extracted.email_icypeas (
  id uuid primary key default gen_random_uuid(),
  created_at timestamptz not null default now(),
  raw_payload_id uuid not null references raw.payloads (id),
  person_linkedin_url text,
  first_name text,
  last_name text,
  full_name text,
  domain text,
  company_name text,
  company_linkedin_url text,
  email text,
  status text,
  success boolean,
  search_id text,
  certainty text,
  mx_records jsonb,
  mx_provider text,
  emails jsonb,

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_email_icypeas_extracted_person_linkedin on extracted.email_icypeas (person_linkedin_url);
create index if not exists idx_email_icypeas_extracted_email on extracted.email_icypeas (email);
create index if not exists idx_email_icypeas_extracted_domain on extracted.email_icypeas (domain);
create index if not exists idx_email_icypeas_extracted_raw_payload on extracted.email_icypeas (raw_payload_id);
