-- What maintain_warehouse may do as the loader, which has no right to delete: each function deletes only what nobody needs any more.

create function raw.prune_captures(keep_days integer, dry_run boolean)
returns table (pruned_day date, dropped bigint, kept bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' set lock_timeout = '10s' as $$
-- Drop captures of days that ended keep_days ago or earlier. One that an open batch or an open quarantine row needs is kept.
declare
  partition text;
  needed bigint[];
  days date[];
begin
  if keep_days < 1 then
    raise exception 'captures of the last day are never dropped';
  end if;
  perform pg_advisory_xact_lock(7305771003);
  if not dry_run then
    lock table raw.captures in access exclusive mode;
  end if;
  select coalesce(array_agg(n.capture_id), '{}') into needed
  from (
    select p.capture_id from staging.pages as p
    union
    select q.capture_id from ops.quarantine as q where q.status = 'open' and q.capture_id is not null
  ) as n;
  select coalesce(array_agg(distinct c.captured_at::date order by c.captured_at::date), '{}') into days
  from raw.captures as c where c.captured_at < (current_date - keep_days)::timestamptz;
  foreach pruned_day in array days loop
    select count(*) filter (where c.capture_id <> all(needed)), count(*) filter (where c.capture_id = any(needed)) into dropped, kept
    from raw.captures as c
    where c.captured_at >= pruned_day::timestamptz and c.captured_at < (pruned_day + 1)::timestamptz;
    partition := 'captures_' || to_char(pruned_day, 'YYYYMMDD');
    if not dry_run and to_regclass('raw.' || partition) is not null then
      -- The few that are needed move to the default partition, so that the day's space is free at once.
      execute format('alter table raw.captures detach partition raw.%I', partition);
      execute format(
        'insert into raw.captures (capture_id, captured_at, kind, requested_url, final_url, status, headers, content_type, body,'
        ' body_bytes, body_sha256) overriding system value'
        ' select capture_id, captured_at, kind, requested_url, final_url, status, headers, content_type, body, body_bytes, body_sha256'
        ' from raw.%I where capture_id = any($1)', partition) using needed;
      execute format('drop table raw.%I', partition);
    elsif not dry_run then
      delete from raw.captures_default as c
      where c.captured_at >= pruned_day::timestamptz and c.captured_at < (pruned_day + 1)::timestamptz
        and c.capture_id <> all(needed);
    end if;
    if dropped > 0 then
      return next;
    end if;
  end loop;
end $$;

create function ops.prune_history(keep_days integer, dry_run boolean)
returns table (polls bigint, quarantine bigint, batches bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
-- Delete polls, resolved quarantine rows and done batches from before the last keep_days; a batch that a quarantine row names stays.
declare
  before timestamptz := now() - make_interval(days => keep_days);
  old_batches bigint[];
begin
  if keep_days < 7 then
    raise exception 'the history of the last 7 days is never deleted';
  end if;
  select count(*) into polls from ops.polls as p where p.polled_at < before;
  select count(*) into quarantine from ops.quarantine as q where q.status = 'resolved' and q.last_at < before;
  select coalesce(array_agg(b.batch_id), '{}') into old_batches
  from ops.batches as b
  where b.state = 'done' and b.done_at < before
    and not exists (select from ops.quarantine as q where q.batch_id = b.batch_id and (q.status = 'open' or q.last_at >= before))
    and not exists (select from ops.entries as e where e.batch_id = b.batch_id and e.state = 'waiting');
  batches := cardinality(old_batches);
  if not dry_run then
    delete from ops.polls as p where p.polled_at < before;
    delete from ops.quarantine as q where q.status = 'resolved' and q.last_at < before;
    update ops.entries as e set batch_id = null where e.batch_id = any(old_batches);
    delete from ops.batches as b where b.batch_id = any(old_batches);
  end if;
  return next;
end $$;

alter table ops.quality_results drop constraint quality_results_batch_id_fkey;
alter table ops.quality_results add foreign key (batch_id) references ops.batches on delete set null;
comment on column ops.quality_results.batch_id is 'Batch that was validated; null for checks of the warehouse, and once the batch is too old to be kept.';
create index on ops.quality_results (batch_id) where batch_id is not null;
create index on ops.quarantine (batch_id);
create index on ops.polls using brin (polled_at);
comment on column ops.entries.batch_id is 'Batch that carries it or carried it last; null before its first, and once that batch is too old to be kept.';

revoke execute on function raw.prune_captures(integer, boolean), ops.prune_history(integer, boolean) from public;
grant execute on function raw.prune_captures(integer, boolean), ops.prune_history(integer, boolean) to newsdesk_loader;

do $$
begin
  -- Lets the loader vacuum and analyze; on older servers only autovacuum does.
  if current_setting('server_version_num')::integer >= 170000 then
    execute 'grant maintain on all tables in schema raw, ops, staging, news, marts to newsdesk_loader';
    execute 'alter default privileges in schema raw, ops, staging, news, marts grant maintain on tables to newsdesk_loader';
  end if;
end $$;
