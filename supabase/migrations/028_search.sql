-- What searches read: one narrow row per person and per company, beside core and made from it. A row's words and values are
-- `terms`: 53-bit hashes of "field:value" (src/warehouse/ask/terms.ts), so any combination of filters is one question to one
-- GIN index; ranges and windows are columns. Nothing here is a fact: it can be emptied and is made again from core.

-- Entities whose rows of core changed since the search rows were made. Written in the transaction that changes them.
create table if not exists core.company_search_changes (
  id uuid not null
);
comment on table core.company_search_changes is 'Companies whose search rows have to be made again; a queue';
create table if not exists core.person_search_changes (
  id uuid not null
);
comment on table core.person_search_changes is 'People whose search rows have to be made again; a queue';
-- Rows come and go: the queue is vacuumed often, so that it stays short to read.
alter table core.company_search_changes set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000,
  autovacuum_vacuum_insert_threshold = -1);
alter table core.person_search_changes set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000,
  autovacuum_vacuum_insert_threshold = -1);

create table if not exists core.company_search (
  company_id uuid primary key,
  -- Order of arrival: what "newest first" means, and where a cursor stands.
  position bigint generated always as identity,
  domain text not null,
  people_count integer not null default 0,
  sort_name text not null,
  terms bigint[] not null,
  -- The beginnings of the words of its name and domain, one to eight letters each, for autocompletion.
  prefixes bigint[] not null default '{}',
  -- Both the stated count, or the ends of the range where no count is stated.
  employees_min integer,
  employees_max integer,
  founded_year integer,
  hiring_on date,
  new_hire_on date,
  funded_on date,
  -- When each field was last stated, in minutes since 1970, in the order of observedFields (ask/fields.ts).
  observed integer[] not null default '{}'
);
comment on table core.company_search is 'One row per row of core.companies, for searches';
create unique index if not exists idx_company_search_position on core.company_search (position desc);
create index if not exists idx_company_search_people on core.company_search (people_count desc nulls last, position desc);
create index if not exists idx_company_search_name on core.company_search (sort_name collate "C", position);
create index if not exists idx_company_search_employees on core.company_search (employees_max desc nulls last, position desc);
-- Both take new rows into a list first: three times as fast as one by one, and whoever works the queue off empties it.
create index if not exists idx_company_search_prefixes on core.company_search using gin (prefixes);
create index if not exists idx_company_search_terms on core.company_search using gin (terms);

create table if not exists core.person_search (
  person_id uuid primary key,
  position bigint generated always as identity,
  company_id uuid,
  sort_name text not null,
  -- Words of the title, and of its cleaned form, each between spaces: for phrases.
  title_words text not null,
  -- What the raw title and location say by inference, where no lookup maps them: shown and searched as such, taught by nobody.
  inferred_title text,
  inferred_seniority text,
  inferred_function text,
  inferred_city text,
  inferred_state text,
  inferred_country text,
  terms bigint[] not null,
  job_start_date date,
  promotion_date date,
  job_changed_on date,
  employees_min integer,
  employees_max integer,
  founded_year integer,
  hiring_on date,
  new_hire_on date,
  funded_on date,
  observed integer[] not null default '{}',
  company_observed integer[] not null default '{}'
);
comment on table core.person_search is 'One row per row of core.people, with what is known of the current employer, for searches';
create unique index if not exists idx_person_search_position on core.person_search (position desc);
create index if not exists idx_person_search_company on core.person_search (company_id);
create index if not exists idx_person_search_started on core.person_search (job_start_date desc nulls last, position desc);
create index if not exists idx_person_search_promoted on core.person_search (promotion_date desc nulls last, position desc)
  where promotion_date is not null;
create index if not exists idx_person_search_employees on core.person_search (employees_max desc nulls last, position desc);
create index if not exists idx_person_search_name on core.person_search (sort_name collate "C", position);
create index if not exists idx_person_search_terms on core.person_search using gin (terms);

-- Values that exist, with how many people and companies have them: what filters offer, and what a wrong one is told.
create table if not exists core.search_values (
  kind text not null,
  field text not null,
  value text not null,
  row_count bigint not null,
  primary key (kind, field, value)
);
comment on table core.search_values is 'Values of filters with the rows that have them, counted now and then';
create table if not exists core.search_state (
  only_row boolean primary key default true check (only_row),
  -- Version of what the rows are made of; another one makes all of them again.
  version integer not null default 0,
  -- How far making all of them again has come: the last id of core.companies and core.people.
  rebuilding text,
  rebuilt_until uuid,
  values_counted_at timestamptz
);
comment on table core.search_state is 'How far the search rows are';
insert into core.search_state default values on conflict do nothing;

-- What belongs to a company or person but is written on its own. People and companies themselves are noted by whoever
-- writes them (identity/note-changed.ts): a trigger would cost each profile ten times as much.
create or replace function core.note_search_changes() returns trigger language plpgsql as $$
begin
  -- Arguments of the trigger: the kind of entity, and the column that names it.
  execute format(
    'insert into core.%s_search_changes (id) select distinct e.id from changed c join core.%s e on e.%s = c.%I',
    tg_argv[0], case tg_argv[0] when 'company' then 'companies' else 'people' end,
    case tg_argv[0] when 'company' then 'domain' else 'linkedin_url' end, tg_argv[1]);
  return null;
end
$$;

do $$
declare
  noted text[] := array[
    'core.company_vc_investors company company_domain',
    'core.company_technologies company domain',
    'core.company_predictleads_technologies company domain',
    'core.company_business_model company domain',
    'core.company_job_postings company domain',
    'core.company_public company domain',
    'extracted.signal_job_change person person_linkedin_url',
    'extracted.signal_job_posting company company_domain',
    'extracted.signal_new_hire company company_domain',
    'extracted.signal_news company company_domain'
  ];
  entry text;
  parts text[];
begin
  foreach entry in array noted loop
    parts := string_to_array(entry, ' ');
    execute format('drop trigger if exists note_search_inserted on %s', parts[1]);
    execute format('drop trigger if exists note_search_updated on %s', parts[1]);
    execute format('drop trigger if exists note_search_deleted on %s', parts[1]);
    execute format('create trigger note_search_inserted after insert on %s referencing new table as changed
      for each statement execute function core.note_search_changes(%L, %L)', parts[1], parts[2], parts[3]);
    execute format('create trigger note_search_updated after update on %s referencing new table as changed
      for each statement execute function core.note_search_changes(%L, %L)', parts[1], parts[2], parts[3]);
    execute format('create trigger note_search_deleted after delete on %s referencing old table as changed
      for each statement execute function core.note_search_changes(%L, %L)', parts[1], parts[2], parts[3]);
  end loop;
end
$$;
