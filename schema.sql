-- Written by src/db/dump-schema.ts from the migrated database. Do not edit.
set check_function_bodies = off;

create schema client;
create schema core;
create schema extracted;
create schema raw;
create schema reference;
create schema target_client;

CREATE OR REPLACE FUNCTION client.note_changed_people()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  insert into client.signal_changes (kind, key)
  select 'person', c.person_id::text
  from come c
  where exists (
      select from client.signal_clients w join reference.company_icp i on i.domain = w.client_domain
    )
    or exists (
      select from core.people p join client.leads l on l.person_linkedin_url = p.linkedin_url where p.id = c.person_id
    )
    or exists (
      select from core.people p join client.leads l on lower(l.work_email) = lower(p.work_email) where p.id = c.person_id
    );
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION client.note_signal_changes()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  execute format(
    'insert into client.signal_changes (kind, key) select distinct %L, c.%I::text from come c where c.%I is not null',
    tg_argv[0], tg_argv[1], tg_argv[1]);
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION core.detect_promotions(urls text[])
 RETURNS TABLE(id uuid, linkedin_url text, company_domain text, company_name text, previous_title text, new_title text, promotion_date date)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
 SET enable_seqscan TO 'off'
 SET enable_nestloop TO 'off'
 SET enable_hashjoin TO 'on'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION core.entity_id(entity_key text)
 RETURNS uuid
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  with recursive above as (
    select k.key, k.owner, 0 as depth from core.identifiers k where k.key = entity_key
    union all
    select k.key, k.owner, a.depth + 1 from above a join core.identifiers k on k.key = a.owner
    where a.owner <> a.key and a.depth < 50
  )
  select i.id from above a join core.identities i on i.root = a.key where a.owner = a.key and i.merged_into is null
$function$;

CREATE OR REPLACE FUNCTION core.entity_keys(entity_id uuid)
 RETURNS SETOF text
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION core.note_person_facets()
 RETURNS trigger
 LANGUAGE plpgsql
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
begin
  if tg_op = 'DELETE' then
    delete from core.person_facets f using changed c where f.person_id = c.person_id;
  else
    perform core.refresh_person_facets(array(select person_id from changed));
  end if;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION core.note_search_changes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- Arguments of the trigger: the kind of entity, and the column that names it.
  execute format(
    'insert into core.%s_search_changes (id) select distinct e.id from changed c join core.%s e on e.%s = c.%I',
    tg_argv[0], case tg_argv[0] when 'company' then 'companies' else 'people' end,
    case tg_argv[0] when 'company' then 'domain' else 'linkedin_url' end, tg_argv[1]);
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION core.person_name_key(name text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT COST 200
AS $function$
declare
  n text := lower(left(name, 100));
  first_name text;
  last_name text;
begin
  if n !~ '^[a-z]+ [a-z]+$' then
    n := normalize(lower(regexp_replace(normalize(n, nfkd), '[\u0300-\u036f]+', '', 'g')), nfc);
    n := regexp_replace(left(n, 200), '\([^()]*\)|"[^"]*"|“[^”]*”', ' ', 'g');
    -- "Núñez, José" is José Núñez, and "José Núñez, MBA" is too
    n := case when n ~ '^\s*[^\s,]+\s*,\s*[^\s,]' then regexp_replace(n, '^\s*([^\s,]+)\s*,\s*([^,]*).*$', '\2 \1')
      else split_part(n, ',', 1) end;
    n := translate(n, 'ßøłđıþð''’‘`´', 'solditd');
    n := replace(replace(n, 'æ', 'ae'), 'œ', 'oe');
    n := btrim(regexp_replace(n,
      '[\u0001-\u0060\u007b-\u00bf\u2000-\u2bff\u3000-\u3004\ufe00-\ufe0f\uff00-\uff20\U0001f000-\U0001faff]+', ' ', 'g'));
    n := regexp_replace(n, '^(?:(?:dr|mr|mrs|ms|miss|prof|sir|herr|frau|ing|dipl) )+', '');
    n := regexp_replace(n, '(?: (?:jr|sr|ii|iii|iv|phd|ph d|md|mba|emba|cpa|pmp|esq|msc|bsc|cfa|rn|dds|llm|jd))+$', '');
    if n = '' then return null; end if;
  end if;
  first_name := split_part(n, ' ', 1);
  last_name := split_part(n, ' ', -1);
  return translate(left(last_name, 1), 'cqzy', 'kksi')
    || left(replace(replace(replace(replace(replace(replace(
      translate(substr(last_name, 2), 'bfpvcgjkqsxzdtlmnraeiouyhw', '111122222222334556'),
      '11', '1'), '22', '2'), '33', '3'), '44', '4'), '55', '5'), '66', '6'), 3)
    || ' ' || translate(left(first_name, 1), 'cqzy', 'kksi')
    || left(replace(replace(replace(replace(replace(replace(
      translate(substr(first_name, 2), 'bfpvcgjkqsxzdtlmnraeiouyhw', '111122222222334556'),
      '11', '1'), '22', '2'), '33', '3'), '44', '4'), '55', '5'), '66', '6'), 3)
    || ' ' || n;
end
$function$;

CREATE OR REPLACE FUNCTION core.refresh_person_facets(ids uuid[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION core.sync_work_history(urls text[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
 SET enable_seqscan TO 'off'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION extracted.sync_person_experience_to_core()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION reference.company_name_key(value text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
declare
  k text := left(value, 200);
  rest text;
  word text;
begin
  if octet_length(k) <> length(k) then
    k := translate(
      replace(replace(replace(replace(regexp_replace(normalize(translate(k, '©®™´', '   '), nfkd), '[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]', '', 'g'),
        'ß', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'),
      'ØøŁłĐđıðАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІЄҐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩς–—―‐‑‒·•｡、。，；：「」『』《》【】«»“”„×÷¡¿§¶°‘’ʼ′',
      'oollddidабвгдежзиклмнопрстуфхцчшщъыьэюяієґαβγδεζηθικλμνξοπρστυφχψωσ                                  ');
    k := regexp_replace(k, '株式会社|有限会社|合同会社|股份有限公司|有限责任公司|有限公司', ' ', 'g');
  end if;
  k := btrim(lower(k collate "C"));
  if k ~ '[^a-z0-9 ]' then
    if position('(' in k) > 0 or position('[' in k) > 0 then
      rest := regexp_replace(k, '\([^()]*\)|\[[^][]*\]', ' ', 'g');
      if rest ~ '[^][ ,()]' then k := rest; end if;
    end if;
    if position('/' in k) > 0 or position('\' in k) > 0 then
      k := regexp_replace(k, '(?<=[^ /\\]) *[/\\] *[a-z]{2,4} *[/\\]* *$|[/\\ ]+$', '');
    end if;
    k := btrim(translate(replace(k, '&', ' and '), E',-/()"!?:;+|*#@<>=~^_%$[]{}\\\t\r\n\u000b\f.''`', '                                 '));
  end if;
  if k like 'the _%' then k := ltrim(substr(k, 5)); end if;
  if split_part(k, ' ', 1) = any ('{ooo,oao,zao,pao,pt,uab,sia,ооо,ао,оао,зао,пао,тов}') then
    rest := ltrim(substr(k, length(split_part(k, ' ', 1)) + 1));
    if rest <> '' then k := rest; end if;
  end if;
  loop
    word := split_part(k, ' ', -1);
    if word = any ('{ab,ag,and,aps,as,asa,berhad,bhd,bv,bvba,co,companies,company,corp,corporation,cos,cv,dac,doo,eg,ev,gmbh,group,grp,gruppe,groupe,grupo,hldg,hldgs,holding,holdings,inc,incorporated,jsc,kg,kgaa,kk,limited,llc,llp,lp,ltd,ltda,mbh,nv,ohg,ojsc,ooo,oy,oyj,pjsc,plc,private,proprietary,psc,pte,pty,public,pvt,rl,sa,sab,sae,saoc,saog,sapi,sarl,sas,sau,sca,scs,sdn,se,sl,slu,spa,spk,spzoo,srl,sro,tbk,uab,ug,wll,zoo,zrt,ооо,ао,оао,зао,пао}') then
      rest := rtrim(left(k, -length(word)));
    elsif length(word) = 1 and word collate "C" between 'a' and 'z' then
      -- Forms in pieces: "Telefonica S A", "Novo Nordisk A/S".
      word := substring(k from '(?: [a-z])+$');
      exit when word is null or replace(word, ' ', '') <> all ('{ab,ag,and,aps,as,asa,berhad,bhd,bv,bvba,co,companies,company,corp,corporation,cos,cv,dac,doo,eg,ev,gmbh,group,grp,gruppe,groupe,grupo,hldg,hldgs,holding,holdings,inc,incorporated,jsc,kg,kgaa,kk,limited,llc,llp,lp,ltd,ltda,mbh,nv,ohg,ojsc,ooo,oy,oyj,pjsc,plc,private,proprietary,psc,pte,pty,public,pvt,rl,sa,sab,sae,saoc,saog,sapi,sarl,sas,sau,sca,scs,sdn,se,sl,slu,spa,spk,spzoo,srl,sro,tbk,uab,ug,wll,zoo,zrt,ооо,ао,оао,зао,пао}');
      rest := rtrim(left(k, -length(word)));
    else
      exit;
    end if;
    exit when rest = '';
    k := rest;
  end loop;
  return nullif(left(replace(k, ' ', ''), 200), '');
end
$function$;

CREATE OR REPLACE FUNCTION reference.count_lookup_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  insert into reference.lookup_versions as counted (lookup, shard, version)
  values (tg_table_name, pg_catalog.pg_backend_pid() % 64, 1)
  on conflict (lookup, shard) do update set version = counted.version + 1;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION reference.hold_fold_version()
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_advisory_xact_lock_shared(7021, 1);
  return (select version from reference.fold_settings);
end
$function$;

CREATE OR REPLACE FUNCTION reference.keep_icp_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION reference.normalize_key(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
RETURN btrim(regexp_replace(lower(NORMALIZE(value, NFKC)), '[\u0001-\u0022\u0024-\u002a\u002c-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u1680\u2000-\u206f\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3030\u30fb\ufeff]+'::text, ' '::text, 'g'::text));

CREATE OR REPLACE FUNCTION reference.word_vector(value text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
RETURN array_to_tsvector(array_remove(string_to_array("left"(reference.normalize_key("left"(value, 400)), 400), ' '::text), ''::text));

CREATE OR REPLACE FUNCTION reference.word_query(value text, prefixes boolean)
 RETURNS tsquery
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
RETURN (SELECT (string_agg((quote_literal(word.word) || CASE WHEN word_query.prefixes THEN ':*'::text ELSE ''::text END), ' & '::text))::tsquery AS string_agg FROM unnest(tsvector_to_array(reference.word_vector(word_query.value))) word(word));

create table client.export_chunks (
  export_id uuid not null,
  n integer not null,
  data bytea not null,
  constraint export_chunks_pkey PRIMARY KEY (export_id, n)
);

create table client.exports (
  id uuid default gen_random_uuid() not null,
  client_id uuid,
  request jsonb not null,
  status text default 'waiting'::text not null,
  total bigint,
  total_is text default 'none'::text not null,
  rows_written bigint default 0 not null,
  bytes bigint default 0 not null,
  error text,
  requested_by text not null,
  worker uuid,
  seen_at timestamp with time zone,
  attempts integer default 0 not null,
  created_at timestamp with time zone default now() not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  expires_at timestamp with time zone,
  constraint exports_pkey PRIMARY KEY (id),
  constraint exports_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'running'::text, 'finished'::text, 'failed'::text, 'cancelled'::text, 'expired'::text]))),
  constraint exports_total_is_check CHECK ((total_is = ANY (ARRAY['exact'::text, 'estimated'::text, 'none'::text])))
);

create table client.leads (
  id uuid default gen_random_uuid() not null,
  client_domain text not null,
  first_name text,
  last_name text,
  full_name text,
  person_linkedin_url text,
  work_email text,
  company_domain text,
  company_name text,
  company_linkedin_url text,
  source text,
  client_form_id text,
  client_form_title text,
  created_at timestamp with time zone default now(),
  natural_key text default (gen_random_uuid())::text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint leads_pkey PRIMARY KEY (id),
  constraint leads_client_domain_natural_key_key UNIQUE (client_domain, natural_key)
);

create table client.leads_companies (
  id uuid default gen_random_uuid() not null,
  client_domain text not null,
  company_domain text,
  company_name text,
  company_linkedin_url text,
  source text,
  client_form_id text,
  client_form_title text,
  created_at timestamp with time zone default now(),
  natural_key text default (gen_random_uuid())::text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint leads_companies_pkey PRIMARY KEY (id),
  constraint leads_companies_client_domain_natural_key_key UNIQUE (client_domain, natural_key)
);

create table client.leads_people (
  id uuid default gen_random_uuid() not null,
  client_domain text not null,
  first_name text,
  last_name text,
  full_name text,
  person_linkedin_url text,
  work_email text,
  company_domain text,
  source text,
  client_form_id text,
  client_form_title text,
  created_at timestamp with time zone default now(),
  natural_key text default (gen_random_uuid())::text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint leads_people_pkey PRIMARY KEY (id),
  constraint leads_people_client_domain_natural_key_key UNIQUE (client_domain, natural_key)
);

create table client.people_snapshots (
  id uuid default gen_random_uuid() not null,
  batch_id text not null,
  company_key text not null,
  company_domain text,
  company_linkedin_url text,
  company_name text,
  client_domains text[] default '{}'::text[] not null,
  client_id uuid,
  snapshot_date date not null,
  source text,
  total_people_count integer not null,
  ignored_count integer default 0 not null,
  people jsonb,
  people_hash bytea not null,
  is_initial_check boolean not null,
  previous_id uuid,
  people_added_count integer default 0 not null,
  people_removed_count integer default 0 not null,
  title_changed_count integer default 0 not null,
  senior_added_count integer default 0 not null,
  senior_removed_count integer default 0 not null,
  changes jsonb default '[]'::jsonb not null,
  created_at timestamp with time zone default now() not null,
  constraint people_snapshots_pkey PRIMARY KEY (id),
  constraint people_snapshots_batch_id_key UNIQUE (batch_id),
  constraint people_snapshots_company_key_snapshot_date_key UNIQUE (company_key, snapshot_date)
);

create table client.signal_changes (
  kind text not null,
  key text not null
);

create table client.signal_clients (
  client_domain text not null,
  client_id uuid,
  created_at timestamp with time zone default now() not null,
  constraint signal_clients_pkey PRIMARY KEY (client_domain)
);

create table client.signal_feed (
  id uuid default gen_random_uuid() not null,
  client_domain text not null,
  client_id uuid,
  signal_slug text not null,
  signal_level text not null,
  signal_category text,
  company_domain text,
  company_name text,
  person_linkedin_url text,
  person_name text,
  signal_data jsonb not null,
  raw_payload_id uuid,
  extracted_id uuid,
  is_read boolean default false not null,
  is_actioned boolean default false not null,
  read_at timestamp with time zone,
  actioned_at timestamp with time zone,
  signal_detected_at timestamp with time zone not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  evidence_key text not null,
  origin text not null,
  happened_on date,
  confidence integer,
  reduced_confidence_reasons jsonb default '[]'::jsonb not null,
  is_senior boolean,
  constraint signal_feed_pkey PRIMARY KEY (id),
  constraint signal_feed_client_domain_signal_slug_evidence_key_key UNIQUE (client_domain, signal_slug, evidence_key),
  constraint signal_feed_confidence_check CHECK (((confidence >= 0) AND (confidence <= 100))),
  constraint signal_feed_origin_check CHECK ((origin = ANY (ARRAY['payload'::text, 'lead'::text, 'icp'::text, 'snapshot'::text]))),
  constraint signal_feed_signal_level_check CHECK ((signal_level = ANY (ARRAY['company'::text, 'person'::text])))
);

create table core.alumni_search (
  domain text not null,
  ended_on date not null,
  person_id uuid not null,
  constraint alumni_search_pkey PRIMARY KEY (domain, ended_on, person_id)
);

create table core.case_study_champions (
  id uuid default gen_random_uuid() not null,
  full_name text not null,
  job_title text,
  company_name text,
  company_domain text,
  origin_company_domain text,
  case_study_url text,
  source text,
  core_person_id uuid,
  core_company_id uuid,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  resolved_domain text,
  resolved_by text,
  resolved_likelihood smallint,
  constraint case_study_champions_pkey PRIMARY KEY (id),
  constraint case_study_champions_case_study_url_full_name_key UNIQUE NULLS NOT DISTINCT (case_study_url, full_name)
);

create table core.companies (
  id uuid default gen_random_uuid() not null,
  domain text not null,
  name text,
  linkedin_url text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  cleaned_name text,
  industry text,
  employee_count integer,
  city text,
  state text,
  country text,
  description text,
  website text,
  logo_url text,
  company_type text,
  founded_year integer,
  size_range text,
  follower_count integer,
  status text,
  linkedin_org_id bigint,
  locality text,
  tags text[],
  funding_total text,
  revenue_range text,
  one_liner text,
  constraint companies_pkey PRIMARY KEY (id)
);

create table core.company_business_model (
  id uuid default gen_random_uuid() not null,
  domain text not null,
  is_b2b boolean,
  is_b2c boolean,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_business_model_pkey PRIMARY KEY (id),
  constraint company_business_model_domain_key UNIQUE (domain)
);

create table core.company_customers (
  id uuid default gen_random_uuid() not null,
  origin_company_domain text not null,
  origin_company_name text,
  customer_name text not null,
  customer_domain text,
  case_study_url text,
  has_case_study boolean,
  source text,
  source_id uuid,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  normalized_name text not null,
  confidence text,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  resolved_domain text,
  resolved_by text,
  resolved_likelihood smallint,
  constraint company_customers_pkey PRIMARY KEY (id),
  constraint company_customers_origin_company_domain_normalized_name_key UNIQUE (origin_company_domain, normalized_name)
);

create table core.company_google_ads (
  id uuid default gen_random_uuid() not null,
  domain text not null,
  is_running_ads boolean,
  ad_count integer,
  advertiser_id text,
  last_checked_at timestamp with time zone,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_google_ads_pkey PRIMARY KEY (id),
  constraint company_google_ads_domain_key UNIQUE (domain)
);

create table core.company_job_postings (
  id uuid default gen_random_uuid() not null,
  domain text not null,
  job_id bigint,
  title text,
  cleaned_job_title text,
  job_function text,
  location text,
  seniority text,
  employment_type text,
  salary_min numeric,
  salary_max numeric,
  salary_currency text,
  url text,
  posted_at timestamp with time zone,
  company_linkedin_url text,
  job_title_id uuid,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_job_postings_pkey PRIMARY KEY (id),
  constraint company_job_postings_domain_job_id_key UNIQUE NULLS NOT DISTINCT (domain, job_id)
);

create table core.company_linkedin_ads (
  id uuid default gen_random_uuid() not null,
  domain text not null,
  is_running_ads boolean,
  ad_count integer,
  page_id text,
  last_checked_at timestamp with time zone,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_linkedin_ads_pkey PRIMARY KEY (id),
  constraint company_linkedin_ads_domain_key UNIQUE (domain)
);

create table core.company_meta_ads (
  id uuid default gen_random_uuid() not null,
  domain text not null,
  is_running_ads boolean,
  ad_count integer,
  page_id text,
  platforms jsonb,
  last_checked_at timestamp with time zone,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_meta_ads_pkey PRIMARY KEY (id),
  constraint company_meta_ads_domain_key UNIQUE (domain)
);

create table core.company_name_blocks (
  block text not null,
  company_id uuid not null,
  constraint company_name_blocks_pkey PRIMARY KEY (block, company_id)
);

create table core.company_name_index (
  only_row boolean default true not null,
  indexed_until timestamp with time zone not null,
  updated_at timestamp with time zone default now() not null,
  constraint company_name_index_pkey PRIMARY KEY (only_row),
  constraint company_name_index_only_row_check CHECK (only_row)
);

create table core.company_name_resolutions (
  key text not null,
  name text not null,
  domain text,
  matched text,
  likelihood smallint,
  candidates jsonb,
  row_count integer default 0 not null,
  places jsonb default '{}'::jsonb not null,
  resolved_at timestamp with time zone default now() not null,
  constraint company_name_resolutions_pkey PRIMARY KEY (key),
  constraint company_name_resolutions_check CHECK ((((domain IS NULL) = (matched IS NULL)) AND ((domain IS NULL) = (likelihood IS NULL)))),
  constraint company_name_resolutions_likelihood_check CHECK (((likelihood >= 1) AND (likelihood <= 10))),
  constraint company_name_resolutions_matched_check CHECK ((matched = ANY (ARRAY['taught'::text, 'exact'::text, 'normalised'::text, 'alias'::text, 'fuzzy'::text])))
);

create table core.company_observations (
  subject text not null,
  source text not null,
  fields jsonb not null,
  elder jsonb,
  since jsonb,
  observed_at timestamp with time zone not null,
  payload_hash bytea not null,
  raw_payload_id uuid,
  constraint company_observations_pkey PRIMARY KEY (subject, source)
);

create table core.company_predictleads_technologies (
  id uuid default gen_random_uuid() not null,
  domain text not null,
  technology_id uuid,
  score numeric,
  first_seen_at timestamp with time zone,
  last_seen_at timestamp with time zone,
  behind_firewall boolean,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_predictleads_technologies_pkey PRIMARY KEY (id),
  constraint company_predictleads_technologies_domain_technology_id_key UNIQUE (domain, technology_id)
);

create table core.company_public (
  domain text not null,
  company_name text,
  linkedin_url text,
  ticker text,
  created_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_public_pkey PRIMARY KEY (domain)
);

create table core.company_search (
  company_id uuid not null,
  "position" bigint generated always as identity not null,
  domain text not null,
  people_count integer default 0 not null,
  sort_name text not null,
  terms bigint[] not null,
  prefixes bigint[] default '{}'::bigint[] not null,
  employees_min integer,
  employees_max integer,
  founded_year integer,
  hiring_on date,
  new_hire_on date,
  funded_on date,
  observed integer[] default '{}'::integer[] not null,
  constraint company_search_pkey PRIMARY KEY (company_id)
);

create table core.company_search_changes (
  id uuid not null
);

create table core.company_technologies (
  id uuid default gen_random_uuid() not null,
  domain text not null,
  technology_id uuid,
  first_detected text,
  last_detected text,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_technologies_pkey PRIMARY KEY (id),
  constraint company_technologies_domain_technology_id_key UNIQUE (domain, technology_id)
);

create table core.company_vc_investors (
  id uuid default gen_random_uuid() not null,
  company_domain text,
  company_name text,
  vc_name text,
  vc_domain text,
  source text,
  created_at timestamp with time zone default now(),
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  resolved_domain text,
  resolved_by text,
  resolved_likelihood smallint,
  constraint company_vc_investors_pkey PRIMARY KEY (id),
  constraint company_vc_investors_natural_key_key UNIQUE (natural_key)
);

create table core.facet_values (
  id integer generated always as identity not null,
  field text not null,
  value text not null,
  constraint facet_values_pkey PRIMARY KEY (id),
  constraint facet_values_field_value_key UNIQUE (field, value),
  constraint facet_values_field_check CHECK ((field = ANY (ARRAY['industry'::text, 'country'::text, 'size_range'::text, 'seniority'::text])))
);

create table core.field_changes (
  kind text not null,
  subject text not null,
  source text not null,
  field text not null,
  value_hash bytea not null,
  value jsonb not null,
  first_seen timestamp with time zone not null,
  last_seen timestamp with time zone not null,
  raw_payload_id uuid,
  constraint field_changes_pkey PRIMARY KEY (subject, source, field, value_hash),
  constraint field_changes_kind_check CHECK ((kind = ANY (ARRAY['company'::text, 'person'::text])))
);

create table core.field_pins (
  id uuid default gen_random_uuid() not null,
  kind text not null,
  subject text not null,
  field text not null,
  value jsonb not null,
  reason text not null,
  pinned_by text not null,
  pinned_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by text,
  end_reason text,
  constraint field_pins_pkey PRIMARY KEY (id),
  constraint field_pins_end_reason_check CHECK ((end_reason = ANY (ARRAY['removed'::text, 'replaced'::text, 'expired'::text]))),
  constraint field_pins_kind_check CHECK ((kind = ANY (ARRAY['company'::text, 'person'::text])))
);

create table core.icp_criteria (
  id uuid default gen_random_uuid() not null,
  domain text not null,
  company_name text,
  industries jsonb,
  countries jsonb,
  employee_ranges jsonb,
  funding_stages jsonb,
  job_titles jsonb,
  seniorities jsonb,
  job_functions jsonb,
  value_proposition text,
  core_benefit text,
  target_customer text,
  key_differentiator text,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint icp_criteria_pkey PRIMARY KEY (id)
);

create table core.identifiers (
  key text not null,
  owner text not null,
  kind text not null,
  created_at timestamp with time zone default now() not null,
  claimed text,
  constraint identifiers_pkey PRIMARY KEY (key),
  constraint identifiers_kind_check CHECK ((kind = ANY (ARRAY['company'::text, 'person'::text])))
);

create table core.identities (
  id uuid not null,
  kind text not null,
  root text not null,
  merged_into uuid,
  created_at timestamp with time zone default now() not null,
  constraint identities_pkey PRIMARY KEY (id),
  constraint identities_root_key UNIQUE (root),
  constraint identities_kind_check CHECK ((kind = ANY (ARRAY['company'::text, 'person'::text])))
);

create table core.identity_changes (
  seq bigint generated always as identity not null,
  xact xid8 default pg_current_xact_id() not null,
  kind text not null,
  what text not null,
  id uuid not null,
  key text not null,
  before jsonb not null,
  after jsonb not null,
  merge_id uuid,
  created_at timestamp with time zone default now() not null,
  constraint identity_changes_pkey PRIMARY KEY (seq),
  constraint identity_changes_kind_check CHECK ((kind = ANY (ARRAY['company'::text, 'person'::text]))),
  constraint identity_changes_what_check CHECK ((what = ANY (ARRAY['merged'::text, 'unmerged'::text, 'key_moved'::text, 'redirected'::text])))
);

create table core.identity_decisions (
  key text not null,
  owner text not null,
  kind text not null,
  decided_by text,
  reason text,
  created_at timestamp with time zone default now() not null,
  constraint identity_decisions_pkey PRIMARY KEY (key),
  constraint identity_decisions_kind_check CHECK ((kind = ANY (ARRAY['company'::text, 'person'::text])))
);

create table core.identity_merges (
  id uuid default gen_random_uuid() not null,
  kind text not null,
  what text not null,
  key text not null,
  owner text not null,
  into_id uuid not null,
  from_id uuid not null,
  decided_by text not null,
  reason text,
  evidence jsonb,
  shelved jsonb,
  created_at timestamp with time zone default now() not null,
  undone_at timestamp with time zone,
  undone_by text,
  undo_reason text,
  constraint identity_merges_pkey PRIMARY KEY (id),
  constraint identity_merges_kind_check CHECK ((kind = ANY (ARRAY['company'::text, 'person'::text]))),
  constraint identity_merges_what_check CHECK ((what = ANY (ARRAY['merge'::text, 'move'::text])))
);

create table core.identity_reviews (
  id uuid default gen_random_uuid() not null,
  kind text not null,
  key text not null,
  subjects text[] not null,
  reason text not null,
  raw_payload_id uuid,
  details jsonb,
  status text default 'open'::text not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  evidence jsonb,
  judged_at timestamp with time zone,
  decided_by text,
  decided_at timestamp with time zone,
  decision_reason text,
  merge_id uuid,
  constraint identity_reviews_pkey PRIMARY KEY (id),
  constraint identity_reviews_key_reason_key UNIQUE (key, reason),
  constraint identity_reviews_status_check CHECK ((status = ANY (ARRAY['open'::text, 'accepted'::text, 'rejected'::text])))
);

create table core.people (
  id uuid default gen_random_uuid() not null,
  linkedin_url text not null,
  linkedin_slug text,
  full_name text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  core_company_id uuid,
  linkedin_url_type text,
  linkedin_user_profile_urn text,
  first_name text,
  last_name text,
  work_email text,
  title text,
  seniority text,
  department text,
  company_domain text,
  headline text,
  company_name text,
  company_linkedin_url text,
  city text,
  state text,
  country text,
  location_name text,
  job_start_date date,
  picture_url text,
  constraint people_pkey PRIMARY KEY (id)
);

create table core.person_facets (
  industry integer,
  country integer,
  size_range integer,
  seniority integer,
  employees_min integer,
  employees_max integer,
  founded_year integer,
  person_id uuid not null,
  constraint person_facets_pkey PRIMARY KEY (person_id)
);

create table core.person_job_titles (
  id uuid default gen_random_uuid() not null,
  linkedin_url text not null,
  matched_cleaned_job_title text,
  matched_job_function text,
  matched_seniority text,
  source text,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  constraint person_job_titles_pkey PRIMARY KEY (id),
  constraint person_job_titles_linkedin_url_key UNIQUE (linkedin_url)
);

create table core.person_locations (
  id uuid default gen_random_uuid() not null,
  linkedin_url text not null,
  city text,
  state text,
  country text,
  source text,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  constraint person_locations_pkey PRIMARY KEY (id),
  constraint person_locations_linkedin_url_key UNIQUE (linkedin_url)
);

create table core.person_observations (
  subject text not null,
  source text not null,
  fields jsonb not null,
  elder jsonb,
  since jsonb,
  observed_at timestamp with time zone not null,
  payload_hash bytea not null,
  raw_payload_id uuid,
  constraint person_observations_pkey PRIMARY KEY (subject, source)
);

create table core.person_past_employer (
  id uuid default gen_random_uuid() not null,
  linkedin_url text not null,
  past_company_name text,
  past_company_domain text,
  source text,
  scrape_settings_id uuid,
  created_at timestamp with time zone default now(),
  constraint person_past_employer_pkey PRIMARY KEY (id),
  constraint person_past_employer_linkedin_url_past_company_name_past_co_key UNIQUE NULLS NOT DISTINCT (linkedin_url, past_company_name, past_company_domain)
);

create table core.person_promotions (
  id uuid default gen_random_uuid() not null,
  linkedin_url text not null,
  company_domain text,
  company_name text,
  previous_title text,
  new_title text,
  promotion_date date,
  created_at timestamp with time zone default now(),
  constraint person_promotions_pkey PRIMARY KEY (id)
);

create table core.person_search (
  person_id uuid not null,
  "position" bigint generated always as identity not null,
  company_id uuid,
  sort_name text not null,
  title_words text not null,
  inferred_title text,
  inferred_seniority text,
  inferred_function text,
  inferred_city text,
  inferred_state text,
  inferred_country text,
  terms bigint[] not null,
  job_start_date date,
  promotion_date date,
  job_changed_on date,
  employees_min integer,
  employees_max integer,
  founded_year integer,
  hiring_on date,
  new_hire_on date,
  funded_on date,
  observed integer[] default '{}'::integer[] not null,
  company_observed integer[] default '{}'::integer[] not null,
  constraint person_search_pkey PRIMARY KEY (person_id)
);

create table core.person_search_changes (
  id uuid not null
);

create table core.person_tenure (
  id uuid default gen_random_uuid() not null,
  linkedin_url text not null,
  job_start_date date,
  source text,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  job_start_precision text,
  constraint person_tenure_pkey PRIMARY KEY (id),
  constraint person_tenure_linkedin_url_key UNIQUE (linkedin_url),
  constraint person_tenure_job_start_precision_check CHECK ((job_start_precision = ANY (ARRAY['day'::text, 'month'::text, 'year'::text])))
);

create table core.person_work_history (
  id uuid default gen_random_uuid() not null,
  linkedin_url text not null,
  company_domain text,
  company_name text,
  company_linkedin_url text,
  title text,
  matched_job_function text,
  matched_seniority text,
  start_date date,
  end_date date,
  is_current boolean,
  experience_order integer,
  source_id uuid,
  created_at timestamp with time zone default now(),
  start_precision text,
  end_precision text,
  constraint person_work_history_pkey PRIMARY KEY (id),
  constraint person_work_history_end_precision_check CHECK ((end_precision = ANY (ARRAY['day'::text, 'month'::text, 'year'::text]))),
  constraint person_work_history_start_precision_check CHECK ((start_precision = ANY (ARRAY['day'::text, 'month'::text, 'year'::text])))
);

create table core.priority_companies (
  id uuid default gen_random_uuid() not null,
  company_name text not null,
  domain text,
  created_at timestamp with time zone default now(),
  client_id uuid,
  updated_at timestamp with time zone default now() not null,
  constraint priority_companies_pkey PRIMARY KEY (id)
);

create table core.saved_search_members (
  search_id uuid not null,
  run integer not null,
  member_ids uuid[] default '{}'::uuid[] not null,
  complete boolean default true not null,
  horizon bigint,
  remembered_at timestamp with time zone default now() not null,
  constraint saved_search_members_pkey PRIMARY KEY (search_id)
);

create table core.saved_search_runs (
  search_id uuid not null,
  run integer not null,
  version integer not null,
  reason text not null,
  total bigint not null,
  remembered integer not null,
  complete boolean not null,
  new_count integer not null,
  left_count integer not null,
  unchanged_count integer not null,
  merged_count integer not null,
  new_ids uuid[],
  left_ids uuid[],
  ran_by text not null,
  ran_at timestamp with time zone default now() not null,
  constraint saved_search_runs_pkey PRIMARY KEY (search_id, run),
  constraint saved_search_runs_reason_check CHECK ((reason = ANY (ARRAY['saved'::text, 'changed'::text, 'run'::text])))
);

create table core.saved_search_versions (
  search_id uuid not null,
  version integer not null,
  name text not null,
  criteria jsonb not null,
  sort text,
  owner text not null,
  reveal_limit integer not null,
  status text not null,
  diff jsonb default '[]'::jsonb not null,
  changed_by text not null,
  changed_at timestamp with time zone default now() not null,
  constraint saved_search_versions_pkey PRIMARY KEY (search_id, version)
);

create table core.saved_searches (
  id uuid default gen_random_uuid() not null,
  client_id uuid,
  name text not null,
  kind text not null,
  criteria jsonb default '{}'::jsonb not null,
  sort text,
  owner text not null,
  reveal_limit integer default 50 not null,
  status text default 'active'::text not null,
  version integer default 1 not null,
  last_run integer default 0 not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  deleted_at timestamp with time zone,
  constraint saved_searches_pkey PRIMARY KEY (id),
  constraint saved_searches_kind_check CHECK ((kind = ANY (ARRAY['leads'::text, 'people'::text, 'companies'::text]))),
  constraint saved_searches_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint saved_searches_reveal_limit_check CHECK (((reveal_limit >= 1) AND (reveal_limit <= 500))),
  constraint saved_searches_status_check CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text])))
);

create table core.search_state (
  only_row boolean default true not null,
  version integer default 0 not null,
  rebuilding text,
  rebuilt_until uuid,
  values_counted_at timestamp with time zone,
  constraint search_state_pkey PRIMARY KEY (only_row),
  constraint search_state_only_row_check CHECK (only_row)
);

create table core.search_values (
  kind text not null,
  field text not null,
  value text not null,
  row_count bigint not null,
  constraint search_values_pkey PRIMARY KEY (kind, field, value)
);

create table core.share_links (
  id uuid not null,
  client_id uuid,
  search_id uuid not null,
  version integer not null,
  kind text not null,
  label text,
  title text,
  fields text[] not null,
  revealed_ids uuid[] not null,
  pick text not null,
  hidden_count bigint,
  hidden_is text not null,
  views bigint default 0 not null,
  last_viewed_at timestamp with time zone,
  created_by text not null,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revoked_by text,
  constraint share_links_pkey PRIMARY KEY (id),
  constraint share_links_hidden_is_check CHECK ((hidden_is = ANY (ARRAY['exact'::text, 'at_least'::text, 'not_told'::text]))),
  constraint share_links_kind_check CHECK ((kind = ANY (ARRAY['leads'::text, 'people'::text, 'companies'::text]))),
  constraint share_links_pick_check CHECK ((pick = ANY (ARRAY['sample'::text, 'first'::text])))
);

create table core.share_secret (
  only_row boolean default true not null,
  secret bytea not null,
  created_at timestamp with time zone default now() not null,
  constraint share_secret_pkey PRIMARY KEY (only_row),
  constraint share_secret_only_row_check CHECK (only_row),
  constraint share_secret_secret_check CHECK ((octet_length(secret) = 32))
);

create table core.target_client_views (
  id uuid default gen_random_uuid() not null,
  domain text not null,
  name text,
  slug text not null,
  filters jsonb not null,
  endpoint text default '/api/leads'::text not null,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  client_id uuid,
  deleted_at timestamp with time zone,
  constraint target_client_views_pkey PRIMARY KEY (id)
);

create table extracted.case_study_buyers (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  origin_company_name text not null,
  origin_company_domain text not null,
  customer_company_name text,
  customer_company_domain text,
  case_study_url text,
  buyer_full_name text not null,
  buyer_job_title text,
  created_at timestamp with time zone default now(),
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  resolved_domain text,
  resolved_by text,
  resolved_likelihood smallint,
  constraint case_study_buyers_pkey PRIMARY KEY (id),
  constraint case_study_buyers_natural_key_key UNIQUE (natural_key)
);

create table extracted.case_study_champions (
  id uuid default gen_random_uuid() not null,
  created_at timestamp with time zone default now() not null,
  case_study_id uuid not null,
  full_name text not null,
  job_title text,
  company_name text,
  customer_company_domain text,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint case_study_champions_pkey PRIMARY KEY (id),
  constraint case_study_champions_case_study_id_full_name_key UNIQUE (case_study_id, full_name)
);

create table extracted.case_study_details (
  id uuid default gen_random_uuid() not null,
  created_at timestamp with time zone default now() not null,
  raw_payload_id uuid not null,
  case_study_url text not null,
  origin_company_domain text not null,
  origin_company_name text,
  company_customer_name text not null,
  company_customer_domain text,
  article_title text,
  confidence text,
  reasoning text,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  resolved_domain text,
  resolved_by text,
  resolved_likelihood smallint,
  constraint case_study_details_pkey PRIMARY KEY (id),
  constraint case_study_details_case_study_url_key UNIQUE (case_study_url)
);

create table extracted.cb_vc_portfolio (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  company_name text not null,
  domain text,
  city text,
  state text,
  country text,
  short_description text,
  employee_range text,
  last_funding_date text,
  last_funding_type text,
  last_funding_amount text,
  last_equity_funding_type text,
  last_leadership_hiring_date text,
  founded_date text,
  estimated_revenue_range text,
  funding_status text,
  total_funding_amount text,
  total_equity_funding_amount text,
  operating_status text,
  company_linkedin_url text,
  vc_name text not null,
  created_at timestamp with time zone default now(),
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint cb_vc_portfolio_pkey PRIMARY KEY (id),
  constraint cb_vc_portfolio_natural_key_key UNIQUE (natural_key)
);

create table extracted.cleaned_company_names (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  domain text not null,
  original_company_name text,
  cleaned_company_name text,
  source text default 'clay'::text,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint cleaned_company_names_pkey PRIMARY KEY (id),
  constraint cleaned_company_names_domain_key UNIQUE (domain)
);

create table extracted.company_builtwith (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  domain text not null,
  technology_name text not null,
  technology_url text,
  technology_description text,
  technology_parent text,
  categories jsonb,
  first_detected text,
  last_detected text,
  created_at timestamp with time zone default now(),
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_builtwith_pkey PRIMARY KEY (id),
  constraint company_builtwith_natural_key_key UNIQUE (natural_key)
);

create table extracted.company_classification (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  domain text not null,
  is_b2b boolean,
  b2b_reason text,
  is_b2c boolean,
  b2c_reason text,
  tokens_used integer,
  created_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_classification_pkey PRIMARY KEY (id),
  constraint company_classification_domain_key UNIQUE (domain)
);

create table extracted.company_customer_claygent (
  id uuid default gen_random_uuid() not null,
  created_at timestamp with time zone default now() not null,
  raw_payload_id uuid not null,
  origin_company_domain text not null,
  origin_company_name text,
  company_customer_name text not null,
  case_study_url text,
  has_case_study boolean default false not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_customer_claygent_pkey PRIMARY KEY (id),
  constraint company_customer_claygent_origin_company_domain_company_cus_key UNIQUE (origin_company_domain, company_customer_name)
);

create table extracted.company_discovery (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid not null,
  domain text not null,
  name text,
  linkedin_url text,
  linkedin_company_id bigint,
  clay_company_id bigint,
  size text,
  type text,
  country text,
  location text,
  industry text,
  industries jsonb,
  description text,
  annual_revenue text,
  total_funding_amount_range_usd text,
  resolved_domain jsonb,
  derived_datapoints jsonb,
  source_last_refresh timestamp with time zone,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  clay_table_url text,
  matched_industry text,
  city text,
  state text,
  has_city boolean,
  has_state boolean,
  has_country boolean,
  matched_city text,
  matched_state text,
  matched_country text,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_discovery_pkey PRIMARY KEY (id),
  constraint company_discovery_domain_key UNIQUE (domain)
);

create table extracted.company_firmographics (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid not null,
  company_domain text not null,
  linkedin_url text,
  linkedin_slug text,
  linkedin_org_id bigint,
  clay_company_id bigint,
  name text,
  description text,
  website text,
  logo_url text,
  company_type text,
  industry text,
  founded_year integer,
  size_range text,
  employee_count integer,
  follower_count integer,
  country text,
  locality text,
  primary_location jsonb,
  all_locations jsonb,
  specialties text[],
  source_last_refresh timestamp with time zone,
  created_at timestamp with time zone default now(),
  matched_industry text,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_firmographics_pkey PRIMARY KEY (id),
  constraint company_firmographics_company_domain_key UNIQUE (company_domain)
);

create table extracted.company_google_ads (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  domain text not null,
  creative_id text,
  format text,
  start_date text,
  last_seen text,
  advertiser_id text,
  advertiser_name text,
  original_url text,
  variant_content text,
  variant_width integer,
  variant_height integer,
  created_at timestamp with time zone default now(),
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_google_ads_pkey PRIMARY KEY (id),
  constraint company_google_ads_natural_key_key UNIQUE (natural_key)
);

create table extracted.company_job_postings (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  domain text not null,
  job_id bigint,
  url text,
  title text,
  normalized_title text,
  location text,
  seniority text,
  employment_type text,
  salary_min numeric,
  salary_max numeric,
  salary_unit text,
  salary_currency text,
  company_name text,
  company_url text,
  company_linkedin_url text,
  company_id bigint,
  posted_at timestamp with time zone,
  created_at timestamp with time zone default now(),
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_job_postings_pkey PRIMARY KEY (id),
  constraint company_job_postings_natural_key_key UNIQUE (natural_key)
);

create table extracted.company_linkedin_ads (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  domain text not null,
  ad_id text,
  ad_type text,
  creative_type text,
  headline_title text,
  headline_description text,
  commentary_text text,
  image_url text,
  image_alt_text text,
  advertiser_name text,
  view_details_link text,
  created_at timestamp with time zone default now(),
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_linkedin_ads_pkey PRIMARY KEY (id),
  constraint company_linkedin_ads_natural_key_key UNIQUE (natural_key)
);

create table extracted.company_meta_ads (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  domain text not null,
  ad_id text,
  platform text,
  start_date text,
  end_date text,
  status text,
  page_name text,
  ad_creative_body text,
  ad_creative_link_title text,
  ad_creative_link_description text,
  landing_page_url text,
  image_url text,
  video_url text,
  created_at timestamp with time zone default now(),
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_meta_ads_pkey PRIMARY KEY (id),
  constraint company_meta_ads_natural_key_key UNIQUE (natural_key)
);

create table extracted.company_predictleads (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  domain text not null,
  technology_title text not null,
  technology_url text,
  technology_domain text,
  categories jsonb,
  score numeric,
  first_seen_at timestamp with time zone,
  last_seen_at timestamp with time zone,
  behind_firewall boolean,
  created_at timestamp with time zone default now(),
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_predictleads_pkey PRIMARY KEY (id),
  constraint company_predictleads_natural_key_key UNIQUE (natural_key)
);

create table extracted.company_ticker (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  domain text not null,
  ticker text,
  created_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_ticker_pkey PRIMARY KEY (id),
  constraint company_ticker_domain_key UNIQUE (domain)
);

create table extracted.company_vc_investors (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  company_name text not null,
  company_domain text,
  company_linkedin_url text,
  vc_og text,
  vc_name text not null,
  created_at timestamp with time zone default now(),
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_vc_investors_pkey PRIMARY KEY (id),
  constraint company_vc_investors_natural_key_key UNIQUE (natural_key)
);

create table extracted.email_anymailfinder (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  person_linkedin_url text,
  first_name text,
  last_name text,
  full_name text,
  domain text,
  company_name text,
  company_linkedin_url text,
  email text,
  validation text,
  alternatives text[],
  success boolean,
  input_not_found_error boolean,
  created_at timestamp with time zone default now(),
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint email_anymailfinder_pkey PRIMARY KEY (id),
  constraint email_anymailfinder_natural_key_key UNIQUE (natural_key)
);

create table extracted.email_icypeas (
  id uuid default gen_random_uuid() not null,
  created_at timestamp with time zone default now() not null,
  raw_payload_id uuid not null,
  person_linkedin_url text,
  first_name text,
  last_name text,
  full_name text,
  domain text,
  company_name text,
  company_linkedin_url text,
  email text,
  status text,
  success boolean,
  search_id text,
  certainty text,
  mx_records jsonb,
  mx_provider text,
  emails jsonb,
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint email_icypeas_pkey PRIMARY KEY (id),
  constraint email_icypeas_natural_key_key UNIQUE (natural_key)
);

create table extracted.email_leadmagic (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  person_linkedin_url text,
  first_name text,
  last_name text,
  full_name text,
  domain text,
  company_name text,
  company_linkedin_url text,
  email text,
  status text,
  message text,
  has_mx boolean,
  mx_record text,
  mx_provider text,
  is_domain_catch_all boolean,
  employment_verified boolean,
  mx_security_gateway boolean,
  credits_consumed integer,
  created_at timestamp with time zone default now(),
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint email_leadmagic_pkey PRIMARY KEY (id),
  constraint email_leadmagic_natural_key_key UNIQUE (natural_key)
);

create table extracted.icp_fit_criterion (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  company_name text not null,
  domain text not null,
  company_linkedin_url text,
  reasoning text,
  primary_criterion text,
  criterion_type text,
  qualifying_signals jsonb,
  disqualifying_signals jsonb,
  ideal_company_attributes jsonb,
  minimum_requirements jsonb,
  source_tokens_used integer,
  source_input_tokens integer,
  source_output_tokens integer,
  source_cost text,
  created_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint icp_fit_criterion_pkey PRIMARY KEY (id)
);

create table extracted.icp_industries (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  company_name text not null,
  domain text not null,
  company_linkedin_url text,
  reasoning text,
  raw_industries jsonb,
  matched_industries jsonb,
  source_tokens_used integer,
  source_input_tokens integer,
  source_output_tokens integer,
  source_cost text,
  matching_model text,
  matching_tokens_used integer,
  matching_cost text,
  created_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint icp_industries_pkey PRIMARY KEY (id)
);

create table extracted.icp_job_titles (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  company_name text not null,
  domain text not null,
  company_linkedin_url text,
  reasoning text,
  raw_primary_titles jsonb,
  raw_influencer_titles jsonb,
  raw_extended_titles jsonb,
  primary_titles jsonb,
  influencer_titles jsonb,
  extended_titles jsonb,
  source_tokens_used integer,
  source_input_tokens integer,
  source_output_tokens integer,
  source_cost text,
  created_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint icp_job_titles_pkey PRIMARY KEY (id)
);

create table extracted.icp_value_proposition (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  company_name text not null,
  domain text not null,
  company_linkedin_url text,
  reasoning text,
  value_proposition text,
  key_benefits jsonb,
  target_market text,
  differentiators jsonb,
  pain_points_addressed jsonb,
  source_tokens_used integer,
  source_input_tokens integer,
  source_output_tokens integer,
  source_cost text,
  created_at timestamp with time zone default now(),
  confidence text,
  core_benefit text,
  target_customer text,
  key_differentiator text,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint icp_value_proposition_pkey PRIMARY KEY (id)
);

create table extracted.icp_verdict (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  origin_company_domain text not null,
  company_domain text not null,
  is_match boolean,
  match_reason text,
  created_at timestamp with time zone default now(),
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint icp_verdict_pkey PRIMARY KEY (id),
  constraint icp_verdict_natural_key_key UNIQUE (natural_key)
);

create table extracted.leadmagic_company_enrichment (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  domain text,
  company_name text,
  linkedin_url text,
  linkedin_company_id bigint,
  universal_name text,
  description text,
  tagline text,
  industry text,
  website_url text,
  logo_url text,
  founded_year integer,
  employee_count integer,
  employee_range_start integer,
  employee_range_end integer,
  follower_count integer,
  city text,
  state text,
  country text,
  postal_code text,
  specialties text[],
  created_at timestamp with time zone default now(),
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint leadmagic_company_enrichment_pkey PRIMARY KEY (id),
  constraint leadmagic_company_enrichment_natural_key_key UNIQUE (natural_key)
);

create table extracted.person_discovery (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid not null,
  linkedin_url text not null,
  first_name text,
  last_name text,
  full_name text,
  location_name text,
  company_domain text,
  latest_title text,
  latest_company text,
  latest_start_date date,
  clay_company_table_id text,
  clay_company_record_id text,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  cleaned_first_name text,
  cleaned_last_name text,
  cleaned_full_name text,
  clay_table_url text,
  city text,
  state text,
  country text,
  has_city boolean,
  has_state boolean,
  has_country boolean,
  matched_city text,
  matched_state text,
  matched_country text,
  location_matched_at timestamp with time zone,
  matched_cleaned_job_title text,
  matched_job_function text,
  matched_seniority text,
  keyword_job_function text,
  keyword_seniority text,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint person_discovery_pkey PRIMARY KEY (id),
  constraint person_discovery_linkedin_url_key UNIQUE (linkedin_url)
);

create table extracted.person_education (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid not null,
  linkedin_url text not null,
  school_name text,
  degree text,
  field_of_study text,
  start_date date,
  end_date date,
  grade text,
  activities text,
  education_order integer,
  created_at timestamp with time zone default now(),
  start_precision text,
  end_precision text,
  constraint person_education_pkey PRIMARY KEY (id),
  constraint person_education_end_precision_check CHECK ((end_precision = ANY (ARRAY['day'::text, 'month'::text, 'year'::text]))),
  constraint person_education_start_precision_check CHECK ((start_precision = ANY (ARRAY['day'::text, 'month'::text, 'year'::text])))
);

create table extracted.person_experience (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid not null,
  linkedin_url text not null,
  company text,
  company_domain text,
  company_linkedin_url text,
  company_org_id bigint,
  title text,
  summary text,
  locality text,
  start_date date,
  end_date date,
  is_current boolean,
  experience_order integer,
  created_at timestamp with time zone default now(),
  matched_cleaned_job_title text,
  matched_job_function text,
  matched_seniority text,
  start_precision text,
  end_precision text,
  constraint person_experience_pkey PRIMARY KEY (id),
  constraint person_experience_end_precision_check CHECK ((end_precision = ANY (ARRAY['day'::text, 'month'::text, 'year'::text]))),
  constraint person_experience_start_precision_check CHECK ((start_precision = ANY (ARRAY['day'::text, 'month'::text, 'year'::text])))
);

create table extracted.person_profile (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid not null,
  linkedin_url text not null,
  linkedin_slug text,
  linkedin_profile_id bigint,
  first_name text,
  last_name text,
  full_name text,
  headline text,
  summary text,
  country text,
  location_name text,
  connections integer,
  num_followers integer,
  picture_url text,
  jobs_count integer,
  latest_title text,
  latest_company text,
  latest_company_domain text,
  latest_company_linkedin_url text,
  latest_company_org_id bigint,
  latest_locality text,
  latest_start_date date,
  latest_end_date date,
  latest_is_current boolean,
  certifications jsonb,
  languages jsonb,
  courses jsonb,
  patents jsonb,
  projects jsonb,
  publications jsonb,
  volunteering jsonb,
  awards jsonb,
  source_last_refresh timestamp with time zone,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  matched_cleaned_job_title text,
  matched_job_function text,
  matched_seniority text,
  latest_start_precision text,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint person_profile_pkey PRIMARY KEY (id),
  constraint person_profile_linkedin_url_key UNIQUE (linkedin_url),
  constraint person_profile_latest_start_precision_check CHECK ((latest_start_precision = ANY (ARRAY['day'::text, 'month'::text, 'year'::text])))
);

create table extracted.person_title_enrichment (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  linkedin_url text not null,
  first_name text,
  last_name text,
  full_name text,
  cleaned_first_name text,
  cleaned_last_name text,
  cleaned_full_name text,
  location_name text,
  city text,
  state text,
  country text,
  has_city boolean default false,
  has_state boolean default false,
  has_country boolean default false,
  company_domain text,
  latest_company text,
  latest_title text,
  cleaned_job_title text,
  seniority_level text,
  job_function text,
  latest_start_date date,
  clay_company_table_id text,
  clay_company_record_id text,
  clay_table_url text,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint person_title_enrichment_pkey PRIMARY KEY (id)
);

create table extracted.records (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid not null,
  workflow_slug text not null,
  entity_key text not null,
  fields jsonb not null,
  created_at timestamp with time zone default now() not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint records_pkey PRIMARY KEY (id),
  constraint records_workflow_slug_entity_key_key UNIQUE (workflow_slug, entity_key)
);

create table extracted.salesnav_scrapes_companies (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  company_name text,
  linkedin_url text,
  linkedin_urn text,
  domain text,
  description text,
  headcount integer,
  industries text,
  registered_address_raw text,
  city text,
  state text,
  country text,
  has_city boolean,
  has_state boolean,
  has_country boolean,
  created_at timestamp with time zone default now(),
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint salesnav_scrapes_companies_pkey PRIMARY KEY (id),
  constraint salesnav_scrapes_companies_natural_key_key UNIQUE (natural_key)
);

create table extracted.salesnav_scrapes_company_address (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  company_name text,
  linkedin_url text,
  linkedin_urn text,
  domain text,
  description text,
  headcount integer,
  industries text,
  registered_address_raw text,
  city text,
  state text,
  country text,
  has_city boolean default false,
  has_state boolean default false,
  has_country boolean default false,
  created_at timestamp with time zone default now(),
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint salesnav_scrapes_company_address_pkey PRIMARY KEY (id),
  constraint salesnav_scrapes_company_address_natural_key_key UNIQUE (natural_key)
);

create table extracted.salesnav_scrapes_person (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  first_name text,
  last_name text,
  email text,
  phone_number text,
  profile_headline text,
  profile_summary text,
  job_title text,
  job_description text,
  job_started_on text,
  person_linkedin_sales_nav_url text,
  linkedin_user_profile_urn text,
  location_raw text,
  city text,
  state text,
  country text,
  has_city boolean default false,
  has_state boolean default false,
  has_country boolean default false,
  company_name text,
  domain text,
  company_linkedin_url text,
  source_id uuid,
  upload_id uuid,
  notes text,
  matching_filters boolean,
  source_created_at timestamp with time zone,
  clay_batch_number text,
  sent_to_clay_at timestamp with time zone,
  export_title text,
  export_timestamp text,
  created_at timestamp with time zone default now(),
  cleaned_first_name text,
  cleaned_last_name text,
  cleaned_full_name text,
  cleaned_job_title text,
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint salesnav_scrapes_person_pkey PRIMARY KEY (id),
  constraint salesnav_scrapes_person_natural_key_key UNIQUE (natural_key)
);

create table extracted.signal_job_change (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  client_domain text,
  person_name text,
  person_first_name text,
  person_last_name text,
  person_linkedin_url text,
  person_linkedin_slug text,
  person_title text,
  person_headline text,
  person_location text,
  person_country text,
  new_company_domain text,
  new_company_name text,
  new_company_linkedin_url text,
  new_job_title text,
  new_job_start_date date,
  new_job_location text,
  previous_company_linkedin_url text,
  confidence integer,
  reduced_confidence_reasons jsonb,
  is_initial_check boolean default false,
  signal_detected_at timestamp with time zone default now(),
  created_at timestamp with time zone default now(),
  job_change_within_months integer,
  started_role_within_window boolean,
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint signal_job_change_pkey PRIMARY KEY (id),
  constraint signal_job_change_natural_key_key UNIQUE (natural_key)
);

create table extracted.signal_job_posting (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  client_domain text,
  company_domain text,
  company_name text,
  company_linkedin_url text,
  company_linkedin_id bigint,
  job_title text,
  normalized_title text,
  seniority text,
  employment_type text,
  location text,
  job_linkedin_url text,
  job_linkedin_id bigint,
  posted_at timestamp with time zone,
  salary_min numeric,
  salary_max numeric,
  salary_currency text,
  salary_unit text,
  recruiter_name text,
  recruiter_linkedin_url text,
  is_initial_check boolean default false,
  signal_detected_at timestamp with time zone default now(),
  created_at timestamp with time zone default now(),
  min_days_since_job_posting integer,
  max_days_since_job_posting integer,
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint signal_job_posting_pkey PRIMARY KEY (id),
  constraint signal_job_posting_natural_key_key UNIQUE (natural_key)
);

create table extracted.signal_new_hire (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  client_domain text,
  company_domain text,
  company_name text,
  company_linkedin_url text,
  person_linkedin_url text,
  is_initial_check boolean default false not null,
  signal_detected_at timestamp with time zone default now(),
  created_at timestamp with time zone default now(),
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint signal_new_hire_pkey PRIMARY KEY (id),
  constraint signal_new_hire_natural_key_key UNIQUE (natural_key)
);

create table extracted.signal_news (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  client_domain text,
  company_domain text,
  news_url text,
  news_title text,
  description text,
  published_at timestamp with time zone,
  is_initial_check boolean default false not null,
  signal_detected_at timestamp with time zone default now(),
  created_at timestamp with time zone default now(),
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint signal_news_pkey PRIMARY KEY (id),
  constraint signal_news_natural_key_key UNIQUE (natural_key)
);

create table extracted.signal_promotion (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  client_domain text,
  person_name text,
  person_first_name text,
  person_last_name text,
  person_linkedin_url text,
  person_linkedin_slug text,
  person_title text,
  person_headline text,
  person_location text,
  person_country text,
  company_domain text,
  company_name text,
  company_linkedin_url text,
  new_role_start_date date,
  confidence integer,
  reduced_confidence_reasons jsonb,
  is_initial_check boolean default false,
  days_since_promotion integer,
  signal_detected_at timestamp with time zone default now(),
  created_at timestamp with time zone default now(),
  new_titles jsonb,
  previous_titles jsonb,
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint signal_promotion_pkey PRIMARY KEY (id),
  constraint signal_promotion_natural_key_key UNIQUE (natural_key)
);

create table extracted.target_client_icp (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  target_client_id uuid,
  industries jsonb,
  employee_count_min integer,
  employee_count_max integer,
  size jsonb,
  countries jsonb,
  founded_min integer,
  founded_max integer,
  title_contains_any jsonb,
  title_contains_all jsonb,
  created_at timestamp with time zone default now(),
  domain text,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint target_client_icp_pkey PRIMARY KEY (id),
  constraint target_client_icp_target_client_id_key UNIQUE (target_client_id)
);

create table extracted.vc_portfolio (
  id uuid default gen_random_uuid() not null,
  raw_payload_id uuid,
  vc_name text,
  company_name text,
  domain text,
  linkedin_url text,
  short_description text,
  long_description text,
  city text,
  state text,
  country text,
  employee_range text,
  founded_date text,
  operating_status text,
  matched_domain text,
  match_confidence text,
  created_at timestamp with time zone default now(),
  natural_key text not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint vc_portfolio_pkey PRIMARY KEY (id),
  constraint vc_portfolio_natural_key_key UNIQUE (natural_key)
);

create table public.api_keys (
  id uuid default gen_random_uuid() not null,
  name text not null,
  prefix text not null,
  last4 text not null,
  key_hash bytea not null,
  scopes text[] not null,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  constraint api_keys_pkey PRIMARY KEY (id),
  constraint api_keys_key_hash_key UNIQUE (key_hash)
);

create table raw.case_study_extraction_payloads (
  id uuid default gen_random_uuid() not null,
  created_at timestamp with time zone default now() not null,
  case_study_url text not null,
  origin_company_domain text not null,
  origin_company_name text,
  company_customer_name text not null,
  workflow_slug text not null,
  provider text not null,
  platform text not null,
  payload_type text not null,
  raw_payload jsonb not null,
  has_case_study_url boolean default false not null,
  envelope jsonb default '{}'::jsonb not null,
  body bytea,
  body_sha256 bytea,
  received_at timestamp with time zone default now() not null,
  error jsonb,
  warnings jsonb,
  constraint case_study_extraction_payloads_pkey PRIMARY KEY (id)
);

create table raw.company_customer_claygent_payloads (
  id uuid default gen_random_uuid() not null,
  created_at timestamp with time zone default now() not null,
  origin_company_domain text not null,
  origin_company_name text,
  origin_company_linkedin_url text,
  workflow_slug text not null,
  provider text not null,
  platform text not null,
  payload_type text not null,
  raw_payload jsonb not null,
  envelope jsonb default '{}'::jsonb not null,
  body bytea,
  body_sha256 bytea,
  received_at timestamp with time zone default now() not null,
  error jsonb,
  warnings jsonb,
  constraint company_customer_claygent_payloads_pkey PRIMARY KEY (id)
);

create table raw.company_discovery (
  id uuid default gen_random_uuid() not null,
  company_domain text not null,
  workflow_slug text not null,
  provider text not null,
  platform text not null,
  payload_type text not null,
  raw_payload jsonb not null,
  created_at timestamp with time zone default now(),
  clay_table_url text,
  envelope jsonb default '{}'::jsonb not null,
  body bytea,
  body_sha256 bytea,
  received_at timestamp with time zone default now() not null,
  error jsonb,
  warnings jsonb,
  constraint company_discovery_pkey PRIMARY KEY (id)
);

create table raw.company_payloads (
  id uuid default gen_random_uuid() not null,
  company_domain text not null,
  workflow_slug text not null,
  provider text not null,
  platform text not null,
  payload_type text not null,
  raw_payload jsonb not null,
  created_at timestamp with time zone default now(),
  envelope jsonb default '{}'::jsonb not null,
  body bytea,
  body_sha256 bytea,
  received_at timestamp with time zone default now() not null,
  error jsonb,
  warnings jsonb,
  constraint company_payloads_pkey PRIMARY KEY (id)
);

create table raw.email_waterfall_jobs (
  id uuid default gen_random_uuid() not null,
  created_at timestamp with time zone default now() not null,
  status text default 'pending'::text not null,
  total_records integer not null,
  sent_count integer default 0 not null,
  failed_count integer default 0 not null,
  clay_webhook_url text not null,
  completed_at timestamp with time zone,
  constraint email_waterfall_jobs_pkey PRIMARY KEY (id)
);

create table raw.icp_payloads (
  id uuid default gen_random_uuid() not null,
  domain text not null,
  workflow_slug text not null,
  provider text not null,
  platform text not null,
  payload_type text not null,
  raw_payload jsonb not null,
  created_at timestamp with time zone default now() not null,
  target_client_id uuid,
  model text,
  envelope jsonb default '{}'::jsonb not null,
  body bytea,
  body_sha256 bytea,
  received_at timestamp with time zone default now() not null,
  error jsonb,
  warnings jsonb,
  constraint icp_payloads_pkey PRIMARY KEY (id)
);

create table raw.idempotency_keys (
  api_key_id text not null,
  route text not null,
  key text not null,
  body_sha256 bytea not null,
  status smallint not null,
  answer jsonb not null,
  created_at timestamp with time zone default now() not null,
  constraint idempotency_keys_pkey PRIMARY KEY (api_key_id, route, key)
);

create table raw.manual_company_customers (
  id uuid default gen_random_uuid() not null,
  origin_company_domain text not null,
  origin_company_name text,
  origin_company_linkedin_url text,
  company_customer_name text not null,
  company_customer_domain text,
  company_customer_linkedin_url text,
  case_study_url text,
  has_case_study boolean,
  source_notes text,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  envelope jsonb default '{}'::jsonb not null,
  body bytea,
  body_sha256 bytea,
  received_at timestamp with time zone default now() not null,
  error jsonb,
  warnings jsonb,
  constraint manual_company_customers_pkey PRIMARY KEY (id),
  constraint manual_company_customers_origin_company_domain_company_cust_key UNIQUE (origin_company_domain, company_customer_name)
);

create table raw.payloads (
  id uuid default gen_random_uuid() not null,
  workflow_slug text not null,
  provider text not null,
  platform text not null,
  payload_type text not null,
  entity_key text not null,
  raw_payload jsonb not null,
  created_at timestamp with time zone default now() not null,
  envelope jsonb default '{}'::jsonb not null,
  body bytea,
  body_sha256 bytea,
  received_at timestamp with time zone default now() not null,
  error jsonb,
  warnings jsonb,
  constraint payloads_pkey PRIMARY KEY (id)
);

create table raw.person_discovery (
  id uuid default gen_random_uuid() not null,
  linkedin_url text not null,
  workflow_slug text not null,
  provider text not null,
  platform text not null,
  payload_type text not null,
  raw_payload jsonb not null,
  created_at timestamp with time zone default now(),
  clay_table_url text,
  envelope jsonb default '{}'::jsonb not null,
  body bytea,
  body_sha256 bytea,
  received_at timestamp with time zone default now() not null,
  error jsonb,
  warnings jsonb,
  constraint person_discovery_pkey PRIMARY KEY (id)
);

create table raw.person_payloads (
  id uuid default gen_random_uuid() not null,
  linkedin_url text not null,
  workflow_slug text not null,
  provider text not null,
  platform text not null,
  payload_type text not null,
  raw_payload jsonb not null,
  created_at timestamp with time zone default now(),
  envelope jsonb default '{}'::jsonb not null,
  body bytea,
  body_sha256 bytea,
  received_at timestamp with time zone default now() not null,
  error jsonb,
  warnings jsonb,
  constraint person_payloads_pkey PRIMARY KEY (id)
);

create table raw.quarantine (
  id uuid default gen_random_uuid() not null,
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
  received_at timestamp with time zone default now() not null,
  replayed_at timestamp with time zone,
  raw_id uuid,
  constraint quarantine_pkey PRIMARY KEY (id)
);

create table raw.receipts (
  workflow_slug text not null,
  entity_key text not null,
  body_sha256 bytea not null,
  raw_id uuid not null,
  answer jsonb not null,
  status smallint default 200 not null,
  received_at timestamp with time zone not null,
  own_time timestamp with time zone,
  constraint receipts_pkey PRIMARY KEY (workflow_slug, entity_key)
);

create table raw.salesnav_scrapes (
  id uuid default gen_random_uuid() not null,
  upload_id uuid not null,
  export_title text,
  export_timestamp timestamp with time zone,
  notes text,
  matching_filters boolean,
  linkedin_user_profile_urn text,
  first_name text,
  last_name text,
  email text,
  phone_number text,
  profile_headline text,
  profile_summary text,
  job_title text,
  job_description text,
  job_started_on text,
  linkedin_url_user_profile text,
  location text,
  company text,
  linkedin_company_profile_urn text,
  linkedin_url_company text,
  company_website text,
  company_description text,
  company_headcount text,
  company_industries text,
  company_registered_address text,
  created_at timestamp with time zone default now(),
  clay_batch_number integer,
  sent_to_clay_at timestamp with time zone,
  raw_payload jsonb,
  workflow_slug text,
  envelope jsonb default '{}'::jsonb not null,
  body bytea,
  body_sha256 bytea,
  received_at timestamp with time zone default now() not null,
  error jsonb,
  warnings jsonb,
  constraint salesnav_scrapes_pkey PRIMARY KEY (id)
);

create table raw.sending_jobs (
  id uuid default gen_random_uuid() not null,
  kind text not null,
  status text default 'pending'::text not null,
  stop_reason text,
  webhook_url text not null,
  rate_per_second double precision not null,
  total_records integer not null,
  upload_id uuid,
  batch_size integer,
  source text,
  created_by text not null,
  created_at timestamp with time zone default now() not null,
  started_at timestamp with time zone,
  completed_at timestamp with time zone,
  not_before timestamp with time zone default now() not null,
  worker uuid,
  worker_until timestamp with time zone,
  constraint sending_jobs_pkey PRIMARY KEY (id),
  constraint sending_jobs_kind_check CHECK ((kind = ANY (ARRAY['waterfall'::text, 'salesnav'::text]))),
  constraint sending_jobs_rate_per_second_check CHECK (((rate_per_second >= (0.1)::double precision) AND (rate_per_second <= (50)::double precision))),
  constraint sending_jobs_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'processing'::text, 'paused'::text, 'completed'::text, 'failed'::text])))
);

create table raw.sending_records (
  job_id uuid not null,
  "position" integer not null,
  record text,
  source_id uuid,
  batch_number integer,
  status text default 'pending'::text not null,
  attempts integer default 0 not null,
  next_attempt_at timestamp with time zone default now() not null,
  lease_until timestamp with time zone,
  sent_at timestamp with time zone,
  http_status integer,
  last_error text,
  constraint sending_records_pkey PRIMARY KEY (job_id, "position"),
  constraint sending_records_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sending'::text, 'sent'::text, 'failed'::text])))
);

create table raw.uploads (
  id uuid default gen_random_uuid() not null,
  kind text not null,
  filename text,
  sha256 bytea,
  rows_total integer,
  rows_accepted integer,
  rows_refused integer,
  status text default 'running'::text not null,
  created_at timestamp with time zone default now() not null,
  completed_at timestamp with time zone,
  constraint uploads_pkey PRIMARY KEY (id)
);

create table raw.vc_crunchbase_portfolios (
  id uuid default gen_random_uuid() not null,
  upload_id uuid,
  vc_name text,
  vc_domain text,
  website text,
  name text,
  operating_status text,
  founded_date text,
  full_description text,
  short_description text,
  city text,
  state text,
  country text,
  number_employees text,
  linkedin_url text,
  created_at timestamp with time zone default now(),
  raw_payload jsonb,
  workflow_slug text,
  envelope jsonb default '{}'::jsonb not null,
  body bytea,
  body_sha256 bytea,
  received_at timestamp with time zone default now() not null,
  error jsonb,
  warnings jsonb,
  constraint vc_crunchbase_portfolios_pkey PRIMARY KEY (id)
);

create table raw.vc_firms (
  id uuid default gen_random_uuid() not null,
  name text not null,
  domain text not null,
  created_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint vc_firms_pkey PRIMARY KEY (id),
  constraint vc_firms_domain_key UNIQUE (domain)
);

create table raw.vc_portfolio_companies (
  id uuid default gen_random_uuid() not null,
  upload_id uuid not null,
  vc_firm_id uuid not null,
  company_name text,
  website_domain text,
  crunchbase_url text,
  logo_url text,
  status text,
  founded_date text,
  description_long text,
  description_short text,
  city text,
  state text,
  country text,
  employee_count text,
  linkedin_url text,
  revenue_range text,
  funding_total text,
  equity_funding text,
  categories jsonb,
  investors jsonb,
  created_at timestamp with time zone default now(),
  raw_payload jsonb,
  workflow_slug text,
  envelope jsonb default '{}'::jsonb not null,
  body bytea,
  body_sha256 bytea,
  received_at timestamp with time zone default now() not null,
  error jsonb,
  warnings jsonb,
  constraint vc_portfolio_companies_pkey PRIMARY KEY (id)
);

create table reference.backfills (
  id uuid default gen_random_uuid() not null,
  kind text not null,
  dry_run boolean not null,
  most_updates bigint,
  state text default 'running'::text not null,
  "position" text default ''::text not null,
  records_seen bigint default 0 not null,
  records_updated bigint default 0 not null,
  breakdown jsonb default '{}'::jsonb not null,
  samples jsonb default '[]'::jsonb not null,
  started_by text not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  completed_at timestamp with time zone,
  constraint backfills_pkey PRIMARY KEY (id),
  constraint backfills_kind_check CHECK ((kind = ANY (ARRAY['company_name'::text, 'company_description'::text, 'person_location'::text, 'matched_location'::text, 'title'::text]))),
  constraint backfills_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text])))
);

create table reference.company_customers (
  id uuid default gen_random_uuid() not null,
  domain text not null,
  customer_domain text not null,
  customer_name text,
  source text,
  notes text,
  created_at timestamp with time zone default now() not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint company_customers_pkey PRIMARY KEY (id),
  constraint company_customers_domain_customer_domain_key UNIQUE (domain, customer_domain)
);

create table reference.company_icp (
  id uuid default gen_random_uuid() not null,
  domain text not null,
  slug text,
  company_criteria jsonb,
  person_criteria jsonb,
  notes text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  client_id uuid,
  constraint company_icp_pkey PRIMARY KEY (id)
);

create table reference.company_icp_named (
  id uuid default gen_random_uuid() not null,
  client_id uuid,
  domain text not null,
  slug text not null,
  company_criteria jsonb,
  person_criteria jsonb,
  notes text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint company_icp_named_pkey PRIMARY KEY (id),
  constraint company_icp_named_client_id_domain_slug_key UNIQUE NULLS NOT DISTINCT (client_id, domain, slug),
  constraint company_icp_named_slug_check CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(slug) <= 80)))
);

create table reference.company_icp_versions (
  icp_id uuid not null,
  version integer not null,
  client_id uuid,
  domain text not null,
  slug text,
  company_criteria jsonb,
  person_criteria jsonb,
  notes text,
  deleted boolean default false not null,
  changed_by text not null,
  changed_at timestamp with time zone default clock_timestamp() not null,
  constraint company_icp_versions_pkey PRIMARY KEY (icp_id, version)
);

create table reference.company_name_lookup (
  name text not null,
  normalized_key text generated always as (reference.company_name_key(name)) stored,
  domain text default ''::text not null,
  taught_by text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint company_name_lookup_pkey PRIMARY KEY (name)
);

create table reference.countries (
  name text not null,
  code text,
  constraint countries_pkey PRIMARY KEY (name)
);

create table reference.email_to_person (
  id uuid default gen_random_uuid() not null,
  email text not null,
  person_linkedin_url text,
  first_name text,
  last_name text,
  full_name text,
  domain text,
  company_name text,
  source text default 'anymailfinder'::text,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint email_to_person_pkey PRIMARY KEY (id)
);

create table reference.employee_ranges (
  name text not null,
  min_employees integer,
  max_employees integer,
  sort_order integer default 0,
  constraint employee_ranges_pkey PRIMARY KEY (name)
);

create table reference.enrichment_workflow_registry (
  id uuid default gen_random_uuid() not null,
  workflow_slug text not null,
  provider text not null,
  platform text not null,
  payload_type text not null,
  entity_type text not null,
  description text,
  created_at timestamp with time zone default now(),
  new_workflow_slug text,
  raw_table text,
  extracted_table text,
  core_table text,
  coalesces_to_core boolean,
  usage_category text,
  workflow_type text,
  is_active boolean default true,
  modal_function_name text,
  modal_endpoint_url text,
  api_endpoint_url text,
  key_column text,
  key_type text,
  mapping jsonb,
  route text,
  updated_at timestamp with time zone default now() not null,
  constraint enrichment_workflow_registry_pkey PRIMARY KEY (id),
  constraint enrichment_workflow_registry_workflow_slug_key UNIQUE (workflow_slug)
);

create table reference.fold_settings (
  only_row boolean default true not null,
  version bigint default 1 not null,
  clock timestamp with time zone default now() not null,
  constraint fold_settings_pkey PRIMARY KEY (only_row),
  constraint fold_settings_only_row_check CHECK (only_row)
);

create table reference.freshness_rules (
  entity text not null,
  field text not null,
  source text not null,
  max_age_days integer not null,
  constraint freshness_rules_pkey PRIMARY KEY (entity, field, source),
  constraint freshness_rules_entity_check CHECK ((entity = ANY (ARRAY['company'::text, 'person'::text]))),
  constraint freshness_rules_max_age_days_check CHECK (((max_age_days >= 1) AND (max_age_days <= 36500)))
);

create table reference.industries (
  name text not null,
  synonyms text[] default '{}'::text[] not null,
  constraint industries_pkey PRIMARY KEY (name)
);

create table reference.job_title_lookup (
  latest_title text not null,
  cleaned_job_title text,
  seniority_level text,
  job_function text,
  status text,
  normalized_key text generated always as (reference.normalize_key(latest_title)) stored,
  constraint job_title_lookup_pkey PRIMARY KEY (latest_title)
);

create table reference.job_titles (
  id uuid default gen_random_uuid() not null,
  normalized_title text not null,
  created_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint job_titles_pkey PRIMARY KEY (id),
  constraint job_titles_normalized_title_key UNIQUE (normalized_title)
);

create table reference.location_lookup (
  location_name text not null,
  city text,
  state text,
  country text,
  has_city boolean,
  has_state boolean,
  has_country boolean,
  normalized_key text generated always as (reference.normalize_key(location_name)) stored,
  constraint location_lookup_pkey PRIMARY KEY (location_name)
);

create table reference.lookup_versions (
  lookup text not null,
  shard integer not null,
  version bigint not null,
  constraint lookup_versions_pkey PRIMARY KEY (lookup, shard)
);

create table reference.predictleads_technologies (
  id uuid default gen_random_uuid() not null,
  title text not null,
  url text,
  technology_domain text,
  categories jsonb,
  created_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint predictleads_technologies_pkey PRIMARY KEY (id),
  constraint predictleads_technologies_title_key UNIQUE (title)
);

create table reference.rank_changes (
  id uuid default gen_random_uuid() not null,
  kind text not null,
  status text not null,
  changes jsonb default '[]'::jsonb not null,
  before jsonb default '[]'::jsonb not null,
  clock_before timestamp with time zone not null,
  clock_after timestamp with time zone not null,
  reason text,
  changed_by text not null,
  undoes uuid,
  position_kind text,
  position_key text default ''::text not null,
  observations_total bigint,
  observations_seen bigint default 0 not null,
  entities_changed bigint default 0 not null,
  fields_changed jsonb default '{}'::jsonb not null,
  samples jsonb default '[]'::jsonb not null,
  skipped jsonb default '[]'::jsonb not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  completed_at timestamp with time zone,
  constraint rank_changes_pkey PRIMARY KEY (id),
  constraint rank_changes_kind_check CHECK ((kind = ANY (ARRAY['change'::text, 'undo'::text, 'clock'::text]))),
  constraint rank_changes_position_kind_check CHECK ((position_kind = ANY (ARRAY['company'::text, 'person'::text]))),
  constraint rank_changes_status_check CHECK ((status = ANY (ARRAY['previewing'::text, 'previewed'::text, 'applying'::text, 'done'::text])))
);

create table reference.raw_value_counts (
  kind text not null,
  as_of timestamp with time zone not null,
  took_ms integer not null,
  unmapped bigint not null,
  activity bigint not null,
  constraint raw_value_counts_pkey PRIMARY KEY (kind)
);

create table reference.raw_values (
  kind text not null,
  normalized_key text not null,
  value text not null,
  spellings integer not null,
  row_count bigint not null,
  places jsonb not null,
  mapped boolean not null,
  constraint raw_values_pkey PRIMARY KEY (kind, normalized_key)
);

create table reference.sec_company_info (
  id uuid default gen_random_uuid() not null,
  ticker text not null,
  cik text,
  sec_company_name text,
  created_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint sec_company_info_pkey PRIMARY KEY (id),
  constraint sec_company_info_ticker_key UNIQUE (ticker)
);

create table reference.signal_registry (
  id uuid default gen_random_uuid() not null,
  signal_slug text not null,
  signal_level text not null,
  signal_category text not null,
  source text not null,
  source_signal_name text,
  required_inputs jsonb,
  output_fields jsonb,
  description text,
  is_active boolean default true,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  constraint signal_registry_pkey PRIMARY KEY (id),
  constraint signal_registry_signal_slug_key UNIQUE (signal_slug)
);

create table reference.signals (
  name text not null,
  display_name text not null,
  endpoint text,
  sort_order integer default 0,
  constraint signals_pkey PRIMARY KEY (name)
);

create table reference.source_ranks (
  entity text not null,
  field text not null,
  source text not null,
  rank integer not null,
  constraint source_ranks_pkey PRIMARY KEY (entity, field, source),
  constraint source_ranks_entity_check CHECK ((entity = ANY (ARRAY['company'::text, 'person'::text])))
);

create table reference.teaching_entries (
  teaching_id uuid not null,
  value text not null,
  normalized_key text not null,
  previous jsonb,
  next jsonb,
  constraint teaching_entries_pkey PRIMARY KEY (teaching_id, value)
);

create table reference.teachings (
  id uuid not null,
  kind text not null,
  entry_count integer not null,
  taught_by text not null,
  source text not null,
  taught_at timestamp with time zone default now() not null,
  undo_of uuid,
  state text default 'pending'::text not null,
  started_at timestamp with time zone,
  applied_at timestamp with time zone,
  places jsonb default '{}'::jsonb not null,
  constraint teachings_pkey PRIMARY KEY (id),
  constraint teachings_kind_check CHECK ((kind = ANY (ARRAY['title'::text, 'location'::text, 'industry'::text, 'employee_range'::text, 'country'::text, 'company_name'::text]))),
  constraint teachings_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'applying'::text, 'applied'::text])))
);

create table reference.technologies (
  id uuid default gen_random_uuid() not null,
  name text not null,
  url text,
  description text,
  parent text,
  categories jsonb,
  created_at timestamp with time zone default now(),
  observed_at timestamp with time zone default now() not null,
  payload_hash bytea default '\x'::bytea not null,
  constraint technologies_pkey PRIMARY KEY (id),
  constraint technologies_name_key UNIQUE (name)
);

create table reference.top_vcs (
  name text not null,
  domain text,
  created_at timestamp with time zone default now() not null,
  constraint top_vcs_pkey PRIMARY KEY (name)
);

create table reference.value_lookup (
  kind text not null,
  value text not null,
  canonical text not null,
  normalized_key text generated always as (reference.normalize_key(value)) stored not null,
  constraint value_lookup_pkey PRIMARY KEY (kind, value),
  constraint value_lookup_kind_check CHECK ((kind = ANY (ARRAY['industry'::text, 'employee_range'::text, 'country'::text])))
);

create table target_client.leads (
  id uuid default gen_random_uuid() not null,
  target_client_domain text not null,
  first_name text,
  last_name text,
  full_name text,
  person_linkedin_url text,
  work_email text,
  company_domain text,
  company_name text,
  company_linkedin_url text,
  source text,
  form_id text,
  form_title text,
  created_at timestamp with time zone default now(),
  core_company_id uuid,
  core_person_id uuid,
  client_id uuid,
  natural_key text default (gen_random_uuid())::text not null,
  updated_at timestamp with time zone default now() not null,
  constraint leads_pkey PRIMARY KEY (id),
  constraint leads_client_id_target_client_domain_natural_key_key UNIQUE NULLS NOT DISTINCT (client_id, target_client_domain, natural_key)
);

create table target_client.leads_companies (
  id uuid default gen_random_uuid() not null,
  target_client_domain text not null,
  company_domain text,
  company_name text,
  company_linkedin_url text,
  source text,
  form_id text,
  form_title text,
  created_at timestamp with time zone default now(),
  client_id uuid,
  natural_key text default (gen_random_uuid())::text not null,
  updated_at timestamp with time zone default now() not null,
  constraint leads_companies_pkey PRIMARY KEY (id),
  constraint leads_companies_client_id_target_client_domain_natural_key_key UNIQUE NULLS NOT DISTINCT (client_id, target_client_domain, natural_key)
);

create table target_client.leads_people (
  id uuid default gen_random_uuid() not null,
  target_client_domain text not null,
  first_name text,
  last_name text,
  full_name text,
  person_linkedin_url text,
  work_email text,
  company_domain text,
  source text,
  form_id text,
  form_title text,
  created_at timestamp with time zone default now(),
  client_id uuid,
  natural_key text default (gen_random_uuid())::text not null,
  updated_at timestamp with time zone default now() not null,
  constraint leads_people_pkey PRIMARY KEY (id),
  constraint leads_people_client_id_target_client_domain_natural_key_key UNIQUE NULLS NOT DISTINCT (client_id, target_client_domain, natural_key)
);

alter table client.export_chunks add constraint export_chunks_export_id_fkey
  FOREIGN KEY (export_id) REFERENCES client.exports(id) ON DELETE CASCADE;
alter table client.people_snapshots add constraint people_snapshots_previous_id_fkey
  FOREIGN KEY (previous_id) REFERENCES client.people_snapshots(id) ON DELETE SET NULL;
alter table core.case_study_champions add constraint case_study_champions_core_company_id_fkey
  FOREIGN KEY (core_company_id) REFERENCES core.companies(id) ON DELETE SET NULL;
alter table core.case_study_champions add constraint case_study_champions_core_person_id_fkey
  FOREIGN KEY (core_person_id) REFERENCES core.people(id) ON DELETE SET NULL;
alter table core.saved_search_members add constraint saved_search_members_search_id_fkey
  FOREIGN KEY (search_id) REFERENCES core.saved_searches(id) ON DELETE CASCADE;
alter table core.saved_search_runs add constraint saved_search_runs_search_id_fkey
  FOREIGN KEY (search_id) REFERENCES core.saved_searches(id) ON DELETE CASCADE;
alter table core.saved_search_versions add constraint saved_search_versions_search_id_fkey
  FOREIGN KEY (search_id) REFERENCES core.saved_searches(id) ON DELETE CASCADE;
alter table core.share_links add constraint share_links_search_id_fkey
  FOREIGN KEY (search_id) REFERENCES core.saved_searches(id) ON DELETE CASCADE;
alter table extracted.case_study_buyers add constraint case_study_buyers_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.case_study_champions add constraint case_study_champions_case_study_id_fkey
  FOREIGN KEY (case_study_id) REFERENCES extracted.case_study_details(id) ON DELETE CASCADE;
alter table extracted.case_study_details add constraint case_study_details_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.case_study_extraction_payloads(id);
alter table extracted.cleaned_company_names add constraint cleaned_company_names_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.company_builtwith add constraint company_builtwith_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.company_classification add constraint company_classification_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.company_customer_claygent add constraint company_customer_claygent_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.company_customer_claygent_payloads(id);
alter table extracted.company_discovery add constraint company_discovery_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.company_discovery(id);
alter table extracted.company_firmographics add constraint company_firmographics_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.company_payloads(id);
alter table extracted.company_google_ads add constraint company_google_ads_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.company_job_postings add constraint company_job_postings_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.company_linkedin_ads add constraint company_linkedin_ads_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.company_meta_ads add constraint company_meta_ads_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.company_predictleads add constraint company_predictleads_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.company_ticker add constraint company_ticker_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.company_vc_investors add constraint company_vc_investors_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.email_anymailfinder add constraint email_anymailfinder_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.email_icypeas add constraint email_icypeas_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.email_leadmagic add constraint email_leadmagic_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.icp_fit_criterion add constraint icp_fit_criterion_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.icp_industries add constraint icp_industries_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.icp_job_titles add constraint icp_job_titles_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.icp_value_proposition add constraint icp_value_proposition_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.icp_verdict add constraint icp_verdict_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.leadmagic_company_enrichment add constraint leadmagic_company_enrichment_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.person_discovery add constraint person_discovery_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.person_discovery(id);
alter table extracted.person_education add constraint person_education_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.person_payloads(id);
alter table extracted.person_experience add constraint person_experience_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.person_payloads(id);
alter table extracted.person_profile add constraint person_profile_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.person_payloads(id);
alter table extracted.person_title_enrichment add constraint person_title_enrichment_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.records add constraint records_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.salesnav_scrapes_companies add constraint salesnav_scrapes_companies_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.salesnav_scrapes_company_address add constraint salesnav_scrapes_company_address_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.signal_job_change add constraint signal_job_change_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.signal_job_posting add constraint signal_job_posting_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.signal_new_hire add constraint signal_new_hire_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.signal_news add constraint signal_news_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.signal_promotion add constraint signal_promotion_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.payloads(id);
alter table extracted.target_client_icp add constraint target_client_icp_raw_payload_id_fkey
  FOREIGN KEY (raw_payload_id) REFERENCES raw.icp_payloads(id);
alter table raw.sending_records add constraint sending_records_job_id_fkey
  FOREIGN KEY (job_id) REFERENCES raw.sending_jobs(id) ON DELETE CASCADE;
alter table raw.vc_portfolio_companies add constraint vc_portfolio_companies_vc_firm_id_fkey
  FOREIGN KEY (vc_firm_id) REFERENCES raw.vc_firms(id);
alter table reference.rank_changes add constraint rank_changes_undoes_fkey
  FOREIGN KEY (undoes) REFERENCES reference.rank_changes(id);
alter table reference.teaching_entries add constraint teaching_entries_teaching_id_fkey
  FOREIGN KEY (teaching_id) REFERENCES reference.teachings(id) ON DELETE CASCADE;
alter table reference.teachings add constraint teachings_undo_of_fkey
  FOREIGN KEY (undo_of) REFERENCES reference.teachings(id);

CREATE INDEX idx_exports_created ON client.exports USING btree (created_at DESC, id DESC);
CREATE INDEX idx_exports_expiring ON client.exports USING btree (expires_at) WHERE (expires_at IS NOT NULL);
CREATE INDEX idx_exports_open ON client.exports USING btree (created_at) WHERE (status = ANY (ARRAY['waiting'::text, 'running'::text]));
CREATE INDEX idx_leads_company_domain_hash ON client.leads USING hash (company_domain);
CREATE INDEX idx_leads_person_linkedin_hash ON client.leads USING hash (person_linkedin_url);
CREATE INDEX idx_leads_work_email_hash ON client.leads USING hash (lower(work_email));
CREATE INDEX idx_people_snapshots_created ON client.people_snapshots USING btree (created_at);
CREATE INDEX idx_people_snapshots_previous ON client.people_snapshots USING btree (previous_id);
CREATE INDEX idx_signal_feed_client_created ON client.signal_feed USING btree (client_domain, created_at DESC, id DESC);
CREATE INDEX idx_signal_feed_client_slug ON client.signal_feed USING btree (client_domain, signal_slug, created_at DESC, id DESC);
CREATE INDEX idx_signal_feed_client_unread ON client.signal_feed USING btree (client_domain, created_at DESC, id DESC) WHERE (NOT is_read);
CREATE INDEX idx_signal_feed_company_domain ON client.signal_feed USING btree (company_domain);
CREATE INDEX idx_signal_feed_created ON client.signal_feed USING btree (created_at);
CREATE INDEX idx_signal_feed_person_linkedin ON client.signal_feed USING btree (person_linkedin_url);
CREATE INDEX idx_alumni_search_person ON core.alumni_search USING btree (person_id);
CREATE INDEX idx_case_study_champions_created ON core.case_study_champions USING btree (created_at DESC, id DESC);
CREATE INDEX idx_case_study_champions_unstated_name ON core.case_study_champions USING btree (reference.company_name_key(company_name) COLLATE "C") WHERE ((company_domain IS NULL) OR (resolved_domain IS NOT NULL));
CREATE INDEX idx_core_case_study_champions_company ON core.case_study_champions USING btree (core_company_id) WHERE (core_company_id IS NOT NULL);
CREATE INDEX idx_core_case_study_champions_origin ON core.case_study_champions USING btree (origin_company_domain);
CREATE INDEX idx_core_case_study_champions_person ON core.case_study_champions USING btree (core_person_id) WHERE (core_person_id IS NOT NULL);
CREATE INDEX idx_core_companies_cleaned_name_key ON core.companies USING btree (reference.company_name_key(cleaned_name) COLLATE "C") WHERE (cleaned_name IS NOT NULL);
CREATE UNIQUE INDEX idx_core_companies_domain ON core.companies USING btree (domain);
CREATE INDEX idx_core_companies_name ON core.companies USING btree (name);
CREATE INDEX idx_core_companies_name_key ON core.companies USING btree (reference.company_name_key(name) COLLATE "C");
CREATE INDEX idx_company_customers_created ON core.company_customers USING btree (created_at DESC, id DESC);
CREATE INDEX idx_company_customers_customer_domain ON core.company_customers USING btree (customer_domain);
CREATE INDEX idx_company_customers_origin_domain ON core.company_customers USING btree (origin_company_domain);
CREATE INDEX idx_company_customers_unstated_name ON core.company_customers USING btree (reference.company_name_key(customer_name) COLLATE "C") WHERE ((customer_domain IS NULL) OR (resolved_domain IS NOT NULL));
CREATE INDEX idx_company_google_ads_running ON core.company_google_ads USING btree (COALESCE(ad_count, 0), domain) WHERE is_running_ads;
CREATE INDEX idx_company_job_postings_title ON core.company_job_postings USING btree (job_title_id);
CREATE INDEX idx_company_job_postings_words ON core.company_job_postings USING gin (reference.word_vector(((COALESCE(title, ''::text) || ' '::text) || COALESCE(cleaned_job_title, ''::text)))) WITH (fastupdate=off);
CREATE INDEX idx_company_linkedin_ads_running ON core.company_linkedin_ads USING btree (COALESCE(ad_count, 0), domain) WHERE is_running_ads;
CREATE INDEX idx_company_meta_ads_running ON core.company_meta_ads USING btree (COALESCE(ad_count, 0), domain) WHERE is_running_ads;
CREATE INDEX idx_company_name_blocks_company ON core.company_name_blocks USING btree (company_id);
CREATE INDEX idx_company_name_resolutions_open ON core.company_name_resolutions USING btree (row_count DESC, key) WHERE ((domain IS NULL) AND (row_count > 0));
CREATE INDEX idx_company_observations_name_key ON core.company_observations USING btree (reference.company_name_key((fields ->> 'name'::text)) COLLATE "C") WHERE (subject !~~ 'domain:%'::text);
CREATE INDEX idx_company_predictleads_technologies_technology ON core.company_predictleads_technologies USING btree (technology_id, domain);
CREATE INDEX idx_core_company_public_ticker ON core.company_public USING btree (upper(ticker));
CREATE INDEX idx_company_search_domain ON core.company_search USING btree (domain COLLATE "C");
CREATE INDEX idx_company_search_employees ON core.company_search USING btree (employees_max DESC NULLS LAST, "position" DESC);
CREATE INDEX idx_company_search_name ON core.company_search USING btree (sort_name COLLATE "C", "position");
CREATE INDEX idx_company_search_people ON core.company_search USING btree (people_count DESC NULLS LAST, "position" DESC);
CREATE UNIQUE INDEX idx_company_search_position ON core.company_search USING btree ("position" DESC);
CREATE INDEX idx_company_search_prefixes ON core.company_search USING gin (prefixes);
CREATE INDEX idx_company_search_terms ON core.company_search USING gin (terms);
CREATE INDEX idx_company_technologies_technology ON core.company_technologies USING btree (technology_id, domain);
CREATE INDEX idx_company_vc_investors_created ON core.company_vc_investors USING btree (created_at DESC, id DESC);
CREATE INDEX idx_company_vc_investors_name_key ON core.company_vc_investors USING btree (reference.company_name_key(vc_name) COLLATE "C");
CREATE INDEX idx_company_vc_investors_unstated_name ON core.company_vc_investors USING btree (reference.company_name_key(vc_name) COLLATE "C") WHERE ((vc_domain IS NULL) OR (resolved_domain IS NOT NULL));
CREATE INDEX idx_company_vc_investors_vc_domain ON core.company_vc_investors USING btree (vc_domain);
CREATE INDEX idx_core_company_vc_investors_domain ON core.company_vc_investors USING btree (company_domain);
CREATE INDEX idx_core_company_vc_investors_vc_name ON core.company_vc_investors USING btree (vc_name);
CREATE INDEX idx_field_changes_company_name_key ON core.field_changes USING btree (reference.company_name_key((value #>> '{}'::text[])) COLLATE "C") WHERE ((kind = 'company'::text) AND (field = ANY (ARRAY['name'::text, 'cleaned_name'::text])));
CREATE UNIQUE INDEX idx_field_pins_active ON core.field_pins USING btree (subject, field) WHERE (ended_at IS NULL);
CREATE INDEX idx_field_pins_expires ON core.field_pins USING btree (expires_at) WHERE ((ended_at IS NULL) AND (expires_at IS NOT NULL));
CREATE INDEX idx_field_pins_subject ON core.field_pins USING btree (subject, pinned_at);
CREATE INDEX idx_icp_criteria_created ON core.icp_criteria USING btree (created_at DESC, id DESC);
CREATE UNIQUE INDEX idx_icp_criteria_domain ON core.icp_criteria USING btree (domain);
CREATE INDEX idx_identifiers_claimed ON core.identifiers USING btree (claimed) WHERE (claimed IS NOT NULL);
CREATE INDEX idx_identifiers_owner ON core.identifiers USING btree (owner) WHERE (owner <> key);
CREATE INDEX idx_identities_merged_into ON core.identities USING btree (merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX idx_identity_changes_id ON core.identity_changes USING btree (id);
CREATE INDEX idx_identity_changes_xact ON core.identity_changes USING btree (xact, seq);
CREATE INDEX idx_identity_merges_from ON core.identity_merges USING btree (from_id);
CREATE INDEX idx_identity_merges_into ON core.identity_merges USING btree (into_id);
CREATE INDEX idx_identity_merges_key ON core.identity_merges USING btree (key);
CREATE INDEX idx_identity_merges_owner ON core.identity_merges USING btree (owner);
CREATE UNIQUE INDEX idx_identity_merges_standing ON core.identity_merges USING btree (key) WHERE (undone_at IS NULL);
CREATE INDEX idx_identity_reviews_merge ON core.identity_reviews USING btree (merge_id) WHERE (merge_id IS NOT NULL);
CREATE INDEX idx_identity_reviews_status ON core.identity_reviews USING btree (status, created_at, id);
CREATE INDEX idx_identity_reviews_unjudged ON core.identity_reviews USING btree (judged_at NULLS FIRST) WHERE ((status = 'open'::text) AND (reason = 'contested_key'::text));
CREATE INDEX idx_core_people_linkedin_slug ON core.people USING btree (linkedin_slug);
CREATE UNIQUE INDEX idx_core_people_linkedin_url ON core.people USING btree (linkedin_url);
CREATE INDEX idx_core_people_name_key ON core.people USING btree (core.person_name_key(COALESCE(full_name, ((first_name || ' '::text) || last_name))) COLLATE "C");
CREATE INDEX idx_people_title ON core.people USING btree (title COLLATE "C") WHERE (octet_length(title) <= 1000);
CREATE INDEX idx_person_past_employer_company_domain ON core.person_past_employer USING btree (past_company_domain);
CREATE INDEX idx_person_past_employer_company_name ON core.person_past_employer USING btree (past_company_name);
CREATE INDEX idx_person_past_employer_linkedin_url ON core.person_past_employer USING btree (linkedin_url);
CREATE INDEX idx_person_promotions_date ON core.person_promotions USING btree (promotion_date);
CREATE INDEX idx_person_promotions_linkedin_url ON core.person_promotions USING btree (linkedin_url);
CREATE INDEX idx_person_search_company ON core.person_search USING btree (company_id);
CREATE INDEX idx_person_search_employees ON core.person_search USING btree (employees_max DESC NULLS LAST, "position" DESC);
CREATE INDEX idx_person_search_name ON core.person_search USING btree (sort_name COLLATE "C", "position");
CREATE UNIQUE INDEX idx_person_search_position ON core.person_search USING btree ("position" DESC);
CREATE INDEX idx_person_search_promoted ON core.person_search USING btree (promotion_date DESC NULLS LAST, "position" DESC) WHERE (promotion_date IS NOT NULL);
CREATE INDEX idx_person_search_started ON core.person_search USING btree (job_start_date DESC NULLS LAST, "position" DESC);
CREATE INDEX idx_person_search_terms ON core.person_search USING gin (terms);
CREATE INDEX idx_person_work_history_company_domain ON core.person_work_history USING btree (company_domain);
CREATE INDEX idx_person_work_history_person_company ON core.person_work_history USING btree (linkedin_url, company_domain);
CREATE INDEX idx_person_work_history_title ON core.person_work_history USING btree (title COLLATE "C") WHERE (octet_length(title) <= 1000);
CREATE UNIQUE INDEX idx_priority_companies_name ON core.priority_companies USING btree (client_id, lower(company_name)) NULLS NOT DISTINCT;
CREATE INDEX idx_saved_searches_client ON core.saved_searches USING btree (client_id) WHERE (client_id IS NOT NULL);
CREATE INDEX idx_saved_searches_live ON core.saved_searches USING btree (created_at, id) WHERE (deleted_at IS NULL);
CREATE INDEX idx_share_links_search ON core.share_links USING btree (search_id, created_at);
CREATE INDEX idx_target_client_views_created ON core.target_client_views USING btree (created_at DESC, id DESC);
CREATE UNIQUE INDEX idx_target_client_views_domain ON core.target_client_views USING btree (client_id, domain) NULLS NOT DISTINCT WHERE (deleted_at IS NULL);
CREATE UNIQUE INDEX idx_target_client_views_slug ON core.target_client_views USING btree (slug) WHERE (deleted_at IS NULL);
CREATE INDEX idx_case_study_buyers_customer_domain ON extracted.case_study_buyers USING btree (customer_company_domain);
CREATE INDEX idx_case_study_buyers_full_name ON extracted.case_study_buyers USING btree (buyer_full_name);
CREATE INDEX idx_case_study_buyers_origin_domain ON extracted.case_study_buyers USING btree (origin_company_domain);
CREATE INDEX idx_case_study_buyers_unstated_name ON extracted.case_study_buyers USING btree (reference.company_name_key(customer_company_name) COLLATE "C") WHERE (customer_company_domain IS NULL);
CREATE INDEX idx_case_study_champions_case_study ON extracted.case_study_champions USING btree (case_study_id);
CREATE INDEX idx_case_study_champions_customer_domain ON extracted.case_study_champions USING btree (customer_company_domain);
CREATE INDEX idx_case_study_champions_name ON extracted.case_study_champions USING btree (full_name);
CREATE INDEX idx_case_study_details_confidence ON extracted.case_study_details USING btree (confidence);
CREATE INDEX idx_case_study_details_customer_domain ON extracted.case_study_details USING btree (company_customer_domain) WHERE (company_customer_domain IS NOT NULL);
CREATE INDEX idx_case_study_details_origin ON extracted.case_study_details USING btree (origin_company_domain);
CREATE INDEX idx_case_study_details_raw_payload ON extracted.case_study_details USING btree (raw_payload_id);
CREATE INDEX idx_case_study_details_unstated_name ON extracted.case_study_details USING btree (reference.company_name_key(company_customer_name) COLLATE "C") WHERE (company_customer_domain IS NULL);
CREATE INDEX idx_cb_vc_portfolio_company_name ON extracted.cb_vc_portfolio USING btree (company_name);
CREATE INDEX idx_cb_vc_portfolio_domain ON extracted.cb_vc_portfolio USING btree (domain);
CREATE INDEX idx_cb_vc_portfolio_vc_name ON extracted.cb_vc_portfolio USING btree (vc_name);
CREATE INDEX idx_cleaned_company_names_cleaned ON extracted.cleaned_company_names USING btree (cleaned_company_name);
CREATE INDEX idx_cleaned_company_names_original ON extracted.cleaned_company_names USING btree (original_company_name);
CREATE INDEX idx_ext_company_builtwith_domain ON extracted.company_builtwith USING btree (domain);
CREATE INDEX idx_company_customer_claygent_customer ON extracted.company_customer_claygent USING btree (company_customer_name);
CREATE INDEX idx_company_customer_claygent_has_case_study ON extracted.company_customer_claygent USING btree (has_case_study) WHERE (has_case_study = true);
CREATE INDEX idx_company_customer_claygent_origin ON extracted.company_customer_claygent USING btree (origin_company_domain);
CREATE INDEX idx_company_customer_claygent_raw_payload ON extracted.company_customer_claygent USING btree (raw_payload_id);
CREATE INDEX idx_ext_company_google_ads_domain ON extracted.company_google_ads USING btree (domain);
CREATE INDEX idx_ext_company_job_postings_domain ON extracted.company_job_postings USING btree (domain);
CREATE INDEX idx_ext_company_linkedin_ads_domain ON extracted.company_linkedin_ads USING btree (domain);
CREATE INDEX idx_ext_company_meta_ads_domain ON extracted.company_meta_ads USING btree (domain);
CREATE INDEX idx_ext_company_predictleads_domain ON extracted.company_predictleads USING btree (domain);
CREATE INDEX idx_company_vc_investors_ext_company_name ON extracted.company_vc_investors USING btree (company_name);
CREATE INDEX idx_company_vc_investors_ext_created_at ON extracted.company_vc_investors USING btree (created_at DESC);
CREATE INDEX idx_company_vc_investors_ext_vc_name ON extracted.company_vc_investors USING btree (vc_name);
CREATE INDEX idx_company_vc_investors_ext_vc_og ON extracted.company_vc_investors USING btree (vc_og);
CREATE INDEX idx_ext_email_amf_domain ON extracted.email_anymailfinder USING btree (domain);
CREATE INDEX idx_ext_email_amf_email ON extracted.email_anymailfinder USING btree (email);
CREATE INDEX idx_ext_email_amf_linkedin ON extracted.email_anymailfinder USING btree (person_linkedin_url);
CREATE INDEX idx_ext_email_amf_validation ON extracted.email_anymailfinder USING btree (validation);
CREATE INDEX idx_email_icypeas_extracted_domain ON extracted.email_icypeas USING btree (domain);
CREATE INDEX idx_email_icypeas_extracted_email ON extracted.email_icypeas USING btree (email);
CREATE INDEX idx_email_icypeas_extracted_person_linkedin ON extracted.email_icypeas USING btree (person_linkedin_url);
CREATE INDEX idx_email_icypeas_extracted_raw_payload ON extracted.email_icypeas USING btree (raw_payload_id);
CREATE INDEX idx_ext_email_lm_domain ON extracted.email_leadmagic USING btree (domain);
CREATE INDEX idx_ext_email_lm_email ON extracted.email_leadmagic USING btree (email);
CREATE INDEX idx_ext_email_lm_employment ON extracted.email_leadmagic USING btree (employment_verified);
CREATE INDEX idx_ext_email_lm_linkedin ON extracted.email_leadmagic USING btree (person_linkedin_url);
CREATE INDEX idx_ext_email_lm_status ON extracted.email_leadmagic USING btree (status);
CREATE UNIQUE INDEX idx_extracted_icp_fit_criterion_domain ON extracted.icp_fit_criterion USING btree (domain);
CREATE INDEX idx_extracted_icp_fit_criterion_raw_payload ON extracted.icp_fit_criterion USING btree (raw_payload_id);
CREATE UNIQUE INDEX idx_extracted_icp_industries_domain ON extracted.icp_industries USING btree (domain);
CREATE INDEX idx_extracted_icp_industries_raw_payload ON extracted.icp_industries USING btree (raw_payload_id);
CREATE UNIQUE INDEX idx_extracted_icp_job_titles_domain ON extracted.icp_job_titles USING btree (domain);
CREATE INDEX idx_extracted_icp_job_titles_raw_payload ON extracted.icp_job_titles USING btree (raw_payload_id);
CREATE UNIQUE INDEX idx_extracted_icp_value_proposition_domain ON extracted.icp_value_proposition USING btree (domain);
CREATE INDEX idx_extracted_icp_value_proposition_raw_payload ON extracted.icp_value_proposition USING btree (raw_payload_id);
CREATE INDEX idx_icp_verdict_company_domain ON extracted.icp_verdict USING btree (company_domain);
CREATE INDEX idx_icp_verdict_is_match ON extracted.icp_verdict USING btree (is_match);
CREATE INDEX idx_icp_verdict_origin_domain ON extracted.icp_verdict USING btree (origin_company_domain);
CREATE INDEX idx_leadmagic_company_domain ON extracted.leadmagic_company_enrichment USING btree (domain);
CREATE INDEX idx_person_discovery_latest_title ON extracted.person_discovery USING btree (latest_title COLLATE "C") WHERE (octet_length(latest_title) <= 1000);
CREATE INDEX idx_person_education_linkedin_url ON extracted.person_education USING btree (linkedin_url);
CREATE INDEX idx_person_experience_linkedin_url ON extracted.person_experience USING btree (linkedin_url);
CREATE INDEX idx_person_title_enrich_ext_clay_url ON extracted.person_title_enrichment USING btree (clay_table_url);
CREATE INDEX idx_person_title_enrich_ext_domain ON extracted.person_title_enrichment USING btree (company_domain);
CREATE INDEX idx_person_title_enrich_ext_function ON extracted.person_title_enrichment USING btree (job_function);
CREATE UNIQUE INDEX idx_person_title_enrich_ext_linkedin ON extracted.person_title_enrichment USING btree (linkedin_url);
CREATE INDEX idx_person_title_enrich_ext_seniority ON extracted.person_title_enrichment USING btree (seniority_level);
CREATE INDEX idx_person_title_enrichment_latest_title ON extracted.person_title_enrichment USING btree (latest_title COLLATE "C") WHERE (octet_length(latest_title) <= 1000);
CREATE INDEX idx_salesnav_scrapes_companies_domain ON extracted.salesnav_scrapes_companies USING btree (domain);
CREATE INDEX idx_salesnav_scrapes_company_address_city ON extracted.salesnav_scrapes_company_address USING btree (city);
CREATE INDEX idx_salesnav_scrapes_company_address_country ON extracted.salesnav_scrapes_company_address USING btree (country);
CREATE INDEX idx_salesnav_scrapes_company_address_created_at ON extracted.salesnav_scrapes_company_address USING btree (created_at DESC);
CREATE INDEX idx_salesnav_scrapes_company_address_domain ON extracted.salesnav_scrapes_company_address USING btree (domain);
CREATE INDEX idx_salesnav_scrapes_company_address_linkedin_url ON extracted.salesnav_scrapes_company_address USING btree (linkedin_url);
CREATE INDEX idx_salesnav_scrapes_company_address_state ON extracted.salesnav_scrapes_company_address USING btree (state);
CREATE INDEX idx_salesnav_person_extracted_city ON extracted.salesnav_scrapes_person USING btree (city);
CREATE INDEX idx_salesnav_person_extracted_country ON extracted.salesnav_scrapes_person USING btree (country);
CREATE INDEX idx_salesnav_person_extracted_domain ON extracted.salesnav_scrapes_person USING btree (domain);
CREATE INDEX idx_salesnav_person_extracted_linkedin_url ON extracted.salesnav_scrapes_person USING btree (person_linkedin_sales_nav_url);
CREATE INDEX idx_salesnav_person_extracted_state ON extracted.salesnav_scrapes_person USING btree (state);
CREATE INDEX idx_signal_job_change_client ON extracted.signal_job_change USING btree (client_domain);
CREATE INDEX idx_signal_job_change_confidence ON extracted.signal_job_change USING btree (confidence);
CREATE INDEX idx_signal_job_change_detected_at ON extracted.signal_job_change USING btree (signal_detected_at);
CREATE INDEX idx_signal_job_change_new_company_domain ON extracted.signal_job_change USING btree (new_company_domain);
CREATE INDEX idx_signal_job_change_new_job_start ON extracted.signal_job_change USING btree (new_job_start_date);
CREATE INDEX idx_signal_job_change_person_linkedin ON extracted.signal_job_change USING btree (person_linkedin_url);
CREATE INDEX idx_signal_job_posting_client ON extracted.signal_job_posting USING btree (client_domain);
CREATE INDEX idx_signal_job_posting_company_domain ON extracted.signal_job_posting USING btree (company_domain);
CREATE INDEX idx_signal_job_posting_detected_at ON extracted.signal_job_posting USING btree (signal_detected_at);
CREATE INDEX idx_signal_job_posting_job_title ON extracted.signal_job_posting USING btree (normalized_title);
CREATE INDEX idx_signal_job_posting_posted_at ON extracted.signal_job_posting USING btree (posted_at);
CREATE INDEX idx_signal_job_posting_seniority ON extracted.signal_job_posting USING btree (seniority);
CREATE INDEX idx_signal_new_hire_company_domain ON extracted.signal_new_hire USING btree (company_domain);
CREATE INDEX idx_signal_new_hire_detected_at ON extracted.signal_new_hire USING btree (signal_detected_at);
CREATE INDEX idx_signal_new_hire_person_linkedin ON extracted.signal_new_hire USING btree (person_linkedin_url);
CREATE INDEX idx_signal_news_company_domain ON extracted.signal_news USING btree (company_domain);
CREATE INDEX idx_signal_news_detected_at ON extracted.signal_news USING btree (signal_detected_at);
CREATE INDEX idx_signal_promotion_client ON extracted.signal_promotion USING btree (client_domain);
CREATE INDEX idx_signal_promotion_company_domain ON extracted.signal_promotion USING btree (company_domain);
CREATE INDEX idx_signal_promotion_confidence ON extracted.signal_promotion USING btree (confidence);
CREATE INDEX idx_signal_promotion_detected_at ON extracted.signal_promotion USING btree (signal_detected_at);
CREATE INDEX idx_signal_promotion_new_role_start ON extracted.signal_promotion USING btree (new_role_start_date);
CREATE INDEX idx_signal_promotion_person_linkedin ON extracted.signal_promotion USING btree (person_linkedin_url);
CREATE INDEX idx_target_client_icp_domain ON extracted.target_client_icp USING btree (domain);
CREATE INDEX idx_vc_portfolio_domain ON extracted.vc_portfolio USING btree (domain);
CREATE INDEX idx_case_study_extraction_payloads_created ON raw.case_study_extraction_payloads USING btree (created_at DESC);
CREATE INDEX idx_case_study_extraction_payloads_origin ON raw.case_study_extraction_payloads USING btree (origin_company_domain);
CREATE INDEX idx_case_study_extraction_payloads_url ON raw.case_study_extraction_payloads USING btree (case_study_url);
CREATE INDEX idx_company_customer_claygent_payloads_created ON raw.company_customer_claygent_payloads USING btree (created_at DESC);
CREATE INDEX idx_company_customer_claygent_payloads_domain ON raw.company_customer_claygent_payloads USING btree (origin_company_domain);
CREATE INDEX idx_raw_company_discovery_domain ON raw.company_discovery USING btree (company_domain);
CREATE INDEX idx_raw_company_payloads_domain ON raw.company_payloads USING btree (company_domain);
CREATE INDEX idx_email_waterfall_jobs_created_at ON raw.email_waterfall_jobs USING btree (created_at);
CREATE INDEX idx_email_waterfall_jobs_status ON raw.email_waterfall_jobs USING btree (status);
CREATE INDEX idx_raw_icp_payloads_domain ON raw.icp_payloads USING btree (domain);
CREATE INDEX idx_idempotency_keys_created_at ON raw.idempotency_keys USING btree (created_at);
CREATE INDEX idx_raw_payloads_entity_key ON raw.payloads USING btree (entity_key);
CREATE INDEX idx_raw_payloads_salesnav_source ON raw.payloads USING btree ("left"(lower(btrim((raw_payload ->> 'source_id'::text))), 36)) WHERE (workflow_slug = 'salesnav-person'::text);
CREATE INDEX idx_raw_payloads_workflow ON raw.payloads USING btree (workflow_slug, id);
CREATE INDEX idx_raw_person_discovery_url ON raw.person_discovery USING btree (linkedin_url);
CREATE INDEX idx_raw_person_payloads_url ON raw.person_payloads USING btree (linkedin_url);
CREATE INDEX idx_quarantine_received_at ON raw.quarantine USING btree (received_at);
CREATE INDEX idx_salesnav_scrapes_upload ON raw.salesnav_scrapes USING btree (upload_id, id);
CREATE INDEX idx_sending_jobs_created_at ON raw.sending_jobs USING btree (created_at, id);
CREATE INDEX idx_sending_jobs_open ON raw.sending_jobs USING btree (created_at) WHERE (status = ANY (ARRAY['pending'::text, 'processing'::text]));
CREATE INDEX idx_sending_jobs_source ON raw.sending_jobs USING btree (source) WHERE (source IS NOT NULL);
CREATE INDEX idx_sending_jobs_upload ON raw.sending_jobs USING btree (upload_id) WHERE (upload_id IS NOT NULL);
CREATE INDEX idx_sending_records_again ON raw.sending_records USING btree (job_id, next_attempt_at) WHERE ((status = 'pending'::text) AND (attempts > 0));
CREATE INDEX idx_sending_records_fresh ON raw.sending_records USING btree (job_id, next_attempt_at, "position") WHERE ((status = 'pending'::text) AND (attempts = 0));
CREATE INDEX idx_sending_records_sending ON raw.sending_records USING btree (job_id) WHERE (status = 'sending'::text);
CREATE INDEX idx_sending_records_source ON raw.sending_records USING btree (source_id) WHERE (source_id IS NOT NULL);
CREATE INDEX idx_sending_records_status ON raw.sending_records USING btree (job_id, status);
CREATE INDEX idx_vc_firms_name_key ON raw.vc_firms USING btree (reference.company_name_key(name) COLLATE "C");
CREATE INDEX idx_vc_portfolio_companies_vc_firm_id ON raw.vc_portfolio_companies USING btree (vc_firm_id);
CREATE INDEX idx_backfills_created_at ON reference.backfills USING btree (created_at DESC, id DESC);
CREATE INDEX idx_backfills_running ON reference.backfills USING btree (created_at) WHERE (state = 'running'::text);
CREATE INDEX idx_company_customers_customer_domain ON reference.company_customers USING btree (customer_domain);
CREATE INDEX idx_company_customers_domain ON reference.company_customers USING btree (domain);
CREATE UNIQUE INDEX idx_company_icp_domain ON reference.company_icp USING btree (domain);
CREATE INDEX idx_company_icp_named_domain ON reference.company_icp_named USING btree (domain, slug);
CREATE INDEX idx_company_icp_versions_domain ON reference.company_icp_versions USING btree (domain, changed_at);
CREATE INDEX idx_company_name_lookup_normalized_key ON reference.company_name_lookup USING btree (normalized_key COLLATE "C");
CREATE INDEX idx_ref_email_person_domain ON reference.email_to_person USING btree (domain);
CREATE UNIQUE INDEX idx_ref_email_person_email ON reference.email_to_person USING btree (email);
CREATE INDEX idx_ref_email_person_linkedin ON reference.email_to_person USING btree (person_linkedin_url);
CREATE INDEX idx_job_title_lookup_normalized_key ON reference.job_title_lookup USING btree (normalized_key);
CREATE INDEX idx_job_titles_words ON reference.job_titles USING gin (reference.word_vector(normalized_title)) WITH (fastupdate=off);
CREATE INDEX idx_location_lookup_normalized_key ON reference.location_lookup USING btree (normalized_key);
CREATE INDEX idx_predictleads_technologies_words ON reference.predictleads_technologies USING gin (reference.word_vector(title)) WITH (fastupdate=off);
CREATE INDEX idx_rank_changes_created_at ON reference.rank_changes USING btree (created_at DESC, id DESC);
CREATE INDEX idx_rank_changes_open ON reference.rank_changes USING btree (created_at) WHERE (status = ANY (ARRAY['previewing'::text, 'applying'::text]));
CREATE INDEX idx_raw_values_unmapped ON reference.raw_values USING btree (kind, row_count DESC, normalized_key) WHERE (NOT mapped);
CREATE INDEX idx_signal_registry_active ON reference.signal_registry USING btree (is_active) WHERE (is_active = true);
CREATE INDEX idx_signal_registry_category ON reference.signal_registry USING btree (signal_category);
CREATE INDEX idx_signal_registry_level ON reference.signal_registry USING btree (signal_level);
CREATE INDEX idx_signal_registry_source ON reference.signal_registry USING btree (source);
CREATE INDEX idx_teaching_entries_normalized_key ON reference.teaching_entries USING btree (normalized_key);
CREATE INDEX idx_teachings_open ON reference.teachings USING btree (kind) WHERE (state <> 'applied'::text);
CREATE INDEX idx_teachings_taught_at ON reference.teachings USING btree (taught_at, id);
CREATE UNIQUE INDEX idx_teachings_undo_of ON reference.teachings USING btree (undo_of) WHERE (undo_of IS NOT NULL);
CREATE INDEX idx_technologies_words ON reference.technologies USING gin (reference.word_vector(name)) WITH (fastupdate=off);
CREATE INDEX idx_value_lookup_normalized_key ON reference.value_lookup USING btree (kind, normalized_key);
CREATE INDEX idx_target_client_leads_core_company ON target_client.leads USING btree (core_company_id);
CREATE INDEX idx_target_client_leads_core_person ON target_client.leads USING btree (core_person_id);
CREATE INDEX idx_target_client_leads_domain ON target_client.leads USING btree (target_client_domain, created_at DESC, id DESC);
CREATE INDEX idx_target_client_leads_companies_domain ON target_client.leads_companies USING btree (target_client_domain);
CREATE INDEX idx_target_client_leads_people_domain ON target_client.leads_people USING btree (target_client_domain);

create view core.companies_full as
 SELECT id,
    domain,
    COALESCE(cleaned_name, name) AS name,
    linkedin_url,
    city AS company_city,
    state AS company_state,
    country AS company_country,
    industry AS matched_industry,
    COALESCE(size_range,
        CASE
            WHEN employee_count < 0 THEN NULL::text
            WHEN employee_count <= 10 THEN '1-10'::text
            WHEN employee_count <= 50 THEN '11-50'::text
            WHEN employee_count <= 200 THEN '51-200'::text
            WHEN employee_count <= 500 THEN '201-500'::text
            WHEN employee_count <= 1000 THEN '501-1000'::text
            WHEN employee_count <= 5000 THEN '1001-5000'::text
            WHEN employee_count <= 10000 THEN '5001-10000'::text
            WHEN employee_count IS NOT NULL THEN '10001+'::text
            ELSE NULL::text
        END) AS employee_range,
    description,
    one_liner AS tagline,
    employee_count,
    founded_year,
    revenue_range,
    company_type
   FROM core.companies c;

create view core.company_descriptions with (security_invoker=true) as
 SELECT md5('company_descriptions:'::text || domain)::uuid AS id,
    domain,
    'core'::text AS source,
    description,
    one_liner AS tagline,
    created_at,
    updated_at
   FROM core.companies
  WHERE description IS NOT NULL OR one_liner IS NOT NULL;

create view core.company_employee_ranges with (security_invoker=true) as
 SELECT md5('company_employee_ranges:'::text || c.domain)::uuid AS id,
    c.domain,
    'core'::text AS source,
    c.size_range AS raw_size,
    c.employee_count AS raw_employee_count,
    COALESCE(named.name, counted.name) AS matched_employee_range,
    c.created_at,
    c.updated_at
   FROM core.companies c
     LEFT JOIN reference.employee_ranges named ON named.name = c.size_range
     LEFT JOIN reference.employee_ranges counted ON c.employee_count >= counted.min_employees AND c.employee_count <= COALESCE(counted.max_employees, 2147483647)
  WHERE c.size_range IS NOT NULL OR c.employee_count IS NOT NULL;

create view core.company_industries with (security_invoker=true) as
 SELECT md5('company_industries:'::text || domain)::uuid AS id,
    domain,
    'core'::text AS source,
    industry AS raw_industry,
    to_jsonb(tags) AS raw_industries,
    industry AS matched_industry,
    created_at,
    updated_at
   FROM core.companies
  WHERE industry IS NOT NULL;

create view core.company_linkedin_urls with (security_invoker=true) as
 SELECT md5('company_linkedin_urls:'::text || domain)::uuid AS id,
    domain,
    linkedin_url,
    'core'::text AS source,
    created_at,
    updated_at
   FROM core.companies
  WHERE linkedin_url IS NOT NULL;

create view core.company_locations with (security_invoker=true) as
 SELECT md5('company_locations:'::text || domain)::uuid AS id,
    domain,
    'core'::text AS source,
    locality AS raw_location,
    country AS raw_country,
    city AS matched_city,
    state AS matched_state,
    country AS matched_country,
    city IS NOT NULL AS has_city,
    state IS NOT NULL AS has_state,
    created_at,
    updated_at
   FROM core.companies
  WHERE COALESCE(locality, city, state, country) IS NOT NULL;

create view core.company_names with (security_invoker=true) as
 SELECT md5('company_names:'::text || domain)::uuid AS id,
    domain,
    'core'::text AS source,
    name AS raw_name,
    cleaned_name,
    linkedin_url,
    created_at,
    updated_at
   FROM core.companies
  WHERE name IS NOT NULL OR cleaned_name IS NOT NULL;

create view core.company_people_changes as
 SELECT s.id AS snapshot_id,
    s.company_domain,
    s.company_linkedin_url,
    s.snapshot_date,
    c.change,
    c.linkedin_url,
    c.full_name,
    c.title,
    c.previous_title,
    c.seniority,
    c.previous_seniority,
    c.is_senior,
    c.other_company_domain,
    c.other_company_name,
    c.confidence,
    c.reduced_confidence_reasons
   FROM client.people_snapshots s,
    LATERAL jsonb_to_recordset(s.changes) c(change text, linkedin_url text, full_name text, title text, previous_title text, seniority text, previous_seniority text, is_senior boolean, other_company_domain text, other_company_name text, confidence integer, reduced_confidence_reasons jsonb);

create view core.company_people_snapshot_history as
 SELECT id,
    company_domain,
    snapshot_date,
    total_people_count,
    people_added_count,
    people_removed_count,
    source,
    created_at
   FROM client.people_snapshots
  WHERE company_domain IS NOT NULL;

create view core.field_history with (security_invoker=true) as
 SELECT c.kind,
    c.subject,
    c.source,
    c.field,
    c.value,
    c.first_seen,
    c.last_seen
   FROM core.field_changes c
UNION ALL
 SELECT o.kind,
    o.subject,
    o.source,
    s.field,
    o.fields -> s.field AS value,
    s.seen::timestamp with time zone AS first_seen,
    COALESCE(((o.elder -> s.field) ->> 0)::timestamp with time zone, o.observed_at) AS last_seen
   FROM ( SELECT 'company'::text AS kind,
            company_observations.subject,
            company_observations.source,
            company_observations.fields,
            company_observations.elder,
            company_observations.since,
            company_observations.observed_at
           FROM core.company_observations
        UNION ALL
         SELECT 'person'::text AS kind,
            person_observations.subject,
            person_observations.source,
            person_observations.fields,
            person_observations.elder,
            person_observations.since,
            person_observations.observed_at
           FROM core.person_observations) o
     CROSS JOIN LATERAL jsonb_each_text(o.since) s(field, seen);

create view core.leads as
 SELECT p.id AS person_id,
    p.linkedin_url,
    p.linkedin_slug,
    p.full_name,
    p.linkedin_url_type,
    p.linkedin_user_profile_urn,
    COALESCE(p.city, s.inferred_city) AS person_city,
    COALESCE(p.state, s.inferred_state) AS person_state,
    COALESCE(p.country, s.inferred_country) AS person_country,
    COALESCE(j.matched_cleaned_job_title, s.inferred_title) AS matched_cleaned_job_title,
    COALESCE(j.matched_job_function, p.department, s.inferred_function) AS matched_job_function,
    COALESCE(j.matched_seniority, p.seniority, s.inferred_seniority) AS matched_seniority,
    p.job_start_date,
    s.company_id,
    COALESCE(c.domain, p.company_domain) AS company_domain,
    COALESCE(c.cleaned_name, c.name, p.company_name) AS company_name,
    COALESCE(c.linkedin_url, p.company_linkedin_url) AS company_linkedin_url,
    c.city AS company_city,
    c.state AS company_state,
    c.country AS company_country,
    c.industry AS matched_industry,
    COALESCE(c.size_range,
        CASE
            WHEN c.employee_count < 0 THEN NULL::text
            WHEN c.employee_count <= 10 THEN '1-10'::text
            WHEN c.employee_count <= 50 THEN '11-50'::text
            WHEN c.employee_count <= 200 THEN '51-200'::text
            WHEN c.employee_count <= 500 THEN '201-500'::text
            WHEN c.employee_count <= 1000 THEN '501-1000'::text
            WHEN c.employee_count <= 5000 THEN '1001-5000'::text
            WHEN c.employee_count <= 10000 THEN '5001-10000'::text
            WHEN c.employee_count IS NOT NULL THEN '10001+'::text
            ELSE NULL::text
        END) AS employee_range,
    c.employee_count,
    p.title,
    p.work_email,
    s.promotion_date
   FROM core.person_search s
     JOIN core.people p ON p.id = s.person_id
     LEFT JOIN core.person_job_titles j ON j.linkedin_url = p.linkedin_url
     LEFT JOIN core.companies c ON c.id = s.company_id;

create view core.merged_domains with (security_invoker=true) as
 WITH RECURSIVE below AS (
         SELECT i.key
           FROM core.identifiers i
          WHERE i.claimed IS NOT NULL AND i.owner <> i.key
        UNION
         SELECT k.key
           FROM below b_1
             JOIN core.identifiers k ON k.owner = b_1.key AND k.owner <> k.key
        )
 SELECT substr(b.key, 8) AS domain,
    c.id AS company_id,
    c.domain AS primary_domain
   FROM below b
     JOIN core.companies c ON c.id = core.entity_id(b.key)
  WHERE b.key ~~ 'domain:%'::text AND c.domain <> substr(b.key, 8);

create view core.merged_profiles with (security_invoker=true) as
 WITH RECURSIVE below AS (
         SELECT i.key
           FROM core.identifiers i
          WHERE i.claimed IS NOT NULL AND i.owner <> i.key
        UNION
         SELECT k.key
           FROM below b_1
             JOIN core.identifiers k ON k.owner = b_1.key AND k.owner <> k.key
        )
 SELECT 'https://www.linkedin.com/in/'::text || substr(b.key, 6) AS linkedin_url,
    p.id AS person_id,
    p.linkedin_url AS primary_linkedin_url
   FROM below b
     JOIN core.people p ON p.id = core.entity_id(b.key)
  WHERE b.key ~~ 'slug:%'::text AND p.linkedin_slug <> substr(b.key, 6);

create view core.people_full as
 SELECT p.id,
    p.linkedin_url,
    p.linkedin_slug,
    p.full_name,
    s.company_id AS core_company_id,
    p.linkedin_url_type,
    p.linkedin_user_profile_urn,
    COALESCE(p.city, s.inferred_city) AS person_city,
    COALESCE(p.state, s.inferred_state) AS person_state,
    COALESCE(p.country, s.inferred_country) AS person_country,
    COALESCE(j.matched_cleaned_job_title, s.inferred_title) AS matched_cleaned_job_title,
    COALESCE(j.matched_job_function, p.department, s.inferred_function) AS matched_job_function,
    COALESCE(j.matched_seniority, p.seniority, s.inferred_seniority) AS matched_seniority,
    p.job_start_date,
    p.title,
    p.work_email,
    p.created_at,
    p.updated_at
   FROM core.person_search s
     JOIN core.people p ON p.id = s.person_id
     LEFT JOIN core.person_job_titles j ON j.linkedin_url = p.linkedin_url;

create view core.person_facet_values with (security_invoker=true) as
 SELECT s.person_id,
    "left"(c.industry, 200) AS industry,
    "left"(c.country, 200) AS country,
    COALESCE("left"(c.size_range, 200),
        CASE
            WHEN c.employee_count < 0 THEN NULL::text
            WHEN c.employee_count <= 10 THEN '1-10'::text
            WHEN c.employee_count <= 50 THEN '11-50'::text
            WHEN c.employee_count <= 200 THEN '51-200'::text
            WHEN c.employee_count <= 500 THEN '201-500'::text
            WHEN c.employee_count <= 1000 THEN '501-1000'::text
            WHEN c.employee_count <= 5000 THEN '1001-5000'::text
            WHEN c.employee_count <= 10000 THEN '5001-10000'::text
            WHEN c.employee_count IS NOT NULL THEN '10001+'::text
            ELSE NULL::text
        END) AS size_range,
    "left"(COALESCE(j.matched_seniority, p.seniority, s.inferred_seniority), 200) AS seniority,
    s.employees_min,
    s.employees_max,
    s.founded_year
   FROM core.person_search s
     JOIN core.people p ON p.id = s.person_id
     LEFT JOIN core.person_job_titles j ON j.linkedin_url = p.linkedin_url
     LEFT JOIN core.companies c ON c.id = s.company_id;

create view core.signal_events with (security_invoker=true) as
 SELECT 'job_change'::text AS kind,
    signal_job_change.id,
    signal_job_change.client_domain,
    signal_job_change.person_linkedin_url,
    signal_job_change.new_company_domain AS company_domain,
    signal_job_change.new_job_title AS title,
    signal_job_change.new_job_start_date AS occurred_on,
    signal_job_change.signal_detected_at AS detected_at,
    signal_job_change.confidence
   FROM extracted.signal_job_change
  WHERE signal_job_change.is_initial_check IS NOT TRUE
UNION ALL
 SELECT 'promotion'::text AS kind,
    signal_promotion.id,
    signal_promotion.client_domain,
    signal_promotion.person_linkedin_url,
    signal_promotion.company_domain,
    signal_promotion.new_titles ->> 0 AS title,
    signal_promotion.new_role_start_date AS occurred_on,
    signal_promotion.signal_detected_at AS detected_at,
    signal_promotion.confidence
   FROM extracted.signal_promotion
  WHERE signal_promotion.is_initial_check IS NOT TRUE
UNION ALL
 SELECT 'job_posting'::text AS kind,
    signal_job_posting.id,
    signal_job_posting.client_domain,
    NULL::text AS person_linkedin_url,
    signal_job_posting.company_domain,
    signal_job_posting.job_title AS title,
    (signal_job_posting.posted_at AT TIME ZONE 'UTC'::text)::date AS occurred_on,
    signal_job_posting.signal_detected_at AS detected_at,
    NULL::integer AS confidence
   FROM extracted.signal_job_posting
  WHERE signal_job_posting.is_initial_check IS NOT TRUE
UNION ALL
 SELECT 'new_hire'::text AS kind,
    signal_new_hire.id,
    signal_new_hire.client_domain,
    signal_new_hire.person_linkedin_url,
    signal_new_hire.company_domain,
    NULL::text AS title,
    NULL::date AS occurred_on,
    signal_new_hire.signal_detected_at AS detected_at,
    NULL::integer AS confidence
   FROM extracted.signal_new_hire
  WHERE NOT signal_new_hire.is_initial_check
UNION ALL
 SELECT 'news'::text AS kind,
    signal_news.id,
    signal_news.client_domain,
    NULL::text AS person_linkedin_url,
    signal_news.company_domain,
    signal_news.news_title AS title,
    (signal_news.published_at AT TIME ZONE 'UTC'::text)::date AS occurred_on,
    signal_news.signal_detected_at AS detected_at,
    NULL::integer AS confidence
   FROM extracted.signal_news
  WHERE NOT signal_news.is_initial_check;

create view raw.cb_vc_portfolio_payloads with (security_invoker=true) as
 SELECT id,
    raw_payload ->> 'company_name'::text AS company_name,
    raw_payload ->> 'domain'::text AS domain,
    raw_payload ->> 'city'::text AS city,
    raw_payload ->> 'state'::text AS state,
    raw_payload ->> 'country'::text AS country,
    raw_payload ->> 'short_description'::text AS short_description,
    raw_payload ->> 'employee_range'::text AS employee_range,
    raw_payload ->> 'last_funding_date'::text AS last_funding_date,
    raw_payload ->> 'last_funding_type'::text AS last_funding_type,
    raw_payload ->> 'last_funding_amount'::text AS last_funding_amount,
    raw_payload ->> 'last_equity_funding_type'::text AS last_equity_funding_type,
    raw_payload ->> 'last_leadership_hiring_date'::text AS last_leadership_hiring_date,
    raw_payload ->> 'founded_date'::text AS founded_date,
    raw_payload ->> 'estimated_revenue_range'::text AS estimated_revenue_range,
    raw_payload ->> 'funding_status'::text AS funding_status,
    raw_payload ->> 'total_funding_amount'::text AS total_funding_amount,
    raw_payload ->> 'total_equity_funding_amount'::text AS total_equity_funding_amount,
    raw_payload ->> 'operating_status'::text AS operating_status,
    raw_payload ->> 'company_linkedin_url'::text AS company_linkedin_url,
    raw_payload ->> 'vc'::text AS vc,
    raw_payload ->> 'vc1'::text AS vc1,
    raw_payload ->> 'vc2'::text AS vc2,
    raw_payload ->> 'vc3'::text AS vc3,
    raw_payload ->> 'vc4'::text AS vc4,
    raw_payload ->> 'vc5'::text AS vc5,
    raw_payload ->> 'vc6'::text AS vc6,
    raw_payload ->> 'vc7'::text AS vc7,
    raw_payload ->> 'vc8'::text AS vc8,
    raw_payload ->> 'vc9'::text AS vc9,
    raw_payload ->> 'vc10'::text AS vc10,
    raw_payload ->> 'vc11'::text AS vc11,
    raw_payload ->> 'vc12'::text AS vc12,
    created_at
   FROM raw.payloads
  WHERE workflow_slug = 'cb-vc-portfolio'::text;

create view raw.clay_cleaned_company_names with (security_invoker=true) as
 SELECT id,
    raw_payload ->> 'domain'::text AS domain,
    raw_payload ->> 'original_company_name'::text AS original_company_name,
    raw_payload ->> 'cleaned_company_name'::text AS cleaned_company_name,
    raw_payload,
    created_at
   FROM raw.payloads
  WHERE workflow_slug = 'cleaned-company-name'::text;

create view raw.email_anymailfinder with (security_invoker=true) as
 SELECT id,
    envelope ->> 'person_linkedin_url'::text AS person_linkedin_url,
    envelope ->> 'first_name'::text AS first_name,
    envelope ->> 'last_name'::text AS last_name,
    envelope ->> 'full_name'::text AS full_name,
    envelope ->> 'domain'::text AS domain,
    envelope ->> 'company_name'::text AS company_name,
    envelope ->> 'company_linkedin_url'::text AS company_linkedin_url,
    workflow_slug,
    envelope ->> 'clay_table_url'::text AS clay_table_url,
    raw_payload AS anymailfinder_raw_payload,
    created_at
   FROM raw.payloads
  WHERE workflow_slug = 'anymailfinder-email'::text;

create view raw.email_icypeas with (security_invoker=true) as
 SELECT id,
    created_at,
    envelope ->> 'person_linkedin_url'::text AS person_linkedin_url,
    envelope ->> 'first_name'::text AS first_name,
    envelope ->> 'last_name'::text AS last_name,
    envelope ->> 'full_name'::text AS full_name,
    envelope ->> 'domain'::text AS domain,
    envelope ->> 'company_name'::text AS company_name,
    envelope ->> 'company_linkedin_url'::text AS company_linkedin_url,
    workflow_slug,
    envelope ->> 'clay_table_url'::text AS clay_table_url,
    raw_payload AS icypeas_raw_payload
   FROM raw.payloads
  WHERE workflow_slug = 'icypeas-email'::text;

create view raw.email_leadmagic with (security_invoker=true) as
 SELECT id,
    envelope ->> 'person_linkedin_url'::text AS person_linkedin_url,
    envelope ->> 'first_name'::text AS first_name,
    envelope ->> 'last_name'::text AS last_name,
    envelope ->> 'full_name'::text AS full_name,
    envelope ->> 'domain'::text AS domain,
    envelope ->> 'company_name'::text AS company_name,
    envelope ->> 'company_linkedin_url'::text AS company_linkedin_url,
    workflow_slug,
    envelope ->> 'clay_table_url'::text AS clay_table_url,
    raw_payload AS leadmagic_raw_payload,
    created_at
   FROM raw.payloads
  WHERE workflow_slug = 'leadmagic-email'::text;

create view raw.icp_verdict_payloads with (security_invoker=true) as
 SELECT id,
    raw_payload ->> 'origin_company_domain'::text AS origin_company_domain,
    raw_payload ->> 'company_domain'::text AS company_domain,
    raw_payload AS payload,
    created_at
   FROM raw.payloads
  WHERE workflow_slug = 'icp-verdict-enrichment'::text;

create view raw.salesnav_scrapes_person_payloads with (security_invoker=true) as
 SELECT id,
    raw_payload ->> 'person_linkedin_sales_nav_url'::text AS person_linkedin_sales_nav_url,
    raw_payload ->> 'linkedin_user_profile_urn'::text AS linkedin_user_profile_urn,
    raw_payload ->> 'domain'::text AS domain,
    raw_payload,
    workflow_slug,
    created_at
   FROM raw.payloads
  WHERE workflow_slug = 'salesnav-person'::text;

create view raw.signal_job_change_payloads with (security_invoker=true) as
 SELECT id,
    envelope ->> 'client_domain'::text AS client_domain,
    raw_payload #>> '{origin,tableId}'::text[] AS origin_table_id,
    raw_payload #>> '{origin,recordId}'::text[] AS origin_record_id,
    raw_payload,
    created_at
   FROM raw.payloads
  WHERE workflow_slug = 'signal-job-change-v2'::text;

create view raw.signal_job_posting_payloads with (security_invoker=true) as
 SELECT id,
    envelope ->> 'client_domain'::text AS client_domain,
    raw_payload #>> '{origin,tableId}'::text[] AS origin_table_id,
    raw_payload #>> '{origin,recordId}'::text[] AS origin_record_id,
    raw_payload,
    created_at
   FROM raw.payloads
  WHERE workflow_slug = 'signal-job-posting-v2'::text;

create view raw.signal_promotion_payloads with (security_invoker=true) as
 SELECT id,
    envelope ->> 'client_domain'::text AS client_domain,
    raw_payload #>> '{origin,tableId}'::text[] AS origin_table_id,
    raw_payload #>> '{origin,recordId}'::text[] AS origin_record_id,
    raw_payload,
    created_at
   FROM raw.payloads
  WHERE workflow_slug = 'signal-promotion-v2'::text;

create view raw.vc_portfolio_payloads with (security_invoker=true) as
 SELECT id,
    raw_payload ->> 'vc_name'::text AS vc_name,
    raw_payload ->> 'company_name'::text AS company_name,
    raw_payload ->> 'domain'::text AS domain,
    raw_payload ->> 'linkedin_url'::text AS linkedin_url,
    raw_payload ->> 'short_description'::text AS short_description,
    raw_payload ->> 'long_description'::text AS long_description,
    raw_payload ->> 'city'::text AS city,
    raw_payload ->> 'state'::text AS state,
    raw_payload ->> 'country'::text AS country,
    raw_payload ->> 'employee_range'::text AS employee_range,
    raw_payload ->> 'founded_date'::text AS founded_date,
    raw_payload ->> 'operating_status'::text AS operating_status,
    workflow_slug,
    raw_payload,
    created_at
   FROM raw.payloads
  WHERE workflow_slug = 'vc-portfolio'::text;

CREATE TRIGGER note_signal_inserted AFTER INSERT ON client.leads REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION client.note_signal_changes('lead', 'id');
CREATE TRIGGER note_signal_updated AFTER UPDATE ON client.leads REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION client.note_signal_changes('lead', 'id');
CREATE TRIGGER note_signal_inserted AFTER INSERT ON client.people_snapshots REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION client.note_signal_changes('snapshot', 'id');
CREATE TRIGGER note_search_deleted AFTER DELETE ON core.company_business_model REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'domain');
CREATE TRIGGER note_search_inserted AFTER INSERT ON core.company_business_model REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'domain');
CREATE TRIGGER note_search_updated AFTER UPDATE ON core.company_business_model REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'domain');
CREATE TRIGGER note_search_deleted AFTER DELETE ON core.company_job_postings REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'domain');
CREATE TRIGGER note_search_inserted AFTER INSERT ON core.company_job_postings REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'domain');
CREATE TRIGGER note_search_updated AFTER UPDATE ON core.company_job_postings REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'domain');
CREATE TRIGGER note_search_deleted AFTER DELETE ON core.company_predictleads_technologies REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'domain');
CREATE TRIGGER note_search_inserted AFTER INSERT ON core.company_predictleads_technologies REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'domain');
CREATE TRIGGER note_search_updated AFTER UPDATE ON core.company_predictleads_technologies REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'domain');
CREATE TRIGGER note_search_deleted AFTER DELETE ON core.company_public REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'domain');
CREATE TRIGGER note_search_inserted AFTER INSERT ON core.company_public REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'domain');
CREATE TRIGGER note_search_updated AFTER UPDATE ON core.company_public REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'domain');
CREATE TRIGGER note_search_deleted AFTER DELETE ON core.company_technologies REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'domain');
CREATE TRIGGER note_search_inserted AFTER INSERT ON core.company_technologies REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'domain');
CREATE TRIGGER note_search_updated AFTER UPDATE ON core.company_technologies REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'domain');
CREATE TRIGGER note_search_deleted AFTER DELETE ON core.company_vc_investors REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'company_domain');
CREATE TRIGGER note_search_inserted AFTER INSERT ON core.company_vc_investors REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'company_domain');
CREATE TRIGGER note_search_updated AFTER UPDATE ON core.company_vc_investors REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'company_domain');
CREATE TRIGGER note_facets_deleted AFTER DELETE ON core.person_search REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_person_facets();
CREATE TRIGGER note_facets_inserted AFTER INSERT ON core.person_search REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_person_facets();
CREATE TRIGGER note_facets_updated AFTER UPDATE ON core.person_search REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_person_facets();
CREATE TRIGGER note_signal_inserted AFTER INSERT ON core.person_search REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION client.note_changed_people();
CREATE TRIGGER note_signal_updated AFTER UPDATE ON core.person_search REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION client.note_changed_people();
CREATE TRIGGER sync_person_experience_after_delete AFTER DELETE ON extracted.person_experience REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT WHEN ((current_setting('galena.sync'::text, true) IS DISTINCT FROM 'off'::text)) EXECUTE FUNCTION extracted.sync_person_experience_to_core();
CREATE TRIGGER sync_person_experience_after_insert AFTER INSERT ON extracted.person_experience REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((current_setting('galena.sync'::text, true) IS DISTINCT FROM 'off'::text)) EXECUTE FUNCTION extracted.sync_person_experience_to_core();
CREATE TRIGGER sync_person_experience_after_truncate AFTER TRUNCATE ON extracted.person_experience FOR EACH STATEMENT WHEN ((current_setting('galena.sync'::text, true) IS DISTINCT FROM 'off'::text)) EXECUTE FUNCTION extracted.sync_person_experience_to_core();
CREATE TRIGGER sync_person_experience_after_update AFTER UPDATE ON extracted.person_experience REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((current_setting('galena.sync'::text, true) IS DISTINCT FROM 'off'::text)) EXECUTE FUNCTION extracted.sync_person_experience_to_core();
CREATE TRIGGER note_search_deleted AFTER DELETE ON extracted.signal_job_change REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('person', 'person_linkedin_url');
CREATE TRIGGER note_search_inserted AFTER INSERT ON extracted.signal_job_change REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('person', 'person_linkedin_url');
CREATE TRIGGER note_search_updated AFTER UPDATE ON extracted.signal_job_change REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('person', 'person_linkedin_url');
CREATE TRIGGER note_signal_inserted AFTER INSERT ON extracted.signal_job_change REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION client.note_signal_changes('job_change', 'id');
CREATE TRIGGER note_search_deleted AFTER DELETE ON extracted.signal_job_posting REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'company_domain');
CREATE TRIGGER note_search_inserted AFTER INSERT ON extracted.signal_job_posting REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'company_domain');
CREATE TRIGGER note_search_updated AFTER UPDATE ON extracted.signal_job_posting REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'company_domain');
CREATE TRIGGER note_signal_inserted AFTER INSERT ON extracted.signal_job_posting REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION client.note_signal_changes('job_posting', 'id');
CREATE TRIGGER note_search_deleted AFTER DELETE ON extracted.signal_new_hire REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'company_domain');
CREATE TRIGGER note_search_inserted AFTER INSERT ON extracted.signal_new_hire REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'company_domain');
CREATE TRIGGER note_search_updated AFTER UPDATE ON extracted.signal_new_hire REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'company_domain');
CREATE TRIGGER note_signal_inserted AFTER INSERT ON extracted.signal_new_hire REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION client.note_signal_changes('new_hire', 'id');
CREATE TRIGGER note_search_deleted AFTER DELETE ON extracted.signal_news REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'company_domain');
CREATE TRIGGER note_search_inserted AFTER INSERT ON extracted.signal_news REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'company_domain');
CREATE TRIGGER note_search_updated AFTER UPDATE ON extracted.signal_news REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.note_search_changes('company', 'company_domain');
CREATE TRIGGER note_signal_inserted AFTER INSERT ON extracted.signal_news REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION client.note_signal_changes('news', 'id');
CREATE TRIGGER note_signal_inserted AFTER INSERT ON extracted.signal_promotion REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION client.note_signal_changes('promotion', 'id');
CREATE TRIGGER note_signal_inserted AFTER INSERT ON reference.company_customers REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION client.note_signal_changes('customers', 'domain');
CREATE TRIGGER note_signal_updated AFTER UPDATE ON reference.company_customers REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION client.note_signal_changes('customers', 'domain');
CREATE TRIGGER keep_icp_version AFTER INSERT OR DELETE OR UPDATE ON reference.company_icp FOR EACH ROW EXECUTE FUNCTION reference.keep_icp_version();
CREATE TRIGGER keep_icp_version AFTER INSERT OR DELETE OR UPDATE ON reference.company_icp_named FOR EACH ROW EXECUTE FUNCTION reference.keep_icp_version();
CREATE TRIGGER count_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON reference.job_title_lookup FOR EACH STATEMENT EXECUTE FUNCTION reference.count_lookup_change();
CREATE TRIGGER count_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON reference.location_lookup FOR EACH STATEMENT EXECUTE FUNCTION reference.count_lookup_change();
