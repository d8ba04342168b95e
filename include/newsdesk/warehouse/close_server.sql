-- Close what every user of a Postgres server may do by default: advisory locks, large objects, looking at what others run.
-- Only a superuser can, once for each database: psql SUPERUSER_URL_OF_THE_DATABASE -f include/newsdesk/warehouse/close_server.sql
-- The owner of the database gets all of it with the right to pass it on; the loader keeps the advisory locks, which it needs.
do $$
declare
  owner name := (select pg_get_userbyid(datdba) from pg_database where datname = current_database());
  closed regprocedure;
begin
  for closed in
    select oid from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace and (
      proname ~ '^pg_(try_)?advisory_'
      or proname in ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_open', 'lo_put', 'lowrite', 'lo_unlink')
      or proname ~ '^pg_stat_get_backend_' or proname in ('pg_stat_get_activity', 'pg_stat_get_progress_info', 'pg_lock_status'))
  loop
    execute format('revoke execute on function %s from public', closed);
    execute format('grant execute on function %s to pg_monitor', closed);
    execute format('grant execute on function %s to %I with grant option', closed, owner);
    if to_regrole('newsdesk_loader') is not null and closed::text ~ 'advisory' then
      execute format('grant execute on function %s to newsdesk_loader', closed);
    end if;
  end loop;
  execute format('grant set on parameter temp_file_limit to %I', owner);
end $$;
