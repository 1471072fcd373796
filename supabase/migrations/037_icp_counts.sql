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

-- The values of people as they are stored; more than 200 letters are no value of a list, and too long for the index.
create or replace view core.person_facet_values with (security_invoker = true) as
select s.person_id, left(c.industry, 200) as industry, left(c.country, 200) as country, coalesce(left(c.size_range, 200),
    case when c.employee_count < 0 then null when c.employee_count <= 10 then '1-10'
      when c.employee_count <= 50 then '11-50' when c.employee_count <= 200 then '51-200'
      when c.employee_count <= 500 then '201-500' when c.employee_count <= 1000 then '501-1000'
      when c.employee_count <= 5000 then '1001-5000' when c.employee_count <= 10000 then '5001-10000'
      when c.employee_count is not null then '10001+' end) as size_range,
  left(coalesce(j.matched_seniority, p.seniority, s.inferred_seniority), 200) as seniority,
  s.employees_min, s.employees_max, s.founded_year
from core.person_search s
join core.people p on p.id = s.person_id
left join core.person_job_titles j on j.linkedin_url = p.linkedin_url
left join core.companies c on c.id = s.company_id;

-- Makes the rows of these people; once more where a value is new. Search rows are made by one process at a time, so no two
-- meet here.
create or replace function core.refresh_person_facets(ids uuid[]) returns void language plpgsql as $$
declare
  added integer;
begin
  loop
    with source as materialized (
      select s.*, i.id as industry_id, n.id as country_id, z.id as size_id, l.id as seniority_id
      from core.person_facet_values s
      left join core.facet_values i on i.field = 'industry' and i.value = s.industry
      left join core.facet_values n on n.field = 'country' and n.value = s.country
      left join core.facet_values z on z.field = 'size_range' and z.value = s.size_range
      left join core.facet_values l on l.field = 'seniority' and l.value = s.seniority
      where s.person_id = any (ids)
    ), written as (
      insert into core.person_facets as t
        (person_id, industry, country, size_range, seniority, employees_min, employees_max, founded_year)
      select person_id, industry_id, country_id, size_id, seniority_id, employees_min, employees_max, founded_year
      from source
      on conflict (person_id) do update set industry = excluded.industry, country = excluded.country,
        size_range = excluded.size_range, seniority = excluded.seniority, employees_min = excluded.employees_min,
        employees_max = excluded.employees_max, founded_year = excluded.founded_year
      where (t.industry, t.country, t.size_range, t.seniority, t.employees_min, t.employees_max, t.founded_year)
        is distinct from (excluded.industry, excluded.country, excluded.size_range, excluded.seniority,
          excluded.employees_min, excluded.employees_max, excluded.founded_year)
    )
    insert into core.facet_values (field, value)
    select distinct v.field, v.value
    from source, lateral (values ('industry', industry, industry_id), ('country', country, country_id),
      ('size_range', size_range, size_id), ('seniority', seniority, seniority_id)) v(field, value, id)
    where v.id is null and v.value is not null
    on conflict (field, value) do nothing;
    get diagnostics added = row_count;
    exit when added = 0;
  end loop;
end
$$;

-- A page of search rows is 250 people: with the statistics of a new table the planner would read all people for them.
create or replace function core.note_person_facets() returns trigger language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
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
