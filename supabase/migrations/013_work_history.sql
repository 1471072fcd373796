-- core.person_work_history and core.person_promotions follow extracted.person_experience, whoever writes it.
-- Statement triggers, set-based. A writer that keeps both tables itself switches them off for its transaction:
-- set local galena.sync = 'off'

-- The promotions in the jobs of these people: the same company (one domain, else one organisation id, else one
-- LinkedIn slug), another normalised title, begun later than the previous job and between 31 days before and 90 days
-- after its end (days are often unknown and stored as the first of the month). Of several previous jobs the one with
-- the latest end counts. Without nested loops: with no statistics the planner takes one for any number of people.
create or replace function core.detect_promotions(urls text[])
  returns table (
    id uuid,
    linkedin_url text,
    company_domain text,
    company_name text,
    previous_title text,
    new_title text,
    promotion_date date
  )
  language sql stable
  set search_path = ''
  set enable_seqscan = off
  set enable_nestloop = off
  set enable_hashjoin = on
as $$
  with jobs as materialized (
    select
      e.id, e.linkedin_url, e.company, e.title, e.start_date, e.end_date,
      nullif(lower(btrim(e.company_domain)), '') as domain,
      e.company_org_id as org,
      lower(substring(e.company_linkedin_url from '/company/([^/?#]+)')) as slug
    from extracted.person_experience e
    where e.linkedin_url = any (urls)
  ),
  steps as (
    select distinct on (new.id)
      new.linkedin_url,
      coalesce(new.domain, old.domain) as domain,
      coalesce(new.domain, old.domain, new.org::text, old.org::text, new.slug) as company_key,
      coalesce(new.company, old.company) as company,
      old.title as previous_title,
      new.title as new_title,
      new.start_date
    from jobs new
    join jobs old on old.linkedin_url = new.linkedin_url
    where old.id <> new.id
      and new.start_date between old.end_date - 31 and old.end_date + 90
      and (old.start_date is null or old.start_date < new.start_date)
      and (new.domain = old.domain or new.org = old.org or new.slug = old.slug)
      and reference.normalize_key(new.title) <> reference.normalize_key(old.title)
    order by new.id, old.end_date desc, old.start_date desc nulls last, old.title collate "C"
  ),
  identified as (
    select
      md5(concat_ws(
        chr(31), s.linkedin_url, to_char(s.start_date, 'YYYY-MM-DD'), s.company_key, s.previous_title, s.new_title
      ))::uuid as id,
      s.*
    from steps s
  )
  select distinct on (i.id)
    i.id, i.linkedin_url, i.domain, i.company, i.previous_title, i.new_title, i.start_date
  from identified i
  order by i.id, i.company collate "C"
$$;

-- Makes history and promotions of these people equal to extracted.person_experience; rows already right stay untouched.
-- Locks the people first, by the key that ingest locks them with: two writers of one person would otherwise each miss
-- what the other one did. Too many people for one lock each: the table.
create or replace function core.sync_work_history(urls text[]) returns void
  language plpgsql
  set search_path = ''
  set enable_seqscan = off
as $$
begin
  if cardinality(urls) > 500 then
    lock table core.person_work_history in share row exclusive mode;
  else
    perform pg_advisory_xact_lock(hashtextextended(k.key, 0))
    from (
      select distinct coalesce('slug:' || substring(u from '/in/([^/?#]+)'), u) collate "C" as key
      from unnest(urls) u
      order by 1
    ) k;
  end if;

  delete from core.person_work_history h
  where h.linkedin_url = any (urls)
    and not exists (
      select from extracted.person_experience e where e.id = h.id and e.linkedin_url = h.linkedin_url
    );

  insert into core.person_work_history as h (
    id, linkedin_url, company_domain, company_name, company_linkedin_url, title, matched_job_function,
    matched_seniority, start_date, end_date, is_current, experience_order, source_id, start_precision, end_precision
  )
  select
    e.id, e.linkedin_url, e.company_domain, e.company, e.company_linkedin_url, e.title, e.matched_job_function,
    e.matched_seniority, e.start_date, e.end_date, e.is_current, e.experience_order, e.id, e.start_precision,
    e.end_precision
  from extracted.person_experience e
  where e.linkedin_url = any (urls)
  on conflict (id) do update set
    linkedin_url = excluded.linkedin_url,
    company_domain = excluded.company_domain,
    company_name = excluded.company_name,
    company_linkedin_url = excluded.company_linkedin_url,
    title = excluded.title,
    matched_job_function = excluded.matched_job_function,
    matched_seniority = excluded.matched_seniority,
    start_date = excluded.start_date,
    end_date = excluded.end_date,
    is_current = excluded.is_current,
    experience_order = excluded.experience_order,
    source_id = excluded.source_id,
    start_precision = excluded.start_precision,
    end_precision = excluded.end_precision
  where (
    h.linkedin_url, h.company_domain, h.company_name, h.company_linkedin_url, h.title, h.matched_job_function,
    h.matched_seniority, h.start_date, h.end_date, h.is_current, h.experience_order, h.source_id, h.start_precision,
    h.end_precision
  ) is distinct from (
    excluded.linkedin_url, excluded.company_domain, excluded.company_name, excluded.company_linkedin_url,
    excluded.title, excluded.matched_job_function, excluded.matched_seniority, excluded.start_date, excluded.end_date,
    excluded.is_current, excluded.experience_order, excluded.source_id, excluded.start_precision,
    excluded.end_precision
  );

  delete from core.person_promotions where linkedin_url = any (urls);

  insert into core.person_promotions (
    id, linkedin_url, company_domain, company_name, previous_title, new_title, promotion_date
  )
  select p.id, p.linkedin_url, p.company_domain, p.company_name, p.previous_title, p.new_title, p.promotion_date
  from core.detect_promotions(urls) p;
end
$$;

-- Which people a statement on extracted.person_experience touched. Transition tables need one trigger per event.
create or replace function extracted.sync_person_experience_to_core() returns trigger
  language plpgsql
  set search_path = ''
as $$
declare
  urls text[];
begin
  case tg_op
    when 'INSERT' then
      urls := array(select distinct linkedin_url from new_rows);
    when 'UPDATE' then
      urls := array(select linkedin_url from new_rows union select linkedin_url from old_rows);
    when 'DELETE' then
      urls := array(select distinct linkedin_url from old_rows);
    when 'TRUNCATE' then
      -- Not truncate: it is refused inside a truncate that names these tables too.
      delete from core.person_work_history;
      delete from core.person_promotions;
      return null;
  end case;
  if cardinality(urls) > 0 then
    perform core.sync_work_history(urls);
  end if;
  return null;
end
$$;

create or replace trigger sync_person_experience_after_insert
  after insert on extracted.person_experience
  referencing new table as new_rows
  for each statement
  when (current_setting('galena.sync', true) is distinct from 'off')
  execute function extracted.sync_person_experience_to_core();

create or replace trigger sync_person_experience_after_update
  after update on extracted.person_experience
  referencing old table as old_rows new table as new_rows
  for each statement
  when (current_setting('galena.sync', true) is distinct from 'off')
  execute function extracted.sync_person_experience_to_core();

create or replace trigger sync_person_experience_after_delete
  after delete on extracted.person_experience
  referencing old table as old_rows
  for each statement
  when (current_setting('galena.sync', true) is distinct from 'off')
  execute function extracted.sync_person_experience_to_core();

create or replace trigger sync_person_experience_after_truncate
  after truncate on extracted.person_experience
  for each statement
  when (current_setting('galena.sync', true) is distinct from 'off')
  execute function extracted.sync_person_experience_to_core();
