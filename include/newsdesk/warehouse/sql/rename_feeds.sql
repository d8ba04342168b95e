-- Give feeds the names that the catalogue has for their addresses, unless the catalogue uses the old name for another feed.
with catalogue as (
  select name, url from jsonb_to_recordset(%(rows)s::jsonb) as r (name text, url text)
)
update ops.feeds as f set name = c.name
from catalogue as c
where f.configured_url = c.url and f.name <> c.name
  and f.name not in (select name from catalogue)
  and c.name not in (select other.name from ops.feeds as other)
