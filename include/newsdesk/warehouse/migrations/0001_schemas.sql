-- Schemas, extensions and the two roles that later files grant to.
create extension if not exists pg_trgm;
create extension if not exists unaccent;

create schema raw;  -- What publishers sent, byte for byte. Never edited.
create schema ops;  -- How the pipeline runs: feeds, entries, batches, quarantine, balance. For operators.
create schema staging;  -- Pages of running batches on their way in; emptied by load.
create schema news;  -- Publishers and articles. A stable contract for analysts.
create schema marts;  -- Ready answers over news and ops. A stable contract for analysts.

revoke all on schema public from public;

do $$
begin
  perform pg_advisory_xact_lock(7305771002);
  if not exists (select 1 from pg_roles where rolname = 'newsdesk_loader') then
    create role newsdesk_loader nologin;
  end if;
  if not exists (select 1 from pg_roles where rolname = 'newsdesk_analyst') then
    create role newsdesk_analyst nologin;
  end if;
end $$;

grant usage on schema raw, ops, staging, news, marts to newsdesk_loader;
grant usage on schema news, marts to newsdesk_analyst;
