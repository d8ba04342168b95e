-- What the migrations' grants leave too wide, narrowed after every migration: for all tables, columns and views that there are then.

-- Keys, first sightings and what identifies a row never change: the loader may update the other columns only.
do $$
declare
  kept record;
  others text;
begin
  for kept in
    select to_regclass(name) as name, columns
    from (values
      ('news.articles', '{article_id,publisher_id,url,first_seen_at,loaded_at}'::name[]),
      ('news.article_urls', '{url,first_seen_at}'),
      ('news.publishers', '{publisher_id,name,added_at}'),
      ('news.signatures', '{article_id,first_seen_at}'),
      ('ops.batches', '{batch_id,created_at,cause}'),
      ('ops.entries', '{entry_id,feed_id,entry_key,first_seen_at}'),
      ('ops.feeds', '{feed_id,added_at}'),
      ('ops.hosts', '{host}'),
      ('ops.quarantine', '{quarantine_id,entry_id,first_at}'),
      ('staging.pages', '{page_id,batch_id}')
    ) as k (name, columns)
  loop
    select string_agg(quote_ident(attname), ', ' order by attnum) into others
    from pg_attribute
    where attrelid = kept.name and attnum > 0 and not attisdropped and attgenerated = '' and attname <> all(kept.columns);
    execute format('revoke update on %s from newsdesk_loader', kept.name);
    execute format('grant update (%s) on %s to newsdesk_loader', others, kept.name);
  end loop;
end $$;

-- A mart runs with its owner's rights, so that analysts read through it what they can't read themselves. Where it shows a part of ops,
-- its conditions come before the reader's: else an error message of a cast could tell of rows that the view leaves out.
do $$
declare
  mart regclass;
begin
  for mart in
    select distinct v.oid
    from pg_class as v
    join pg_rewrite as r on r.ev_class = v.oid
    join pg_depend as d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
    join pg_class as t on t.oid = d.refobjid
    where v.relkind = 'v' and v.relnamespace in ('news'::regnamespace, 'marts'::regnamespace) and t.relnamespace = 'ops'::regnamespace
      and not coalesce(v.reloptions, '{}') && '{security_barrier=true}'
  loop
    execute format('alter view %s set (security_barrier = true)', mart);
  end loop;
end $$;
-- The pages inside the Airflow UI read the marts as the loader does.
grant select on all tables in schema marts to newsdesk_analyst, newsdesk_loader;
grant select on news.revisions to newsdesk_loader;

-- Temporary tables fill the disk of others; the loader may need one.
do $$
begin
  execute format('revoke temporary on database %I from public', current_database());
  execute format('grant temporary on database %I to newsdesk_loader', current_database());
end $$;

-- What close_server.sql took from everybody, given to those who need it: load and the partitions take advisory locks.
do $$
declare
  lock regprocedure;
begin
  for lock in
    select oid from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace and proname ~ '^pg_(try_)?advisory_'
      and has_function_privilege(oid, 'execute with grant option')
  loop
    execute format('grant execute on function %s to newsdesk_loader', lock);
  end loop;
end $$;
