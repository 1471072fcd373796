-- Merges that somebody decided, their undoing, and what happens to identities as a stream that others can follow.

-- What claims say about a key while somebody decided otherwise: the subject that would own it. It goes on being kept as
-- payloads arrive, so that undoing a decision gives the key to whom it belongs by then. Null, as nearly everywhere:
-- owner is what claims say.
alter table core.identifiers add column if not exists claimed text;
create index if not exists idx_identifiers_claimed on core.identifiers (claimed) where claimed is not null;

-- One row per merge or moved key, also of those that were undone: who decided it, why, on what evidence. The decision in
-- force is the row of core.identity_decisions with this key. shelved holds the row of core.companies or core.people that
-- the merge made superfluous, and the ids of champions that pointed to it, so that undoing it brings back also what no
-- payload said.
create table if not exists core.identity_merges (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('company', 'person')),
  what text not null check (what in ('merge', 'move')),
  key text not null,
  owner text not null,
  into_id uuid not null,
  from_id uuid not null,
  decided_by text not null,
  reason text,
  evidence jsonb,
  shelved jsonb,
  created_at timestamptz not null default now(),
  undone_at timestamptz,
  undone_by text,
  undo_reason text
);
create unique index if not exists idx_identity_merges_standing on core.identity_merges (key) where undone_at is null;
create index if not exists idx_identity_merges_key on core.identity_merges (key);
create index if not exists idx_identity_merges_owner on core.identity_merges (owner);
create index if not exists idx_identity_merges_from on core.identity_merges (from_id);
create index if not exists idx_identity_merges_into on core.identity_merges (into_id);

-- Ids that point to the id they were merged into.
create index if not exists idx_identities_merged_into on core.identities (merged_into) where merged_into is not null;

-- One row per change of an identity, written in the transaction of the change: what other systems read to follow merges.
-- xact orders them by transaction, so that a reader who waits for the transactions before it never misses one.
create table if not exists core.identity_changes (
  seq bigint generated always as identity primary key,
  xact xid8 not null default pg_current_xact_id(),
  kind text not null check (kind in ('company', 'person')),
  what text not null check (what in ('merged', 'unmerged', 'key_moved', 'redirected')),
  id uuid not null,
  key text not null,
  before jsonb not null,
  after jsonb not null,
  merge_id uuid,
  created_at timestamptz not null default now()
);
create index if not exists idx_identity_changes_xact on core.identity_changes (xact, seq);
create index if not exists idx_identity_changes_id on core.identity_changes (id);

-- What was found out about a review, and who answered it. judged_at is when the rules for automatic merges last looked.
alter table core.identity_reviews add column if not exists evidence jsonb;
alter table core.identity_reviews add column if not exists judged_at timestamptz;
alter table core.identity_reviews add column if not exists decided_by text;
alter table core.identity_reviews add column if not exists decided_at timestamptz;
alter table core.identity_reviews add column if not exists decision_reason text;
alter table core.identity_reviews add column if not exists merge_id uuid;
create index if not exists idx_identity_reviews_status on core.identity_reviews (status, created_at, id);
create index if not exists idx_identity_reviews_unjudged on core.identity_reviews (judged_at nulls first)
  where status = 'open' and reason = 'contested_key';
create index if not exists idx_identity_reviews_merge on core.identity_reviews (merge_id) where merge_id is not null;

-- For plain SQL. Rows that are keyed by a domain or a profile URL keep this key when their company or person becomes part
-- of another: select … where domain in (select substr(k, 8) from core.entity_keys(…) k where k like 'domain:%').

-- All keys of a company or person, by any id it ever had.
create or replace function core.entity_keys(entity_id uuid) returns setof text
  language sql stable
  set search_path = ''
as $$
  with recursive followed as (
    select i.root, i.merged_into, 0 as hops from core.identities i where i.id = entity_id
    union all
    select i.root, i.merged_into, f.hops + 1 from followed f join core.identities i on i.id = f.merged_into
    where f.hops < 50
  ),
  owned as (
    select f.root as key, 0 as depth from followed f where f.merged_into is null
    union all
    select k.key, o.depth + 1 from owned o join core.identifiers k on k.owner = o.key and k.owner <> k.key
    where o.depth < 50
  )
  select key from owned
$$;

-- The id of the company or person that a key such as 'domain:acme.com' belongs to; null for a key that nobody knows.
create or replace function core.entity_id(entity_key text) returns uuid
  language sql stable
  set search_path = ''
as $$
  with recursive above as (
    select k.key, k.owner, 0 as depth from core.identifiers k where k.key = entity_key
    union all
    select k.key, k.owner, a.depth + 1 from above a join core.identifiers k on k.key = a.owner
    where a.owner <> a.key and a.depth < 50
  )
  select i.id from above a join core.identities i on i.root = a.key where a.owner = a.key and i.merged_into is null
$$;

-- Domains that lead to a company with another domain since somebody merged them, as few as there are merges: who reads rows
-- by domain joins coalesce(primary_domain, domain).
create or replace view core.merged_domains with (security_invoker = true) as
with recursive below as (
  select i.key from core.identifiers i where i.claimed is not null and i.owner <> i.key
  union
  select k.key from below b join core.identifiers k on k.owner = b.key and k.owner <> k.key
)
select substr(b.key, 8) as domain, c.id as company_id, c.domain as primary_domain
from below b join core.companies c on c.id = core.entity_id(b.key)
where b.key like 'domain:%' and c.domain <> substr(b.key, 8);

-- The same for profile URLs of people.
create or replace view core.merged_profiles with (security_invoker = true) as
with recursive below as (
  select i.key from core.identifiers i where i.claimed is not null and i.owner <> i.key
  union
  select k.key from below b join core.identifiers k on k.owner = b.key and k.owner <> k.key
)
select
  'https://www.linkedin.com/in/' || substr(b.key, 6) as linkedin_url, p.id as person_id,
  p.linkedin_url as primary_linkedin_url
from below b join core.people p on p.id = core.entity_id(b.key)
where b.key like 'slug:%' and p.linkedin_slug <> substr(b.key, 6);

-- A row of core that goes is looked for here, and points to the one that it became part of.
create index if not exists idx_core_case_study_champions_company on core.case_study_champions (core_company_id)
  where core_company_id is not null;
create index if not exists idx_core_case_study_champions_person on core.case_study_champions (core_person_id)
  where core_person_id is not null;
