-- What raw values mean when somebody says so, who said it, and which raw values nobody has explained yet.

-- One row per raw industry, size range or country that was taught; what it stands for. Titles and locations have tables
-- of their own (008), names of companies too.
create table if not exists reference.value_lookup (
  kind text not null check (kind in ('industry', 'employee_range', 'country')),
  value text not null,
  canonical text not null,
  normalized_key text not null generated always as (reference.normalize_key(value)) stored,
  primary key (kind, value)
);
create index if not exists idx_value_lookup_normalized_key on reference.value_lookup (kind, normalized_key);

-- One row per act of teaching: one value or many, by one caller. Rows that are not applied yet are the work of the job
-- apply-teachings, so a teaching exists exactly if its application will. places counts per table the rows that carry the
-- taught values, and how many of them showed the answer before and after.
create table if not exists reference.teachings (
  id uuid primary key,
  kind text not null
    check (kind in ('title', 'location', 'industry', 'employee_range', 'country', 'company_name')),
  entry_count integer not null,
  taught_by text not null,
  source text not null,
  taught_at timestamptz not null default now(),
  undo_of uuid references reference.teachings (id),
  state text not null default 'pending' check (state in ('pending', 'applying', 'applied')),
  started_at timestamptz,
  applied_at timestamptz,
  places jsonb not null default '{}'
);
create index if not exists idx_teachings_open on reference.teachings (kind) where state <> 'applied';
create index if not exists idx_teachings_taught_at on reference.teachings (taught_at, id);
create unique index if not exists idx_teachings_undo_of on reference.teachings (undo_of) where undo_of is not null;

-- One row per value that a teaching changed: what it meant before (null: nothing) and since (null: nothing any more).
create table if not exists reference.teaching_entries (
  teaching_id uuid not null references reference.teachings (id) on delete cascade,
  value text not null,
  normalized_key text not null,
  previous jsonb,
  next jsonb,
  primary key (teaching_id, value)
);
create index if not exists idx_teaching_entries_normalized_key on reference.teaching_entries (normalized_key);

-- One row per raw value found in extracted or core, by its normalised key: how many rows carry it, in which columns, and
-- whether anything maps it. Counted in the background (as_of says when); nothing here is ever true by itself.
create table if not exists reference.raw_values (
  kind text not null,
  normalized_key text not null,
  value text not null,
  spellings integer not null,
  row_count bigint not null,
  places jsonb not null,
  mapped boolean not null,
  primary key (kind, normalized_key)
);
create index if not exists idx_raw_values_unmapped
  on reference.raw_values (kind, row_count desc, normalized_key) where not mapped;

-- One row per kind: when its values were counted last, how long that took, how many nothing maps, and how much had been
-- written to their tables by then.
create table if not exists reference.raw_value_counts (
  kind text primary key,
  as_of timestamptz not null,
  took_ms integer not null,
  unmapped bigint not null,
  activity bigint not null
);

-- How a teaching finds the rows it changes. In byte order, because a taught title is searched by the letter it begins
-- with. Without longer titles, which nobody teaches: a B-tree takes no entry of more than 2,704 bytes. Each entry costs
-- ingest 1.4 µs of the database (2.2 on left(title, 200), which would hold all).
create index if not exists idx_people_title on core.people (title collate "C") where octet_length(title) <= 1000;
create index if not exists idx_person_work_history_title
  on core.person_work_history (title collate "C") where octet_length(title) <= 1000;
create index if not exists idx_person_discovery_latest_title
  on extracted.person_discovery (latest_title collate "C") where octet_length(latest_title) <= 1000;

-- Room in each page for the rows that a teaching changes: a row that stays in its page needs no new entry in any index
-- (five on core.people), which halves what applying it costs.
alter table core.people set (fillfactor = 90);
alter table core.person_work_history set (fillfactor = 90);
alter table extracted.person_experience set (fillfactor = 90);
