-- The entries of feeds that may be those shown now: with the same key, or with the same normalised link.
with shown as (
  select * from jsonb_to_recordset(%(rows)s::jsonb) as r (feed_id integer, entry_key text, url text)
)
select e.feed_id, e.entry_key, e.url, e.title, e.published_raw, e.fingerprint
from ops.entries as e join shown as s on s.feed_id = e.feed_id and s.entry_key = e.entry_key
union
select e.feed_id, e.entry_key, e.url, e.title, e.published_raw, e.fingerprint
from ops.entries as e join shown as s on s.url = e.url and s.feed_id = e.feed_id
