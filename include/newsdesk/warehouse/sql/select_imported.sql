-- Which of these pages are known with the same bytes.
select e.entry_key, e.fingerprint
from jsonb_to_recordset(%(rows)s::jsonb) as r (feed_id integer, entry_key text)
join ops.entries as e using (feed_id, entry_key)
