-- Begin a replay, or find the one of this name.
with begun as (
  insert into ops.replays (name, choice, parser_version, articles)
  values (%(name)s, %(choice)s::jsonb, %(parser_version)s, %(articles)s)
  on conflict (name) do nothing
  returning *
)
select * from begun
union all
select * from ops.replays where name = %(name)s and not exists (select from begun)
