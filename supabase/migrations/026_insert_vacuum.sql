-- Payloads, and what is said in them, are read by key and with the whole row. Vacuuming them after every fifth row that comes
-- (for the sake of index-only scans, which nobody does on them) writes each of their pages to the WAL once more, 10 kB of 50 per
-- profile. Updated and deleted rows, and the freezing of old ones, bring autovacuum as ever.
do $$
declare
  name text;
begin
  foreach name in array array[
    'raw.payloads', 'raw.person_payloads', 'raw.person_discovery', 'raw.company_payloads', 'raw.company_discovery',
    'raw.company_customer_claygent_payloads', 'raw.case_study_extraction_payloads', 'raw.icp_payloads', 'raw.receipts',
    'extracted.person_profile', 'extracted.person_experience', 'extracted.person_education', 'core.person_observations'
  ] loop
    execute format('alter table %s set (autovacuum_vacuum_insert_threshold = -1)', name);
    if exists (select from pg_class where oid = name::regclass and reltoastrelid <> 0) then
      execute format('alter table %s set (toast.autovacuum_vacuum_insert_threshold = -1)', name);
    end if;
  end loop;
end
$$;
