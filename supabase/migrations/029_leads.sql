-- Who once worked where, and companies that somebody watches for it.

-- One row per person and former employer: the last day there, by any job that has ended. Made from core.person_work_history and
-- core.person_past_employer together with the search rows of 028_search.sql, and nothing but them. Its order answers "who left
-- these 500 companies last" by the first entries of 500 short ranges: 6 ms, where reading their jobs took 90 to 800.
create table if not exists core.alumni_search (
  domain text collate "C" not null,
  -- -infinity where it is not known.
  ended_on date not null,
  person_id uuid not null,
  primary key (domain, ended_on, person_id)
);
create index if not exists idx_alumni_search_person on core.alumni_search (person_id);
comment on table core.alumni_search is 'One row per person and former employer, for searches';

-- One row per company that a client, or the operator, watches for people who once worked there.
create table if not exists core.priority_companies (
  id uuid primary key default gen_random_uuid(),
  company_name text not null,
  domain text,
  created_at timestamptz default now(),

  -- Null: the operator's.
  client_id uuid,
  updated_at timestamptz not null default now()
);
create unique index if not exists idx_priority_companies_name
  on core.priority_companies (client_id, lower(company_name)) nulls not distinct;
