-- By what a person is found who is known by name only.

-- The key of a person's name: how the last name sounds, how the first name sounds, and the name in lower case without
-- accents, titles and degrees ("Dr. José Núñez, MBA" is 'n52 j2 jose nunez'). So everybody whose name is written or
-- sounds like another one, or shares its initial, stands in one range of the index below, whatever stands in the middle:
-- 'n52 j2 jose nunez' exactly, 'n52 j2 ' by sound, 'n52 j' by initial, 'n52 ' by last name. A word sounds as its first
-- letter (c, q as k, z as s, y as i) and up to three groups of consonants say; vowels, h, w and doubled letters are silent.
-- Null when the text has no letters. 5 µs for a name of two plain words, 14 to 21 for one with accents or degrees;
-- with the index an inserted person costs about 10 µs more than without.
create or replace function core.person_name_key(name text) returns text
language plpgsql immutable strict parallel safe cost 200 as $$
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
$$;

-- Byte order, so that what begins alike lies together.
create index if not exists idx_core_people_name_key
  on core.people ((core.person_name_key(coalesce(full_name, first_name || ' ' || last_name))) collate "C");

-- Companies by ticker.
create index if not exists idx_core_company_public_ticker on core.company_public (upper(ticker));

-- Names of companies whose domain is not known, or that have a key stronger than it: they may have no row in core.companies.
create index if not exists idx_company_observations_name_key
  on core.company_observations (reference.company_name_key(fields ->> 'name') collate "C")
  where subject not like 'domain:%';
