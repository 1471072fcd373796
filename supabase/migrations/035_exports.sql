-- Files made of searches in the background, kept until they expire.

create table if not exists client.exports (
  id uuid primary key default gen_random_uuid(),
  client_id uuid,
  -- What was asked for: kind, filter, sort, fields, format, limit.
  request jsonb not null,
  status text not null default 'waiting'
    check (status in ('waiting', 'running', 'finished', 'failed', 'cancelled', 'expired')),
  total bigint,
  total_is text not null default 'none' check (total_is in ('exact', 'estimated', 'none')),
  rows_written bigint not null default 0,
  bytes bigint not null default 0,
  error text,
  requested_by text not null,
  -- Who makes it now. One that was not seen for a while is lost, and the file is begun anew: half of it and half of a
  -- later moment would be no snapshot.
  worker uuid,
  seen_at timestamptz,
  attempts integer not null default 0,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  expires_at timestamptz
);
comment on table client.exports is 'One row per file that was ordered; client_id null is the operator';
create index if not exists idx_exports_created on client.exports (created_at desc, id desc);
create index if not exists idx_exports_open on client.exports (created_at) where status in ('waiting', 'running');
create index if not exists idx_exports_expiring on client.exports (expires_at) where expires_at is not null;

-- The file lies in the database and not in a folder, because any process may be asked for it, on any machine.
create table if not exists client.export_chunks (
  export_id uuid not null references client.exports (id) on delete cascade,
  n integer not null,
  data bytea not null,
  primary key (export_id, n)
);
comment on table client.export_chunks is 'The bytes of a file, in pieces of one size (the last may be shorter), until it expires';
-- A Parquet file is compressed already, and compressing the others once more would cost more than their day of disk.
alter table client.export_chunks alter column data set storage external;
-- What expires is deleted in large pieces, once a day: the space is wanted back soon.
alter table client.export_chunks set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);
