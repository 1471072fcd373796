-- What makes ingest safe to repeat, what it refused, and who may call.

-- One row per workflow and entity: the last accepted body and the answer it got. Needs no purge.
create table if not exists raw.receipts (
  workflow_slug text not null,
  entity_key text not null,
  body_sha256 bytea not null,
  raw_id uuid not null,
  answer jsonb not null,
  status smallint not null default 200,
  received_at timestamptz not null,
  primary key (workflow_slug, entity_key)
);

-- One row per Idempotency-Key of a caller and route; purged after 72 hours.
create table if not exists raw.idempotency_keys (
  api_key_id text not null,
  route text not null,
  key text not null,
  body_sha256 bytea not null,
  status smallint not null,
  answer jsonb not null,
  created_at timestamptz not null default now(),
  primary key (api_key_id, route, key)
);
create index if not exists idx_idempotency_keys_created_at on raw.idempotency_keys (created_at);

-- One row per authenticated body that was refused: the exact bytes and the reason; purged after 30 days.
create table if not exists raw.quarantine (
  id uuid primary key default gen_random_uuid(),
  workflow_slug text,
  route text not null,
  api_key_id text,
  content_type text,
  content_encoding text,
  body bytea not null,
  body_sha256 bytea not null,
  status smallint not null,
  code text not null,
  detail text not null,
  errors jsonb,
  received_at timestamptz not null default now(),
  replayed_at timestamptz,
  raw_id uuid
);
create index if not exists idx_quarantine_received_at on raw.quarantine (received_at);

-- One row per uploaded file.
create table if not exists raw.uploads (
  id uuid primary key default gen_random_uuid(),
  kind text not null,
  filename text,
  sha256 bytea,
  rows_total integer,
  rows_accepted integer,
  rows_refused integer,
  status text not null default 'running',
  created_at timestamptz not null default now(),
  completed_at timestamptz
);

-- One row per job that relays records to a webhook.
create table if not exists raw.email_waterfall_jobs (
  id uuid primary key default gen_random_uuid(),
  created_at timestamptz not null default now(),
  status text not null default 'pending',
  total_records integer not null,
  sent_count integer not null default 0,
  failed_count integer not null default 0,
  clay_webhook_url text not null,
  completed_at timestamptz
);
create index if not exists idx_email_waterfall_jobs_status on raw.email_waterfall_jobs (status);
create index if not exists idx_email_waterfall_jobs_created_at on raw.email_waterfall_jobs (created_at);

-- One row per issued API key. The key itself is stored nowhere, only its hash.
create table if not exists public.api_keys (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  prefix text not null,
  last4 text not null,
  key_hash bytea not null unique,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);
