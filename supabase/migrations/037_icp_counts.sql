-- What live counts of ICPs read: one short row per person with the values that criteria ask for. Where no criterion is rare
-- the index of terms has to walk through millions of entries; these rows are looked at one after the other, 100 bytes each.

-- One row per value that some row of core.person_facets has.
create table if not exists core.facet_values (
  id integer generated always as identity primary key,
  field text not null check (field in ('industry', 'country', 'size_range', 'seniority')),
  value text not null,
  unique (field, value)
);

-- One row per row of core.person_search, made with it: ids of core.facet_values and numbers of the current employer.
create table if not exists core.person_facets (
  industry integer,
  country integer,
  size_range integer,
  seniority integer,
  employees_min integer,
  employees_max integer,
  founded_year integer,
  person_id uuid primary key
);

-- Makes the rows of these people. Search rows are made by one process at a time, so no two meet here.
create or replace function core.refresh_person_facets(ids uuid[]) returns void language sql as $$
  with source as materialized (
    select s.person_id, c.industry, c.country, coalesce(c.size_range,
        case when c.employee_count < 0 then null when c.employee_count <= 10 then '1-10'
          when c.employee_count <= 50 then '11-50' when c.employee_count <= 200 then '51-200'
          when c.employee_count <= 500 then '201-500' when c.employee_count <= 1000 then '501-1000'
          when c.employee_count <= 5000 then '1001-5000' when c.employee_count <= 10000 then '5001-10000'
          when c.employee_count is not null then '10001+' end) as size_range,
      coalesce(j.matched_seniority, p.seniority, s.inferred_seniority) as seniority,
      s.employees_min, s.employees_max, s.founded_year
    from unnest(ids) asked(id)
    join core.person_search s on s.person_id = asked.id
    join core.people p on p.id = s.person_id
    left join core.person_job_titles j on j.linkedin_url = p.linkedin_url
    left join core.companies c on c.id = s.company_id
  ), named as (
    select distinct v.field, v.value
    from source s, lateral (values ('industry', s.industry), ('country', s.country), ('size_range', s.size_range),
      ('seniority', s.seniority)) v(field, value)
    where v.value is not null
  ), added as (
    insert into core.facet_values (field, value)
    select n.field, n.value from named n
    where not exists (select from core.facet_values f where f.field = n.field and f.value = n.value)
    on conflict (field, value) do nothing
    returning id, field, value
  ), known as (
    select f.id, f.field, f.value from core.facet_values f join named n using (field, value)
    union all
    select id, field, value from added
  )
  insert into core.person_facets as t
    (person_id, industry, country, size_range, seniority, employees_min, employees_max, founded_year)
  select s.person_id, i.id, n.id, z.id, l.id, s.employees_min, s.employees_max, s.founded_year
  from source s
  left join known i on i.field = 'industry' and i.value = s.industry
  left join known n on n.field = 'country' and n.value = s.country
  left join known z on z.field = 'size_range' and z.value = s.size_range
  left join known l on l.field = 'seniority' and l.value = s.seniority
  on conflict (person_id) do update set industry = excluded.industry, country = excluded.country,
    size_range = excluded.size_range, seniority = excluded.seniority, employees_min = excluded.employees_min,
    employees_max = excluded.employees_max, founded_year = excluded.founded_year
  where (t.industry, t.country, t.size_range, t.seniority, t.employees_min, t.employees_max, t.founded_year)
    is distinct from (excluded.industry, excluded.country, excluded.size_range, excluded.seniority,
      excluded.employees_min, excluded.employees_max, excluded.founded_year)
$$;

create or replace function core.note_person_facets() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    delete from core.person_facets f using changed c where f.person_id = c.person_id;
  else
    perform core.refresh_person_facets(array(select person_id from changed));
  end if;
  return null;
end
$$;
drop trigger if exists note_facets_inserted on core.person_search;
drop trigger if exists note_facets_updated on core.person_search;
drop trigger if exists note_facets_deleted on core.person_search;
create trigger note_facets_inserted after insert on core.person_search referencing new table as changed
  for each statement execute function core.note_person_facets();
create trigger note_facets_updated after update on core.person_search referencing new table as changed
  for each statement execute function core.note_person_facets();
create trigger note_facets_deleted after delete on core.person_search referencing old table as changed
  for each statement execute function core.note_person_facets();

-- Search rows that stood before this migration.
do $$
begin
  if not exists (select from core.person_facets) then
    perform core.refresh_person_facets(array(select person_id from core.person_search));
  end if;
end
$$;
