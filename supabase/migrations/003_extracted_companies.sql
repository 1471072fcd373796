-- Typed rows taken out of company payloads. A row is a picture of one payload: the one that is newest by
-- (observed_at, payload_hash). natural_key is computed by the application where no column can be the key.

-- One row per domain: the newest firmographics.
create table if not exists extracted.company_firmographics (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid not null references raw.company_payloads (id),
  company_domain text not null unique,
  linkedin_url text,
  linkedin_slug text,
  linkedin_org_id bigint,
  clay_company_id bigint,
  name text,
  description text,
  website text,
  logo_url text,
  company_type text,
  industry text,
  founded_year integer,
  size_range text,
  employee_count integer,
  follower_count integer,
  country text,
  locality text,
  primary_location jsonb,
  all_locations jsonb,
  specialties text[],
  source_last_refresh timestamptz,
  created_at timestamptz default now(),
  matched_industry text,

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);

-- One row per domain: the newest find-companies result.
create table if not exists extracted.company_discovery (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid not null references raw.company_discovery (id),
  domain text not null unique,
  name text,
  linkedin_url text,
  linkedin_company_id bigint,
  clay_company_id bigint,
  size text,
  type text,
  country text,
  location text,
  industry text,
  industries jsonb,
  description text,
  annual_revenue text,
  total_funding_amount_range_usd text,
  resolved_domain jsonb,
  derived_datapoints jsonb,
  source_last_refresh timestamptz,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),
  clay_table_url text,
  matched_industry text,
  city text,
  state text,
  has_city boolean,
  has_state boolean,
  has_country boolean,
  matched_city text,
  matched_state text,
  matched_country text,

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);

-- One row per company that LeadMagic described; some have no domain.
create table if not exists extracted.leadmagic_company_enrichment (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  domain text,
  company_name text,
  linkedin_url text,
  linkedin_company_id bigint,
  universal_name text,
  description text,
  tagline text,
  industry text,
  website_url text,
  logo_url text,
  founded_year integer,
  employee_count integer,
  employee_range_start integer,
  employee_range_end integer,
  follower_count integer,
  city text,
  state text,
  country text,
  postal_code text,
  specialties text[],
  created_at timestamptz default now(),

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_leadmagic_company_domain on extracted.leadmagic_company_enrichment (domain);

-- One row per domain and technology that BuiltWith detected.
create table if not exists extracted.company_builtwith (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  domain text not null,
  technology_name text not null,
  technology_url text,
  technology_description text,
  technology_parent text,
  categories jsonb,
  first_detected text,
  last_detected text,
  created_at timestamptz default now(),

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_ext_company_builtwith_domain on extracted.company_builtwith (domain);

-- One row per domain and technology that PredictLeads detected.
create table if not exists extracted.company_predictleads (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  domain text not null,
  technology_title text not null,
  technology_url text,
  technology_domain text,
  categories jsonb,
  score numeric,
  first_seen_at timestamptz,
  last_seen_at timestamptz,
  behind_firewall boolean,
  created_at timestamptz default now(),

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_ext_company_predictleads_domain on extracted.company_predictleads (domain);

-- One row per Google ad of a domain.
create table if not exists extracted.company_google_ads (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  domain text not null,
  creative_id text,
  format text,
  start_date text,
  last_seen text,
  advertiser_id text,
  advertiser_name text,
  original_url text,
  variant_content text,
  variant_width integer,
  variant_height integer,
  created_at timestamptz default now(),

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_ext_company_google_ads_domain on extracted.company_google_ads (domain);

-- One row per LinkedIn ad of a domain.
create table if not exists extracted.company_linkedin_ads (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  domain text not null,
  ad_id text,
  ad_type text,
  creative_type text,
  headline_title text,
  headline_description text,
  commentary_text text,
  image_url text,
  image_alt_text text,
  advertiser_name text,
  view_details_link text,
  created_at timestamptz default now(),

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_ext_company_linkedin_ads_domain on extracted.company_linkedin_ads (domain);

-- One row per Meta ad of a domain.
create table if not exists extracted.company_meta_ads (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  domain text not null,
  ad_id text,
  platform text,
  start_date text,
  end_date text,
  status text,
  page_name text,
  ad_creative_body text,
  ad_creative_link_title text,
  ad_creative_link_description text,
  landing_page_url text,
  image_url text,
  video_url text,
  created_at timestamptz default now(),

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_ext_company_meta_ads_domain on extracted.company_meta_ads (domain);

-- One row per domain: whether it sells to businesses, to consumers, and why.
create table if not exists extracted.company_classification (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  domain text not null unique,
  is_b2b boolean,
  b2b_reason text,
  is_b2c boolean,
  b2c_reason text,
  tokens_used integer,
  created_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);

-- One row per job posting.
create table if not exists extracted.company_job_postings (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  domain text not null,
  job_id bigint,
  url text,
  title text,
  normalized_title text,
  location text,
  seniority text,
  employment_type text,
  salary_min numeric,
  salary_max numeric,
  salary_unit text,
  salary_currency text,
  company_name text,
  company_url text,
  company_linkedin_url text,
  company_id bigint,
  posted_at timestamptz,
  created_at timestamptz default now(),

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_ext_company_job_postings_domain on extracted.company_job_postings (domain);

-- One row per domain: its ticker symbol.
create table if not exists extracted.company_ticker (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  domain text not null unique,
  ticker text,
  created_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);

-- One row per domain: its name, cleaned.
create table if not exists extracted.cleaned_company_names (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  domain text not null unique,
  original_company_name text,
  cleaned_company_name text,
  source text default 'clay',
  created_at timestamptz default now(),
  updated_at timestamptz default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_cleaned_company_names_original
  on extracted.cleaned_company_names (original_company_name);
create index if not exists idx_cleaned_company_names_cleaned on extracted.cleaned_company_names (cleaned_company_name);

-- One row per company and co-investor.
create table if not exists extracted.company_vc_investors (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  company_name text not null,
  company_domain text,
  company_linkedin_url text,
  vc_og text,
  vc_name text not null,
  created_at timestamptz default now(),

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_company_vc_investors_ext_company_name on extracted.company_vc_investors (company_name);
create index if not exists idx_company_vc_investors_ext_vc_og on extracted.company_vc_investors (vc_og);
create index if not exists idx_company_vc_investors_ext_vc_name on extracted.company_vc_investors (vc_name);
create index if not exists idx_company_vc_investors_ext_created_at on extracted.company_vc_investors (created_at desc);

-- One row per company and VC, from Crunchbase. The payload is in raw.payloads, or in raw.vc_crunchbase_portfolios
-- if it came as a file, so raw_payload_id is no foreign key.
create table if not exists extracted.cb_vc_portfolio (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid,
  company_name text not null,
  domain text,
  city text,
  state text,
  country text,
  short_description text,
  employee_range text,
  last_funding_date text,
  last_funding_type text,
  last_funding_amount text,
  last_equity_funding_type text,
  last_leadership_hiring_date text,
  founded_date text,
  estimated_revenue_range text,
  funding_status text,
  total_funding_amount text,
  total_equity_funding_amount text,
  operating_status text,
  company_linkedin_url text,
  vc_name text not null,
  created_at timestamptz default now(),

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_cb_vc_portfolio_domain on extracted.cb_vc_portfolio (domain);
create index if not exists idx_cb_vc_portfolio_vc_name on extracted.cb_vc_portfolio (vc_name);
create index if not exists idx_cb_vc_portfolio_company_name on extracted.cb_vc_portfolio (company_name);

-- One row per company and VC, basis of the VC-backed checks. The payload is in raw.payloads, or in
-- raw.vc_portfolio_companies if it came as a file, so raw_payload_id is no foreign key.
create table if not exists extracted.vc_portfolio (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid,
  vc_name text,
  company_name text,
  domain text,
  linkedin_url text,
  short_description text,
  long_description text,
  city text,
  state text,
  country text,
  employee_range text,
  founded_date text,
  operating_status text,
  matched_domain text,
  match_confidence text,
  created_at timestamptz default now(),

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_vc_portfolio_domain on extracted.vc_portfolio (domain);

-- One row per company of Sales Navigator; some have no domain.
create table if not exists extracted.salesnav_scrapes_companies (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  company_name text,
  linkedin_url text,
  linkedin_urn text,
  domain text,
  description text,
  headcount integer,
  industries text,
  registered_address_raw text,
  city text,
  state text,
  country text,
  has_city boolean,
  has_state boolean,
  has_country boolean,
  created_at timestamptz default now(),

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_salesnav_scrapes_companies_domain on extracted.salesnav_scrapes_companies (domain);

-- One row per company of Sales Navigator with its registered address taken apart.
create table if not exists extracted.salesnav_scrapes_company_address (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid references raw.payloads (id),
  company_name text,
  linkedin_url text,
  linkedin_urn text,
  domain text,
  description text,
  headcount integer,
  industries text,
  registered_address_raw text,
  city text,
  state text,
  country text,
  has_city boolean default false,
  has_state boolean default false,
  has_country boolean default false,
  created_at timestamptz default now(),

  natural_key text not null unique,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x'
);
create index if not exists idx_salesnav_scrapes_company_address_domain
  on extracted.salesnav_scrapes_company_address (domain);
create index if not exists idx_salesnav_scrapes_company_address_linkedin_url
  on extracted.salesnav_scrapes_company_address (linkedin_url);
create index if not exists idx_salesnav_scrapes_company_address_country
  on extracted.salesnav_scrapes_company_address (country);
create index if not exists idx_salesnav_scrapes_company_address_state
  on extracted.salesnav_scrapes_company_address (state);
create index if not exists idx_salesnav_scrapes_company_address_city
  on extracted.salesnav_scrapes_company_address (city);
create index if not exists idx_salesnav_scrapes_company_address_created_at
  on extracted.salesnav_scrapes_company_address (created_at desc);
