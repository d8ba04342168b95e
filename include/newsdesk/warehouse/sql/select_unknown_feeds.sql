-- Name those of the given feeds that do not exist.
select name from unnest(%(names)s::text[]) as name where name not in (select f.name from ops.feeds as f)
