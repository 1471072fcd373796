-- Where each value comes from, whom to believe, and what people decided about single values.

-- One row per value that a person pinned: it outranks every source until it is taken off again. Rows whose ended_at is
-- null are in force; the others are the history. The observation of the source 'pin' is made from them.
create table if not exists core.field_pins (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('company', 'person')),
  subject text not null,
  field text not null,
  value jsonb not null,
  reason text not null,
  pinned_by text not null,
  pinned_at timestamptz not null default now(),
  expires_at timestamptz,
  ended_at timestamptz,
  ended_by text,
  end_reason text check (end_reason in ('removed', 'replaced', 'expired'))
);
create unique index if not exists idx_field_pins_active on core.field_pins (subject, field) where ended_at is null;
create index if not exists idx_field_pins_subject on core.field_pins (subject, pinned_at);
create index if not exists idx_field_pins_expires on core.field_pins (expires_at)
  where ended_at is null and expires_at is not null;

-- One row per kind of entity, field and source whose values count for so many days after they were observed: then any
-- fresher one wins, whatever its rank. '*' stands for all fields, or all sources.
create table if not exists reference.freshness_rules (
  entity text not null check (entity in ('company', 'person')),
  field text not null,
  source text not null,
  max_age_days integer not null check (max_age_days between 1 and 36500),
  primary key (entity, field, source)
);

-- One row: the version of ranks and rules, and the time at which age is measured. Core is a function of observations,
-- ranks, rules and this clock, so it moves in steps and not by itself.
create table if not exists reference.fold_settings (
  only_row boolean primary key default true check (only_row),
  version bigint not null default 1,
  clock timestamptz not null default now()
);
insert into reference.fold_settings default values on conflict do nothing;

-- The version that holds until the end of this transaction: whoever changes it waits. Reads after it has the lock, so it
-- never tells a version that was just replaced.
create or replace function reference.hold_fold_version() returns bigint language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock_shared(7021, 1);
  return (select version from reference.fold_settings);
end
$$;

-- One row per change of ranks or rules, its preview, its undoing, and each step of the clock: who, why, what it was
-- before, and how far the entities it concerns have been folded again.
create table if not exists reference.rank_changes (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('change', 'undo', 'clock')),
  status text not null check (status in ('previewing', 'previewed', 'applying', 'done')),
  changes jsonb not null default '[]',
  before jsonb not null default '[]',
  clock_before timestamptz not null,
  clock_after timestamptz not null,
  reason text,
  changed_by text not null,
  undoes uuid references reference.rank_changes (id),
  position_kind text check (position_kind in ('company', 'person')),
  position_key text not null default '',
  observations_total bigint,
  observations_seen bigint not null default 0,
  entities_changed bigint not null default 0,
  fields_changed jsonb not null default '{}',
  samples jsonb not null default '[]',
  skipped jsonb not null default '[]',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  completed_at timestamptz
);
create index if not exists idx_rank_changes_created_at on reference.rank_changes (created_at desc, id desc);
create index if not exists idx_rank_changes_open on reference.rank_changes (created_at)
  where status in ('previewing', 'applying');

-- Payloads by what they are about: the past of an entity is read from them.
create index if not exists idx_raw_payloads_entity_key on raw.payloads (entity_key);
create index if not exists idx_raw_person_payloads_url on raw.person_payloads (linkedin_url);
create index if not exists idx_raw_person_discovery_url on raw.person_discovery (linkedin_url);
create index if not exists idx_raw_company_payloads_domain on raw.company_payloads (company_domain);
create index if not exists idx_raw_company_discovery_domain on raw.company_discovery (company_domain);
