-- One row per entity and workflow without an extracted table of its own: the typed fields of its newest payload.
create table if not exists extracted.records (
  id uuid primary key default gen_random_uuid(),
  raw_payload_id uuid not null references raw.payloads (id),
  workflow_slug text not null,
  entity_key text not null,
  fields jsonb not null,
  created_at timestamptz not null default now(),

  observed_at timestamptz not null default now(),
  payload_hash bytea not null default '\x',
  unique (workflow_slug, entity_key)
);

