-- Which keys name the same company or person, and what every source last said about each of them.
-- A key is text, 'kind:value': 'domain:acme.com', 'linkedin:acme', 'org:123', 'slug:ada', 'member:71000321'.

-- One row per key: the key that owns it. A key that nobody claimed owns itself.
create table if not exists core.identifiers (
  key text primary key,
  owner text not null,
  kind text not null check (kind in ('company', 'person')),
  created_at timestamptz not null default now()
);
create index if not exists idx_identifiers_owner on core.identifiers (owner) where owner <> key;

-- One row per company or person, with the id that never changes. root is the key above all its keys.
create table if not exists core.identities (
  id uuid primary key,
  kind text not null check (kind in ('company', 'person')),
  root text not null unique,
  merged_into uuid,
  created_at timestamptz not null default now()
);

-- One row per key that two subjects claim, or that contradicts what is stored: for a person to look at.
create table if not exists core.identity_reviews (
  id uuid primary key default gen_random_uuid(),
  kind text not null,
  key text not null,
  subjects text[] not null,
  reason text not null,
  raw_payload_id uuid,
  details jsonb,
  status text not null default 'open' check (status in ('open', 'accepted', 'rejected')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (key, reason)
);

-- One row per key whose owner somebody decided: it outranks every claim, and deleting it undoes the decision.
create table if not exists core.identity_decisions (
  key text primary key,
  owner text not null,
  kind text not null check (kind in ('company', 'person')),
  decided_by text,
  reason text,
  created_at timestamptz not null default now()
);

-- One row per company key and source: the newest value of each field. A field taken from another payload than the
-- row's newest has its own time, hash and raw id in elder; since holds when a field's only value was first seen.
create table if not exists core.company_observations (
  subject text not null,
  source text not null,
  fields jsonb not null,
  elder jsonb,
  since jsonb,
  observed_at timestamptz not null,
  payload_hash bytea not null,
  raw_payload_id uuid,
  primary key (subject, source)
);

-- One row per person key and source, as above. child_hash and child_raw_id tell which payload the person's jobs and
-- education come from, so that equal ones are not written again.
create table if not exists core.person_observations (
  subject text not null,
  source text not null,
  fields jsonb not null,
  elder jsonb,
  since jsonb,
  observed_at timestamptz not null,
  payload_hash bytea not null,
  raw_payload_id uuid,
  primary key (subject, source)
);

-- One row per value that a tracked field has had, once it has had more than one.
create table if not exists core.field_changes (
  kind text not null check (kind in ('company', 'person')),
  subject text not null,
  source text not null,
  field text not null,
  value_hash bytea not null,
  value jsonb not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  raw_payload_id uuid,
  primary key (subject, source, field, value_hash)
);
