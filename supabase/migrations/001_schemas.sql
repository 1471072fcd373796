-- The five schemas of the warehouse. Tenants, keys and everything a client owns live in public.
create schema if not exists raw;
create schema if not exists extracted;
create schema if not exists reference;
create schema if not exists core;
create schema if not exists client;

