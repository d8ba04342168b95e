-- Add the entries of imported pages; one that is known with other bytes has changed.
insert into ops.entries as e
  (feed_id, entry_key, link, url, host, fingerprint, capture_id, first_seen_at, last_seen_at, changed_at)
select
  r.feed_id, r.entry_key, r.link, r.url, r.host, decode(r.fingerprint, 'hex'), r.capture_id, r.captured_at, r.captured_at, r.captured_at
from jsonb_to_recordset(%(rows)s::jsonb) as r (
  feed_id integer, entry_key text, link text, url text, host text, fingerprint text, capture_id bigint, captured_at timestamptz)
order by r.entry_key
on conflict (feed_id, entry_key) do update set
  fingerprint = excluded.fingerprint, capture_id = excluded.capture_id, last_seen_at = greatest(e.last_seen_at, excluded.last_seen_at),
  changed_at = excluded.changed_at, version = e.version + 1, state = 'waiting', batch_id = null, attempts = 0, retry_at = null,
  last_error = null
returning entry_id, entry_key
