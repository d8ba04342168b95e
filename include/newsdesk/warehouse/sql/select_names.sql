-- What can be described: the schemas, tables, views and columns of the warehouse, each with its kind and dotted name.
with relation as (
  select c.oid, n.nspname || '.' || c.relname as name, case c.relkind when 'v' then 'view' else 'table' end as kind
  from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
  where n.nspname in ('raw', 'ops', 'staging', 'news', 'marts') and c.relkind in ('r', 'p', 'v')
)
select 'schema' as kind, nspname::text as name from pg_namespace
union all
select kind, name from relation
union all
select 'column' as kind, r.name || '.' || a.attname as name
from relation as r join pg_attribute as a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
