-- Payloads are written once and read by id. Vacuuming them after every fifth that comes (for the sake of index-only scans, which
-- nobody does here) writes each of their pages to the WAL once more: 5 kB of 50 per profile. Deleted rows, where there are
-- any, and the freezing of old ones bring autovacuum as ever.
do $$
declare
  name text;
begin
  foreach name in array array[
    'raw.payloads', 'raw.person_payloads', 'raw.person_discovery', 'raw.company_payloads', 'raw.company_discovery',
    'raw.company_customer_claygent_payloads', 'raw.case_study_extraction_payloads', 'raw.icp_payloads'
  ] loop
    execute format(
      'alter table %s set (autovacuum_vacuum_insert_threshold = -1, toast.autovacuum_vacuum_insert_threshold = -1)', name
    );
  end loop;
end
$$;
