-- Leads of paying clients as they arrived. natural_key (form, and e-mail or LinkedIn URL) keeps a lead that is sent
-- twice from being stored twice; plain inserts without one are never merged.

-- One row per inbound lead.
create table if not exists client.leads (
  id uuid primary key default gen_random_uuid(),
  client_domain text not null,
  first_name text,
  last_name text,
  full_name text,
  person_linkedin_url text,
  work_email text,
  company_domain text,
  company_name text,
  company_linkedin_url text,
  source text,
  client_form_id text,
  client_form_title text,
  created_at timestamptz default now(),

  natural_key text not null default gen_random_uuid()::text,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x',
  unique (client_domain, natural_key)
);

-- One row per inbound lead: its person.
create table if not exists client.leads_people (
  id uuid primary key default gen_random_uuid(),
  client_domain text not null,
  first_name text,
  last_name text,
  full_name text,
  person_linkedin_url text,
  work_email text,
  company_domain text,
  source text,
  client_form_id text,
  client_form_title text,
  created_at timestamptz default now(),

  natural_key text not null default gen_random_uuid()::text,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x',
  unique (client_domain, natural_key)
);

-- One row per inbound lead: its company.
create table if not exists client.leads_companies (
  id uuid primary key default gen_random_uuid(),
  client_domain text not null,
  company_domain text,
  company_name text,
  company_linkedin_url text,
  source text,
  client_form_id text,
  client_form_title text,
  created_at timestamptz default now(),

  natural_key text not null default gen_random_uuid()::text,
  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x',
  unique (client_domain, natural_key)
);
