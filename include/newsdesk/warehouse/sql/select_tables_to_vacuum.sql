-- The tables whose dead or unanalyzed rows are many beside the living ones, and whether this role may vacuum them.
select
  s.schemaname as schema, s.relname as name, s.n_dead_tup as dead, s.n_mod_since_analyze as changed,
  case
    when current_setting('server_version_num')::integer < 170000 then pg_has_role(c.relowner, 'member')
    else has_table_privilege(s.relid, 'MAINTAIN') end as is_allowed
from pg_stat_user_tables as s
join pg_class as c on c.oid = s.relid
where s.schemaname in ('raw', 'ops', 'staging', 'news', 'marts')
  and (s.n_dead_tup > 1000 + s.n_live_tup / 10 or s.n_mod_since_analyze > 1000 + s.n_live_tup / 10)
order by 1, 2
