-- Terms that hardly ever occurred, and not of late, go: they are most of ops.term_counts, and how rare they are is known without counting.
alter table ops.term_counts add column counted_on date not null default current_date;  -- Day on which an article with it was last counted.

create function ops.prune_terms(keep_days integer, dry_run boolean) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
-- Delete terms of one or two articles that none has had for keep_days, or only count them. The number of all articles stays.
declare
  terms bigint;
begin
  if keep_days < 7 then
    raise exception 'terms of the last 7 days are never deleted';
  end if;
  if dry_run then
    select count(*) into terms from ops.term_counts where term <> '' and articles <= 2 and counted_on < current_date - keep_days;
  else
    delete from ops.term_counts where term <> '' and articles <= 2 and counted_on < current_date - keep_days;
    get diagnostics terms = row_count;
  end if;
  return terms;
end $$;
revoke execute on function ops.prune_terms(integer, boolean) from public;
grant execute on function ops.prune_terms(integer, boolean) to newsdesk_loader;
