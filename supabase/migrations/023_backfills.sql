-- Work that brings what is stored in line with what is known by now, when somebody asks for it.

-- One row per backfill, or its dry run: how far it is, and what it has found. The job run-backfills goes on with rows that
-- are running and that nobody has moved for a while, so a row is all it takes. position is the key of the last record that
-- was looked at; it moves in the transaction that changes the records, so none is repeated or left out.
create table if not exists reference.backfills (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('company_name', 'company_description', 'person_location', 'matched_location', 'title')),
  dry_run boolean not null,
  most_updates bigint,
  state text not null default 'running' check (state in ('running', 'done')),
  position text not null default '',
  records_seen bigint not null default 0,
  records_updated bigint not null default 0,
  breakdown jsonb not null default '{}',
  samples jsonb not null default '[]',
  started_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  completed_at timestamptz
);
create index if not exists idx_backfills_running on reference.backfills (created_at) where state = 'running';
create index if not exists idx_backfills_created_at on reference.backfills (created_at desc, id desc);

-- How a lookup entry finds the people whose enrichment says what its title means.
create index if not exists idx_person_title_enrichment_latest_title
  on extracted.person_title_enrichment (latest_title collate "C") where octet_length(latest_title) <= 1000;
