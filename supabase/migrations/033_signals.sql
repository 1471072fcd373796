-- The feed of signals per client, and lists of a company's people that are compared with each other.
-- Ingest only notes what changed, in one small table; a job makes feed rows of it.

-- One row per signal that a client is told, once: evidence_key says what is the same signal. signal_data is the evidence:
-- values before and after, dates, and the rows and payloads that say so. origin is why this client is told: its payload
-- named the client, the person or company is among its leads, matches its ICP, or is in a list of people it sent.
create table if not exists client.signal_feed (
  id uuid primary key default gen_random_uuid(),
  client_domain text not null,
  client_id uuid,
  signal_slug text not null,
  signal_level text not null check (signal_level in ('company', 'person')),
  signal_category text,
  company_domain text,
  company_name text,
  person_linkedin_url text,
  person_name text,
  signal_data jsonb not null,
  raw_payload_id uuid,
  extracted_id uuid,
  is_read boolean not null default false,
  is_actioned boolean not null default false,
  read_at timestamptz,
  actioned_at timestamptz,
  signal_detected_at timestamptz not null,
  -- When it came into the feed: its order. One writer at a time, so it never goes back.
  created_at timestamptz not null default clock_timestamp(),

  evidence_key text not null,
  origin text not null check (origin in ('payload', 'lead', 'icp', 'snapshot')),
  happened_on date,
  confidence integer check (confidence between 0 and 100),
  reduced_confidence_reasons jsonb not null default '[]',
  is_senior boolean,
  unique (client_domain, signal_slug, evidence_key)
);
create index if not exists idx_signal_feed_client_created on client.signal_feed (client_domain, created_at desc, id desc);
create index if not exists idx_signal_feed_client_slug
  on client.signal_feed (client_domain, signal_slug, created_at desc, id desc);
create index if not exists idx_signal_feed_client_unread on client.signal_feed (client_domain, created_at desc, id desc)
  where not is_read;
create index if not exists idx_signal_feed_company_domain on client.signal_feed (company_domain);
create index if not exists idx_signal_feed_person_linkedin on client.signal_feed (person_linkedin_url);
create index if not exists idx_signal_feed_created on client.signal_feed (created_at);

-- What changed since the feed was made: rows of signals, leads, customers, and people who may concern somebody. A queue
-- without order, written in the transaction that changes them.
create table if not exists client.signal_changes (
  kind text not null,
  key text not null
);
alter table client.signal_changes set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
  autovacuum_vacuum_insert_threshold = -1);

-- One row per client whose ICP, where it has one, decides about the people that change from then on.
create table if not exists client.signal_clients (
  client_domain text primary key,
  client_id uuid,
  created_at timestamptz not null default now()
);

-- By whom a changed person or company is wanted. Hashes: what a form sent may be longer than a B-tree takes.
create index if not exists idx_leads_person_linkedin_hash on client.leads using hash (person_linkedin_url);
create index if not exists idx_leads_work_email_hash on client.leads using hash (lower(work_email));
create index if not exists idx_leads_company_domain_hash on client.leads using hash (company_domain);

-- One row per list of a company's people, of one day. people is null once two newer lists are there; changes is what
-- differs from the list before. The first list of a company is a baseline and tells nothing.
create table if not exists client.people_snapshots (
  id uuid primary key default gen_random_uuid(),
  batch_id text not null unique,
  company_key text not null,
  company_domain text,
  company_linkedin_url text,
  company_name text,
  -- Who sent it: they are told what changed, whoever their leads are.
  client_domains text[] not null default '{}',
  client_id uuid,
  snapshot_date date not null,
  source text,
  total_people_count integer not null,
  ignored_count integer not null default 0,
  people jsonb,
  people_hash bytea not null,
  is_initial_check boolean not null,
  previous_id uuid references client.people_snapshots (id) on delete set null,
  people_added_count integer not null default 0,
  people_removed_count integer not null default 0,
  title_changed_count integer not null default 0,
  senior_added_count integer not null default 0,
  senior_removed_count integer not null default 0,
  changes jsonb not null default '[]',
  created_at timestamptz not null default now(),
  unique (company_key, snapshot_date)
);
create index if not exists idx_people_snapshots_previous on client.people_snapshots (previous_id);
create index if not exists idx_people_snapshots_created on client.people_snapshots (created_at);

-- Head counts of companies over time, as the founding description reads them. Views: what is sent is not in core.
create or replace view core.company_people_snapshot_history as
  select id, company_domain, snapshot_date, total_people_count, people_added_count, people_removed_count, source, created_at
  from client.people_snapshots
  where company_domain is not null;

-- One row per person that joined, left, or has another title.
create or replace view core.company_people_changes as
  select s.id as snapshot_id, s.company_domain, s.company_linkedin_url, s.snapshot_date, c.*
  from client.people_snapshots s,
    lateral jsonb_to_recordset(s.changes) as c(
      change text, linkedin_url text, full_name text, title text, previous_title text, seniority text,
      previous_seniority text, is_senior boolean, other_company_domain text, other_company_name text,
      confidence integer, reduced_confidence_reasons jsonb
    );

-- Notes ids of new rows: 'kind' and the column that names them are the trigger's arguments. Values that are null are no key.
create or replace function client.note_signal_changes() returns trigger language plpgsql set search_path = '' as $$
begin
  execute format(
    'insert into client.signal_changes (kind, key) select distinct %L, c.%I::text from come c where c.%I is not null',
    tg_argv[0], tg_argv[1], tg_argv[1]);
  return null;
end
$$;

-- Notes people whose search rows changed, where a client has them among its leads or any client has an ICP.
create or replace function client.note_changed_people() returns trigger language plpgsql set search_path = '' as $$
begin
  insert into client.signal_changes (kind, key)
  select 'person', c.person_id::text
  from come c
  where exists (
      select from client.signal_clients w join reference.company_icp i on i.domain = w.client_domain
    )
    or exists (
      select from core.people p join client.leads l on l.person_linkedin_url = p.linkedin_url where p.id = c.person_id
    )
    or exists (
      select from core.people p join client.leads l on lower(l.work_email) = lower(p.work_email) where p.id = c.person_id
    );
  return null;
end
$$;

do $$
declare
  noted text[] := array[
    'extracted.signal_job_change job_change id',
    'extracted.signal_promotion promotion id',
    'extracted.signal_job_posting job_posting id',
    'extracted.signal_new_hire new_hire id',
    'extracted.signal_news news id',
    'client.people_snapshots snapshot id',
    'client.leads lead id',
    'reference.company_customers customers domain'
  ];
  entry text;
  parts text[];
begin
  foreach entry in array noted loop
    parts := string_to_array(entry, ' ');
    execute format('create or replace trigger note_signal_inserted after insert on %s referencing new table as come
      for each statement execute function client.note_signal_changes(%L, %L)', parts[1], parts[2], parts[3]);
  end loop;
end
$$;
-- A lead that is sent again may name a profile that it did not before; a customer may get its domain.
create or replace trigger note_signal_updated after update on client.leads referencing new table as come
  for each statement execute function client.note_signal_changes('lead', 'id');
create or replace trigger note_signal_updated after update on reference.company_customers referencing new table as come
  for each statement execute function client.note_signal_changes('customers', 'domain');
create or replace trigger note_signal_inserted after insert on core.person_search referencing new table as come
  for each statement execute function client.note_changed_people();
create or replace trigger note_signal_updated after update on core.person_search referencing new table as come
  for each statement execute function client.note_changed_people();

-- What is made here, beside what payloads bring.
insert into reference.signal_registry
  (signal_slug, signal_level, signal_category, source, is_active, description, required_inputs, output_fields)
values
  ('new-in-role', 'person', 'new_role', 'galena', true,
    'The person began the current job in the last 90 days.',
    '["person_linkedin_url"]', '["title", "company_domain", "job_start_date", "previous"]'),
  ('recently-promoted', 'person', 'promotion', 'galena', true,
    'The person got another title at the same company in the last 180 days, as the jobs in the profile say.',
    '["person_linkedin_url"]', '["previous_title", "new_title", "promotion_date"]'),
  ('at-vc-portfolio', 'person', 'vc', 'galena', true,
    'The person works at a company with known investors.',
    '["person_linkedin_url"]', '["company_domain", "investors"]'),
  ('worked-at-customer', 'person', 'customer', 'galena', true,
    'The person used to work at a customer of the client.',
    '["person_linkedin_url"]', '["customer_domain", "title", "start_date", "end_date"]'),
  ('snapshot-hire', 'company', 'hiring', 'galena', true,
    'Somebody is in the list of a company''s people who was not in the list before.',
    '["company_domain", "people"]', '["person_linkedin_url", "title", "seniority", "previous_company"]'),
  ('snapshot-departure', 'company', 'departure', 'galena', true,
    'Somebody is no longer in the list of a company''s people.',
    '["company_domain", "people"]', '["person_linkedin_url", "previous_title", "seniority", "new_company"]'),
  ('snapshot-title-change', 'company', 'promotion', 'galena', true,
    'Somebody in the list of a company''s people has another title than in the list before.',
    '["company_domain", "people"]', '["person_linkedin_url", "previous_title", "new_title", "seniority"]')
on conflict do nothing;

-- Once: what had arrived before there was a feed.
do $$
begin
  if not exists (select from client.signal_feed) and not exists (select from client.signal_changes) then
    insert into client.signal_changes (kind, key)
    select 'job_change', id::text from extracted.signal_job_change
    union all select 'promotion', id::text from extracted.signal_promotion
    union all select 'job_posting', id::text from extracted.signal_job_posting
    union all select 'new_hire', id::text from extracted.signal_new_hire
    union all select 'news', id::text from extracted.signal_news
    union all select 'lead', id::text from client.leads;
  end if;
end
$$;

-- The restricted role reads what is nobody's in particular.
do $$
begin
  if exists (select from pg_roles where rolname = 'galena_app') then
    revoke all on core.company_people_snapshot_history, core.company_people_changes from galena_app;
  end if;
end
$$;
