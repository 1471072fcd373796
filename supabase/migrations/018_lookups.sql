-- Lookups that processes may remember: each change of a lookup is counted, in the transaction that makes it.

-- How often each lookup has changed. A process that remembers entries asks for the sum with every question, in the same
-- statement: as long as it is the same, nothing was taught, changed or removed, by whomever. One row per lookup and
-- 64th of the sessions, so that transactions which teach at once do not wait for each other.
create table if not exists reference.lookup_versions (
  lookup text not null,
  shard integer not null,
  version bigint not null,
  primary key (lookup, shard)
);

-- Also counts what is written by hand, with COPY and by TRUNCATE. Rights of its owner: whoever may teach may count.
create or replace function reference.count_lookup_change() returns trigger
  language plpgsql
  security definer
  set search_path = ''
as $$
begin
  insert into reference.lookup_versions as counted (lookup, shard, version)
  values (tg_table_name, pg_catalog.pg_backend_pid() % 64, 1)
  on conflict (lookup, shard) do update set version = counted.version + 1;
  return null;
end
$$;

create or replace trigger count_change
  after insert or update or delete or truncate on reference.job_title_lookup
  for each statement execute function reference.count_lookup_change();
alter table reference.job_title_lookup enable always trigger count_change;

create or replace trigger count_change
  after insert or update or delete or truncate on reference.location_lookup
  for each statement execute function reference.count_lookup_change();
alter table reference.location_lookup enable always trigger count_change;

-- The portfolio of a firm moves with it when its domain changes.
create index if not exists idx_vc_portfolio_companies_vc_firm_id on raw.vc_portfolio_companies (vc_firm_id);

-- The operator's word, as with the other upserts.
insert into reference.source_ranks (entity, field, source, rank) values
  ('company', '*', 'company-linkedin-update', 10),
  ('company', '*', 'public-ticker-backfill', 10)
on conflict do nothing;
