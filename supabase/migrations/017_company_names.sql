-- Companies by name: the key under which names match, what was taught about names, and what names were resolved to.

-- The key under which names of companies match: "The Acme Corp., Inc.", "ACME (US)" and "Acme Inc /DE/" are all "acme",
-- "J.P. Morgan" and "JP Morgan" both "jpmorgan". Lower case without accents, brackets, punctuation, a leading "The",
-- legal forms at the end, and spaces. Null for a name without letters and digits. It depends on no locale, and names
-- of more than 200 characters count by their beginning. src/warehouse/reference/names/company-name-key.ts says the
-- same in TypeScript, and a test compares the two. About 2 µs for a plain name, 7 for one with punctuation and forms. In PL/pgSQL, because one regular expression over all forms costs more than the loop;
-- with the lists as literals, because a variable would be read from its text by every call (five times as slow).
create or replace function reference.company_name_key(value text) returns text
  language plpgsql immutable strict parallel safe as $$
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
$$;

-- Names as they are now, as somebody cleaned them, and as they were.
create index if not exists idx_core_companies_name_key
  on core.companies (reference.company_name_key(name) collate "C");
create index if not exists idx_core_companies_cleaned_name_key
  on core.companies (reference.company_name_key(cleaned_name) collate "C") where cleaned_name is not null;
create index if not exists idx_field_changes_company_name_key
  on core.field_changes (reference.company_name_key(value #>> '{}') collate "C")
  where kind = 'company' and field in ('name', 'cleaned_name');

-- One row per company and way to find it by another name than the beginning of its own: a telling word further on (w:hathaway),
-- its initials (a:ibm). Kept from core.companies by the task index-company-names, minutes behind.
create table if not exists core.company_name_blocks (
  block text collate "C" not null,
  company_id uuid not null,
  primary key (block, company_id)
);
create index if not exists idx_company_name_blocks_company on core.company_name_blocks (company_id);

-- One row: how far index-company-names has come.
create table if not exists core.company_name_index (
  only_row boolean primary key default true check (only_row),
  indexed_until timestamptz not null,
  updated_at timestamptz not null default now()
);

-- One row per name that somebody taught the domain of. Replay and wipe leave it alone.
create table if not exists reference.company_name_lookup (
  name text primary key,
  normalized_key text generated always as (reference.company_name_key(name)) stored,
  domain text not null default '',
  taught_by text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index if not exists idx_company_name_lookup_normalized_key
  on reference.company_name_lookup (normalized_key collate "C");

-- One row per name of a company that stands somewhere without its domain: the domain that it was resolved to, or null while
-- nobody knows; candidates are companies that it may mean, row_count and places say where it stands. Derived from
-- core.companies and reference.company_name_lookup by the task resolve-company-names.
create table if not exists core.company_name_resolutions (
  key text collate "C" primary key,
  name text not null,
  domain text,
  matched text check (matched in ('taught', 'exact', 'normalised', 'alias', 'fuzzy')),
  likelihood smallint check (likelihood between 1 and 10),
  candidates jsonb,
  row_count integer not null default 0,
  places jsonb not null default '{}',
  resolved_at timestamptz not null default now(),
  check ((domain is null) = (matched is null) and (domain is null) = (likelihood is null))
);
create index if not exists idx_company_name_resolutions_open
  on core.company_name_resolutions (row_count desc, key) where domain is null and row_count > 0;
create index if not exists idx_vc_firms_name_key on raw.vc_firms (reference.company_name_key(name) collate "C");

-- Beside the domain that payloads state: the one that follows from the name, how it was found, how sure it is (1 to 10).
-- In core a domain that equals resolved_domain was filled in from the name and gives way to any that a payload states;
-- in extracted the payload's column stays as it was.
alter table core.company_customers
  add column if not exists resolved_domain text,
  add column if not exists resolved_by text,
  add column if not exists resolved_likelihood smallint;
alter table core.case_study_champions
  add column if not exists resolved_domain text,
  add column if not exists resolved_by text,
  add column if not exists resolved_likelihood smallint;
alter table core.company_vc_investors
  add column if not exists resolved_domain text,
  add column if not exists resolved_by text,
  add column if not exists resolved_likelihood smallint;
alter table extracted.case_study_details
  add column if not exists resolved_domain text,
  add column if not exists resolved_by text,
  add column if not exists resolved_likelihood smallint;
alter table extracted.case_study_buyers
  add column if not exists resolved_domain text,
  add column if not exists resolved_by text,
  add column if not exists resolved_likelihood smallint;

create index if not exists idx_company_customers_unstated_name
  on core.company_customers (reference.company_name_key(customer_name) collate "C")
  where customer_domain is null or resolved_domain is not null;
create index if not exists idx_case_study_champions_unstated_name
  on core.case_study_champions (reference.company_name_key(company_name) collate "C")
  where company_domain is null or resolved_domain is not null;
create index if not exists idx_company_vc_investors_unstated_name
  on core.company_vc_investors (reference.company_name_key(vc_name) collate "C")
  where vc_domain is null or resolved_domain is not null;
create index if not exists idx_case_study_details_unstated_name
  on extracted.case_study_details (reference.company_name_key(company_customer_name) collate "C")
  where company_customer_domain is null;
create index if not exists idx_case_study_buyers_unstated_name
  on extracted.case_study_buyers (reference.company_name_key(customer_company_name) collate "C")
  where customer_company_domain is null;

-- Nobody knows how often a key occurs until the new indexes have been looked at.
analyze core.companies, core.field_changes;
