-- Saved searches: a named question with its past, who answered it last time, and links that show a part of the answer.

-- One row per saved search. criteria is a filter as POST /v1/{leads|people|companies}/search takes it, kept as it was sent:
-- "in the last 90 days" means the 90 days before the day on which it is asked.
create table if not exists core.saved_searches (
  id uuid primary key default gen_random_uuid(),
  client_id uuid,
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('leads', 'people', 'companies')),
  criteria jsonb not null default '{}',
  sort text,
  owner text not null,
  -- Most rows that a link to this search shows in full.
  reveal_limit integer not null default 50 check (reveal_limit between 1 and 500),
  status text not null default 'active' check (status in ('active', 'archived')),
  version integer not null default 1,
  -- Number of the last run; the first one is the look at the moment of saving.
  last_run integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index if not exists idx_saved_searches_live on core.saved_searches (created_at, id) where deleted_at is null;
create index if not exists idx_saved_searches_client on core.saved_searches (client_id) where client_id is not null;

-- One row per change of a saved search, the first one included: how it stood afterwards, and what differs from before as
-- [{pointer, before, after}]. Rows are only added.
create table if not exists core.saved_search_versions (
  search_id uuid not null references core.saved_searches (id) on delete cascade,
  version integer not null,
  name text not null,
  criteria jsonb not null,
  sort text,
  owner text not null,
  reveal_limit integer not null,
  status text not null,
  diff jsonb not null default '[]',
  changed_by text not null,
  changed_at timestamptz not null default now(),
  primary key (search_id, version)
);

-- One row per search: who matched at its last run, newest first, at most 100,000. complete is false when more matched;
-- then horizon is the position in core.person_search or core.company_search of the last one that is remembered, and
-- nobody beyond it is told to be new or to have left.
create table if not exists core.saved_search_members (
  search_id uuid primary key references core.saved_searches (id) on delete cascade,
  run integer not null,
  member_ids uuid[] not null default '{}',
  complete boolean not null default true,
  horizon bigint,
  remembered_at timestamptz not null default now()
);

-- One row per run: what it found, and against the run before who is new and who left. The lists are kept for the last ten
-- runs of a search, null before those. reason: saved (the first look), changed (other criteria), run.
create table if not exists core.saved_search_runs (
  search_id uuid not null references core.saved_searches (id) on delete cascade,
  run integer not null,
  version integer not null,
  reason text not null check (reason in ('saved', 'changed', 'run')),
  total bigint not null,
  remembered integer not null,
  complete boolean not null,
  new_count integer not null,
  left_count integer not null,
  unchanged_count integer not null,
  -- Of the unchanged: those whose id was merged into another since.
  merged_count integer not null,
  new_ids uuid[],
  left_ids uuid[],
  ran_by text not null,
  ran_at timestamptz not null default now(),
  primary key (search_id, run)
);
-- Random ids do not compress, and uncompressed a page of them is read without the rest.
alter table core.saved_search_members alter column member_ids set storage external;
alter table core.saved_search_runs alter column new_ids set storage external;
alter table core.saved_search_runs alter column left_ids set storage external;

-- One row per link that shows a part of a search to whoever has it. Who is shown is decided when the link is made
-- (revealed_ids), so that no refresh shows anybody else; what is told about them is read at each view.
create table if not exists core.share_links (
  id uuid primary key,
  client_id uuid,
  search_id uuid not null references core.saved_searches (id) on delete cascade,
  version integer not null,
  kind text not null check (kind in ('leads', 'people', 'companies')),
  -- For whoever made it: it is not shown.
  label text,
  -- What the page is headed with.
  title text,
  fields text[] not null,
  revealed_ids uuid[] not null,
  pick text not null check (pick in ('sample', 'first')),
  hidden_count bigint,
  hidden_is text not null check (hidden_is in ('exact', 'at_least', 'not_told')),
  views bigint not null default 0,
  last_viewed_at timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by text
);
create index if not exists idx_share_links_search on core.share_links (search_id, created_at);

-- One row: the secret that links are signed with, made with the first of them. All processes of a database sign alike.
create table if not exists core.share_secret (
  only_row boolean primary key default true check (only_row),
  secret bytea not null check (octet_length(secret) = 32),
  created_at timestamptz not null default now()
);

-- The restricted role reads what is nobody's in particular; searches and links are somebody's, and the secret nobody's.
do $$
begin
  if exists (select from pg_roles where rolname = 'galena_app') then
    revoke all on core.saved_searches, core.saved_search_versions, core.saved_search_members, core.saved_search_runs,
      core.share_links, core.share_secret from galena_app;
  end if;
end
$$;
