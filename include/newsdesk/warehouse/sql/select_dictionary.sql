-- Every table and view with its comment, columns, primary key and references, for the documents. Partitions are left out.
select
  n.nspname::text as schema, c.relname::text as name, obj_description(c.oid, 'pg_class') as comment,
  case c.relkind when 'v' then 'view' else 'table' end as kind,
  (
    select jsonb_agg(jsonb_build_object(
      'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'required', a.attnotnull,
      'comment', coalesce(col_description(c.oid, a.attnum), '')) order by a.attnum)
    from pg_attribute as a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  ) as columns,
  coalesce((
    select jsonb_agg(a.attname order by array_position(k.conkey, a.attnum))
    from pg_constraint as k join pg_attribute as a on a.attrelid = c.oid and a.attnum = any(k.conkey)
    where k.conrelid = c.oid and k.contype = 'p'
  ), '[]') as primary_key,
  coalesce((
    select jsonb_agg(jsonb_build_object('column', a.attname, 'table', tn.nspname || '.' || t.relname, 'target', ta.attname) order by a.attnum)
    from pg_constraint as k
    join pg_attribute as a on a.attrelid = c.oid and a.attnum = k.conkey[1] and cardinality(k.conkey) = 1
    join pg_class as t on t.oid = k.confrelid
    join pg_namespace as tn on tn.oid = t.relnamespace
    join pg_attribute as ta on ta.attrelid = t.oid and ta.attnum = k.confkey[1]
    where k.conrelid = c.oid and k.contype = 'f'
  ), '[]') as foreign_keys,
  coalesce((
    select jsonb_agg(a.attname order by a.attnum)
    from pg_index as i join pg_attribute as a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where i.indrelid = c.oid and i.indisunique and i.indnatts = 1 and i.indpred is null
  ), '[]') as unique_columns,
  has_table_privilege('newsdesk_analyst', c.oid, 'select') and n.nspname in ('news', 'marts') as for_analysts
from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
where n.nspname in ('raw', 'ops', 'staging', 'news', 'marts') and c.relkind in ('r', 'p', 'v') and not c.relispartition
order by array_position('{news,marts,ops,raw,staging}'::text[], n.nspname::text), kind, c.relname
