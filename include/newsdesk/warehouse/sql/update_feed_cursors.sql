-- Move the cursors of feeds that this task holds, and give their leases back.
update ops.feeds as f set
  etag = r.etag, last_modified = r.last_modified, validators_url = r.validators_url,
  body_sha256 = coalesce(decode(r.body_sha256, 'hex'), f.body_sha256),
  format = coalesce(r.format, f.format), title = coalesce(r.title, f.title),
  last_polled_at = r.polled_at,
  last_success_at = case when r.outcome = 'failed' then f.last_success_at else r.polled_at end,
  last_change_at = case when r.outcome = 'changed' then r.polled_at else f.last_change_at end,
  failures = r.failures, last_error = r.last_error, overlap = coalesce(r.overlap, f.overlap),
  next_poll_at = r.next_poll_at, interval_seconds = r.interval_seconds,
  state = case when f.state = 'paused' then 'paused' else r.state end,
  moved_to = r.moved_to, moved_polls = r.moved_polls, url = r.url, host = r.host,
  lease_token = null, lease_until = null
from jsonb_to_recordset(%(rows)s::jsonb) as r (
  feed_id integer, etag text, last_modified text, validators_url text, body_sha256 text, format text, title text, polled_at timestamptz,
  outcome text, failures real, last_error text, overlap real, next_poll_at timestamptz, interval_seconds integer, state text,
  moved_to text, moved_polls integer, url text, host text)
where f.feed_id = r.feed_id
