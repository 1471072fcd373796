-- What the restricted role may see, where it exists (the embedded server has it; elsewhere it is the operator's choice):
-- it reads what is nobody's in particular, writes nothing, and sees neither payloads, nor clients' leads, nor keys.
do $$
begin
  if exists (select from pg_roles where rolname = 'galena_app') then
    grant usage on schema extracted, reference, core to galena_app;
    grant select on all tables in schema extracted, reference, core to galena_app;
    alter default privileges in schema extracted, reference, core grant select on tables to galena_app;
  end if;
end
$$;
