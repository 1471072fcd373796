-- ICPs: beside the one per domain of reference.company_icp, which payloads write too, named ones, and how all of them were.

alter table reference.company_icp add column if not exists client_id uuid;

-- One row per domain and slug: an ICP beside the one of its domain ("enterprise", "emea"). Only people write it.
create table if not exists reference.company_icp_named (
  id uuid primary key default gen_random_uuid(),
  client_id uuid,
  domain text not null,
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
  company_criteria jsonb,
  person_criteria jsonb,
  notes text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique nulls not distinct (client_id, domain, slug)
);
create index if not exists idx_company_icp_named_domain on reference.company_icp_named (domain, slug);

-- One row per change of an ICP, the first one included: how it stood afterwards. deleted: it was taken away then.
-- changed_by: the key that did it, or "payload". Rows are only added.
create table if not exists reference.company_icp_versions (
  icp_id uuid not null,
  version integer not null,
  client_id uuid,
  domain text not null,
  slug text,
  company_criteria jsonb,
  person_criteria jsonb,
  notes text,
  deleted boolean not null default false,
  changed_by text not null,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (icp_id, version)
);
create index if not exists idx_company_icp_versions_domain on reference.company_icp_versions (domain, changed_at);

-- Whoever writes an ICP holds its row, so the numbers of its versions follow each other.
create or replace function reference.keep_icp_version() returns trigger language plpgsql as $$
declare
  icp record;
begin
  if tg_op = 'DELETE' then
    icp := old;
  else
    icp := new;
  end if;
  if tg_op = 'UPDATE' and (new.domain, new.slug, new.company_criteria, new.person_criteria, new.notes)
    is not distinct from (old.domain, old.slug, old.company_criteria, old.person_criteria, old.notes) then
    return null;
  end if;
  insert into reference.company_icp_versions
    (icp_id, version, client_id, domain, slug, company_criteria, person_criteria, notes, deleted, changed_by)
  select icp.id, coalesce(max(v.version), 0) + 1, icp.client_id, icp.domain, icp.slug, icp.company_criteria,
    icp.person_criteria, icp.notes, tg_op = 'DELETE',
    coalesce(nullif(current_setting('galena.changed_by', true), ''), 'payload')
  from reference.company_icp_versions v where v.icp_id = icp.id;
  return null;
end
$$;

do $$
declare
  kept text;
begin
  foreach kept in array array['reference.company_icp', 'reference.company_icp_named'] loop
    execute format('drop trigger if exists keep_icp_version on %s', kept);
    execute format('create trigger keep_icp_version after insert or update or delete on %s
      for each row execute function reference.keep_icp_version()', kept);
  end loop;
end
$$;

-- ICPs that stood before this migration begin with what they were.
insert into reference.company_icp_versions
  (icp_id, version, client_id, domain, slug, company_criteria, person_criteria, notes, changed_by, changed_at)
select i.id, 1, i.client_id, i.domain, i.slug, i.company_criteria, i.person_criteria, i.notes, 'payload', i.updated_at
from reference.company_icp i
where not exists (select from reference.company_icp_versions v where v.icp_id = i.id)
on conflict do nothing;

-- The restricted role reads what is nobody's in particular; these are somebody's.
do $$
begin
  if exists (select from pg_roles where rolname = 'galena_app') then
    revoke all on reference.company_icp_named, reference.company_icp_versions from galena_app;
  end if;
end
$$;
